"""When two sentences are one wording: how many seeds they share, and how much of the shorter stands in the other."""

from __future__ import annotations

from typing import Final

FEWEST: Final = 2  # shared seeds: one alone is a turn of speech
PLENTY: Final = 8  # about 28 characters in a row: enough, whatever else the sentences say
NEARLY_ALL: Final = 0.6  # of the seeds of the sentence with more: no closer look is needed
SOME: Final = 0.2  # of the seeds of the sentence with fewer: worth a closer look. A word changed costs up to 3 in 10
MOST: Final = 0.6  # of the shorter sentence's characters, in this order, in the other
PART: Final = 0.4  # likewise, where `PLENTY` are shared


def is_candidate(shared: int, fewer: int, more: int) -> bool:
    """Whether a closer look is worth it: `shared` seeds of sentences that have `fewer` and `more` of them."""
    return shared >= min(FEWEST, fewer) and (shared >= PLENTY or shared >= SOME * fewer)


def is_sure(shared: int, fewer: int, more: int) -> bool:
    """Whether no closer look is needed."""
    return shared >= FEWEST and shared >= NEARLY_ALL * more


def is_alike(shared: int, one: str, other: str) -> bool:
    """The closer look: at the own characters of two candidates."""
    if one == other:
        return True
    if shared < FEWEST:
        return False
    share = common(one, other) / max(1, min(len(one), len(other)))
    return share >= (PART if shared >= PLENTY else MOST)


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
