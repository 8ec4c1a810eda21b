"""When two sentences are one wording: how many seeds they share, and how much of the shorter stands in the other."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Truths = NDArray[np.bool_]

FEWEST: Final = 2  # shared seeds: one alone is a turn of speech
PLENTY: Final = 8  # about 28 characters in a row: enough, whatever else the sentences say
SOLID: Final = 4  # likewise enough for no closer look, if the sentences have few others; about 16 characters
NEARLY_ALL: Final = 0.6  # of the seeds of the sentence with more: no closer look is needed
SOME: Final = 0.2  # of the seeds of the sentence with fewer: worth a closer look. A word changed costs up to 3 in 10
MUCH: Final = 0.6  # of the seeds of the sentence with fewer: alike in whatever order
MOST: Final = 0.8  # of the shorter sentence's characters, in this order, in the other
LEAST_COMMON: Final = 16  # characters that a sentence must have in common with one that is not the same
PART: Final = 0.4  # likewise, where `PLENTY` are shared


def sifted(shared: Counts, one: Counts, other: Counts) -> tuple[Counts, Truths]:
    """Many pairs at once, by the seeds that each shares and that each side has.

    Returns:
        Which pairs (by index) are worth a closer look, and which of these need none: they are alike.
    """
    fewer, more = np.minimum(one, other), np.maximum(one, other)
    chosen = np.flatnonzero((shared >= np.minimum(FEWEST, fewer)) & ((shared >= PLENTY) | (shared >= SOME * fewer)))
    return chosen, ((shared >= SOLID) & (shared >= NEARLY_ALL * more))[chosen]


def is_alike(shared: int, fewer: int, one: str, other: str) -> bool:
    """The closer look, at the own characters of two candidates that share so many seeds of `fewer`."""
    if one == other:
        return True
    if shared < FEWEST:
        return False
    found = common(one, other)
    part = found / min(len(one), len(other))
    return found >= LEAST_COMMON and (part >= MOST or shared >= MUCH * fewer or (shared >= PLENTY and part >= PART))


def common(one: str, other: str) -> int:
    """The length of the longest common subsequence, in characters.

    Bit-parallel (Hyyrö, “Bit-parallel LCS-length computation revisited”, AWOCA 2004): a step a character of `other`.
    """
    places: dict[str, int] = {}
    bit = 1
    for char in one:
        places[char] = places.get(char, 0) | bit
        bit <<= 1
    full = bit - 1
    row = full
    for char in other:
        hit = row & places.get(char, 0)
        if hit:
            row = ((row + hit) | (row - hit)) & full
    return len(one) - row.bit_count()
