// Which passages of a segment may be what a query asks for: numbers, rising, out of the lists of its grams.
'use strict';

{
  const { lists } = window.duizhao;

  const FEW = 6; // lists that are all read where they alone can settle a query

  // A typed array is sorted by number, and toSorted() is missing from browsers older than 2023.
  const union = (many) => {
    if (many.length === 1) return many[0];
    const all = new Set(many.flatMap((some) => Array.from(some)));
    // oxlint-disable-next-line unicorn/no-array-sort
    return Uint32Array.from(all).sort();
  };

  const subtract = (some, others) => {
    const gone = new Set(others);
    return some.filter((number) => !gone.has(number));
  };

  // Whether lists alone settle a query: those of one and two characters are exact, but know no curly quotes.
  const isSettled = (clauses) => {
    const patterns = clauses.flatMap((clause) => clause.patterns);
    const isListed = ({ grams, curly }) => grams.length <= 2 && curly.size === 0;
    return patterns.length <= FEW && patterns.every((pieces) => pieces.length === 1 && isListed(pieces[0]));
  };

  const runsOf = (pieces) => pieces.map(({ grams }) => grams);

  // The passages that may hold what parsed `clauses` ask for; exactly those that do where `settled` says so.
  const holding = async (part, clauses, settled) => {
    const wanted = clauses.filter(({ without }) => !without);
    const plain = wanted.filter(({ patterns }) => patterns.length === 1);
    const anyOf = async ({ patterns }) =>
      union(await Promise.all(patterns.map((pieces) => lists.holding(part, runsOf(pieces), settled))));
    let found = plain.length > 0 ? await lists.holding(part, plain.flatMap(({ patterns }) => runsOf(patterns[0])), settled) : null;
    for (const clause of wanted) {
      const isOpen = found === null || found.length > (settled ? 0 : lists.ENOUGH);
      if (clause.patterns.length > 1 && isOpen) {
        // oxlint-disable-next-line no-await-in-loop -- what is found decides whether more is read
        const some = await anyOf(clause);
        found = found === null ? some : lists.intersect(found, some);
      }
    }
    if (settled && found.length > 0) {
      for (const clause of clauses.filter(({ without }) => without)) {
        // oxlint-disable-next-line no-await-in-loop -- seldom more than one
        found = subtract(found, await anyOf(clause));
      }
    }
    return found;
  };

  // The same, of those with values among the `wanted`: Map { field => Set of values as text }. No clauses: all of them.
  const within = async (part, clauses, settled, wanted) => {
    let found = clauses.length > 0 ? await holding(part, clauses, settled) : null;
    // oxlint-disable-next-line no-await-in-loop -- each filter reads only what the one before it left
    for (const [field, values] of wanted) found = await lists.having(part, field, values, found);
    return found;
  };

  window.duizhao.candidates = { isSettled, within };
}
