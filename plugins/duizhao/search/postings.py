"""Which passages hold which grams: the lists a search intersects, cut into shards of bounded size.

A gram is one character or two adjoining ones of a passage's folded text. Its list names the passages that hold it, by
number, in rising order. All lists of an archive come from sorting one array of whole numbers, (gram, passage) packed
into 64 bits: 10,000 documents make 37 million, which no loop over dicts could hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from duizhao.search import codec

SHARD_SIZE = 24_000  # characters of codes and grams a shard may hold; about 14 kB on the wire

_SEPARATOR = "\n"  # white space, which no folded text contains

Keys = npt.NDArray[np.uint64]
Numbers = codec.Numbers


@dataclass(frozen=True, slots=True)
class Group:
    """Lists of adjoining grams with one first character: `first + seconds[i]` has the codes at `lengths[:i]`'s sum.

    The codes of a list are gaps: its first passage, then each passage less the one before, less one. `first` is empty
    for grams of one character.
    """

    first: str
    seconds: str
    lengths: tuple[int, ...]
    codes: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Some adjoining lists, or a piece of one list too long for a shard: then `gram` repeats in the shards after it."""

    gram: str  # the first in it
    grams: int  # how many
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The characters of the archive in code point order; rank 0 is the separator."""

    codes: npt.NDArray[np.uint32]

    def text(self, ranks: Keys) -> str:
        return self.codes[ranks.astype(np.int64) - 1].astype("<u4").tobytes().decode("utf-32-le")

    @property
    def bits(self) -> int:
        return len(self.codes).bit_length()


@dataclass(frozen=True, slots=True)
class _Lists:
    grams: Keys  # distinct, rising: rank of the first character << bits | rank of the second
    lengths: npt.NDArray[np.int64]  # of each gram's codes
    codes: bytes


def cut_postings(texts: Sequence[str]) -> Iterator[Shard]:
    """The shards of all lists of `texts`, the folded texts of the passages in the order of their numbers.

    Grams rise from shard to shard by code point, those of one character before those of two.
    """
    if not texts:
        return
    joined = _SEPARATOR.join(texts) + _SEPARATOR
    points = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4")
    del joined
    seen = np.zeros(0x110000, dtype=bool)
    seen[points] = True
    seen[ord(_SEPARATOR)] = False
    alphabet = _Alphabet(np.flatnonzero(seen).astype(np.uint32))
    ranks = (np.cumsum(seen, dtype=np.uint32) * seen)[points]
    del points
    numbers = np.repeat(np.arange(len(texts), dtype=np.uint32), [len(text) + 1 for text in texts])
    bits = len(texts).bit_length()
    for grams in (_unigrams, _bigrams):
        yield from _cut(_lists(grams(ranks, numbers, alphabet.bits, bits), bits), alphabet)


def _unigrams(ranks: Numbers, numbers: Numbers, _char_bits: int, bits: int) -> Keys:
    keep = ranks > 0
    keys: Keys = ranks[keep].astype(np.uint64)
    keys <<= np.uint64(bits)
    keys |= numbers[keep]
    return keys


def _bigrams(ranks: Numbers, numbers: Numbers, char_bits: int, bits: int) -> Keys:
    keep = (ranks[:-1] > 0) & (ranks[1:] > 0)
    keys: Keys = ranks[:-1][keep].astype(np.uint64)
    keys <<= np.uint64(char_bits)
    keys |= ranks[1:][keep]
    keys <<= np.uint64(bits)
    keys |= numbers[:-1][keep]
    return keys


def _lists(keys: Keys, bits: int) -> _Lists:
    """Sort and encode (gram << bits | passage) keys. Overwrites `keys`."""
    keys.sort()
    keep = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=keep[1:])
    keys = keys[keep]
    passages = (keys & np.uint64((1 << bits) - 1)).astype(np.uint32)
    keys >>= np.uint64(bits)
    fresh = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    starts = np.flatnonzero(fresh)
    grams = keys[starts]
    del keys
    gaps = passages.copy()
    gaps[1:] -= passages[:-1] + np.uint32(1)
    gaps[starts] = passages[starts]
    del passages
    codes, sizes = codec.encode_many(gaps)
    lengths = np.add.reduceat(sizes, starts, dtype=np.int64) if len(starts) else np.zeros(0, np.int64)
    return _Lists(grams, lengths, codes.tobytes())


def _cut(lists: _Lists, alphabet: _Alphabet) -> Iterator[Shard]:
    ends = np.cumsum(lists.lengths)
    weights = np.cumsum(lists.lengths + 3)  # a gram costs its second character and its length besides
    start = 0
    while start < len(ends):
        offset = int(ends[start] - lists.lengths[start])
        room = int(weights[start] - lists.lengths[start]) + SHARD_SIZE
        stop = int(np.searchsorted(weights, room, side="right"))
        if stop <= start:
            stop = start + 1
            pieces = _split(lists.codes[offset : int(ends[start])])
        else:
            pieces = iter((lists.codes[offset : int(ends[stop - 1])],))
        for piece in pieces:
            lengths = lists.lengths[start:stop] if stop > start + 1 else np.array([len(piece)])
            groups = tuple(_groups(lists.grams[start:stop], lengths, piece, alphabet))
            yield Shard(groups[0].first + groups[0].seconds[0], stop - start, groups)
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


def _groups(grams: Keys, lengths: npt.NDArray[np.int64], codes: bytes, alphabet: _Alphabet) -> Iterator[Group]:
    char_bits = np.uint64(alphabet.bits)
    firsts = grams >> char_bits
    seconds = alphabet.text(grams & np.uint64((1 << alphabet.bits) - 1))
    bounds = [0, *(np.flatnonzero(firsts[1:] != firsts[:-1]) + 1).tolist(), len(grams)]
    ends = [0, *np.cumsum(lengths).tolist()]
    for start, stop in pairwise(bounds):
        first = alphabet.text(firsts[start : start + 1]) if firsts[start] else ""
        piece = codes[ends[start] : ends[stop]].decode("ascii")
        yield Group(first, seconds[start:stop], tuple(lengths[start:stop].tolist()), piece)
