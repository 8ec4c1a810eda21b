// Which passages of a segment may be what a query asks for: numbers, rising, out of the lists of its grams. What remains
// doubtful is settled by the text, or by more lists where that costs less.
'use strict';

{
  const { lists } = window.duizhao;

  const FEW = 6; // pieces whose lists are all read where they alone can settle a query

  // A typed array is sorted by number, and toSorted() is missing from browsers older than 2023.
  const union = (many) => {
    if (many.length === 1) return many[0];
    const all = new Set(many.flatMap((some) => Array.from(some)));
    // oxlint-disable-next-line unicorn/no-array-sort
    return Uint32Array.from(all).sort();
  };

  const without = (some, gone) => some.filter((number) => !gone.has(number));

  // Whether lists alone settle a query: those of one and two characters are exact, but know no curly quotes. Of words, all
  // lists are read where they stand by themselves.
  const isSettled = (clauses) => {
    const isListed = ({ grams, curly }) => grams.length <= 2 && curly.size === 0;
    const isRead = (pieces, alone) => pieces.every(isListed) && (pieces.length === 1 || (alone && pieces.words === true));
    const isPlain = (clause) => clause.patterns.length === 1 && !clause.without;
    const count = clauses.flatMap(({ patterns }) => patterns.flat()).length;
    return count <= FEW && clauses.every((clause) => clause.patterns.every((pieces) => isRead(pieces, isPlain(clause))));
  };

  const runsOf = (pieces) => pieces.map(({ grams }) => grams);

  // Loads what says where the lists for `clauses` are.
  const locate = (part, clauses) => {
    const runs = clauses.flatMap(({ patterns }) => patterns.flatMap(runsOf));
    return lists.locate(part, runs);
  };

  const anyOf = async (part, { patterns }) =>
    union(
      await Promise.all(patterns.map(async (pieces) => (await lists.reader(part, runsOf(pieces), Infinity)).next(null))),
    );

  // The passages of a segment that may hold what parsed `clauses` ask for (none: all), with values among those wanted:
  // { part, passages, until, rest, isSettled, isEmpty(), plan(wrong), narrow(gone, wrong) }. They are those below the
  // passage `until`; up to `rest` others may come after, because no more than `reach` shards of a list are read. Where
  // `isExact` they are exactly what is asked for; never unless `settled` says that lists can tell. Otherwise `narrow`
  // reads one more list, chosen as `lists.reader` says, and leaves fewer. `leave` leaves out those in the Set `gone`.
  const open = async (part, clauses, settled, wanted, reach = Infinity) => {
    const held = clauses.filter((clause) => !clause.without);
    const [plain, either] = [1, 2].map((least) => held.filter(({ patterns }) => (patterns.length > 1) === least > 1));
    const reader = await lists.reader(part, plain.flatMap(({ patterns }) => runsOf(patterns[0])), reach);
    const isOpen = async () => !(await reader.plan([])).isLong;
    let passages = plain.length > 0 ? await reader.next(null) : null;
    // oxlint-disable no-await-in-loop -- each step reads only what the one before it left
    if (settled && plain.length > 0) {
      while (passages.length > 0 && (await isOpen())) passages = await reader.next(passages);
    }
    for (const clause of either) {
      if (passages?.length === 0) break;
      const some = await anyOf(part, clause);
      passages = passages === null ? some : lists.intersect(passages, some);
    }
    const isExact = settled && (reader.isEmpty() || passages.length === 0);
    if (isExact) {
      for (const clause of clauses) {
        if (clause.without && passages.length > 0) passages = without(passages, new Set(await anyOf(part, clause)));
      }
    }
    for (const [field, values] of wanted) passages = await lists.having(part, field, values, passages);
    // oxlint-enable no-await-in-loop
    const state = { part, passages, ...reader.known, isExact, plan: reader.plan, isEmpty: reader.isEmpty };
    state.leave = (gone) => (state.passages = without(state.passages, gone));
    state.narrow = async (wrong) => {
      if (state.passages.length > 0) state.passages = await reader.next(state.passages, wrong);
      Object.assign(state, reader.known);
    };
    return state;
  };

  window.duizhao.candidates = { isSettled, locate, open };
}
