// Text cut into words as jieba cuts it, without guessing new ones; search/words.py explains it and does the same. The
// words stand in vocabulary.js, which is loaded when something is to be cut for the first time.
'use strict';

{
  const { codec, folding, packing, shards } = window.duizhao;

  // Ideographs by their blocks: what the property Han covers grows from one Unicode to the next.
  const HAN = '々〇〡-〩\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}';
  const RUNS = new RegExp(`[${HAN}]+|[^${HAN}\\p{P}\\p{S}]+`, 'gu');
  const IS_HAN = new RegExp(`[${HAN}]`, 'u');
  const WHITE_SPACE = /\p{White_Space}+/u;
  const OPERATORS = /[-－*＊|｜~～"＂“”]/u;

  const load = async () => {
    const [total, words, counts] = await shards.asset('vocabulary', packing.unpack);
    const numbers = codec.decode(counts);
    const weights = new Map(words.split(' ').map((word, i) => [word, Math.log(numbers[i] / total)]));
    const longest = Math.max(...Array.from(weights.keys(), (word) => word.length));
    return { weights, longest, rare: Math.log(1 / total) };
  };

  let opening = null;
  let vocabulary = null;

  // To be awaited before anything is cut. Rejects with a ShardError where the vocabulary cannot be loaded.
  const prepare = async () => {
    opening ??= load();
    try {
      vocabulary = await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };

  // Whether there is anything to cut: a Chinese character.
  const hasWords = (text) => IS_HAN.test(folding.fold(text).text);

  // The words of a run of Chinese characters.
  const cutRun = (text) => {
    const { weights, longest, rare } = vocabulary;
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

  // The words of `text`, folded, in its order.
  const cut = (text) => {
    const runs = text.split(WHITE_SPACE).flatMap((term) => folding.fold(term).text.match(RUNS) ?? []);
    return runs.flatMap((run) => (IS_HAN.test(run) ? cutRun(run) : [run]));
  };

  // A query for the words of `text`, which must all be in a passage, in any order. One with quotes or operators has been
  // put together by hand and stays as it is.
  const asWords = async (text) => {
    if (OPERATORS.test(text)) return text;
    await folding.prepare([text]);
    if (!hasWords(text)) return text;
    await prepare();
    return cut(text).join(' ');
  };

  Object.assign(window.duizhao, { asWords, words: { cut, hasWords, prepare } });
}
