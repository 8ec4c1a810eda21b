// What of the segments is shown, and in which order (search/catalogue.py writes it).
'use strict';

{
  const { codec, segments, shards } = window.duizhao;

  // The passages shown, in order: [{ segment (its place), start, stop }, …], counted in the segment.
  const rangesOf = (codes) => {
    const numbers = codec.decode(codes);
    const ends = [];
    const ranges = [];
    for (let i = 0; i < numbers.length; i += 3) {
      const [segment, skipped, rest] = numbers.slice(i, i + 3);
      const start = (ends[segment] ?? 0) + (skipped % 2 === 0 ? skipped / 2 : -(skipped + 1) / 2);
      ends[segment] = start + rest + 1;
      ranges.push({ segment, start, stop: ends[segment] });
    }
    return ranges;
  };

  let opened = { name: null };

  // The catalogue that a manifest names: { documents, passages, facets, ranges }.
  const open = ({ catalogue }) => {
    if (opened.name !== catalogue) {
      const data = shards.load(catalogue).then((found) => ({ ...found, ranges: rangesOf(found.ranges) }));
      const opening = { name: catalogue, data };
      opened = opening;
      data.catch(() => {
        if (opened === opening) opened = { name: null };
      });
    }
    return opened.data;
  };

  // The candidates that are shown, in the order of results: [{ part, passages }, …], out of those of each segment. Where a
  // segment's are known up to its passage `until` alone, so is what comes after these.
  const arrange = (ranges, candidates) => {
    const found = [];
    for (const { segment, start, stop } of ranges) {
      const { part, passages, until } = candidates[segment];
      const end = Math.min(stop, until);
      const shown = passages.subarray(segments.lowerBound(passages, start), segments.lowerBound(passages, end));
      if (start < end && shown.length > 0) found.push({ part, passages: shown });
      if (end < stop) break;
    }
    return found;
  };

  window.duizhao.catalogue = { open, arrange };
}
