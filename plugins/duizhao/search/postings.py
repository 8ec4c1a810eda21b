"""Which passages hold which grams: the lists a search intersects.

A gram is one character or two adjoining ones of a passage's folded text, written as one number that orders it: grams
of one character before those of two, then by code point. Its list names the passages that hold it, by number, rising.
An archive's lists are those of its parts, one after the other: parts are gathered one by one by sorting whole numbers,
and `merge` only moves what is sorted already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from duizhao.search import codec
from duizhao.search.fold import TABLE

CHAR_BITS = 21  # any code point, and one more
MOST_TEXTS = 1 << 22  # `gather` takes at a time: two characters and a passage's number fill 64 bits

_DROPPED = 0xFFFFFFFF
_TEXT_BITS = np.uint64(22)
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
    """The lists of up to `MOST_TEXTS` texts, as given and not yet folded, of the passages numbered from `first`.

    Args:
        texts: one a passage.
        first: the number of the first passage.
        spoken: of some of them, by their places in `texts`, the other way to read them.
    """
    others = spoken or {}
    every = [*texts, *others.values()]
    points = np.frombuffer("".join(every).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = _folding()[points]
    kept = folded != _DROPPED
    chars = folded[kept].astype(np.uint64)
    lengths = np.fromiter(map(len, every), dtype=np.int64, count=len(every))
    places = np.repeat(np.arange(len(every), dtype=np.uint32), lengths)[kept]
    owners = np.concatenate([np.arange(len(texts), dtype=np.uint64), np.array([*others], dtype=np.uint64)])
    numbers = owners[places]
    del points, folded, kept
    singles = chars << _TEXT_BITS | numbers
    doubles = (chars[:-1] + np.uint64(1)) << _CHAR_BITS | chars[1:]
    doubles <<= _TEXT_BITS
    doubles |= numbers[1:]
    doubles = doubles[places[:-1] == places[1:]]
    keys = np.concatenate([_distinct(singles), _distinct(doubles)])
    del singles, doubles
    passages = (keys & np.uint64(MOST_TEXTS - 1)).astype(np.uint32) + np.uint32(first)
    keys >>= _TEXT_BITS
    starts = _starts(keys)
    return Postings(keys[starts], np.diff(starts, append=len(keys)).astype(np.uint32), passages)


@cache
def _folding() -> Numbers:
    """What each code point becomes."""
    table = np.arange(0x110000, dtype=np.uint32)
    table[list(TABLE)] = [_DROPPED if char is None else ord(char) for char in TABLE.values()]
    return table


def _distinct(keys: Grams) -> Grams:
    keys.sort()
    return keys[_starts(keys)]


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
