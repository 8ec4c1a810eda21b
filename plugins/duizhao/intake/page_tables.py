"""What stands in the grids of pages → tables: rows of cells, one table where it goes on over the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from duizhao.intake.grids import Grid, Place
from duizhao.intake.page_text import NUMBERED, STOP, Page, PageLine, joint, ordered
from duizhao.intake.reading import Line
from duizhao.intake.tables import Cell, table_lines

_BLANK: Final = re.compile(r"\s+")
_HEADS: Final = 1  # lines of running heads at each end of a page


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table: from its `top` on one page (counted from 0) to its `bottom` on the same or a later one."""

    first: int
    last: int
    top: float
    bottom: float
    columns: int
    rows: tuple[tuple[Cell, ...], ...]
    is_headed: bool = False

    def lines(self) -> list[Line]:
        """Its rows as lines; see `tables`."""
        return table_lines(self.rows, header=self.is_headed)


def without_tables(pages: Sequence[Page]) -> tuple[list[Page], list[PageTable]]:
    """The pages without what stands in tables, and the tables in reading order."""
    rest: list[Page] = []
    tables: list[PageTable] = []
    for number, page in enumerate(pages):
        rest.append(replace(page, lines=tuple(line for line in page.lines if line.cell is None)))
        for at, grid in enumerate(page.grids):
            inside = [line for line in page.lines if line.cell is not None and line.cell[0] == at]
            if not inside:
                continue
            rows = _rows(grid, inside)
            table = PageTable(number, number, grid.rows[0], grid.rows[-1], len(grid.columns), rows, grid.is_headed)
            if tables and _goes_on(tables[-1], table, rest):
                tables[-1] = _joined(tables[-1], table)
            else:
                tables.append(table)
    return rest, tables


def _rows(grid: Grid, inside: Sequence[PageLine]) -> tuple[tuple[Cell, ...], ...]:
    """Cells from the left, row by row; a field that is part of a cell further up is blank."""
    filled: dict[Place, list[PageLine]] = {}
    for line in inside:
        if line.cell is not None:
            filled.setdefault(line.cell[1:], []).append(line)
    rows: list[tuple[Cell, ...]] = []
    for row in range(len(grid.rows) - 1):
        cells: list[Cell] = []
        for column in range(len(grid.columns) - 1):
            root = grid.cells[row, column]
            if root == (row, column):
                cells.append(_cell(filled.get(root, [])))
            elif root[0] < row and root[1] == column:
                cells.append(())
        rows.append(tuple(cells))
    return tuple(rows)


def _cell(lines: Sequence[PageLine]) -> Cell:
    """The paragraphs of a cell. Its lines are broken by its width; a new number after a full stop is a new one."""
    return _run_on([line.text.strip() for line in ordered(lines)])


def _run_on(lines: Sequence[str]) -> Cell:
    paragraphs: list[str] = []
    for text in lines:
        if paragraphs and not (STOP.search(paragraphs[-1]) and NUMBERED.match(text)):
            paragraphs[-1] += joint(paragraphs[-1], text) + text
        else:
            paragraphs.append(text)
    return tuple(Line(text.replace("\u00ad", "")) for text in paragraphs)


def _goes_on(above: PageTable, below: PageTable, pages: Sequence[Page]) -> bool:
    """Whether a table at the top of a page is that at the foot of the page before; running heads may stand between."""
    if above.last + 1 != below.first or above.columns != below.columns:
        return False
    under = [line for line in pages[above.last].lines if line.top < above.bottom]
    over = [line for line in pages[below.first].lines if line.bottom > below.top]
    return len(under) <= _HEADS and len(over) <= _HEADS


def _joined(above: PageTable, below: PageTable) -> PageTable:
    """One table. Programs set the header row again on each page, and break a row that does not fit."""
    rows = below.rows[1:] if below.rows and _said(below.rows[0]) == _said(above.rows[0]) else below.rows
    if rows and _is_rest(above.rows[-1], rows[0]):
        rows = (tuple(map(_continued, above.rows[-1], rows[0])), *rows[1:])
        above = replace(above, rows=above.rows[:-1])
    return replace(above, last=below.last, bottom=below.bottom, rows=above.rows + rows)


def _is_rest(row: Sequence[Cell], rest: Sequence[Cell]) -> bool:
    """Whether a row is the rest of the one before: its number is not said again, and something was cut off."""
    if len(row) != len(rest) or rest[0] or not row[0]:
        return False
    pairs = [(cell, more) for cell, more in zip(row, rest, strict=True) if more]
    return all(cell for cell, _ in pairs) and any(not STOP.search(cell[-1].text) for cell, _ in pairs)


def _continued(cell: Cell, rest: Cell) -> Cell:
    return _run_on([line.text for line in (*cell, *rest)])


def _said(row: Sequence[Cell]) -> list[str]:
    return [_BLANK.sub("", "".join(line.text for line in cell)) for cell in row]
