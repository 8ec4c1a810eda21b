"""RTF files made by hand."""

from __future__ import annotations

FONTS = r"{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fswiss\fcharset0 Arial;}{\f2\fnil\fcharset136 PMingLiU;}}"
STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\b heading 1;}{\s2 \'b1\'ea\'cc\'e2 2;}{\s3 Title;}"
    r"{\*\cs4 heading 3;}{\s5\outlinelevel2 mine;}}"
)


def rtf(body: str, head: str = FONTS + STYLES) -> bytes:
    return (r"{\rtf1\ansi\ansicpg936\deff0" + head + "\n" + body + "}").encode("ascii")


def uni(text: str) -> str:
    """Characters as most programs write them, with a `?` for readers that know no Unicode."""
    return "".join(rf"\u{ord(c) - 0x10000 if ord(c) > 0x7FFF else ord(c)}?" if ord(c) > 0x7F else c for c in text)


def gbk(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gbk"))
