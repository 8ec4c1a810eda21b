// Queries taken for words instead of characters: cut as jieba cuts without guessing new words, that is, in the way that
// is most likely when each word is as frequent as in vocabulary.js, which is loaded when the first query is cut.
'use strict';

{
  const { codec, folding, packing, shards } = window.duizhao;

  const OPERATORS = /[-－*＊|｜"＂“”]/u;
  const RUNS = /\p{Script=Han}+|[^\p{Script=Han}\p{P}\p{S}\s]+/gu;
  const HAN = /^\p{Script=Han}/u;

  const load = async () => {
    const [total, words, counts] = await shards.asset('vocabulary', packing.unpack);
    const numbers = codec.decode(counts);
    const weights = new Map(words.split(' ').map((word, i) => [word, Math.log(numbers[i] / total)]));
    const longest = Math.max(...Array.from(weights.keys(), (word) => word.length));
    return { weights, longest, rare: Math.log(1 / total) };
  };

  let opened = null;

  const open = () => {
    if (opened === null) {
      opened = load();
      opened.catch(() => (opened = null));
    }
    return opened;
  };

  // The words of a run of Chinese characters.
  const cutRun = (text, { weights, longest, rare }) => {
    const chars = Array.from(text);
    const best = Array.from({ length: chars.length + 1 }, () => ({ weight: 0, end: chars.length }));
    for (let start = chars.length - 1; start >= 0; start -= 1) {
      let top = null;
      for (let end = start + 1; end <= Math.min(start + longest, chars.length); end += 1) {
        const own = weights.get(chars.slice(start, end).join(''));
        const weight = (own ?? rare) + best[end].weight;
        // Where words of equal weight begin, the longer one is taken; a character that begins none is one by itself.
        if (own !== undefined && (top === null || weight >= top.weight)) top = { weight, end };
      }
      best[start] = top ?? { weight: rare + best[start + 1].weight, end: start + 1 };
    }
    const words = [];
    for (let at = 0; at < chars.length; at = best[at].end) words.push(chars.slice(at, best[at].end).join(''));
    return words;
  };

  // A query for the words of `text`, which must all be in a passage, in any order. One with quotes or operators has been
  // put together by hand and stays as it is.
  const asWords = async (text) => {
    if (OPERATORS.test(text)) return text;
    await folding.prepare([text]);
    const runs = text.split(/\s+/u).flatMap((term) => folding.fold(term).text.match(RUNS) ?? []);
    if (!runs.some((run) => HAN.test(run))) return text;
    const vocabulary = await open();
    return runs.flatMap((run) => (HAN.test(run) ? cutRun(run, vocabulary) : [run])).join(' ');
  };

  window.duizhao.asWords = asWords;
}
