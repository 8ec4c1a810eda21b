"""Pairs by sorting are the pairs that looking at every two sentences finds."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.parallels import join
from duizhao.parallels.join import REPEATS, cap_for, place, shared

archives = st.lists(st.lists(st.sets(st.integers(0, 25), max_size=6), max_size=3), max_size=12)
"""Of each document its sentences, of each sentence its seeds."""


def plainly_shared(
    documents: list[list[set[int]]], groups: list[int], cap: int
) -> dict[tuple[tuple[int, int], tuple[int, int]], int]:
    places = [(at, line) for at, sentences in enumerate(documents) for line in range(len(sentences))]
    having = defaultdict(list)
    for at, line in places:
        for seed in documents[at][line]:
            having[seed].append((at, line))
    rare = {
        seed
        for seed, stands in having.items()
        if len(stands) <= REPEATS * cap and len({groups[at] for at, _ in stands}) <= cap
    }
    found = {}
    for one, other in combinations(places, 2):
        count = len(documents[one[0]][one[1]] & documents[other[0]][other[1]] & rare)
        if count and groups[one[0]] != groups[other[0]]:
            found[one, other] = count
    return found


@given(archives, st.data(), st.integers(2, 4))
def test_what_sorting_finds_is_what_looking_finds(
    documents: list[list[set[int]]], data: st.DataObject, cap: int
) -> None:
    groups = [data.draw(st.integers(0, 3)) if at % 2 else at + 10 for at in range(len(documents))]
    seeds, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint64)]
    for at, sentences in enumerate(documents):
        for line, some in enumerate(sentences):
            seeds.append(np.array(sorted(some), np.uint64))
            places.append(place(at, np.full(len(some), line, np.uint32)))
    found = shared(np.concatenate(seeds), np.concatenate(places), np.array([*groups, -1]), cap)
    pairs = {
        ((one >> 32, one & 0xFFFF), (other >> 32, other & 0xFFFF)): count
        for one, other, count in zip(found.one.tolist(), found.other.tolist(), found.count.tolist(), strict=True)
    }
    assert pairs == plainly_shared(documents, groups, cap)


def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(1)
    seeds = generator.integers(0, 300, 4000).astype(np.uint64)
    places = generator.integers(0, 200, 4000).astype(np.uint64) << np.uint64(32) | np.arange(4000, dtype=np.uint64)
    groups = np.arange(200)
    whole = shared(seeds, places, groups, 16)
    monkeypatch.setattr(join, "_BATCH", 37)
    pieces = shared(seeds, places, groups, 16)
    assert [part.tolist() for part in (whole.one, whole.other, whole.count)] == [
        part.tolist() for part in (pieces.one, pieces.other, pieces.count)
    ]
    assert len(whole.one)


def test_what_is_common_property_grows_in_few_steps() -> None:
    caps = [cap_for(count) for count in range(20_000)]
    assert caps == sorted(caps)
    assert len(set(caps)) <= 4
    assert cap_for(5) < 5  # what all five documents say is nobody's own
