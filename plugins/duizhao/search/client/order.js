// Other orders of results than the archive's own, and identical wording put together. Only results at hand are ordered:
// whoever shows them says of how many.
'use strict';

{
  const { folding } = window.duizhao;

  const STOPS = new Set('。！？!?');
  const LEAST = 20; // characters of a sentence that is good to quote, at least, and
  const MOST = 60; // at most
  const MASK = /[×✕○〇＊*]{1,}|[xX]{2,}|某/u;
  const DIGIT = /[0-9０-９]/u;
  const CLOSERS = new Set('”’」』）)》');

  // [start, end] of the sentences around a result's first match, in code points.
  const sentence = ({ text, matches }) => {
    const chars = Array.from(text);
    const [from, to] = matches[0] ?? [0, 0];
    let start = from;
    while (start > 0 && !STOPS.has(chars[start - 1])) start -= 1;
    while (start < from && CLOSERS.has(chars[start])) start += 1;
    let end = Math.max(to, start + 1);
    while (end < chars.length && !STOPS.has(chars[end - 1])) end += 1;
    while (end < chars.length && CLOSERS.has(chars[end])) end += 1;
    return [start, Math.min(end, chars.length)];
  };

  // How good an example a result is, from 0 to 4: a whole sentence, of fitting length, without masks, without digits.
  const quality = (result) => {
    const [start, end] = sentence(result);
    const words = Array.from(result.text).slice(start, end);
    const said = words.join('');
    const isWhole = words.some((char) => STOPS.has(char));
    const fits = words.length >= LEAST && words.length <= MOST;
    return Number(isWhole) + Number(fits) + Number(!MASK.test(said)) + Number(!DIGIT.test(said));
  };

  // The best first; among equals each document and year waits for its turn, so that examples vary.
  const byQuality = (results) => {
    const turns = new Map();
    const turn = (key) => {
      turns.set(key, (turns.get(key) ?? 0) + 1);
      return turns.get(key);
    };
    const known = new Set();
    const rows = results.map((result, i) => {
      const wording = wordingOf(result);
      const again = known.has(wording);
      known.add(wording);
      return { result, i, again, rank: quality(result), document: turn(`d${result.document}`), year: turn(`y${result.year}`) };
    });
    const order = (a, b) =>
      Number(a.again) - Number(b.again) || b.rank - a.rank || a.document - b.document || a.year - b.year || a.i - b.i;
    return sortedBy(rows, order).map(({ result }) => result);
  };

  // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
  const sortedBy = (rows, order) => rows.slice().sort(order);

  const collator = new Intl.Collator('zh-CN');

  // By what stands before the first match, read backwards from it, or by what comes after.
  const byContext = (results, side) => {
    const rows = results.map((result, i) => {
      const chars = Array.from(result.text);
      const [start, end] = result.matches[0] ?? [0, 0];
      // oxlint-disable-next-line unicorn/no-array-reverse -- a copy; toReversed() is missing from older browsers
      const context = side === 'left' ? chars.slice(0, start).reverse() : chars.slice(end);
      return { result, i, context: context.slice(0, MOST).join('') };
    });
    return sortedBy(rows, (a, b) => collator.compare(a.context, b.context) || a.i - b.i).map(({ result }) => result);
  };

  const ORDERS = {
    quality: byQuality,
    left: (results) => byContext(results, 'left'),
    right: (results) => byContext(results, 'right'),
  };

  // Results ordered by `quality`, `left` or `right`; by anything else as they are.
  const sort = (results, order) => (Object.hasOwn(ORDERS, order) ? ORDERS[order](results) : results);

  // What a result says around its match, folded: the same for identical wording.
  const wordingOf = (result) => {
    const [start, end] = sentence(result);
    return folding.fold(Array.from(result.text).slice(start, end).join('')).text;
  };

  // [[result, …others that say the same], …] in the order of their first ones.
  const alike = (results) => {
    const groups = new Map();
    for (const result of results) {
      const wording = result.matches.length > 0 ? wordingOf(result) : folding.fold(result.text).text;
      groups.set(wording, [...(groups.get(wording) ?? []), result]);
    }
    return Array.from(groups.values());
  };

  window.duizhao.order = { ORDERS, alike, quality, sentence, sort };
}
