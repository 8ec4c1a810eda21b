// What is suggested while somebody types: phrases by their beginning, pinyin or initials, and sentences of the archive.
// search/suggestions.py writes the tables. See engine.js for the interface.
'use strict';

{
  const { folding, order, search, shards, suggestions } = window.duizhao;

  const BUCKETS = 16;
  const LETTERS = /^[a-z]+$/;
  const SHORTEST = 2; // characters from which sentences are looked for

  const tableOf = async (bucket) => {
    const name = (await suggestions())[bucket];
    return name === undefined ? [] : shards.load(name);
  };

  const isSpelt = (pinyin, letters) => {
    const syllables = pinyin.split(' ');
    return syllables.join('').startsWith(letters) || syllables.map(([first]) => first).join('').startsWith(letters);
  };

  const NEEDS_QUOTES = /[\s*＊|｜"＂]|^[-－]/u;

  // A query for any wording of a phrase, given as its table has it.
  const asked = ([phrase, , , wordings = []]) =>
    [phrase, ...wordings].map((words) => (NEEDS_QUOTES.test(words) ? `"${words}"` : words)).join('|');

  // [[phrase, pinyin, passages, other wordings], …] that letters spell, the most used first.
  const spelt = async (letters) => {
    const table = LETTERS.test(letters) ? await tableOf(letters[0]) : [];
    return table.filter(([, pinyin]) => isSpelt(pinyin, letters));
  };

  const beginning = async (text) => {
    const table = await tableOf(`t${(text.codePointAt(0) % BUCKETS).toString(16)}`);
    await folding.prepare(table.map(([phrase]) => phrase));
    return table.filter(([phrase]) => folding.fold(phrase).text.startsWith(text));
  };

  const sentences = async (words, limit, signal) => {
    const { results } = await search(`"${words}"`, { limit, quick: true, signal });
    return order.alike(results).flatMap(([result]) => {
      const [start, end] = order.sentence(result);
      if (result.matches.length === 0 || result.matches[0][0] !== start) return [];
      return [{ kind: 'lead', text: Array.from(result.text).slice(start, end).join(''), uses: null, url: result.url }];
    });
  };

  const suggest = async (words, wanted) => {
    const { limit = 8, signal } = wanted ?? {};
    await folding.prepare([String(words ?? '')]);
    const { text } = folding.fold(String(words ?? ''));
    if (text === '') return [];
    const letters = text.replace(/'/g, '');
    const found = new Map((await Promise.all([beginning(text), spelt(letters)])).flat().map((entry) => [entry[0], entry]));
    const phrases = Array.from(found.values(), (entry) => ({
      kind: 'phrase',
      text: entry[0],
      words: asked(entry),
      uses: entry[2],
      url: null,
    }));
    // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
    phrases.sort((a, b) => b.uses - a.uses);
    const room = limit - phrases.length;
    if (room <= 0 || LETTERS.test(text) || Array.from(text).length < SHORTEST) return phrases.slice(0, limit);
    return [...phrases, ...(await sentences(text, room, signal))].slice(0, limit);
  };

  Object.assign(window.duizhao, { suggest, spelling: { asked, spelt } });
}
