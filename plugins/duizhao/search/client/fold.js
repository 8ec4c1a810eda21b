// The fold that query and text both pass through, and matching on it. The same rules stand in search/fold.py, where
// they are explained; tests/fold_cases.yml holds the cases both must pass. All offsets are in code points.
'use strict';

{
  const CURLY = new Map([['“', '"'], ['”', '"'], ['‘', "'"], ['’', "'"]]);

  // Traditional to simplified goes here, one character to one.
  const VARIANTS = new Map();

  const WHITE_SPACE = /^\p{White_Space}$/u;

  // One folded character for one character, or nothing; asked for each character once.
  const foldCharacter = (char) => {
    const code = char.codePointAt(0);
    if (code >= 0xd800 && code < 0xe000) return '\ufffd';
    if (WHITE_SPACE.test(char)) return '';
    const plain = CURLY.get(char) ?? VARIANTS.get(char);
    if (plain !== undefined) return plain;
    if (code > 0xff00 && code < 0xff5f) return String.fromCharCode(code - 0xfee0).toLowerCase();
    const cased = (code >= 0x41 && code < 0x590) || (code >= 0x1e00 && code < 0x2500);
    const small = cased ? char.toLowerCase() : char;
    return small.length === 1 ? small : char;
  };

  const known = new Map();

  // { text, starts }: `text[i]`, counted in code points, comes from the original's character `starts[i]`.
  const fold = (text) => {
    const starts = [];
    let folded = '';
    let at = 0;
    for (const char of text) {
      let plain = known.get(char);
      if (plain === undefined) known.set(char, (plain = foldCharacter(char)));
      if (plain !== '') {
        folded += plain;
        starts.push(at);
      }
      at += 1;
    }
    return { text: folded, starts };
  };

  // How many code points stand before the code unit `unit`; `plain` says that each is one unit.
  const points = (text, unit, plain) => (plain ? unit : Array.from(text.slice(0, unit)).length);

  // A query made ready: { text, grams (its folded characters), quotes ([place, curly quote]) }.
  const needle = (query) => {
    const folded = fold(query);
    const chars = Array.from(query);
    const quotes = folded.starts.map((at, i) => [i, chars[at]]).filter(([, char]) => CURLY.has(char));
    return { text: folded.text, grams: Array.from(folded.text), quotes };
  };

  // [[start, end], …] of a needle in `text`: leftmost, not overlapping. A curly quote in the query matches itself and
  // a straight one, not its counterpart.
  const find = ({ text: sought, grams, quotes }, text) => {
    if (sought === '') return [];
    const hay = fold(text);
    const plain = hay.text.length === hay.starts.length;
    const matches = [];
    let unit = hay.text.indexOf(sought);
    if (unit < 0) return matches;
    const chars = quotes.length > 0 ? Array.from(text) : [];
    while (unit >= 0) {
      const at = points(hay.text, unit, plain);
      const fits = quotes.every(([i, quote]) => {
        const char = chars[hay.starts[at + i]];
        return char === quote || !CURLY.has(char);
      });
      if (fits) matches.push([hay.starts[at], hay.starts[at + grams.length - 1] + 1]);
      unit = hay.text.indexOf(sought, unit + (fits ? sought.length : 1));
    }
    return matches;
  };

  window.duizhao = Object.assign(window.duizhao ?? {}, { fold, needle, find });
}
