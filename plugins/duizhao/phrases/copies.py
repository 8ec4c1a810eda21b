"""One of each document: copies and near-copies would make a phrase of any sentence in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from duizhao.parallels.signature import LENGTH

ALIKE: Final = 0.8  # resemblance, see `Near`, from which a document says nothing new
_BAND: Final = 8  # bytes: four bins; of 32 bands two documents of that resemblance share one, but for one pair in 10^7


def distinct(signatures: Mapping[str, bytes]) -> list[str]:
    """The documents that are no copy of one before them, in the order given.

    Args:
        signatures: of each document by its id, see `parallels.signature`.
    """
    kept: list[str] = []
    firsts: dict[tuple[int, bytes], bytes] = {}  # by what a band holds, the first document that has it there
    for id, signature in signatures.items():
        bands = [(at, signature[at : at + _BAND]) for at in range(4, LENGTH, _BAND)]
        bands = [band for band in bands if any(band[1])]
        others = {firsts[band] for band in bands if band in firsts}
        if any(_resemblance(signature, other) >= ALIKE for other in others):
            continue
        kept.append(id)
        for band in bands:
            firsts.setdefault(band, signature)
    return kept


def _resemblance(one: bytes, other: bytes) -> float:
    first, second = np.frombuffer(one[4:], "<u2"), np.frombuffer(other[4:], "<u2")
    filled = (first != 0) | (second != 0)
    return int(np.count_nonzero((first == second) & filled)) / max(1, int(np.count_nonzero(filled)))
