// The fold that query and text both pass through. The same rules stand in search/fold.py, where they are explained;
// tests/fold_cases.yml holds the cases both must pass. Places in folded text are code units, those in the original code
// points.
//
// The table of traditional and variant characters weighs a fifth of all scripts, and few texts need it: variants.js is
// loaded when a query or a text at hand has a character that may be in it. Whoever folds text calls `prepare` first.
'use strict';

{
  const { codec, shards } = window.duizhao;

  const CURLY = new Map([['“', '"'], ['”', '"'], ['‘', "'"], ['’', "'"]]);

  const WHITE_SPACE = /^\p{White_Space}$/u;

  // Characters of GB 2312 with their representatives: all that have one.
  const FEW = Array.from('乾干吒咤夥伙後后徵征拚拼捱挨摺折於于榘矩菸烟著着薹苔袷夹醣糖麴曲麽么');
  const VARIANTS = new Map();
  for (let i = 0; i < FEW.length; i += 2) VARIANTS.set(FEW[i].charCodeAt(0), FEW[i + 1]);

  // Which code units may stand in variants.js: ideographs that are not in GB 2312, the set of simplified writing, which
  // every browser knows.
  const UNSURE = new Uint8Array(0x10000).fill(1, 0x3400, 0xa000).fill(1, 0xf900, 0xfb00);
  {
    const rows = Array.from({ length: 72 * 94 }, (_, i) => [0xb0 + Math.floor(i / 94), 0xa1 + (i % 94)]);
    for (const char of new TextDecoder('gb2312').decode(Uint8Array.from(rows.flat()))) UNSURE[char.charCodeAt(0)] = 0;
  }

  const isUnsure = (text) => {
    for (let i = 0; i < text.length; i += 1) if (UNSURE[text.charCodeAt(i)] === 1) return true;
    return false;
  };

  const known = new Map();

  let whole = false; // whether VARIANTS has the whole table

  // To be awaited before any of these texts is folded. Rejects with a ShardError where the table cannot be loaded.
  const prepare = async (texts) => {
    if (whole || !texts.some(isUnsure)) return;
    const [gaps, representatives] = await shards.asset('variants');
    const plain = codec.decode(representatives);
    codec.decodeGaps(gaps).forEach((code, i) => VARIANTS.set(code, String.fromCharCode(plain[i])));
    known.clear();
    whole = true;
  };

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

  window.duizhao.folding = { WHITE_SPACE, fold, needle, place, prepare, stands };
}
