"""Which passages hold which grams: the lists a search intersects.

A gram is one character or two adjoining ones of a passage's folded text, written as one number that orders it: grams
of one character before those of two, then by code point. Its list names the passages that hold it, by number, rising.
An archive's lists are those of its parts, one after the other: parts are gathered one by one by sorting characters,
and `merge` only moves what is sorted already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from duizhao.radix import order
from duizhao.search import codec
from duizhao.search.fold import TABLE

CHAR_BITS = 21  # any code point, and one more

_DROPPED = 0xFFFFFFFF
_CHAR_BITS = np.uint64(CHAR_BITS)

Grams = npt.NDArray[np.uint64]
Numbers = codec.Numbers
Sizes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Lists: `counts[i]` passages hold `grams[i]`; the lists stand in `passages` one after the other."""

    grams: Grams  # distinct, rising: the character, or (the first + 1) << CHAR_BITS | the second
    counts: Numbers
    passages: Numbers


def gather(texts: Sequence[str], first: int, spoken: Mapping[int, str] | None = None) -> Postings:
    """The lists of texts, as given and not yet folded, of the passages numbered from `first`.

    Args:
        texts: one a passage.
        first: the number of the first passage.
        spoken: of some of them, by their places in `texts`, the other way to read them.
    """
    every, owners = _read_both_ways(texts, spoken) if spoken else (texts, np.arange(len(texts), dtype=np.uint32))
    points = np.frombuffer("".join(every).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = _folding()[points]
    kept = folded != _DROPPED
    chars = folded[kept]
    lengths = np.fromiter(map(len, every), dtype=np.int64, count=len(every))
    places = np.repeat(np.arange(len(every), dtype=np.uint32), lengths)[kept]
    passages = owners[places] + np.uint32(first)  # rising, so that stable orders by grams leave them so
    del points, folded, kept
    by_char = order(chars)
    singles = _distinct(chars[by_char].astype(np.uint64), passages[by_char])
    has_next = np.append(places[:-1] == places[1:], False)[: len(chars)]
    by_next = by_char[by_char > 0] - 1  # by the character behind them
    by_next = by_next[has_next[by_next]]
    by_pair = by_next[order(chars[by_next])]
    pairs = (chars[by_pair] + np.uint64(1)) << _CHAR_BITS | chars[by_pair + 1]
    doubles = _distinct(pairs, passages[by_pair])
    grams = np.concatenate([singles[0], doubles[0]])
    starts = _starts(grams)
    counts = np.diff(starts, append=len(grams)).astype(np.uint32)
    return Postings(grams[starts], counts, np.concatenate([singles[1], doubles[1]]))


def _read_both_ways(texts: Sequence[str], spoken: Mapping[int, str]) -> tuple[list[str], Numbers]:
    """The texts, each with its other reading behind it, and which passage each of these is of."""
    every: list[str] = []
    owners: list[int] = []
    for place, text in enumerate(texts):
        readings = (text, spoken[place]) if place in spoken else (text,)
        every += readings
        owners += [place] * len(readings)
    return every, np.array(owners, np.uint32)


@cache
def _folding() -> Numbers:
    """What each code point becomes."""
    table = np.arange(0x110000, dtype=np.uint32)
    table[list(TABLE)] = [_DROPPED if char is None else ord(char) for char in TABLE.values()]
    return table


def _distinct(grams: Grams, passages: Numbers) -> tuple[Grams, Numbers]:
    """Each gram of each passage once, of both rising."""
    fresh = np.ones(len(grams), dtype=bool)
    np.not_equal(grams[1:], grams[:-1], out=fresh[1:])
    fresh[1:] |= passages[1:] != passages[:-1]
    return grams[fresh], passages[fresh]


def _starts(rising: Grams) -> Sizes:
    """Where in a rising array each distinct number starts."""
    fresh = np.ones(len(rising), dtype=bool)
    np.not_equal(rising[1:], rising[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)


def merge(parts: Sequence[Postings]) -> Postings:
    """The lists of parts whose passages follow one another."""
    grams = np.concatenate([part.grams for part in parts])
    sizes = np.concatenate([part.counts for part in parts]).astype(np.int64)
    passages = np.concatenate([part.passages for part in parts])
    order = np.argsort(grams, kind="stable")
    grams = grams[order]
    sources = (np.cumsum(sizes) - sizes)[order]
    sizes = sizes[order]
    targets = np.cumsum(sizes) - sizes
    index = np.repeat(sources - targets, sizes)
    index += np.arange(len(index))
    starts = _starts(grams)
    counts = np.add.reduceat(sizes, starts) if len(starts) else sizes
    return Postings(grams[starts], counts.astype(np.uint32), passages[index])


def encode(postings: Postings) -> tuple[bytes, Sizes]:
    """The codes of all lists, one after the other, and how many bytes each list takes.

    The codes of a list are gaps: its first passage, then each passage less the one before, less one.
    """
    if not len(postings.grams):
        return b"", np.zeros(0, np.int64)
    starts = np.cumsum(postings.counts, dtype=np.int64) - postings.counts
    gaps = postings.passages.copy()
    gaps[1:] -= postings.passages[:-1] + np.uint32(1)
    gaps[starts] = postings.passages[starts]
    codes, sizes = codec.encode_many(gaps)
    return codes.tobytes(), np.add.reduceat(sizes, starts, dtype=np.int64)
