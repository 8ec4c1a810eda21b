// Looser searches for when the exact one finds nothing, each labelled by its kind. See engine.js for the interface.
'use strict';

{
  const { folding, query, search, spelling } = window.duizhao;
  const { needle } = folding;

  const LONGEST = 24; // characters of a query that is taken apart
  const PHRASES = 6; // of those that letters may spell, so many are sought
  const SIGNS = /[\p{P}\p{S}]+/u;

  // Ways to cut characters in two; `least` on either side.
  const cuts = (chars, least) =>
    Array.from({ length: Math.max(chars.length - 2 * least + 1, 0) }, (_, i) => i + least).map((at) => [
      chars.slice(0, at).join(''),
      chars.slice(at).join(''),
    ]);

  const quoted = (text) => `"${text}"`;

  // Patterns with nothing but signs between their pieces: those of the query, and one break more.
  const punctuation = (runs) => {
    const broken = runs.flatMap((run, i) =>
      cuts(Array.from(run), 1).map((pair) => runs.slice(0, i).concat(pair, runs.slice(i + 1))),
    );
    const patterns = [runs, ...broken].map((pieces) => Object.assign(pieces.map(needle), { marks: true }));
    return { words: [runs, ...broken].map((pieces) => pieces.map(quoted).join('*')).join('|'), clauses: [{ patterns, without: false }] };
  };

  const near = (runs) => {
    const whole = Array.from(runs.join(''));
    return { words: cuts(whole, 2).map((pair) => pair.map(quoted).join('*')).join('|') };
  };

  // Two characters at a time, the last ones three where one would be left.
  const order = (runs) => {
    const pieces = runs.flatMap((run) => {
      const chars = Array.from(run);
      const count = Math.max(Math.floor(chars.length / 2), 1);
      return Array.from({ length: count }, (_, i) => chars.slice(2 * i, i === count - 1 ? undefined : 2 * i + 2).join(''));
    });
    return { words: pieces.length > 1 ? pieces.map(quoted).join(' ') : '' };
  };

  const pinyin = async (text) => {
    const phrases = await spelling.spelt(text.replace(/'/g, ''));
    return { words: phrases.slice(0, PHRASES).map(spelling.asked).join('|') };
  };

  const loosen = async (words, wanted) => {
    const { filters, limit, signal } = wanted ?? {};
    await query.prepare(String(words ?? ''));
    const clauses = query.parse(String(words ?? ''));
    const { text } = folding.fold(String(words ?? ''));
    // Something with operators has been said on purpose.
    const isPlain = clauses.length === 1 && clauses[0].patterns.length === 1 && clauses[0].patterns[0].length === 1;
    const runs = text.split(SIGNS).filter((run) => run !== '');
    const length = Array.from(runs.join('')).length;
    if (!isPlain || length < 2 || length > LONGEST) return null;
    const kinds = { punctuation, near, order, pinyin: () => pinyin(text) };
    for (const [kind, make] of Object.entries(kinds)) {
      // oxlint-disable-next-line no-await-in-loop -- a looser kind is tried where the one before it finds nothing
      const sought = await make(runs);
      if (sought.words !== '') {
        // oxlint-disable-next-line no-await-in-loop
        const answer = await search(sought.words, { filters, limit, signal, quick: true, clauses: sought.clauses });
        if (answer.results.length > 0) return { kind, words: sought.words, ...answer };
      }
    }
    return null;
  };

  window.duizhao.loosen = loosen;
}
