"""Lines drawn on a page in, grids out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.intake.grids import Rule, grids

COLUMNS, ROWS = [50.0, 150.0, 300.0], [700.0, 650.0, 600.0]


def level(at: float, start: float = 50, end: float = 300) -> Rule:
    return Rule(True, at, start, end)


def upright(at: float, start: float = 600, end: float = 700) -> Rule:
    return Rule(False, at, start, end)


WHOLE = [*map(level, ROWS), *map(upright, COLUMNS)]


@pytest.mark.parametrize(
    ("rules", "count"),
    [
        (WHOLE, 1),
        (WHOLE + [Rule(rule.is_level, rule.at - 300, rule.start, rule.end) for rule in WHOLE if rule.is_level], 1),
        ([level(700), level(650), *(upright(at, 650) for at in COLUMNS)], 1),  # one row of two cells
        ([level(700), level(600), upright(50), upright(300)], 0),  # a frame
        ([*map(level, ROWS), upright(50), upright(300)], 0),  # a column of boxes
        ([level(700), level(690)], 0),  # under words
        ([level(700), upright(400)], 0),  # that do not meet
        ([], 0),
    ],
)
def test_what_is_a_grid(rules: list[Rule], count: int) -> None:
    assert len(grids(rules)) == count


@pytest.mark.parametrize(
    ("x", "y", "cell"),
    [(60, 690, (0, 0)), (200, 690, (0, 1)), (60, 610, (1, 0)), (299, 601, (1, 1)), (40, 690, None), (60, 710, None)],
)
def test_which_cell_a_point_is_in(x: float, y: float, cell: tuple[int, int] | None) -> None:
    assert grids(WHOLE)[0].cell(x, y) == cell


def test_fields_without_a_line_between_are_one_cell() -> None:
    over_rows = [*map(upright, COLUMNS), level(700), level(600), level(650, 150)]
    assert grids(over_rows)[0].cells == {(0, 0): (0, 0), (0, 1): (0, 1), (1, 0): (0, 0), (1, 1): (1, 1)}
    over_columns = [*map(level, ROWS), upright(50), upright(300), upright(150, 600, 650)]
    assert grids(over_columns)[0].cells == {(0, 0): (0, 0), (0, 1): (0, 0), (1, 0): (1, 0), (1, 1): (1, 1)}


@given(st.permutations([piece for rule in WHOLE for piece in ((rule, 0.0, 0.5), (rule, 0.5, 1.0))]), st.floats(-1, 1))
def test_a_grid_drawn_piece_by_piece_in_any_order_is_the_same(
    pieces: list[tuple[Rule, float, float]], unevenness: float
) -> None:
    """Each cell may have drawn its own borders, and not quite where its neighbour did."""
    drawn = []
    for number, (rule, start, end) in enumerate(pieces):
        length = rule.end - rule.start
        at = rule.at + (unevenness if number % 2 else 0)
        drawn.append(Rule(rule.is_level, at, rule.start + length * start, rule.start + length * end))
    (grid,) = grids(drawn)
    assert (len(grid.columns), len(grid.rows), len(set(grid.cells.values()))) == (3, 3, 4)


RULES = st.builds(
    lambda is_level, at, start, length: Rule(is_level, at, start, start + length),
    st.booleans(),
    st.floats(0, 800),
    st.floats(0, 800),
    st.floats(4, 800),
)


@given(st.lists(RULES, max_size=30))
def test_every_field_is_in_a_cell_that_is_its_own_upper_left(rules: list[Rule]) -> None:
    for grid in grids(rules):
        fields = {(row, column) for row in range(len(grid.rows) - 1) for column in range(len(grid.columns) - 1)}
        assert set(grid.cells) == fields
        assert all(grid.cells[cell] == cell for cell in grid.cells.values())
        assert all(left < right for left, right in pairwise(grid.columns))
        assert all(top > bottom for top, bottom in pairwise(grid.rows))
