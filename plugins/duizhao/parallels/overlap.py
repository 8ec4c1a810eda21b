"""How much of one document stands in another, exactly, and what that is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from duizhao.parallels.signature import Shingles

WHOLE: Final = 0.95  # a changed date or name costs a short document a few per cent of its shingles
MOST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two documents set side by side: which share (0 to 1) of each one's distinct shingles stands in the other."""

    of_first: float
    of_second: float

    @property
    def verdict(self) -> str | None:
        """What the first is to the second: 全文重复, 大部分相同, or None where it is a document of its own."""
        if min(self.of_first, self.of_second) >= WHOLE:
            return "全文重复"
        return "大部分相同" if self.of_first >= MOST else None

    @property
    def percent(self) -> int:
        """`of_first` in per cent, rounded down: 100 means all of it."""
        return int(self.of_first * 100)


def overlap(first: Shingles, second: Shingles) -> Overlap:
    """The overlap of two texts by their `shingles`. A text without any overlaps nothing."""
    if not first.size or not second.size:
        return Overlap(0.0, 0.0)
    shared = np.intersect1d(first, second, assume_unique=True).size
    return Overlap(shared / first.size, shared / second.size)
