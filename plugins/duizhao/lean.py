"""Scripts and style sheets as a site serves them: without comments and indents, which everybody would be sent.

No text of these files goes over the end of a line, and no line of text begins like a comment.
"""

from __future__ import annotations

import re

_LINES = re.compile(rb"^[ \t]*//.*\n", re.MULTILINE)
_BLOCKS = re.compile(rb"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_INDENTS = re.compile(rb"^[ \t]+", re.MULTILINE)
_BLANKS = re.compile(rb"\n{2,}")


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
