// Unpacks what search/packing.py packs: raw DEFLATE in base 85. Where the same text is often looked back at, it is a
// dictionary that both sides have: here it is put before the data, as a block that is stored and not compressed.
'use strict';

{
  const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
  const DIGITS = new Uint8Array(128);
  Array.from(ALPHABET).forEach((char, digit) => (DIGITS[char.charCodeAt(0)] = digit));

  // Five characters are four bytes; at the end, n + 1 are n.
  const bytesOf = (text) => {
    const groups = Math.ceil(text.length / 5);
    const view = new DataView(new ArrayBuffer(4 * groups));
    for (let group = 0; group < groups; group += 1) {
      let number = 0;
      for (let i = 5 * group; i < 5 * group + 5; i += 1) {
        number = number * 85 + (i < text.length ? DIGITS[text.charCodeAt(i)] : 84);
      }
      view.setUint32(4 * group, number);
    }
    return new Uint8Array(view.buffer, 0, text.length - groups);
  };

  const stored = ({ length }) => Uint8Array.of(0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255);

  const canUnpack = () => {
    try {
      return Boolean(new DecompressionStream('deflate-raw'));
    } catch {
      return false; // older than 2023
    }
  };

  // The data that was packed as `text`, with the same `dictionary` (bytes). Rejects where it was something else.
  const unpack = async (text, dictionary = new Uint8Array(0)) => {
    const { readable, writable } = new DecompressionStream('deflate-raw');
    const writer = writable.getWriter();
    const written = [stored(dictionary), dictionary, bytesOf(text)].map((bytes) => writer.write(bytes));
    const [bytes] = await Promise.all([new Response(readable).arrayBuffer(), ...written, writer.close()]);
    return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, dictionary.length)));
  };

  window.duizhao.packing = { canUnpack, unpack };
}
