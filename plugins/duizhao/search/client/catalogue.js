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

  // The candidates that are shown, in the order of results: [{ part, passages }, …], out of those of each segment.
  const arrange = (ranges, candidates) =>
    ranges.flatMap(({ segment, start, stop }) => {
      const { part, passages } = candidates[segment];
      const shown = passages.subarray(segments.lowerBound(passages, start), segments.lowerBound(passages, stop));
      return shown.length > 0 ? [{ part, passages: shown }] : [];
    });

  window.duizhao.catalogue = { open, arrange };
}
