"""Rows of cells to lines: a row a line, a tab between its cells; but a table that only lays out prose is prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from duizhao.intake.reading import Line, Style

Cell = Sequence[Line]

_PROSE: Final = 100  # characters from which a cell of several paragraphs is prose beside its label
_COLUMN: Final = 12  # paragraphs from which a cell is a column of the page
_HEADER: Final = 12  # characters that a cell of a header row has at most
_SENTENCE: Final = re.compile("[。；：，;,!?！？]")
_COUNT: Final = re.compile(r"[\d一二三四五六七八九十（）().、．\s]+")


def table_lines(rows: Sequence[Sequence[Cell]], *, header: bool = False) -> list[Line]:
    """The lines of a table in reading order; blank cells keep their tab, blank rows are left out.

    A row becomes one `table-row`, the paragraphs of a cell joined by a space. The first row becomes `table-header` if
    the format says so (`header`), or if it looks like one: a short word over every column, and longer cells below. A
    table of one column, a cell as long as a page column, and a long cell of several paragraphs beside short ones (the
    filled-in box of a form) keep their paragraphs as lines of their own.
    """
    filled = [[[line for line in cell if line.text.strip()] for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if max(map(len, filled), default=0) <= 1:
        return [line for row in filled for cell in row for line in cell]
    header = header or _looks_headed(filled)
    lines: list[Line] = []
    for number, row in enumerate(filled):
        long = [index for index, cell in enumerate(row) if len(cell) > 1 and len(_joined(cell)) > _PROSE]
        if len(long) == 1 or any(len(row[index]) > _COLUMN for index in long):
            lines += _spread(row, long)
        else:
            style: Style = (
                "furniture"
                if all(map(_is_furniture, row))
                else "table-header"
                if header and number == 0
                else "table-row"
            )
            lines.append(Line("\t".join(map(_joined, row)), style))
    return lines


def _spread(row: Sequence[Cell], long: Sequence[int]) -> list[Line]:
    """A row whose long cells, and those of furniture, stand as they are; other cells between them as a row."""
    lines: list[Line] = []
    short: list[str] = []
    for index, cell in enumerate([*row, ()]):
        if index not in long and not _is_furniture(cell):
            short += [_joined(cell)]
            continue
        if short:
            lines.append(Line("\t".join(short), "table-row"))
            short = []
        lines += cell
    return lines


def _is_furniture(cell: Cell) -> bool:
    return all(line.style == "furniture" for line in cell)


def _joined(cell: Cell) -> str:
    return " ".join(line.text.replace("\n", " ") for line in cell)


def _looks_headed(rows: Sequence[Sequence[Cell]]) -> bool:
    if len(rows) < 2:
        return False
    first = [_joined(cell).strip() for cell in rows[0]]
    if any(not word or len(word) > _HEADER or _SENTENCE.search(word) or _COUNT.fullmatch(word) for word in first):
        return False
    usual = Counter(map(len, rows[1:])).most_common(1)[0][0]
    below = [_joined(cell) for row in rows[1:] for cell in row]
    counted = all(_COUNT.fullmatch(_joined(row[0])) for row in rows[1:] if row[0])
    return len(first) == usual and (counted or max(map(len, below)) > _HEADER)
