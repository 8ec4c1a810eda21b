"""Writes the words that search cuts queries into, with how often jieba's own corpus has them.

Run by hand when a newer jieba is to be followed: `.venv/bin/python scripts/make_vocabulary.py`. jieba (MIT licence) has
350,000 words; the rare ones are left out, for they would be most of what a visitor loads, and names for the most part.
"""

from __future__ import annotations

import importlib.util
from importlib.metadata import version
from pathlib import Path

from duizhao.search import client_dir, codec
from duizhao.search.index import to_json
from duizhao.search.packing import pack_text

LEAST = 100  # occurrences in jieba's corpus of 60 million words

CLIENT = """\
// Chinese words with their frequencies: how many words the corpus has, the words, the code of each one's occurrences;
// packed. words.js loads it where it is needed.
// Made by scripts/make_vocabulary.py from jieba {version}, https://github.com/fxsjy/jieba, which has this licence:
//
// The MIT License (MIT). Copyright (c) 2013 Sun Junyi
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
// documentation files (the "Software"), to deal in the Software without restriction, including without limitation
// the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
// to permit persons to whom the Software is furnished to do so, subject to the following conditions: The above
// copyright notice and this permission notice shall be included in all copies or substantial portions of the
// Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
// LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT
// SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION
// OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
// DEALINGS IN THE SOFTWARE.
'use strict';

window.duizhao.register('vocabulary', '{packed}');
"""


def words() -> dict[str, int]:
    """All words of jieba's dictionary, with their occurrences."""
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    lines = (Path(spec.origin).parent / "dict.txt").read_text("utf-8").splitlines()
    return {word: int(count) for word, count, *_ in map(str.split, lines)}


def main() -> None:
    """Writes `client/vocabulary.js`."""
    every = words()
    kept = sorted((word, count) for word, count in every.items() if count >= LEAST)
    data = [sum(every.values()), " ".join(word for word, _ in kept), codec.encode([count for _, count in kept])]
    packed = pack_text(to_json(data), b"")
    content = CLIENT.format(version=version("jieba"), packed=packed)
    (client_dir() / "vocabulary.js").write_text(content, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
