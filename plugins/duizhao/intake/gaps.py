"""Words on a page → the grids of tables that no lines are drawn for: columns are told by the gaps between them.

Taken for a table is only what can hardly be anything else: a row of at least three short words, and under it rows that
keep to their columns. Lengths are in points, the origin at the page's lower left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from duizhao.intake.grids import Grid
from duizhao.intake.page_text import STOP, PageLine, beside

COLUMN_GAP: Final = 0.75  # of a character's height: words further apart may be in different columns
_HEAD_GAP: Final = 1.1  # words of a head further apart are: 姓　名 is one
_COLUMNS: Final = 3  # two may be a name and a date, or a page set in two columns
_HEAD: Final = 12  # characters of a word over a column
_APART: Final = 3.2  # characters' heights between two lines of a table, from the top of one to that of the other
_NUMBER: Final = 4  # characters of what is but a row's number
_COUNT: Final = re.compile(r"\d|[一二三四五六七八九十]{1,3}(?:月|日|$)")
_ROW_GAP: Final = 1.2  # times the distance of a cell's lines, from which a new row begins
_FILLED: Final = 0.6  # share of the cells of its rows that hold something


@dataclass(slots=True)
class _Column:
    left: float
    right: float

    def takes(self, piece: PageLine) -> bool:
        return piece.left < self.right and self.left < piece.right


def gap_grids(pieces: Sequence[PageLine]) -> tuple[Grid, ...]:
    """The grids of a page's tables, from the top.

    Args:
        pieces: the words of the page that stand together, each line cut where it has a gap of `COLUMN_GAP`.
    """
    bands = list(_bands(pieces))
    found: list[Grid] = []
    at = 0
    while at < len(bands):
        head = _head(bands[at])
        grid, count = _grid(head, bands[at + 1 :]) if _is_head(head) else (None, 1)
        if grid is not None:
            found.append(grid)
        at += count
    return tuple(found)


def may_hold_tables(pieces: Sequence[PageLine]) -> bool:
    """Whether anywhere on a page as many pieces stand beside each other as a table has columns."""
    return any(len(band) >= _COLUMNS for band in _bands(pieces))


def _bands(pieces: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """Pieces that stand at one height, from the top, each band from the left."""
    band: list[PageLine] = []
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        if band and not beside(band[0], piece):
            yield sorted(band, key=lambda piece: piece.left)
            band = []
        band.append(piece)
    if band:
        yield sorted(band, key=lambda piece: piece.left)


def _head(band: Sequence[PageLine]) -> list[PageLine]:
    """The pieces of a band, those put together that no column's gap parts."""
    words: list[PageLine] = []
    for piece in band:
        last = words[-1] if words else None
        if last and piece.left - last.right <= _HEAD_GAP * last.size:
            words[-1] = replace(last, text=last.text + piece.text, right=piece.right)
        else:
            words.append(piece)
    return words


def _is_head(band: Sequence[PageLine]) -> bool:
    return len(band) >= _COLUMNS and all(
        len(piece.text) <= _HEAD and not STOP.search(piece.text) and not piece.text[0].isdigit() for piece in band
    )


def _grid(head: Sequence[PageLine], bands: Sequence[Sequence[PageLine]]) -> tuple[Grid | None, int]:
    """The table of a head and the bands below it, if it is one, and how many bands it takes."""
    columns = [_Column(piece.left, piece.right) for piece in head]
    body: list[dict[int, PageLine]] = []
    above = head
    for band in bands:
        placed = _placed(band, columns)
        if placed is None or above[0].top - band[0].top > _APART * above[0].size:
            break
        body.append(placed)
        above = band
    rows = list(_rows(body))
    while rows and sum(map(len, rows[-1])) == 1:  # a word alone below it is no row
        rows.pop()
    cells = [{at for band in row for at in band} for row in rows]
    if len(rows) < 2 or sum(map(len, cells)) < _FILLED * len(columns) * len(rows):
        return None, 1
    heights = [[*head], *([piece for band in row for piece in band.values()] for row in rows)]
    edges = [
        heights[0][0].top + 1,
        *((min(p.bottom for p in one) + max(p.top for p in other)) / 2 for one, other in pairwise(heights)),
        min(piece.bottom for piece in heights[-1]) - 1,
    ]
    sides = [
        columns[0].left - 1,
        *((one.right + other.left) / 2 for one, other in pairwise(columns)),
        columns[-1].right + 1,
    ]
    places = [(row, column) for row in range(len(edges) - 1) for column in range(len(columns))]
    grid = Grid(tuple(sides), tuple(edges), {place: place for place in places}, _counts(rows, len(columns)))
    return grid, 1 + sum(map(len, rows))


def _counts(rows: Sequence[Sequence[dict[int, PageLine]]], columns: int) -> bool:
    """Whether the rows have numbers, or dates, all in one column: the row above, which has none, names it."""
    said = [[row[0][at].text if at in row[0] else "" for row in rows] for at in range(columns)]
    return any(all(map(_COUNT.match, texts)) for texts in said)


def _placed(band: Sequence[PageLine], columns: list[_Column]) -> dict[int, PageLine] | None:
    """Which column each piece of a band is in, the columns widened to hold them; None where one is in no single one."""
    placed: dict[int, PageLine] = {}
    widened = [(column.left, column.right) for column in columns]
    for piece in band:
        inside = [at for at, column in enumerate(columns) if column.takes(piece)]
        if len(inside) != 1:
            return None
        at = inside[0]
        left, right = widened[at]
        widened[at] = (min(left, piece.left), max(right, piece.right))
        same = placed.get(at)
        placed[at] = replace(same, text=same.text + piece.text, right=piece.right) if same else piece
    if any(one[1] >= other[0] for one, other in pairwise(widened)):
        return None
    for column, (left, right) in zip(columns, widened, strict=True):
        column.left, column.right = left, right
    return placed


def _rows(body: Sequence[dict[int, PageLine]]) -> Iterator[list[dict[int, PageLine]]]:
    """Bands put together to rows: by the room between rows, else by the numbers in the first column.

    Where neither tells, each band is a row.
    """
    tops = [max(piece.top for piece in band.values()) for band in body]
    gaps = [above - below for above, below in pairwise(tops)]
    usual = min(gaps, default=0.0)
    is_roomy = len(gaps) > 1 and max(gaps) > usual * _ROW_GAP
    numbers = [band[0].text for band in body if 0 in band]
    is_numbered = bool(numbers) and all(len(number) <= _NUMBER for number in numbers)
    row: list[dict[int, PageLine]] = []
    for at, band in enumerate(body):
        if is_numbered:
            is_new = 0 in band
        elif is_roomy:
            is_new = at > 0 and gaps[at - 1] > usual * _ROW_GAP
        else:
            is_new = True
        if row and is_new:
            yield row
            row = []
        row.append(band)
    if row:
        yield row
