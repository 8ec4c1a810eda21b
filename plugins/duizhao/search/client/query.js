// The query language: search/query.py explains it and does the same; tests/query_cases.yml holds the cases both must
// pass. A query is parsed into clauses that must all hold, [{ patterns, without }, …]; of a clause's patterns one is
// enough; a pattern is a list of needles that follow each other in one sentence or, where it is of `words`, stand
// anywhere. Whoever parses calls `prepare` first.
'use strict';

{
  const { folding, readings, words } = window.duizhao;
  const { WHITE_SPACE, needle, place, stands } = folding;

  const GAP = 12;
  const STOPS = new Set('。!?');
  const MINUS = '-－';
  const OPERATORS = '*＊|｜';
  const BAR = '|｜';
  const STAR = '*＊';
  const TILDE = '~～';
  const TILDES = /[~～]/u;
  const CLOSING = new Map([['"', '"＂'], ['＂', '"＂'], ['“', '”']]);

  // Reads `chars`, the characters of a query.
  const parser = (chars) => {
    const { length } = chars;
    const isOneOf = (at, some) => at < length && some.includes(chars[at]);
    const isBlank = (at) => at >= length || WHITE_SPACE.test(chars[at]);
    const skip = (at) => {
      let next = at;
      while (next < length && isBlank(next)) next += 1;
      return next;
    };

    // Whether the star or bar at `at` stands between two pieces.
    const joins = (at) =>
      isOneOf(at, OPERATORS) && !isOneOf(at - 1, OPERATORS) && !isBlank(at + 1) && !isOneOf(at + 1, OPERATORS);

    const isLoneBar = (at) => isOneOf(at, BAR) && isBlank(at + 1) && skip(at + 1) < length;

    // Where the quote at `start` that quotes is closed; 0 where none does.
    const closing = (start) => {
      const marks = CLOSING.get(chars[start]);
      if (marks === undefined) return 0;
      for (let at = start + 2; at < length; at += 1) {
        if (isOneOf(at, marks) && (isBlank(at + 1) || joins(at + 1))) {
          const inside = chars.slice(start + 1, at);
          if (inside.every((char) => WHITE_SPACE.test(char))) return 0;
          const needed =
            (MINUS + TILDE).includes(inside[0]) || inside.some((char) => WHITE_SPACE.test(char) || OPERATORS.includes(char));
          return needed || chars[start] !== '“' ? at : 0;
        }
      }
      return 0;
    };

    // [the piece at `start` without its quotes, where the operator or blank after it is].
    const piece = (start) => {
      const close = closing(start);
      if (close > 0) return [chars.slice(start + 1, close).join(''), close + 1];
      let at = start;
      while (!isBlank(at) && !(at > start && joins(at))) at += 1;
      return [chars.slice(start, at).join(''), at];
    };

    // [the words of the term that a tilde at `start` marks, where it ends]; none where there is no such thing.
    const wordsOf = (start) => {
      if (!isOneOf(start, TILDE) || isBlank(start + 1)) return [[], start];
      const [term, end] = piece(start + 1);
      return words.hasWords(term) && !isOneOf(end, STAR) ? [[...new Set(words.cut(term))], end] : [[], start];
    };

    // [the alternatives at `start`, where they end].
    const alternatives = (start) => {
      const patterns = [];
      let pattern = [];
      let at = start;
      for (;;) {
        const [cut, end] = pattern.length > 0 ? [[], at] : wordsOf(at);
        if (cut.length > 0) {
          pattern = Object.assign(cut.map(needle), { words: true });
          at = end;
        } else {
          const [text, stop] = piece(at);
          pattern.push(needle(text));
          at = stop;
        }
        if (isBlank(at) || isOneOf(at, BAR)) {
          patterns.push(pattern);
          pattern = [];
        }
        if (isBlank(at)) return [patterns, at];
        at += 1;
      }
    };

    return (minus) => {
      const clauses = [];
      let joined = false;
      let at = skip(0);
      while (at < length) {
        if (clauses.length > 0 && !joined && isLoneBar(at)) {
          joined = true;
          at = skip(at + 1);
        } else {
          const without = minus && !joined && isOneOf(at, MINUS) && !isBlank(at + 1);
          const [patterns, end] = alternatives(without ? at + 1 : at);
          if (joined) clauses[clauses.length - 1].patterns.push(...patterns);
          else clauses.push({ patterns, without });
          joined = false;
          at = skip(end);
        }
      }
      return clauses;
    };
  };

  // To be awaited before a query is parsed. Rejects with a ShardError where something needed for that cannot be loaded.
  const prepare = async (query) => {
    await folding.prepare([query]);
    if (TILDES.test(query) && words.hasWords(query)) await words.prepare();
  };

  const parse = (query) => {
    const read = parser(Array.from(query));
    const clauses = read(true);
    return clauses.every(({ without }) => without) ? read(false) : clauses;
  };

  // The words that the terms marked by a tilde are cut into.
  const cut = async (query) => {
    await prepare(query);
    const patterns = parse(query).flatMap((clause) => clause.patterns);
    return patterns.filter((pattern) => pattern.words === true).flatMap((pattern) => pattern.map(({ text }) => text));
  };

  const MARK = /^[\p{P}\p{S}]$/u;

  // Whether what is between two pieces goes on over a character: to the end of the sentence or, where `marks` alone may
  // stand there, over signs of punctuation.
  const goesOn = (char, marks) => (marks ? MARK.test(char) : !STOPS.has(char));

  // The first end of `pieces` that follow from `start`; 0 where they do not.
  const endOf = (hay, start, pieces, marks) => {
    let ends = [start];
    for (const piece of pieces) {
      const found = new Set();
      for (const end of ends) {
        let at = end;
        for (let gap = 0; gap <= GAP && at <= hay.text.length; gap += 1) {
          if (stands(piece, hay, at)) found.add(at + piece.text.length);
          const char = String.fromCodePoint(hay.text.codePointAt(at) ?? 0);
          if (!goesOn(char, marks)) break;
          at += char.length;
        }
      }
      // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
      ends = Array.from(found).sort((a, b) => a - b);
    }
    return ends[0] ?? 0;
  };

  // [[start, end], …] in code points of the original: leftmost, shortest, not overlapping.
  const spans = (pattern, hay) => {
    const [first, ...rest] = pattern;
    const found = [];
    let at = place(first, hay, 0);
    while (at >= 0) {
      const end = endOf(hay, at + first.text.length, rest, pattern.marks === true);
      if (end > 0) found.push([hay.starts[at], hay.ends[end - 1]]);
      at = place(first, hay, end > 0 ? end : at + 1);
    }
    return found;
  };

  // Where a pattern stands in a text that is read in these ways; of words only if all do.
  const places = (pattern, ways) => {
    if (pattern.words !== true) return ways.flatMap((way) => spans(pattern, way));
    const found = pattern.map((piece) => places([piece], ways));
    return found.every((some) => some.length > 0) ? found.flat() : [];
  };

  // What clauses find in a text: [[start, end], …] in code points, in order, not overlapping; null where they fail.
  const find = (clauses, text) => {
    const ways = readings.ways(text);
    const found = [];
    for (const { patterns, without } of clauses) {
      const some = patterns.flatMap((pattern) => places(pattern, ways));
      if (some.length > 0 === without) return null;
      found.push(...some);
    }
    // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const kept = [];
    for (const span of found) if (kept.length === 0 || span[0] >= kept[kept.length - 1][1]) kept.push(span);
    return kept;
  };

  window.duizhao.query = { cut, find, parse, prepare };
}
