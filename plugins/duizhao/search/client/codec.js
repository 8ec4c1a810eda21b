// Reads the whole numbers that search/codec.py writes: (s, c)-dense codes, continuers `]` to `~`, then one stopper `#`
// to `[`.
'use strict';

{
  const STOPPER = 0x23;
  const STOPPERS = 57;
  const CONTINUER = 0x5d;
  const CONTINUERS = 34;

  // All numbers in `codes[start:end]`.
  const decode = (codes, start = 0, end = codes.length) => {
    const numbers = [];
    let rest = 0;
    for (let i = start; i < end; i += 1) {
      const code = codes.charCodeAt(i);
      if (code >= CONTINUER) {
        rest = rest * CONTINUERS + (code - CONTINUER) + 1;
      } else {
        numbers.push(rest * STOPPERS + (code - STOPPER));
        rest = 0;
      }
    }
    return numbers;
  };

  // The rising numbers whose gaps, less one, are in `codes`.
  const decodeGaps = (codes) => {
    const numbers = Uint32Array.from(decode(codes));
    for (let i = 1; i < numbers.length; i += 1) numbers[i] += numbers[i - 1] + 1;
    return numbers;
  };

  // Where each of some adjoining runs of these lengths starts, and where the last ends.
  const bounds = (lengths) => {
    const starts = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i += 1) starts[i + 1] = starts[i] + lengths[i];
    return starts;
  };

  window.duizhao = Object.assign(window.duizhao ?? {}, { codec: { decode, decodeGaps, bounds } });
}
