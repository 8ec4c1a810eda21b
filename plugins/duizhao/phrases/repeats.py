"""Runs of characters that many documents repeat, found exactly, with what stands on their left and right.

Positions are grouped by the character they start with, and each group is parted again and again by the character that
follows (the way down a suffix tree, level by level); a group that too few documents share is dropped, which is what
keeps this small. One level is one sort of whole numbers that hold group, next character and place: n log n, with
memory for the positions of a few first characters at a time. What can follow a repeat tells whether it is complete: a
run always followed by the same character is part of a longer one (branching entropy: Jin, Tanaka-Ishii, ACL 2006).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SHORTEST: Final = 4  # characters: what is shorter is a word, not a wording
LONGEST: Final = 16
SAMPLES: Final = 8  # places of a repeat that are given
_PLACE_BITS: Final = 27
_CODE_BITS: Final = 15
MOST_CODES: Final = 1 << _CODE_BITS
_SLICE: Final = 1 << 22  # positions taken at once; a frequent first character may bring more
_FREE: Final = 1.0  # nats: three different neighbours in three occurrences have log 3

Codes = NDArray[np.uint16]
"""Characters as whole numbers below `MOST_CODES`; 0 is a boundary, which no repeat crosses."""
Places = NDArray[np.int64]
_NONE: Final = np.zeros(0, np.uint16)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A run that several documents share.

    `length` in characters; `places` are some of the positions it starts at, in ascending order. `left` and `right` are
    the entropies of the characters beside it, in nats; each boundary counts as a neighbour of its own.
    """

    length: int
    count: int
    documents: int
    left: float
    right: float
    places: tuple[int, ...]


def repeats(codes: Codes, starts: Places, fewest: int, loose: Codes = _NONE) -> Iterator[Repeat]:
    """All runs of `SHORTEST` to `LONGEST` characters that can be followed and preceded by different ones.

    Args:
        codes: the characters of all documents, one document after the other.
        starts: where each document starts, ascending, the first at 0.
        fewest: documents that must share a run.
        loose: characters that end a wording as a boundary does (的, 了): each counts as a neighbour of its own.
    """
    padded = np.concatenate([codes, np.zeros(LONGEST + 1, np.uint16)])
    is_loose = np.zeros(MOST_CODES, bool)
    is_loose[loose] = True
    beside = np.where(is_loose[padded], np.uint16(0), padded)
    owners = np.repeat(np.arange(starts.size, dtype=np.int32), np.diff(np.append(starts, codes.size)))
    for first, last in _slices(codes):
        positions = np.flatnonzero((codes >= first) & (codes < last))
        yield from _descend(padded, beside, is_loose, owners, positions, fewest)


def _slices(codes: Codes) -> Iterator[tuple[int, int]]:
    """Ranges of codes, each with about `_SLICE` positions."""
    counts = np.bincount(codes, minlength=2)
    first, held = 1, 0
    for code in range(1, counts.size):
        if held and held + counts[code] > _SLICE:
            yield first, code
            first, held = code, 0
        held += int(counts[code])
    if held:
        yield first, counts.size


def _descend(
    codes: Codes,
    beside: Codes,
    is_loose: NDArray[np.bool_],
    owners: NDArray[np.int32],
    positions: Places,
    fewest: int,
) -> Iterator[Repeat]:
    groups = codes[positions].astype(np.int64)
    documents = np.zeros(int(groups.max()) + 1 if groups.size else 0, np.int64)  # of each group
    for length in range(1, LONGEST + 1):
        if not positions.size:
            return
        keys, order = _sorted(groups, codes[positions + length])
        begins = np.flatnonzero(np.diff(keys, prepend=-1))
        counts = np.diff(np.append(begins, keys.size))
        parents, following = keys[begins] >> _CODE_BITS, keys[begins] & (MOST_CODES - 1)
        if length >= SHORTEST:
            after = np.where(is_loose[following], 0, following)
            yield from _complete(beside, groups, positions, parents, after, counts, documents, length)
        shared = _distinct(owners[positions[order]], begins)
        kept = (shared >= fewest) & (following > 0)
        documents = shared[kept]
        positions = positions[order[np.repeat(kept, counts)]]
        groups = np.repeat(np.arange(documents.size), counts[kept])


def _sorted(groups: Places, following: Codes) -> tuple[Places, Places]:
    """Group and next character of each position as one number, ascending, and the order that gives; places stay in
    their order within each."""
    packed = (groups.astype(np.uint64) << np.uint64(_CODE_BITS)) | following.astype(np.uint64)
    packed = (packed << np.uint64(_PLACE_BITS)) | np.arange(groups.size, dtype=np.uint64)
    packed.sort()
    order = (packed & np.uint64((1 << _PLACE_BITS) - 1)).astype(np.int64)
    return (packed >> np.uint64(_PLACE_BITS)).astype(np.int64), order


def _distinct(owners: NDArray[np.int32], begins: Places) -> Places:
    """How many documents each group has; positions ascend within a group, and so do their documents."""
    is_new = np.ones(owners.size, np.int64)
    is_new[1:] = owners[1:] != owners[:-1]
    is_new[begins] = 1
    return np.add.reduceat(is_new, begins)


def _complete(
    beside: Codes,
    groups: Places,
    positions: Places,
    parents: Places,
    following: Places,
    counts: Places,
    documents: Places,
    length: int,
) -> Iterator[Repeat]:
    sizes = np.bincount(groups, minlength=documents.size)
    right = _entropy(parents, following, counts, sizes)
    chosen = np.flatnonzero(right >= _FREE)
    if not chosen.size:
        return
    number = np.full(documents.size, -1)
    number[chosen] = np.arange(chosen.size)
    inside = number[groups] >= 0
    within = number[groups[inside]]
    before = np.where(positions[inside] > 0, beside[positions[inside] - 1], 0)
    keys, _ = _sorted(within, before.astype(np.uint16))
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    left = _entropy(
        keys[begins] >> _CODE_BITS,
        keys[begins] & (MOST_CODES - 1),
        np.diff(np.append(begins, keys.size)),
        sizes[chosen],
    )
    firsts = np.concatenate([[0], np.cumsum(sizes)])
    for at in np.flatnonzero(left >= _FREE):
        group = chosen[at]
        size = int(sizes[group])
        some = firsts[group] + np.unique(np.arange(SAMPLES) * size // SAMPLES)
        yield Repeat(
            length,
            size,
            int(documents[group]),
            float(left[at]),
            float(right[group]),
            tuple(map(int, positions[some])),
        )


def _entropy(groups: Places, neighbours: Places, counts: Places, sizes: Places) -> NDArray[np.float64]:
    """The entropy of each group's neighbours; `counts` of each (group, neighbour)."""
    surprise = np.where(neighbours > 0, counts * np.log(counts), 0.0)
    return np.log(sizes) - np.bincount(groups, weights=surprise, minlength=sizes.size) / sizes
