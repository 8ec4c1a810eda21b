// Live counts: of each field's values, how many of a query's results have them. See engine.js for the interface.
'use strict';

{
  const { candidates, catalogue, lists, segments } = window.duizhao;

  const columns = new Map(); // of each segment and field, read once

  const columnOf = (part, field) => {
    const key = `${part.id} ${field}`;
    if (!columns.has(key)) {
      const column = lists.column(part, field);
      column.catch(() => columns.delete(key));
      columns.set(key, column);
    }
    return columns.get(key);
  };

  // Whether a passage has what is wanted of all fields but one.
  const fitsBut = (field, wanted, held, passage) => {
    for (const [other, values] of wanted) {
      if (other !== field) {
        const { values: known, places } = held.get(other);
        const place = places[passage];
        if (place === 0 || !values.has(String(known[place - 1]))) return false;
      }
    }
    return true;
  };

  // Adds up the values of `fields` over `parts`, [{ part, passages }, …], which no filter has narrowed: of each field
  // over the passages that the filters of the other fields let through, so that a choice can be changed for another.
  const count = async (parts, fields, wanted) => {
    const counts = new Map(fields.map((field) => [field, new Map()]));
    const needed = [...new Set([...fields, ...wanted.keys()])];
    const held = await Promise.all(
      parts.map(async ({ part }) => new Map(await Promise.all(needed.map(async (field) => [field, await columnOf(part, field)])))),
    );
    parts.forEach(({ passages }, i) => {
      for (const field of fields) {
        const { values, places } = held[i].get(field);
        const sums = new Uint32Array(values.length + 1);
        for (const passage of passages) if (fitsBut(field, wanted, held[i], passage)) sums[places[passage]] += 1;
        const all = counts.get(field);
        values.forEach((value, place) => {
          if (sums[place + 1] > 0) all.set(value, (all.get(value) ?? 0) + sums[place + 1]);
        });
      }
    });
    const byFrequency = (one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1);
    // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
    return Object.fromEntries(fields.map((field) => [field, Array.from(counts.get(field)).sort(byFrequency)]));
  };

  // All passages shown, for an empty query.
  const everything = (ranges, parts) =>
    ranges.map(({ segment, start, stop }) => ({
      part: parts[segment],
      passages: Uint32Array.from({ length: stop - start }, (_, i) => start + i),
    }));

  // { exact, counts: { field: [[value, passages], …], … } }, the most frequent first. What lists do not settle `verify`
  // does: { exact, parts }.
  const facets = async (manifest, clauses, { fields, wanted, verify }) => {
    const shown = await catalogue.open(manifest);
    const parts = await Promise.all(manifest.segments.map(segments.segment));
    if (clauses.length === 0) return { exact: true, counts: await count(everything(shown.ranges, parts), fields, wanted) };
    const settled = candidates.isSettled(clauses);
    const states = await Promise.all(parts.map((part) => candidates.open(part, clauses, settled, new Map())));
    if (settled) return { exact: true, counts: await count(catalogue.arrange(shown.ranges, states), fields, wanted) };
    const found = await verify(shown, states);
    return { exact: found.exact, counts: await count(found.parts, fields, wanted) };
  };

  window.duizhao.counting = { facets };
}
