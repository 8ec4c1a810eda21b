"""Repeats: all of them, counted as by hand, whatever the characters."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duizhao.phrases import repeats as module
from duizhao.phrases.repeats import LONGEST, SHORTEST, repeats

documents = st.lists(st.lists(st.integers(0, 3), max_size=40), min_size=1, max_size=6)


def by_hand(texts: list[list[int]], fewest: int) -> dict[tuple[int, ...], tuple[int, int, float, float]]:
    codes = [code for text in texts for code in text]
    owner = [number for number, text in enumerate(texts) for _ in text]
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for length in range(SHORTEST, LONGEST + 1):
        for at in range(len(codes) - length + 1):
            run = tuple(codes[at : at + length])
            if 0 not in run:
                places[run].append(at)
    found = {}
    for run, starts in places.items():
        shared = len({owner[at] for at in starts})
        left = entropy([codes[at - 1] if at else 0 for at in starts])
        right = entropy([codes[at + len(run)] if at + len(run) < len(codes) else 0 for at in starts])
        if shared >= fewest and min(left, right) >= module._FREE - 1e-9:
            found[run] = (len(starts), shared, left, right)
    return found


def entropy(neighbours: list[int]) -> float:
    """Each boundary is a neighbour of its own."""
    counts = Counter((code, at if code == 0 else -1) for at, code in enumerate(neighbours))
    return log(len(neighbours)) - sum(count * log(count) for count in counts.values()) / len(neighbours)


@given(documents, st.integers(1, 4))
def test_every_complete_run_is_found_and_counted(texts: list[list[int]], fewest: int) -> None:
    codes = np.array([code for text in texts for code in text], np.uint16)
    starts = np.cumsum([0, *map(len, texts)])[:-1]
    found = {}
    for each in repeats(codes, starts, fewest):
        run = tuple(map(int, codes[each.places[0] : each.places[0] + each.length]))
        assert run not in found
        assert all(tuple(map(int, codes[at : at + each.length])) == run for at in each.places)
        found[run] = (each.count, each.documents, round(each.left, 6), round(each.right, 6))
    expected = {
        run: (count, shared, round(left, 6), round(right, 6))
        for run, (count, shared, left, right) in by_hand(texts, fewest).items()
    }
    assert found == expected
