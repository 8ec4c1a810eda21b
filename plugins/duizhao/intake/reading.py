"""What a format's reader hands back: lines of text with what the format says of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Style = Literal[
    "title",
    "heading1",
    "heading2",
    "heading3",
    "heading4",
    "heading5",
    "heading6",
    "table-header",
    "table-row",
    "furniture",
]

HEADINGS: Final[tuple[Style, ...]] = ("heading1", "heading2", "heading3", "heading4", "heading5", "heading6")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or table row. A `\\n` inside `text` is a soft break: each piece becomes a line of that style."""

    text: str
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file, the encoding it was decoded from (None where the format has its own) and its styles.

    `styles` maps line numbers, counted from 1 over `text.split("\\n")`, to what the format says of that line.
    """

    text: str
    encoding: str | None = None
    styles: Mapping[int, Style] = field(default_factory=dict)


def compose(lines: Iterable[Line], encoding: str | None = None) -> Reading:
    """Join lines with `\\n` into a `Reading`. Blank lines at either end are left out; those between stay."""
    pieces = [Line(piece, line.style) for line in lines for piece in line.text.split("\n")]
    written = [number for number, piece in enumerate(pieces) if piece.text.strip()]
    pieces = pieces[written[0] : written[-1] + 1] if written else []
    return Reading(
        text="\n".join(piece.text for piece in pieces),
        encoding=encoding,
        styles={n: piece.style for n, piece in enumerate(pieces, 1) if piece.style and piece.text.strip()},
    )
