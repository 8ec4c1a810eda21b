"""Sorting by digits is sorting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.radix import order

NUMBERS = st.one_of(st.integers(0, 3), st.integers(0, 1 << 20), st.integers(0, (1 << 64) - 1))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=60))
def test_is_the_order_that_comparing_gives(rows: list[tuple[int, int]]) -> None:
    first = np.array([one for one, _ in rows], np.uint64)
    second = np.array([other for _, other in rows], np.uint64)
    assert order(first, second).tolist() == np.lexsort((second, first)).tolist()
    assert order(first).tolist() == np.argsort(first, kind="stable").tolist()


@pytest.mark.parametrize("kind", [np.uint16, np.uint32, np.uint64])
def test_takes_whole_numbers_of_any_width(kind: Any) -> None:
    keys = np.array([7, 65_535, 0, 7, 300, 65_535], kind)
    assert order(keys).tolist() == [2, 0, 3, 4, 1, 5]


def test_the_high_digits_alone_may_differ() -> None:
    keys = np.array([3 << 32 | 5, 1 << 32 | 5, 2 << 48 | 5], np.uint64)
    assert order(keys).tolist() == [1, 0, 2]
