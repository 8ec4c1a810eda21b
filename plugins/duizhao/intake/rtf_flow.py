"""Paragraphs, cells and rows of an RTF file as its words end them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from duizhao.intake.reading import Line, Style
from duizhao.intake.tables import table_lines

_HALF: Final = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Flow:
    """A stretch of text with paragraphs of its own: the body, a note, a header, a text box, a list's number."""

    kind: Literal["body", "note", "margin", "box", "number", "nothing"]
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    number: str = ""  # of the paragraph that is being read
    boxes: list[Line] = field(default_factory=list)  # anchored in it
    cell: list[Line] = field(default_factory=list)
    row: list[list[Line]] = field(default_factory=list)
    rows: list[list[list[Line]]] = field(default_factory=list)
    is_headed: bool = False  # the first of `rows` is marked as header

    def paragraph(self, style: Style | None, *, in_table: bool) -> None:
        """Ends the paragraph."""
        text = whole(self.pieces)
        lines = [Line(self.number + text.lstrip() if self.number else text, style), *self.boxes]
        self.pieces, self.boxes, self.number = [], [], ""
        if in_table:
            self.cell += lines
        else:
            self.table()
            self.lines += lines

    def end_cell(self, style: Style | None) -> None:
        """Ends the paragraph and the cell."""
        self.paragraph(style, in_table=True)
        self.row.append(self.cell)
        self.cell = []

    def end_row(self, *, header: bool) -> None:
        """Ends the row."""
        if self.row:
            self.is_headed = self.is_headed or (header and not self.rows)
            self.rows.append(self.row)
            self.row = []

    def table(self) -> None:
        """Ends the table, if one is open, whatever of it is."""
        if self.cell:
            self.row.append(self.cell)
            self.cell = []
        self.end_row(header=False)
        if self.rows:
            self.lines += table_lines(self.rows, header=self.is_headed)
            self.rows, self.is_headed = [], False

    def end(self) -> None:
        """Ends all that is open."""
        if self.pieces or self.boxes:
            self.paragraph(None, in_table=bool(self.row or self.cell))
        self.table()


def whole(pieces: list[str]) -> str:
    """Pieces as one text. RTF writes a character beyond U+FFFF as the two halves that UTF-16 has for it."""
    text = "".join(pieces)
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
