"""Writes the table of traditional and variant characters that search treats as their simplified ones.

Run by hand when a newer OpenCC is to be followed; needs the package `OpenCC` (Apache License 2.0), which neither the
site nor its tests do: `uv run --with OpenCC --with-editable . scripts/make_variants.py`.

A character's representative is what OpenCC makes of it standing alone, from traditional, Taiwan or Hong Kong writing,
until nothing changes. That is a function of the character, so matching is symmetric: 發 and 髮 both become 发, and each
of the three finds the other two.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from opencc import OpenCC  # type: ignore[import-not-found]

from duizhao.search.codec import encode
from duizhao.search.fold import VARIANTS_FILE

SCRIPT = Path(__file__).parent.parent / "plugins" / "duizhao" / "search" / "client" / "variants.js"
RANGES = (range(0x2E80, 0xD800), range(0xF900, 0xFB00))  # one UTF-16 unit each

HEADER = """\
# character, representative: traditional and variant characters with what search treats them as.
# Made by scripts/make_variants.py from OpenCC {version}, https://github.com/BYVoid/OpenCC, Apache License 2.0.
"""
CLIENT = """\
// Traditional and variant characters with their representatives, as code points: gaps less one, then representatives.
// fold.js loads it where it is needed.
// Made by scripts/make_variants.py from OpenCC {version}, https://github.com/BYVoid/OpenCC, Apache License 2.0.
'use strict';

window.duizhao.register('variants', [
  '{gaps}',
  '{plain}',
]);
"""


def representatives() -> dict[str, str]:
    """Each character that has another one for its representative."""
    standard, *others = (OpenCC(name) for name in ("t2s", "tw2s", "hk2s"))
    chars = [chr(code) for codes in RANGES for code in codes]
    simplified = {standard.convert(char) for char in chars if ord(char) < 0xF900 and standard.convert(char) != char}

    def step(char: str) -> str:
        converters = [standard] if char in simplified else [standard, *others]
        found = (converter.convert(char) for converter in converters)
        return next((each for each in found if each != char and len(each) == 1 and ord(each) < 0x10000), char)

    table = {}
    for char in chars:
        plain = step(char)
        while step(plain) != plain:
            plain = step(plain)
        if plain != char:
            table[char] = plain
    return table


def client(table: dict[str, str], made_from: str) -> str:
    """The script that says the same as the table."""
    codes = sorted(map(ord, table))
    gaps = [code - before - 1 for before, code in zip([-1, *codes], codes, strict=False)]
    plain = [ord(table[chr(code)]) for code in codes]
    quoted = (encode(numbers).replace("'", "\\'") for numbers in (gaps, plain))
    return CLIENT.format(version=made_from, gaps=next(quoted), plain=next(quoted))


def main() -> None:
    """Writes both files."""
    table = representatives()
    made_from = version("OpenCC")
    rows = "".join(f"{char}\t{table[char]}\n" for char in sorted(table))
    VARIANTS_FILE.write_text(HEADER.format(version=made_from) + rows, "utf-8", newline="\n")
    SCRIPT.write_text(client(table, made_from), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
