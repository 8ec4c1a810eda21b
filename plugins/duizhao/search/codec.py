"""Whole numbers as printable text: (s, c)-dense codes over ASCII, so that a shard needs no decoding before use.

A number is written as continuers (`]` to `~`), then one stopper (`#` to `[`): below 57 one character, below 1,995 two,
below 67,887 three. The backslash lies between the two ranges and the double quote below both, so that a code needs no
escaping in a JavaScript string. Brisaboa, Fariña, Navarro and Esteller, “(S,C)-Dense Coding”, SPIRE 2003.
`client/codec.js` reads what this module writes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]

FIRST_STOPPER, STOPPERS = ord("#"), 57
FIRST_CONTINUER, CONTINUERS = ord("]"), 34

_CHUNK = 1 << 21  # numbers encoded at a time: bounds the memory of the intermediate arrays


def encode(numbers: npt.ArrayLike) -> str:
    """The codes of all `numbers` (0 to 2**32 - 1), one after the other."""
    return encode_many(np.asarray(numbers, dtype=np.uint32))[0].tobytes().decode("ascii")


def decode(codes: str) -> list[int]:
    """The numbers that `codes` stand for, as `client/codec.js` reads them."""
    numbers, rest = [], 0
    for code in codes.encode("ascii"):
        if code >= FIRST_CONTINUER:
            rest = rest * CONTINUERS + (code - FIRST_CONTINUER) + 1
        else:
            numbers.append(rest * STOPPERS + (code - FIRST_STOPPER))
            rest = 0
    return numbers


def encode_many(numbers: Numbers) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """The codes of `numbers` as ASCII bytes, and the length of each number's code in bytes."""
    pieces = [_encode(numbers[start : start + _CHUNK]) for start in range(0, len(numbers), _CHUNK)]
    if not pieces:
        return np.zeros(0, np.uint8), np.zeros(0, np.uint8)
    return np.concatenate([codes for codes, _ in pieces]), np.concatenate([lengths for _, lengths in pieces])


def _encode(numbers: Numbers) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    lengths = np.ones(len(numbers), dtype=np.uint8)
    reach, more = STOPPERS, STOPPERS * CONTINUERS
    while reach < 1 << 32:
        lengths += numbers >= reach
        reach, more = reach + more, more * CONTINUERS
    at = np.cumsum(lengths, dtype=np.int64) - 1
    codes = np.empty(int(at[-1]) + 1, dtype=np.uint8)
    codes[at] = numbers % STOPPERS + FIRST_STOPPER
    rest = numbers // STOPPERS
    while True:
        left = np.flatnonzero(rest)
        if not len(left):
            return codes, lengths
        at, rest = at[left] - 1, rest[left] - 1
        codes[at] = rest % CONTINUERS + FIRST_CONTINUER
        rest //= CONTINUERS
