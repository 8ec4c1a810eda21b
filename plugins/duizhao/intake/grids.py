"""Lines drawn on a page → the grids of its tables: which cell a place is in.

Lengths are in points, the origin at the page's lower left corner.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

Place = tuple[int, int]  # row from the top, column from the left

_NEAR: Final = 3.0  # points between ends that meet, and edges that are one
_LEAST_CELL: Final = 6.0  # points; two edges closer together are those of a double line
_MOST_RULES: Final = 1500  # after what lies on one line is put together; a page with more is a drawing


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, level or upright: from `start` to `end` along it, `at` across."""

    is_level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its edges, and of each field between them the cell that it is part of (its upper left field)."""

    columns: tuple[float, ...]  # edges, from the left
    rows: tuple[float, ...]  # edges, from the top
    cells: Mapping[Place, Place]
    is_headed: bool = False  # its first row surely names its columns; else the table's words tell

    def cell(self, x: float, y: float) -> Place | None:
        """The cell at a point; None outside."""
        column = bisect_right(self.columns, x) - 1
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        return self.cells.get((row, column))


def grids(rules: Iterable[Rule]) -> tuple[Grid, ...]:
    """The grids that lines make, from the top. One box, a column of them, and lines that do not cross are none."""
    merged = _merged(rules)
    if len(merged) > _MOST_RULES:
        return ()
    found = [grid for group in _connected(merged) if (grid := _grid(group)) is not None]
    return tuple(sorted(found, key=lambda grid: -grid.rows[0]))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces that lie on one line put together: each cell may have drawn its own."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: (each.is_level, each.at)):
        first = lines[-1][0] if lines else None
        if first and first.is_level == rule.is_level and rule.at - first.at < _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return [rule for line in lines for rule in _joined(line)]


def _joined(line: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line, those put together that touch."""
    merged: list[Rule] = []
    for rule in sorted(line, key=lambda each: each.start):
        if merged and rule.start <= merged[-1].end + _NEAR:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, rule.end))
        else:
            merged.append(rule)
    return merged


def _connected(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of lines that meet."""
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    while level:
        group, waiting = [], [level.pop()]
        while waiting:
            rule = waiting.pop()
            group.append(rule)
            others = upright if rule.is_level else level
            waiting += [other for other in others if _meet(rule, other)]
            others[:] = [other for other in others if not _meet(rule, other)]
        yield group


def _meet(one: Rule, other: Rule) -> bool:
    return one.start - _NEAR <= other.at <= one.end + _NEAR and other.start - _NEAR <= one.at <= other.end + _NEAR


def _grid(group: Sequence[Rule]) -> Grid | None:
    rows = _edges([rule.at for rule in group if rule.is_level])[::-1]
    columns = _edges([rule.at for rule in group if not rule.is_level])
    if len(rows) < 2 or len(columns) < 3:  # one column: a frame, a box around a notice
        return None
    level = [rule for rule in group if rule.is_level]
    upright = [rule for rule in group if not rule.is_level]
    cells: dict[Place, Place] = {}
    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, (left, right) in enumerate(pairwise(columns)):
            x, y = (left + right) / 2, (top + bottom) / 2
            cell = (row, column)
            if row and not _is_parted(level, top, x):
                cell = cells[row - 1, column]
            elif column and not _is_parted(upright, left, y):
                cell = cells[row, column - 1]
            cells[row, column] = cell
    return Grid(tuple(columns), tuple(rows), cells)


def _edges(places: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _LEAST_CELL:
            edges.append(place)
    return edges


def _is_parted(rules: Sequence[Rule], at: float, across: float) -> bool:
    """Whether a line runs along the edge `at` where it crosses `across`."""
    return any(abs(rule.at - at) <= _LEAST_CELL and rule.start <= across <= rule.end for rule in rules)
