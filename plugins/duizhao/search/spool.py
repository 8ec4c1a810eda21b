"""Lists on their way to their shards: runs of them in files, and which pieces of the runs belong together.

A run holds the lists of some passages. Merging takes all runs at once, but only a range of grams, a partition, at a
time: so neither step holds more than its share in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from duizhao.search.postings import CHAR_BITS, Grams, Numbers, Postings, Sizes

PARTITION_SIZE = 6_000_000  # postings merged at a time, unless the grams with one first character have more

_BIGRAMS = 0x110000  # the bucket of two-character grams with U+0000 first; those of one character have their own each


@dataclass(frozen=True, slots=True)
class Run:
    """A run of lists in a file: grams, counts, passages. Its buckets (see `_bucket`), and where in it each ends."""

    path: Path
    buckets: Numbers
    gram_ends: Sizes
    posting_ends: Sizes

    def slice(self, low: int, high: int) -> Slice:
        """The lists of the buckets `low` up to `high` (half-open)."""
        start, stop = np.searchsorted(self.buckets, [low, high]).tolist()
        grams, postings = (
            (int(ends[start - 1]) if start else 0, int(ends[stop - 1]) if stop else 0)
            for ends in (self.gram_ends, self.posting_ends)
        )
        return Slice(self.path, int(self.gram_ends[-1]), *grams, *postings)


@dataclass(frozen=True, slots=True)
class Slice:
    """Adjoining lists of a run of `grams` lists: numbers `low` to `high` of them, and where their postings stand."""

    path: Path
    grams: int
    low: int
    high: int
    first: int
    last: int

    def read(self) -> Postings:
        """The lists.

        Raises:
            OSError: the file cannot be read.
        """
        with self.path.open("rb") as file:

            def part(start: int, count: int, width: int) -> bytes:
                file.seek(start)
                return file.read(count * width)

            count = self.high - self.low
            grams = np.frombuffer(part(8 * self.low, count, 8), dtype=np.uint64)
            counts = np.frombuffer(part(8 * self.grams + 4 * self.low, count, 4), dtype=np.uint32)
            passages = part(12 * self.grams + 4 * self.first, self.last - self.first, 4)
            return Postings(grams, counts, np.frombuffer(passages, dtype=np.uint32))


def write_run(path: Path, postings: Postings) -> Run:
    """Puts lists, at least one, into a file.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("wb") as file:
        for array in (postings.grams, postings.counts, postings.passages):
            file.write(array.tobytes())
    buckets = _buckets(postings.grams)
    lasts = np.flatnonzero(np.diff(buckets, append=buckets[-1:] + np.uint32(1)))
    return Run(path, buckets[lasts], lasts + 1, np.cumsum(postings.counts, dtype=np.int64)[lasts])


def _buckets(grams: Grams) -> Numbers:
    """The smallest range of grams that is not divided: one gram of one character, or all with one first character."""
    single = grams < 1 << CHAR_BITS
    return np.where(single, grams, (grams >> np.uint64(CHAR_BITS)) + np.uint64(_BIGRAMS - 1)).astype(np.uint32)


def partitions(runs: Sequence[Run]) -> list[tuple[Slice, ...]]:
    """What is to be merged together, in the order of the grams.

    It depends on the lists alone, not on how they were divided into runs.
    """
    if not runs:
        return []
    sizes = np.concatenate([np.diff(run.posting_ends, prepend=0) for run in runs])
    buckets, owners = np.unique(np.concatenate([run.buckets for run in runs]), return_inverse=True)
    bounds, size = [0], 0
    for bucket, more in zip(buckets.tolist(), np.bincount(owners, weights=sizes).tolist(), strict=True):
        if size and (size + more > PARTITION_SIZE or bounds[-1] < _BIGRAMS <= bucket):
            bounds.append(bucket)
            size = 0
        size += more
    bounds.append(2 * _BIGRAMS)
    slices = ([run.slice(low, high) for run in runs] for low, high in pairwise(bounds))
    return [tuple(each for each in some if each.low < each.high) for some in slices]
