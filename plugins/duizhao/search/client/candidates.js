// Which passages of a segment may be what a query asks for: numbers, rising, out of the lists of its grams. What remains
// doubtful is settled by the text, or by more lists where that costs less.
'use strict';

{
  const { lists } = window.duizhao;

  const FEW = 6; // patterns whose lists are all read where they alone can settle a query

  // A typed array is sorted by number, and toSorted() is missing from browsers older than 2023.
  const union = (many) => {
    if (many.length === 1) return many[0];
    const all = new Set(many.flatMap((some) => Array.from(some)));
    // oxlint-disable-next-line unicorn/no-array-sort
    return Uint32Array.from(all).sort();
  };

  const without = (some, gone) => some.filter((number) => !gone.has(number));

  // Whether lists alone settle a query: those of one and two characters are exact, but know no curly quotes.
  const isSettled = (clauses) => {
    const patterns = clauses.flatMap((clause) => clause.patterns);
    const isListed = ({ grams, curly }) => grams.length <= 2 && curly.size === 0;
    return patterns.length <= FEW && patterns.every((pieces) => pieces.length === 1 && isListed(pieces[0]));
  };

  const runsOf = (pieces) => pieces.map(({ grams }) => grams);

  const anyOf = async (part, { patterns }) =>
    union(await Promise.all(patterns.map(async (pieces) => (await lists.reader(part, runsOf(pieces))).next(null))));

  // The passages of a segment that may hold what parsed `clauses` ask for (none: all), with values among those wanted:
  // { part, passages, plan(wrong), isEmpty(), narrow(gone, wrong) }. Where `settled` says so they are exactly those. Otherwise
  // `narrow` reads one more list, chosen as `lists.reader` says, and leaves fewer; those in the Set `gone` it leaves out.
  const open = async (part, clauses, settled, wanted) => {
    const held = clauses.filter((clause) => !clause.without);
    const [plain, either] = [1, 2].map((least) => held.filter(({ patterns }) => (patterns.length > 1) === least > 1));
    const reader = await lists.reader(part, plain.flatMap(({ patterns }) => runsOf(patterns[0])));
    let passages = plain.length > 0 ? await reader.next(null) : null;
    // oxlint-disable no-await-in-loop -- each step reads only what the one before it left
    if (settled && plain.length > 0) {
      while (passages.length > 0 && !reader.isEmpty()) passages = await reader.next(passages);
    }
    for (const clause of either) {
      if (passages?.length === 0) break;
      const some = await anyOf(part, clause);
      passages = passages === null ? some : lists.intersect(passages, some);
    }
    if (settled) {
      for (const clause of clauses) {
        if (clause.without && passages.length > 0) passages = without(passages, new Set(await anyOf(part, clause)));
      }
    }
    for (const [field, values] of wanted) passages = await lists.having(part, field, values, passages);
    // oxlint-enable no-await-in-loop
    const state = { part, passages, plan: reader.plan, isEmpty: reader.isEmpty };
    state.narrow = async (gone, wrong) => {
      state.passages = without(state.passages, gone);
      if (state.passages.length > 0) state.passages = await reader.next(state.passages, wrong);
    };
    return state;
  };

  window.duizhao.candidates = { isSettled, open };
}
