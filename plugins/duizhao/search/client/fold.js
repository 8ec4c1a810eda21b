// The fold that query and text both pass through. The same rules stand in search/fold.py, where they are explained;
// tests/fold_cases.yml holds the cases both must pass. Places in folded text are code units, those in the original code
// points.
'use strict';

{
  const { codec, variants } = window.duizhao;

  const CURLY = new Map([['“', '"'], ['”', '"'], ['‘', "'"], ['’', "'"]]);

  const WHITE_SPACE = /^\p{White_Space}$/u;

  const VARIANTS = new Map();
  {
    const plain = codec.decode(variants[1]);
    codec.decodeGaps(variants[0]).forEach((code, i) => VARIANTS.set(code, String.fromCharCode(plain[i])));
  }

  // One folded character for one character, or nothing; asked for each character once.
  const foldCharacter = (char) => {
    const code = char.codePointAt(0);
    if (code >= 0xd800 && code < 0xe000) return '\ufffd';
    if (WHITE_SPACE.test(char)) return '';
    const plain = CURLY.get(char) ?? VARIANTS.get(code);
    if (plain !== undefined) return plain;
    if (code > 0xff00 && code < 0xff5f) return String.fromCharCode(code - 0xfee0).toLowerCase();
    const cased = (code >= 0x41 && code < 0x590) || (code >= 0x1e00 && code < 0x2500);
    const small = cased ? char.toLowerCase() : char;
    return small.length === 1 ? small : char;
  };

  const known = new Map();

  // { text, starts, ends, curly }: the code unit `text[i]` comes from the original's characters `starts[i]` up to
  // `ends[i]`; `curly` has the curly quote that stood at a place of `text`.
  const fold = (text) => {
    const starts = [];
    const curly = new Map();
    let folded = '';
    let at = 0;
    for (const char of text) {
      let plain = known.get(char);
      if (plain === undefined) known.set(char, (plain = foldCharacter(char)));
      if (CURLY.has(char)) curly.set(folded.length, char);
      folded += plain;
      for (let i = 0; i < plain.length; i += 1) starts.push(at);
      at += 1;
    }
    return { text: folded, starts, ends: starts.map((start) => start + 1), curly };
  };

  // What is sought made ready: { text, grams (its folded characters), curly }.
  const needle = (wanted) => {
    const { text, curly } = fold(wanted);
    return { text, grams: Array.from(text), curly };
  };

  // Whether no quote of a needle meets its counterpart at a place of `hay`, a folded text.
  const fits = ({ curly }, hay, at) => {
    for (const [i, quote] of curly) if ((hay.curly.get(at + i) ?? quote) !== quote) return false;
    return true;
  };

  const stands = (sought, hay, at) => hay.text.startsWith(sought.text, at) && fits(sought, hay, at);

  // The first place from `start` of `hay` where a needle stands, or -1. An empty one stands nowhere.
  const place = (sought, hay, start) => {
    if (sought.text === '') return -1;
    let at = hay.text.indexOf(sought.text, start);
    while (at >= 0 && !fits(sought, hay, at)) at = hay.text.indexOf(sought.text, at + 1);
    return at;
  };

  window.duizhao.folding = { WHITE_SPACE, fold, needle, place, stands };
}
