"""Copies and near-copies of whole documents, grouped: each group counts as one text.

Two documents belong together when most of each stands in the other (`overlap.MOST` of its shingles, both ways), and so
do those that a third one joins. Which pairs are looked at is decided by signatures alone, pair by pair, so that the
groups are the same however the archive came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duizhao.parallels.overlap import MOST, overlap
from duizhao.parallels.signature import BINS, Shingles

ALIKE: Final = 0.22  # of the bins; two texts that share half of each agree in a third, give or take 0.1
_BAND: Final = 2  # adjoining bins that must agree somewhere: of two such texts all but one in a thousand pairs do


class Groups:
    """Labels for documents: each has the least id in its group."""

    def __init__(self, labels: Mapping[str, str], loose: Iterable[str] = ()) -> None:
        """Documents with the labels they have; those that are `loose`, each by itself."""
        self._parent = {**labels, **{id: id for id in loose}}
        self._joined: set[str] = set()  # labels no more

    def label(self, id: str) -> str:
        """The label of a document's group."""
        while (parent := self._parent[id]) != id:
            id = parent
        return id

    def join(self, one: str, other: str) -> None:
        """Two groups become one."""
        low, high = sorted((self.label(one), self.label(other)))
        self._parent[high] = low
        self._joined.add(high)

    def relabelled(self) -> Iterator[str]:
        """The documents whose groups have been joined to others."""
        joined = self._joined
        return (id for id, parent in self._parent.items() if parent in joined or id in joined) if joined else iter(())


def regrouped(
    known: Mapping[str, str],
    ids: Sequence[str],
    signatures: Sequence[bytes],
    fresh: Iterable[str],
    shingles_of: Callable[[str], Shingles],
) -> dict[str, str]:
    """The labels of the documents' groups: of those that are fresh, and of all others that have another than before.

    Args:
        known: labels from before, of documents that are still the same and of those that are gone.
        ids: of all documents that there are, rising.
        signatures: theirs.
        fresh: those of them that are new or have changed.
        shingles_of: asked for the few that may be near-copies.
    """
    fresh = set(fresh)
    broken = {known[id] for id in known.keys() - ids | known.keys() & fresh}
    loose = fresh | {id for id, label in known.items() if label in broken}.intersection(ids)
    groups = Groups(known, loose)
    found: dict[str, Shingles] = {}

    def kept(id: str) -> Shingles:
        if id not in found:
            found[id] = shingles_of(id)
        return found[id]

    for one, other in _candidates(ids, signatures, loose):
        if groups.label(one) != groups.label(other):
            told = overlap(kept(one), kept(other))
            if min(told.of_first, told.of_second) >= MOST:
                groups.join(one, other)
    touched = {*loose, *groups.relabelled()}.intersection(ids)
    labels = {id: groups.label(id) for id in touched}
    return {id: label for id, label in labels.items() if id in fresh or label != known[id]}


def _candidates(ids: Sequence[str], signatures: Sequence[bytes], loose: set[str]) -> Iterable[tuple[str, str]]:
    """Pairs that may be near-copies, at least one of each loose."""
    if not ids:
        return ()
    rows = np.frombuffer(b"".join(signatures), np.uint8).reshape(len(ids), -1)
    values = np.ascontiguousarray(rows[:, 4:]).view("<u2")
    if len(loose) * 16 < len(ids):
        places = [at for at, id in enumerate(ids) if id in loose]
        pairs = {(min(at, other), max(at, other)) for at in places for other in _near(values, at) if other != at}
    else:
        pairs = {pair for pair in _banded(values) if ids[pair[0]] in loose or ids[pair[1]] in loose}
    return ((ids[one], ids[other]) for one, other in sorted(pairs))


def _near(values: NDArray[np.uint16], at: int) -> Sequence[int]:
    same = (values == values[at]) & (values[at] != 0)
    in_band = (same[:, 0::_BAND] & same[:, 1::_BAND]).any(axis=1)
    some = np.flatnonzero(in_band)
    return [int(other) for other in some[_alike(values, np.full(len(some), at), some)]]


def _banded(values: NDArray[np.uint16]) -> Iterable[tuple[int, int]]:
    found: set[int] = set()
    count = len(values)
    for band in range(0, BINS, _BAND):
        both = np.flatnonzero((values[:, band] != 0) & (values[:, band + 1] != 0))
        keys = values[both, band].astype(np.int64) << 16 | values[both, band + 1]
        order = np.argsort(keys, kind="stable")
        keys, docs = keys[order], both[order]
        left, step = np.arange(len(keys)), 1
        while left.size:
            left = left[left + step < len(keys)]
            left = left[keys[left] == keys[left + step]]
            one, other = docs[left], docs[left + step]
            alike = _alike(values, one, other)
            found.update((one[alike] * count + other[alike]).tolist())
            step += 1
    return [divmod(pair, count) for pair in found]


def _alike(values: NDArray[np.uint16], one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    found = np.zeros(len(one), bool)
    for start in range(0, len(one), 1 << 16):
        first, second = values[one[start : start + (1 << 16)]], values[other[start : start + (1 << 16)]]
        filled = (first != 0) | (second != 0)
        agree = ((first == second) & filled).sum(axis=1)
        found[start : start + (1 << 16)] = agree >= ALIKE * filled.sum(axis=1)
    return found
