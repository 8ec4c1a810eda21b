// The segments of the index: in which of their shards a gram's list or a passage's text stands, and what is in it
// (search/index.py says which files there are). What is needed of a segment is loaded and kept.
'use strict';

{
  const { codec, packing, shards } = window.duizhao;

  const FOLDERS = { texts: 16, lists: 4 }; // of shards, about which there is one file
  const SMALL = 16; // folders of lists: of a segment that has no more, all these files are loaded before anybody asks

  // A gram as one number that orders it: one character before two, then by code point.
  const keyOf = (first, second) => (first === '' ? 0 : first.codePointAt(0) + 1) * 0x110000 + second.codePointAt(0);

  // The keys of grams given as two strings, those of one character and those of two.
  const keysOf = ([singles, pairs]) => {
    const chars = Array.from(pairs);
    const doubles = Array.from({ length: chars.length / 2 }, (_, i) => keyOf(chars[2 * i], chars[2 * i + 1]));
    return [...Array.from(singles, (char) => keyOf('', char)), ...doubles];
  };

  // The first place in the rising `numbers` whose number is not below `number`.
  const lowerBound = (numbers, number) => {
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numbers[middle] < number) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  // What `make` gives for each key, made once unless it fails.
  const once = (make) => {
    const made = new Map();
    return (key) => {
      if (!made.has(key)) {
        const making = make(key);
        making.catch(() => made.delete(key));
        made.set(key, making);
      }
      return made.get(key);
    };
  };

  const hex = (number) => number.toString(16).padStart(2, '0');

  const open = async (id) => {
    const { passages, grams, texts, facets } = await shards.load(`${id}/directory`);
    const name = (kind, ...numbers) => [id, kind, ...numbers.map(hex)].join('/');
    return {
      id,
      facets,
      passages, // how many
      keys: keysOf(grams), // the first gram of each folder
      starts: codec.bounds(codec.decode(texts)), // the first passage of each folder
      dictionary: once(async () => {
        const text = await shards.load(`${id}/dictionary`);
        return { text, bytes: new TextEncoder().encode(text) };
      }),
      listFolders: once(async (page) => (await shards.load(`${id}/grams/starts-${page}`)).map(keysOf)),
      textFolders: once(async (page) => {
        const sizes = await shards.load(`${id}/text/sizes-${page}`);
        return sizes.map((codes) => codec.bounds(codec.decode(codes)));
      }),
      name,
    };
  };

  // A segment by its name.
  const segment = once(open);

  // Loads what most queries need of a segment. If that fails, the query will say so.
  const prepare = async (id) => {
    try {
      const part = await segment(id);
      const pages = part.keys.length > SMALL ? 0 : Math.ceil(part.keys.length / FOLDERS.lists);
      const starts = Array.from({ length: pages }, (_, page) => part.listFolders(page));
      await Promise.all([part.dictionary(), part.textFolders(0), ...starts]);
    } catch {} // oxlint-disable-line no-empty
  };

  // Where the list of a gram is: { folder, from, to }, of the shards [from, to) of a folder. A list that fills several has
  // them to itself.
  const locate = async (part, first, second) => {
    const key = keyOf(first, second);
    const folder = lowerBound(part.keys, key + 1) - 1;
    if (folder < 0) return { folder, from: 0, to: 0 };
    const keys = (await part.listFolders(Math.floor(folder / FOLDERS.lists)))[folder % FOLDERS.lists];
    const place = lowerBound(keys, key);
    const to = lowerBound(keys, key + 1);
    return { folder, from: place < to ? place : to - 1, to }; // a shard is named after its first gram
  };

  // The groups of lists in the shards found by `locate`, shard by shard.
  const readLists = (part, { folder, from, to }) =>
    Promise.all(
      Array.from({ length: to - from }, (_, i) => shards.load(part.name('grams', folder, from + i), packing.unpack)),
    );

  // Where the text of a passage is: { folder, shard, first, stop }, of a shard with the passages from `first` to `stop`.
  const textOf = async (part, passage) => {
    const folder = lowerBound(part.starts, passage + 1) - 1;
    const starts = (await part.textFolders(Math.floor(folder / FOLDERS.texts)))[folder % FOLDERS.texts];
    const shard = lowerBound(starts, passage - part.starts[folder] + 1) - 1;
    return { folder, shard, first: part.starts[folder] + starts[shard], stop: part.starts[folder] + starts[shard + 1] };
  };

  // The passages of a text shard, each beside its document.
  const readText = async (part, { folder, shard }) => {
    const unpack = async (data) => packing.unpack(data, (await part.dictionary()).bytes);
    const entries = await shards.load(part.name('text', folder, shard), unpack);
    return entries.flatMap(([document, url, title, year, meeting, kind, subject, role, passages]) =>
      passages.map(([passage, text, section, theme, trail, aspect]) => ({
        document,
        passage,
        url,
        title,
        year,
        meeting,
        kind,
        subject,
        role,
        part: section,
        theme,
        aspect,
        trail,
        text,
      })),
    );
  };

  window.duizhao.segments = { segment, locate, lowerBound, prepare, readLists, readText, textOf };
}
