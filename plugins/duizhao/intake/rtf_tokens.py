"""The words of an RTF file, and the code pages of its bytes (RTF Specification 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from duizhao.intake.encoding import is_plausible

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|((?:\\'[0-9a-fA-F]{2})+)|\\([^a-zA-Z])|([{}])|([^\\{}\r\n\0]+)|[\r\n\0]+|\\"
)
# `\fcharset` → code page. 0 (ANSI) and 1 (default) say nothing: Chinese programs write them for Chinese fonts, too.
_CHARSETS: Final = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_SYMBOL: Final = 2
_PAIR: Final = re.compile(rb"[\x80-\xff]{2}")
_PAGES: Final = {
    936: "gb18030",
    54936: "gb18030",
    950: "big5hkscs",
    65001: "utf-8",
    10000: "mac_roman",
    10008: "gb18030",
}


class Token(NamedTuple):
    """A piece of the file: a control `word` with its `number`, an opening or closing `brace`, or bytes of text.

    A control symbol is a word of that one character (`*`, `~`); `raw` is what the piece counts for as text.
    """

    word: str = ""
    number: int | None = None
    brace: str = ""
    raw: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The pieces of an RTF file in order. Line ends between them mean nothing; `\\bin` data is passed over."""
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        word, number, code, symbol, brace, raw = found.groups()
        if word is not None:
            value = int(number) if number else None
            if word == b"bin":
                at += max(0, value or 0)
            else:
                yield Token(word.decode("ascii"), value)
        elif code is not None:
            yield Token("", None, "", bytes.fromhex(code.replace(b"\\'", b"").decode("ascii")))
        elif symbol is not None:
            yield Token(symbol.decode("latin-1"))
        elif brace is not None:
            yield Token("", None, brace.decode("ascii"))
        elif raw is not None:
            yield Token("", None, "", raw)


def code_page(number: int | None) -> str:
    """Python's name of a Windows code page; Western where it is unknown."""
    name = _PAGES.get(number or 0, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def decoded(data: bytes, charset: int | None, page: str) -> str:
    """Bytes of text as characters; what the code page does not have becomes U+FFFD.

    Args:
        data: all bytes of a run: a Chinese character may be written as two.
        charset: `\\fcharset` of the run's font, None where it has none. What it says is believed, but for 0 and 1.
        page: the code page of the file.
    """
    if data.isascii() and charset != _SYMBOL:
        return data.decode("ascii")
    if charset == _SYMBOL:  # a symbol font has codes of its own, as in docx
        return "".join(chr(0xF000 + byte) if byte > 0x20 else chr(byte) for byte in data)
    if charset in _CHARSETS:
        return data.decode(_CHARSETS[charset], "replace")
    for name in dict.fromkeys((page, "gb18030")):
        # a Western page has a letter for any byte: Chinese in a file that claims to be Western is Chinese all the same
        if name != "cp1252":
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            if is_plausible(text):
                return text
    # a byte alone among ASCII is an accent or a curly quote, no Chinese character
    return data.decode(page if _PAIR.search(data) else "cp1252", "replace")
