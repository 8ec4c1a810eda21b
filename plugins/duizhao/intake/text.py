"""txt and md: the decoded file is the text, to the letter. What Markdown marks mean is for the normaliser to say."""

from __future__ import annotations

from duizhao.intake.encoding import decode
from duizhao.intake.reading import Reading, Style


def read_text(data: bytes) -> Reading:
    """Decode a txt file. Line ends stay as they are written (`\\n`, `\\r\\n`, `\\r`).

    Raises:
        SourceError: (without a path) the bytes are not text in any encoding known here.
    """
    text, encoding = decode(data)
    return Reading(text, encoding)


def read_markdown(data: bytes) -> Reading:
    """Decode a md file, as `read_text` does; the rows of its tables are told by their styles."""
    text, encoding = decode(data)
    return Reading(text, encoding, _tables(text))


def _tables(text: str) -> dict[int, Style]:
    """Lines of tables: a row of names, a line of dashes, rows for as long as there are pipes."""
    lines = [line.strip() for line in text.split("\n")] if "|" in text else []
    styles: dict[int, Style] = {}
    is_inside = False
    for number, line in enumerate(lines, 1):
        if is_inside and "|" in line:
            styles[number] = "table-row"
        elif line and "|" in line and "-" in line and not set(line) - set("|:- \t") and "|" in lines[number - 2]:
            styles |= {number - 1: "table-header", number: "furniture"} if number > 1 else {}
            is_inside = number > 1
        else:
            is_inside = False
    return styles
