// The texts of candidates: which shards hold them, read as many at a time as are asked for.
'use strict';

{
  const { folding, segments } = window.duizhao;

  // The candidates by the text shard that holds them, as they are asked for: `next(count)` gives that many groups more,
  // [{ part, shard, places }], places counted in the shard. A folder says where its shards begin: those of the next
  // candidates are loaded side by side.
  const grouping = (parts) => {
    const rest = parts.map(({ part, passages }) => ({ part, passages }));
    const prepare = (count) => {
      let room = count;
      return Promise.all(
        rest.flatMap(({ part, passages }) => {
          const near = passages.subarray(0, room);
          room -= near.length;
          return Array.from(near, (passage) => segments.textOf(part, passage));
        }),
      );
    };
    const next = async (count) => {
      const groups = [];
      await prepare(count);
      while (groups.length < count && rest.length > 0) {
        const { part, passages } = rest[0];
        // oxlint-disable-next-line no-await-in-loop -- most of these have been prepared
        const shard = await segments.textOf(part, passages[0]);
        const end = segments.lowerBound(passages, shard.stop);
        groups.push({ part, shard, places: Array.from(passages.subarray(0, end), (passage) => passage - shard.first) });
        rest[0].passages = passages.subarray(end);
        if (end === passages.length) rest.shift();
      }
      return groups;
    };
    return { next };
  };

  // The passages of the text shard of a group, its candidates ready to be folded.
  const read = async ({ part, shard, places }) => {
    const entries = await segments.readText(part, shard);
    await folding.prepare(places.map((place) => entries[place].text));
    return entries;
  };

  // The same, for whoever may never wait for it: something else may fail before.
  const send = (group) => {
    const reading = read(group);
    reading.catch(() => {});
    return reading;
  };

  window.duizhao.texts = { grouping, read, send };
}
