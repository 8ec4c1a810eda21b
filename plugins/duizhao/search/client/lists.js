// Which passages may hold a query, and which have the values asked for: lists of passage numbers out of one segment of
// the index (search/postings.py, lists.py and columns.py describe them).
'use strict';

{
  const { codec, segments, shards } = window.duizhao;
  const { lowerBound } = segments;

  const USUAL = 0.6; // share of the candidates that one more list leaves out, before anything is known of them
  const LEAST = 0.01; // keeps a list that would leave out none from costing nothing or everything

  // How long a list is likely to be: what stands in the dictionary, a sample of the archive, is frequent. Where both
  // characters do not stand there side by side, the rarer one tells.
  const weigh = ({ first, second }, sample) => {
    const [both, ...single] = [first + second, first, second].map((text) => sample.split(text).length - 1);
    return both + Math.min(...single) / (sample.length + 1);
  };

  const pick = (groups, { first, second }) => {
    for (const [head, seconds, lengths, codes] of groups) {
      const at = head === first ? Array.from(seconds).indexOf(second) : -1;
      if (at >= 0) {
        const ends = codec.bounds(codec.decode(lengths));
        return codes.slice(ends[at], ends[at + 1]);
      }
    }
    return '';
  };

  const read = async (part, gram) => {
    const data = await segments.readLists(part, await gram.place());
    return codec.decodeGaps(data.map((groups) => pick(groups, gram)).join(''));
  };

  const intersect = (some, others) => {
    const both = [];
    let at = 0;
    for (const number of some) {
      while (at < others.length && others[at] < number) at += 1;
      if (others[at] === number) both.push(number);
    }
    return Uint32Array.from(both);
  };

  const gramsOf = async (part, runs) => {
    const { text } = await part.dictionary();
    const grams = new Map();
    for (const chars of runs) {
      chars.forEach((second, i) => {
        const first = chars.length === 1 ? '' : chars[i - 1];
        if (first !== undefined) grams.set(first + second, { first, second });
      });
    }
    return Array.from(grams.values(), (gram) => ({
      ...gram,
      weight: weigh(gram, text),
      place: () => segments.locate(part, gram.first, gram.second),
    }));
  };

  // The lists of a segment that hold what runs of characters are made of, to be read as they are needed. Which says
  // most is learnt from `wrong`, folded texts of candidates that were none: it should not be in them. Without any, the
  // shortest does, and the next one is taken to leave out as much as the last one did. `plan(wrong)`: the next list's
  // gram, the shards it fills, and which share of the wrong it leaves out. `next(found, wrong)` reads it and leaves of
  // `found` (null: all) what it has. `isEmpty()`: all have been read.
  const reader = async (part, runs) => {
    let grams = await gramsOf(part, runs);
    let usual = USUAL;
    const shardsOf = async ({ place }) => {
      const { from, to } = await place();
      return Math.max(to - from, 1);
    };
    const powerOf = ({ first, second }, wrong) =>
      wrong.length === 0 ? usual : wrong.filter((text) => !text.includes(first + second)).length / wrong.length;
    const price = async (gram, wrong) =>
      wrong.length === 0 ? gram.weight : (await shardsOf(gram)) / (powerOf(gram, wrong) + LEAST);
    const best = async (wrong) => {
      const prices = await Promise.all(grams.map((gram) => price(gram, wrong)));
      return grams[prices.indexOf(Math.min(...prices))];
    };
    const draw = (gram) => {
      grams = grams.filter((other) => other !== gram);
      const list = read(part, gram);
      list.catch(() => {}); // something else may fail before anybody waits for it
      return list;
    };
    const plan = async (wrong) => {
      const gram = await best(wrong);
      if (gram === undefined) return { cost: Infinity, power: 0, gram: '' };
      return { cost: await shardsOf(gram), power: powerOf(gram, wrong), gram: gram.first + gram.second };
    };
    const next = async (found, wrong = []) => {
      const some = [draw(await best(wrong))];
      const second = found === null ? await best(wrong) : undefined;
      if (second !== undefined && (await shardsOf(second)) === 1) some.push(draw(second));
      const [first, ...others] = await Promise.all(some);
      const before = found ?? first;
      const after = (found === null ? others : [first]).reduce(intersect, before);
      if (after !== before) usual = 1 - after.length / Math.max(before.length, 1);
      return after;
    };
    return { next, plan, isEmpty: () => grams.length === 0 };
  };

  // The values of a field, and of each passage of a segment the place of its value from 1, or 0 for none.
  const column = async (part, field) => {
    const ends = codec.bounds(codec.decode(part.facets[field]));
    const values = shards.load(`${part.id}/facets/${field}`);
    const places = new Uint32Array(ends[ends.length - 1]);
    const pieces = Array.from({ length: ends.length - 1 }, (_, i) => shards.load(`${part.id}/facets/${field}-${i}`));
    let start = 0;
    for (const codes of await Promise.all(pieces)) {
      const runs = codec.decode(codes);
      for (let i = 0; i < runs.length; i += 2) {
        const end = start + runs[i + 1] + 1;
        places.fill(runs[i], start, end);
        start = end;
      }
    }
    return { values: await values, places };
  };

  // Those of `passages` (null: of all) whose `field` has one of the `wanted` values, given as text.
  const having = async (part, field, wanted, passages) => {
    const values = await shards.load(`${part.id}/facets/${field}`);
    const places = new Set(values.flatMap((value, i) => (wanted.has(String(value)) ? [i + 1] : [])));
    if (places.size === 0) return new Uint32Array(0);
    const ends = codec.bounds(codec.decode(part.facets[field]));
    const pieces = Array.from({ length: ends.length - 1 }, async (_, piece) => {
      const inside = passages?.subarray(lowerBound(passages, ends[piece]), lowerBound(passages, ends[piece + 1]));
      if (inside?.length === 0) return [];
      const runs = codec.decode(await shards.load(`${part.id}/facets/${field}-${piece}`));
      const kept = [];
      let start = ends[piece];
      let at = 0;
      for (let i = 0; i < runs.length; i += 2) {
        const end = start + runs[i + 1] + 1;
        const keep = places.has(runs[i]);
        while (inside === undefined ? start < end : at < inside.length && inside[at] < end) {
          if (keep) kept.push(inside === undefined ? start : inside[at]);
          start += 1;
          at += 1;
        }
        start = end;
      }
      return kept;
    });
    return Uint32Array.from((await Promise.all(pieces)).flat());
  };

  window.duizhao.lists = { reader, having, column, intersect };
}
