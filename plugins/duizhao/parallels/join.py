"""Seeds of many sentences → the pairs of sentences that share some, by sorting; no loop over sentences.

A seed that too many independent texts have is common property and joins nothing. How many are too many grows in steps,
so that a document more seldom changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duizhao.parallels.wording import Numbers, Seeds
from duizhao.radix import order

Places = NDArray[np.uint64]
"""Where seeds stand: the document's number times 2**32, plus the sentence."""

REPEATS: Final = 4  # sentences that may have a seed, for each of the texts that may: copies and repetitions
_BATCH: Final = 4_000_000  # seeds joined at a time
_STEPS: Final = ((16, 4), (64, 8))  # fewer documents than the first: so many texts may share a wording
_CAP: Final = 16


def cap_for(documents: int) -> int:
    """How many independent texts of an archive may share a wording before it is common property.

    In a handful of documents what nearly all say is a formula; in ten thousand, what sixteen say already is.
    """
    return next((cap for limit, cap in _STEPS if documents < limit), _CAP)


@dataclass(frozen=True, slots=True)
class Shared:
    """Pairs of places, `one` before `other`, and how many seeds each pair shares; sorted, none twice."""

    one: Places
    other: Places
    count: NDArray[np.int64]


def rare(runs: NDArray[np.int64], groups: NDArray[np.int64], cap: int) -> NDArray[np.bool_]:
    """Whether each run of equal seeds is of few enough texts.

    Args:
        runs: of each entry the number of its run, rising from 0 without gaps.
        groups: of each entry the group of copies that its document is in.
    """
    sizes = np.bincount(runs)
    found = sizes <= cap
    unsure = ~found & (sizes <= REPEATS * cap)
    some = np.flatnonzero(unsure[runs])
    if some.size:
        distinct = np.unique((runs[some] << 32) | groups[some])
        found |= unsure & (np.bincount(distinct >> 32, minlength=len(sizes)) <= cap)
    return found


def shared(seeds: Seeds, places: Places, group_of: NDArray[np.int64], cap: int) -> Shared:
    """All pairs of places in different groups that share a seed.

    Args:
        seeds: in any order.
        places: where each stands.
        group_of: by the number of a document, its group.
        cap: see `cap_for`.
    """
    rising = order(seeds, places)
    seeds, places = seeds[rising], places[rising]
    ones, others, counts = [], [], []
    for start, stop in _batches(seeds):
        found = counted(*_pairs(seeds[start:stop], places[start:stop], group_of, cap))
        ones.append(found.one)
        others.append(found.other)
        counts.append(found.count)
    if not ones:
        empty = np.zeros(0, np.uint64)
        return Shared(empty, empty, np.zeros(0, np.int64))
    return counted(np.concatenate(ones), np.concatenate(others), np.concatenate(counts))


def _batches(seeds: Seeds) -> Iterator[tuple[int, int]]:
    bounds = [0]
    while bounds[-1] < len(seeds):
        stop = bounds[-1] + _BATCH
        at = len(seeds) if stop >= len(seeds) else int(np.searchsorted(seeds, seeds[stop], "left"))
        if at <= bounds[-1]:
            at = int(np.searchsorted(seeds, seeds[stop], "right"))
        bounds.append(at)
    return pairwise(bounds)


def _pairs(seeds: Seeds, places: Places, group_of: NDArray[np.int64], cap: int) -> tuple[Places, Places]:
    runs = np.cumsum(np.diff(seeds, prepend=seeds[:1]) != 0)
    groups = group_of[(places >> np.uint64(32)).astype(np.int64)]
    kept = rare(runs, groups, cap) & (np.bincount(runs) > 1)
    chosen = np.flatnonzero(kept[runs])
    runs, places, groups = runs[chosen], places[chosen], groups[chosen]
    ones, others = [places[:0]], [places[:0]]
    left = np.arange(len(places))
    step = 1
    while left.size:
        left = left[left + step < len(runs)]
        left = left[runs[left] == runs[left + step]]
        apart = left[groups[left] != groups[left + step]]
        ones.append(places[apart])
        others.append(places[apart + step])
        step += 1
    return np.concatenate(ones), np.concatenate(others)


def counted(one: Places, other: Places, count: NDArray[np.int64] | None = None) -> Shared:
    """Every pair once, with the sum of its counts (1 each, where none are given)."""
    rising = order(one, other)
    one, other = one[rising], other[rising]
    fresh = np.ones(len(one), bool)
    fresh[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    starts = np.flatnonzero(fresh)
    if count is None:
        sums = np.diff(starts, append=len(one))
    else:
        sums = np.add.reduceat(count[rising], starts) if starts.size else count[:0]
    return Shared(one[starts], other[starts], sums)


def place(number: int, sentences: Numbers) -> Places:
    """The places of a document's sentences."""
    return (np.uint64(number) << np.uint64(32)) | sentences.astype(np.uint64)


def split(places: Places) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Documents' numbers and sentences."""
    return (places >> np.uint64(32)).astype(np.int64), (places & np.uint64(0xFFFFFFFF)).astype(np.int64)
