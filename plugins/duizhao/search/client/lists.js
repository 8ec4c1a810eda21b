// Which passages may hold a query, and which have the values asked for: lists of passage numbers out of one segment of
// the index (search/postings.py, lists.py and columns.py describe them).
'use strict';

{
  const { codec, segments, shards } = window.duizhao;
  const { lowerBound } = segments;

  const USUAL = 0.6; // share of the candidates that one more list leaves out, before anything is known of them
  const LEAST = 0.01; // keeps a list that would leave out none from costing nothing or everything
  const AT_ONCE = 3; // lists read side by side at first: one after the other they would take longer than they are worth
  const AHEAD = 4; // lists looked up before one is chosen

  // How long a list is likely to be: what stands in the dictionary, a sample of the archive, is frequent. Where both
  // characters do not stand there side by side, the rarer one tells.
  const weigh = ({ first, second }, sample) => {
    const [both, ...single] = [first + second, first, second].map((text) => sample.split(text).length - 1);
    return both + Math.min(...single) / (sample.length + 1);
  };

  // The codes of a gram's list in a shard; where they are but a piece of it, how many passages the whole list names.
  const pick = (groups, { first, second }) => {
    for (const [head, seconds, lengths, codes] of groups) {
      const at = head === first ? Array.from(seconds).indexOf(second) : -1;
      if (at >= 0) {
        const sizes = codec.decode(lengths);
        const ends = codec.bounds(sizes);
        return { codes: codes.slice(ends[at], ends[at + 1]), count: sizes[1] };
      }
    }
    return { codes: '', count: 0 };
  };

  // Up to `reach` shards of a gram's list: { passages, until, rest }, all that it names below `until`, and how many from
  // there on.
  const read = async (part, gram, reach) => {
    const { folder, from, to } = await gram.place();
    const data = await segments.readLists(part, { folder, from, to: Math.min(to, from + reach) });
    const pieces = data.map((groups) => pick(groups, gram));
    const passages = codec.decodeGaps(pieces.map(({ codes }) => codes).join(''));
    if (to - from <= reach) return { passages, until: Infinity, rest: 0 };
    return { passages, until: passages[passages.length - 1] + 1, rest: pieces[0].count - passages.length };
  };

  // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
  const sortedBy = (rows, order) => rows.slice().sort(order);

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
    const weighed = Array.from(grams.values(), (gram) => ({
      ...gram,
      weight: weigh(gram, text),
      place: () => segments.locate(part, gram.first, gram.second),
    }));
    return sortedBy(weighed, (one, other) => one.weight - other.weight);
  };

  // Loads what says where the first lists are that a query for `runs` reads.
  const locate = async (part, runs) => {
    const grams = await gramsOf(part, runs);
    await Promise.all(grams.slice(0, AHEAD).map(({ place }) => place()));
  };

  // The lists of a segment that hold what runs of characters are made of, to be read as they are needed. Which says
  // most is learnt from `wrong`, folded texts of candidates that were none: it should not be in them. Without any, the
  // shortest does, and the next one is taken to leave out as much as the last one did.
  //
  // Of no list more than `reach` shards are read: where all that are to be read first are longer, only the passages below
  // `known.until` are known, and up to `known.rest` others may come after. Where a shorter one is read, longer ones are
  // not, unless `next` is called for that: then they are read whole.
  //
  // `plan(wrong)`: the next list's gram, the shards of it to be read, whether it is longer than `reach`, and which share of
  // the wrong it leaves out. `next(found, wrong)` reads it and leaves of `found` (null: all) what it has. `isEmpty()`: all
  // have been read.
  const reader = async (part, runs, reach) => {
    const known = { until: Infinity, rest: 0 };
    const drawn = [];
    let grams = await gramsOf(part, runs);
    let usual = USUAL;

    const powerOf = ({ first, second }, wrong) =>
      wrong.length === 0 ? usual : wrong.filter((text) => !text.includes(first + second)).length / wrong.length;

    // What may be read next, the best first: lists that are no longer than `reach` before others, unless it is known which
    // would leave out most.
    const look = async (wrong) => {
      const rated = grams.map((gram) => ({ gram, power: powerOf(gram, wrong) }));
      const some = sortedBy(rated, (one, other) => other.power - one.power).slice(0, AHEAD);
      const found = await Promise.all(
        some.map(async ({ gram, power }) => {
          const { from, to } = await gram.place();
          const cost = Math.max(to - from, 1);
          if (wrong.length > 0) return { gram, power, cost, turn: 0, price: cost / (power + LEAST) };
          return { gram, power, cost, turn: Number(cost > reach), price: gram.weight };
        }),
      );
      return sortedBy(found, (one, other) => one.turn - other.turn || one.price - other.price);
    };

    const draw = (gram, most) => {
      grams = grams.filter((other) => other !== gram);
      const list = read(part, gram, most);
      list.catch(() => {}); // something else may fail before anybody waits for it
      return list;
    };

    const plan = async (wrong) => {
      const [best] = await look(wrong);
      if (best === undefined) return { cost: Infinity, power: 0, gram: '', isLong: true };
      const { gram, power, cost } = best;
      const isCut = known.until < Infinity;
      return { cost: isCut ? Math.min(cost, reach) : cost, power, gram: gram.first + gram.second, isLong: !isCut && cost > reach };
    };

    const next = async (found, wrong = []) => {
      const ahead = await look(wrong);
      const isCut = found === null ? ahead.every(({ cost }) => cost > reach) : known.until < Infinity;
      const short = isCut ? ahead : ahead.filter(({ cost }) => cost <= reach);
      const isRare = ahead[0]?.gram.weight === 0; // two will do
      const some = found === null ? short.slice(0, AT_ONCE - Number(isRare)) : ahead.slice(0, 1);
      const fresh = await Promise.all(some.map(({ gram }) => draw(gram, isCut ? reach : Infinity)));
      drawn.push(...fresh);
      known.until = Math.min(known.until, ...fresh.map(({ until }) => until));
      let passages = found ?? fresh[0]?.passages ?? new Uint32Array(0);
      for (const list of found === null ? fresh.slice(1) : fresh) {
        const before = passages.length;
        passages = intersect(passages, list.passages);
        usual = 1 - passages.length / Math.max(before, 1);
      }
      const after = ({ passages: all, rest }) => rest + all.length - lowerBound(all, known.until);
      known.rest = known.until < Infinity ? Math.min(...drawn.map(after)) : 0;
      return passages.subarray(0, lowerBound(passages, known.until));
    };

    return { known, next, plan, isEmpty: () => grams.length === 0 };
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

  window.duizhao.lists = { reader, having, column, intersect, locate };
}
