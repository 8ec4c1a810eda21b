"""A document's signature: 260 bytes that tell how much it has in common with another, without either text.

A text is the set of its shingles: every run of `WIDTH` letters and digits, folded, punctuation dropped. Each shingle is
hashed to 64 bits; the first seven of them deal the set into 128 bins, and of each bin the signature keeps the least
hash (one-permutation hashing: Li, Owen, Zhang, NIPS 2012), of that its low sixteen bits (b-bit minwise hashing: Li,
König, WWW 2010). The share of bins that agree, bins empty in both left out, estimates the resemblance (Jaccard).
The hash is a polynomial of the eight characters, mixed by the finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014;
constants: Stafford's variant 13); it is the same on every machine, and signatures may be stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duizhao.search.codes import are_letters, codes_of, folded

WIDTH: Final = 8  # characters of a shingle: most set phrases are shorter, no sentence is
BINS: Final = 128
LENGTH: Final = 4 + 2 * BINS  # bytes: the number of shingles, then a value for each bin, 0 where it is empty

MANY: Final = 32  # documents that `nearest` gives at most
FEWEST: Final = 2  # bins that must agree: of two unrelated documents one in five hundred pairs agrees in any
LIKELY: Final = 0.25  # estimated share of the text; half the share that is worth a word, for the estimate's error

Shingles = NDArray[np.uint64]
"""The distinct hashes of a text's shingles, in ascending order."""

_MIX: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
# Odd multipliers that join two runs of 1, 2 and 4 characters to one of 2, 4 and 8 (primes of xxHash64).
_JOIN: Final = ((1, 0x9E3779B185EBCA87), (2, 0xC2B2AE3D27D4EB4F), (4, 0x165667B19E3779F9))
_FIRSTS: Final = np.arange(BINS, dtype=np.uint64) << np.uint64(57)  # the least hash of each bin
_VALUES: Final = np.uint64(0xFFFF)


def shingles(text: str) -> Shingles:
    """The shingles of a text; none where it has fewer than `WIDTH` letters and digits."""
    codes = folded(codes_of(text))
    hashes = codes[are_letters(codes)].astype(np.uint64)
    if hashes.size < WIDTH:
        return hashes[:0]
    for width, factor in _JOIN:
        hashes = hashes[:-width] * np.uint64(factor) + hashes[width:]
    for shift, factor in _MIX:
        hashes ^= hashes >> np.uint64(shift)
        hashes *= np.uint64(factor)
    hashes.sort()
    return hashes[np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))]


def signature(text: str) -> bytes:
    """The signature of a text: `LENGTH` bytes."""
    return signature_of(shingles(text))


def signature_of(hashes: Shingles) -> bytes:
    """The signature of a text given by its `shingles`."""
    at = np.searchsorted(hashes, _FIRSTS)
    ends = np.append(at[1:], hashes.size)
    values = np.zeros(BINS, "<u2")
    filled = at < ends
    values[filled] = np.maximum(hashes[at[filled]] & _VALUES, np.uint64(1))
    return hashes.size.to_bytes(4, "little") + values.tobytes()


@dataclass(frozen=True, slots=True)
class Near:
    """A document that may have much of another's text, as its signature has it.

    `resemblance` estimates how much of both texts together is in both, `share` how much of the text asked about is in
    this one; 0 to 1, give or take 0.1.
    """

    id: str
    resemblance: float
    share: float


class Signatures:
    """The signatures of many documents, one row each, ready to be compared with any other."""

    def __init__(self, signatures: Mapping[str, bytes]) -> None:
        self._ids = list(signatures)
        rows = np.frombuffer(b"".join(signatures.values()), np.uint8).reshape(-1, LENGTH)
        self._sizes = np.ascontiguousarray(rows[:, :4]).view("<u4")[:, 0].astype(np.int64)
        self._values = np.ascontiguousarray(rows[:, 4:]).view("<u2")

    def nearest(self, signature: bytes, most: int = MANY) -> list[Near]:
        """The documents that may hold a good part of the text, likeliest first; at most so many."""
        size, values = int.from_bytes(signature[:4], "little"), np.frombuffer(signature[4:], "<u2")
        filled = values != 0
        agreeing = np.count_nonzero(self._values == np.where(filled, values, 1), axis=1)
        agreeing -= np.count_nonzero(self._values[:, ~filled] == 1, axis=1)
        candidates = np.flatnonzero(agreeing >= FEWEST)
        rows = self._values[candidates]
        resemblance = agreeing[candidates] / np.count_nonzero((rows != 0) | filled, axis=1)
        share = np.minimum(1.0, resemblance / (1 + resemblance) * (self._sizes[candidates] / size + 1))
        order = np.lexsort((candidates, -resemblance, -share))
        found = [Near(self._ids[candidates[at]], float(resemblance[at]), float(share[at])) for at in order[:most]]
        return [near for near in found if near.share >= LIKELY]


def nearest(signature: bytes, signatures: Mapping[str, bytes], most: int = MANY) -> list[Near]:
    """`Signatures.nearest` for one question; for many, keep a `Signatures`."""
    return Signatures(signatures).nearest(signature, most)
