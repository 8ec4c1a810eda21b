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

  // The text shards of `groups`, ready for their candidates to be folded.
  const readAll = async (groups) => {
    const read = await Promise.all(groups.map(({ part, shard }) => segments.readText(part, shard)));
    await folding.prepare(groups.flatMap(({ places }, i) => places.map((place) => read[i][place].text)));
    return read;
  };

  window.duizhao.texts = { grouping, readAll };
}
