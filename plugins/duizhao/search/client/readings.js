// Letters that stand for words: `mzshh` is found by 民主生活会, and by itself. See search/readings.py.
'use strict';

{
  const { folding } = window.duizhao;
  const { fold } = folding;

  const LETTER = /^[A-Za-z]/;

  let words = new Map();
  let letters = null;

  // What letters stand for, as the catalogue says: { letters: words }.
  const learn = (readings) => {
    words = new Map(Object.entries(readings).filter(([key]) => key !== ''));
    const escaped = Array.from(words.keys(), (key) => key.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    letters = words.size > 0 ? new RegExp(`(?:${escaped.join('|')})(?![A-Za-z])`, 'g') : null;
  };

  // [{ index, key }, …] of the letters in a text, where no other letter stands before or after them.
  const occurrences = (text) => {
    if (letters === null) return [];
    const found = [];
    letters.lastIndex = 0;
    for (let match = letters.exec(text); match !== null; match = letters.exec(text)) {
      // Browsers older than 2023 cannot look behind.
      if (match.index > 0 && LETTER.test(text[match.index - 1])) letters.lastIndex = match.index + 1;
      else found.push({ index: match.index, key: match[0] });
    }
    return found;
  };

  // The ways to read a text, folded: as it stands and, where there are letters, spoken out. All letters lie behind each
  // character of a word.
  const ways = (text) => {
    const plain = fold(text);
    const found = occurrences(text);
    if (found.length === 0) return [plain];
    const spoken = { text: '', starts: [], ends: [], curly: new Map() };
    const append = (piece, { starts, ends }) => {
      for (const [at, quote] of piece.curly) spoken.curly.set(spoken.text.length + at, quote);
      spoken.text += piece.text;
      spoken.starts.push(...starts);
      spoken.ends.push(...ends);
    };
    let unit = 0;
    let point = 0;
    const until = (stop) => {
      const piece = fold(text.slice(unit, stop));
      const shift = (places) => places.map((at) => at + point);
      append(piece, { starts: shift(piece.starts), ends: shift(piece.ends) });
      point += Array.from(text.slice(unit, stop)).length;
      unit = stop;
    };
    for (const { index, key } of found) {
      until(index);
      const piece = { text: fold(words.get(key)).text, curly: new Map() };
      const length = Array.from(key).length;
      append(piece, {
        starts: Array.from(piece.text).flatMap((char) => Array(char.length).fill(point)),
        ends: Array.from(piece.text).flatMap((char) => Array(char.length).fill(point + length)),
      });
      point += length;
      unit += key.length;
    }
    until(text.length);
    return [plain, spoken];
  };

  window.duizhao.readings = { learn, ways };
}
