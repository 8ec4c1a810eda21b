"""The shards of lists: codes of adjoining grams' lists, cut to a size that is quick to load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from duizhao.search import codec
from duizhao.search.postings import CHAR_BITS, Grams, Postings, Sizes, encode

SHARD_SIZE = 24_000  # characters of codes and grams a shard may hold; about 14 kB on the wire
FOLDERS = 4  # of shards, the first grams of which are in one file; 3 kB on the wire


@dataclass(frozen=True, slots=True)
class Group:
    """Lists of adjoining grams with one first character, which is empty for grams of one character.

    `lengths` has the code of a length for each of `seconds`: the gram's list takes so many of `codes`. Where `codes` is
    but a piece of one list, the code of how many passages the whole list names comes after it.
    """

    first: str
    seconds: str
    lengths: str
    codes: str

    @property
    def entry(self) -> list[str]:
        """The group as its shard has it."""
        return [self.first, self.seconds, self.lengths, self.codes]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some adjoining lists, or a piece of one list too long for a shard: then `gram` repeats in the shards after it."""

    gram: str  # the first in it
    groups: tuple[Group, ...]


def cut_lists(postings: Postings) -> Iterator[Shard]:
    """The shards of all lists; grams rise from shard to shard."""
    codes, sizes = encode(postings)
    letters = _Letters.of(postings.grams, sizes)
    ends = np.cumsum(sizes)
    weights = np.cumsum(sizes + 3)  # a gram costs its second character and its length besides
    start = 0
    while start < len(ends):
        offset = int(ends[start] - sizes[start])
        room = int(weights[start] - sizes[start]) + SHARD_SIZE
        stop = max(int(np.searchsorted(weights, room, side="right")), start + 1)
        if stop == start + 1:
            count = int(postings.counts[start])
            for piece in _split(codes[offset : int(ends[start])]):
                yield letters.shard(start, stop, piece, codec.encode([len(piece), count]))
        else:
            yield letters.shard(start, stop, codes[offset : int(ends[stop - 1])], None)
        start = stop


def _split(codes: bytes) -> Iterator[bytes]:
    """Pieces of at most SHARD_SIZE that end with a stopper, so that no code is torn."""
    start = 0
    while start < len(codes):
        stop = min(start + SHARD_SIZE, len(codes))
        while codes[stop - 1] >= codec.FIRST_CONTINUER:
            stop -= 1
        yield codes[start:stop]
        start = stop


def list_page(number: int) -> str:
    """The name of a file that says with which gram each shard of `FOLDERS` folders begins."""
    return f"grams/starts-{number}"


@dataclass(frozen=True, slots=True)
class _Letters:
    """All that a shard says of its grams besides their codes, ready to be cut."""

    firsts: Grams  # the first character's code point + 1, or 0
    seconds: str
    ends: Sizes  # of the lists' codes, from 0
    lengths: str
    length_ends: Sizes  # of the codes of the lengths, from 0

    @classmethod
    def of(cls, grams: Grams, sizes: Sizes) -> _Letters:
        codes, widths = codec.encode_many(sizes.astype(np.uint32))
        seconds = grams & np.uint64((1 << CHAR_BITS) - 1)
        return cls(
            grams >> np.uint64(CHAR_BITS),
            seconds.astype("<u4").tobytes().decode("utf-32-le"),
            np.concatenate([[0], np.cumsum(sizes)]),
            codes.tobytes().decode("ascii"),
            np.concatenate([[0], np.cumsum(widths, dtype=np.int64)]),
        )

    def shard(self, start: int, stop: int, codes: bytes, lengths: str | None) -> Shard:
        """The lists from `start` to `stop`; `lengths` where `codes` is but a piece of one list."""
        firsts = self.firsts[start:stop]
        bounds = [start, *(np.flatnonzero(firsts[1:] != firsts[:-1]) + start + 1).tolist(), stop]
        ends = (self.ends[bounds] - self.ends[start]).tolist()
        widths = self.length_ends[bounds].tolist()
        text = codes.decode("ascii")
        groups = tuple(
            Group(
                chr(int(self.firsts[low]) - 1) if self.firsts[low] else "",
                self.seconds[low:high],
                self.lengths[widths[i] : widths[i + 1]] if lengths is None else lengths,
                text[ends[i] : ends[i + 1]] if lengths is None else text,
            )
            for i, (low, high) in enumerate(pairwise(bounds))
        )
        return Shard(groups[0].first + groups[0].seconds[0], groups)
