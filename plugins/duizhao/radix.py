"""Sorting of whole numbers by their digits: large arrays several times as fast as by comparing."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_DIGIT = 16  # bits: of whole numbers of no more numpy makes a stable order by counting, one pass for each eight of them


def order(*keys: npt.NDArray[np.unsignedinteger[Any]]) -> npt.NDArray[np.intp]:
    """The order of places that sorts by the first of `keys`, where that is equal by the second, and so on.

    Least significant digit first (Knuth, TAOCP 5.2.5), each digit stable. What no two differ in is passed over.

    Args:
        keys: arrays of one length, in order of weight.

    Returns:
        The order; places that are equal in all keys stay as they stand.
    """
    found: npt.NDArray[np.intp] | None = None
    for key in reversed(keys):
        differing = int(np.bitwise_or.reduce(key ^ key[:1])) if len(key) else 0
        for shift in range(0, differing.bit_length(), _DIGIT):
            if not differing >> shift & 0xFFFF:
                continue
            digit = (key if shift == 0 else key >> key.dtype.type(shift)).astype(np.uint16)
            if found is None:
                found = np.argsort(digit, kind="stable")
            else:
                found = found[np.argsort(digit[found], kind="stable")]
    return np.arange(len(keys[0])) if found is None else found
