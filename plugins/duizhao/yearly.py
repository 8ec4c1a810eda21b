"""The documents of a year as long lists have them: in columns, for lists have tens of thousands of entries.

An entry is a passage or a document, given by its place in the store (see `store.place`), one 64-bit number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duizhao.store import KEY_BITS

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Year:
    """The documents of a year: a row each, by key."""

    keys: Numbers  # ascending
    ranks: Numbers  # how many stand before it by title, then by id
    digests: NDArray[np.bytes_]  # of all that it says

    @classmethod
    def of(cls, rows: Sequence[tuple[int, str]]) -> Year:
        """From key and digest of each document, in the order of titles and ids."""
        keys = np.array([key for key, _ in rows], np.int64)
        ranks = np.argsort(keys)
        return cls(keys[ranks], ranks, np.array([digest for _, digest in rows], np.bytes_)[ranks])

    def by_title(self, places: Numbers) -> Numbers:
        """What sorts places of this year by title: of each, in that order, where it stands now. Those of one document
        stay in their order."""
        return np.argsort(self.ranks[self._rows(places)], kind="stable")

    def told(self, places: Numbers) -> bytes:
        """What changes with what a list of these places says, as long as nothing else does."""
        return places.tobytes() + self.digests[self._rows(places)].tobytes()

    def _rows(self, places: Numbers) -> NDArray[np.intp]:
        return np.searchsorted(self.keys, places >> 16 & KEY_BITS)
