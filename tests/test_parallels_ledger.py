"""What the ledger finds of seeds."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duizhao.parallels.ledger import Index


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), max_size=120),
    st.sets(st.integers(0, 40)),
    st.integers(1, 6),
    st.integers(0, 120),
)
def test_of_a_seed_in_many_places_more_than_enough_are_found(
    stands: list[tuple[int, int]], gone: set[int], most: int, cut: int
) -> None:
    group_of = np.array([-1 if number in gone else number for number in range(41)])
    parts = []
    for some in (stands[:cut], stands[cut:]):
        rows = np.array(sorted((seed, number << 32) for seed, number in some), np.uint64).reshape(-1, 2)
        parts.append((rows[:, 0], rows[:, 1]))
    query, places = Index(parts).find(np.arange(6, dtype=np.uint64), group_of, most)
    found = Counter((int(seed), int(place) >> 32) for seed, place in zip(query, places, strict=True))
    assert not found - Counter(stands)
    for seed in range(6):
        there = Counter(each for each in stands if each[0] == seed and each[1] not in gone)
        told = Counter({each: count for each, count in found.items() if each[0] == seed and each[1] not in gone})
        assert told == there if there.total() <= most else told.total() > most
