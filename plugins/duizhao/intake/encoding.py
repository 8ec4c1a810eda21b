"""Bytes to text: which of the encodings that Chinese office files come in, and is the result really text.

GB18030 and the UTF-16s accept nearly any bytes, so a decoding counts only if what it gives looks like Chinese: nearly
all of it ASCII, punctuation and the common characters of GB/T 2312 level 1 and Big5 level 1.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Final

from duizhao.errors import SourceError

# The longest mark first: UTF-32's begins with UTF-16's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages and tools call an encoding, and the superset that reads what they really write.
_SUPERSETS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-tw": "big5hkscs",
    "cp950": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "ascii": "utf-8",
}
_CONTROLS: Final = bytes(set(range(32)) - {*b"\t\n\v\f\r\x1a\x1b"}) + b"\x7f"
_BEYOND_LATIN: Final = re.compile("[\u2000-\U0010ffff]")
_SAMPLE: Final = 65536  # bytes shown to the statistical detector, whose time grows with them
_MOST_DAMAGE: Final = 200  # at most one unreadable place in so many characters
_LEAST_COMMON: Final = 0.7  # share of common characters among those beyond ASCII; Chinese text has over 0.98
_MOST_JUNK: Final = 0.02  # share of private-use, unassigned and control characters
_MOST_CONTROLS: Final = 0.05  # share of control bytes; random bytes have 0.1


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of `data` to the letter, and the name of the encoding it was in.

    A byte-order mark belongs to the encoding, not to the text. A byte that is damaged in an otherwise clear text
    becomes U+FFFD; of more damage the file is refused.

    Args:
        data: the whole file.
        declared: the encoding that the file claims for itself, believed where the claim holds.

    Returns:
        The text, and one of `utf-8`, `utf-8-sig`, `utf-16`, `utf-16-le`, `utf-16-be`, `utf-32`, `gb18030`,
        `big5hkscs`, `cp1252`, or Python's name of what the file declares or the statistical detector found.

    Raises:
        SourceError: (without a path) the bytes are not text, or in no encoding that gives plausible text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _attempt(data, name) or _mended(data, name)
            if text is None or _is_junk(text):
                break
            return text, name
    found = _unmarked(data, declared)
    if found is None:
        raise SourceError(
            "看不出用的是什么文字编码，或者内容已经损坏",
            remedy="请用记事本或 Word 打开，确认文字正常后另存为 UTF-8 编码的 txt，或另存为 docx",
        )
    return found


def _unmarked(data: bytes, declared: str | None) -> tuple[str, str] | None:
    if b"\0" in data[:_SAMPLE]:
        for name in ("utf-16-le", "utf-16-be"):
            if (text := _attempt(data, name)) is not None and is_plausible(text):
                return text, name
    if is_binary(data):
        raise SourceError(
            "内容不是文字，而是二进制数据",
            remedy="请确认放对了文件；如果是文稿，请用原来的软件打开后另存为 docx 或 txt",
        )
    if declared and (claim := _superset(declared)) not in (None, "utf-8"):
        text = _attempt(data, claim)
        if text is not None and is_plausible(text):
            return text, claim
    text = _attempt(data, "utf-8")
    if text is not None and not _is_disguised(text, data):
        return text, "utf-8"
    for name in ("gb18030", "big5hkscs"):
        if (text := _attempt(data, name)) is not None and is_plausible(text):
            return text, name
    for name in ("utf-8", "gb18030", "big5hkscs"):
        if (text := _mended(data, name)) is not None and is_plausible(text):
            return text, name
    return _guess(data)


def is_binary(data: bytes) -> bool:
    """Whether control bytes are too many for text in any encoding but UTF-16 and UTF-32. A few may be slips."""
    return len(data) - len(data.translate(None, _CONTROLS)) > max(4, len(data) * _MOST_CONTROLS)


def is_plausible(text: str) -> bool:
    """Whether a decoding gave Chinese: what lies beyond ASCII is mostly common characters, with next to no junk."""
    common = _common()
    good = junk = beyond = 0
    for character, times in Counter(text).items():
        if character > "\x7f":
            beyond += times
        if character in common:
            good += times
        elif _is_junk_character(character):
            junk += times
    return junk <= max(1, len(text) * _MOST_JUNK) and good >= beyond * _LEAST_COMMON


def _is_disguised(text: str, data: bytes) -> bool:
    """A few short GBK words are valid UTF-8 for letters of other scripts; no Chinese text is in those letters."""
    if text.isascii() or _BEYOND_LATIN.search(text):
        return False
    chinese = _attempt(data, "gb18030")
    return chinese is not None and is_plausible(chinese)


def _guess(data: bytes) -> tuple[str, str] | None:
    # In a text that is nearly all ASCII, the rest is what Western Windows writes: curly quotes, dashes, accents.
    text = _attempt(data, "cp1252")
    if text is not None and not _is_junk(text) and sum(c > "\x7f" for c in text) * 10 <= len(text):
        return text, "cp1252"
    from charset_normalizer import from_bytes  # which takes a while to load, and is wanted by few

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None or _attempt(b"<a>", best.encoding) != "<a>":
        return None
    text = _attempt(data, best.encoding)
    return (text, codecs.lookup(best.encoding).name) if text is not None and is_plausible(text) else None


def _attempt(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _mended(data: bytes, name: str) -> str | None:
    text = data.decode(name, errors="replace")
    damage = text.count("\ufffd")
    return text if damage * _MOST_DAMAGE <= len(text) or (damage == 1 and len(text) >= 20) else None


def _superset(declared: str) -> str | None:
    label = declared.strip().strip("\"'").lower().replace("_", "-")
    if label in _SUPERSETS:
        return _SUPERSETS[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    # A page that ASCII-compatible tools could read this far is not in UTF-16, whatever it says (HTML Standard, 13.2.3).
    return None if name.startswith(("utf-16", "utf-32")) else _SUPERSETS.get(name, name)


def _is_junk(text: str) -> bool:
    return sum(map(_is_junk_character, text)) > max(4, len(text) * _MOST_JUNK)


@cache
def _is_junk_character(character: str) -> bool:
    if character in "\t\n\v\f\r\x1a\x1b":
        return False
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs")


@cache
def _common() -> frozenset[str]:
    """Punctuation and the common Han characters: GB/T 2312 rows 1–3, 9 and 16–55; Big5 rows A1–A3 and A4–C6."""
    gb_rows = (0xA1, 0xA2, 0xA3, 0xA9, *range(0xB0, 0xD8))
    gb = b"".join(bytes((row, cell)) for row in gb_rows for cell in range(0xA1, 0xFF))
    big5_cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = b"".join(bytes((row, cell)) for row in range(0xA1, 0xC7) for cell in big5_cells)
    characters = {*gb.decode("gb2312", "ignore"), *big5.decode("big5", "ignore"), *map(chr, range(0x2000, 0x2070))}
    return frozenset(characters | set("\xa0·×—€〇"))
