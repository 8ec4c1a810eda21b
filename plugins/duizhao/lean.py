"""Files as a site serves them: without indents, and scripts and style sheets without comments, which everybody would
be sent.

No text of these scripts and style sheets goes over the end of a line, and no line of text begins like a comment.
"""

from __future__ import annotations

import re

_LINES = re.compile(rb"^[ \t]*//.*\n", re.MULTILINE)
_BLOCKS = re.compile(rb"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_INDENTS = re.compile(rb"^[ \t]+", re.MULTILINE)
_BLANKS = re.compile(rb"\n{2,}")
_GAPS = re.compile(r"(<(script|style|pre|textarea)\b.*?</\2\s*>|<[^>]*>)|\s*\n\s*", re.DOTALL | re.IGNORECASE)


def lean(name: str, content: bytes) -> bytes:
    """A file of that name without what is for its readers alone: comments that have lines of their own, and indents."""
    content = content.replace(b"\r\n", b"\n")
    if name.endswith((".js", ".css")):
        content = _BLOCKS.sub(b"", content)
    if name.endswith(".js"):
        content = _LINES.sub(b"", content)
    if name.endswith((".js", ".css")):
        content = _BLANKS.sub(b"\n", _INDENTS.sub(b"", content)).lstrip(b"\n")
    return content


def lean_markup(markup: str) -> str:
    """HTML without blank lines and indents between tags, which no browser shows: a quarter of what most templates give.

    What stands within a tag, and in elements that keep their blanks, stays as it is.
    """
    return _GAPS.sub(lambda gap: gap[1] or "\n", markup)
