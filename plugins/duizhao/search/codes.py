"""Text as an array of code points: folded and sorted out by table, ten times as fast as character by character."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duizhao.search.fold import TABLE

Codes = NDArray[np.uint32]
"""The code points of a text, one a character."""

_ALL: Final = 0x110000
_BASIC: Final = 0x10000  # in the Basic Multilingual Plane: nearly all of any text
_SIGNS: Final = re.compile(r"[\W_]+")


def codes_of(text: str) -> Codes:
    """The code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def text_of(codes: Codes) -> str:
    """The text of code points, none of them a surrogate."""
    return codes.tobytes().decode("utf-32-le")


def folded(codes: Codes) -> Codes:
    """The text folded, but for its white space, which becomes blanks: so every character keeps its place."""
    return _table()[codes]


def are_letters(codes: Codes) -> NDArray[np.bool_]:
    """Which of them are letters or digits of any script, see `str.isalnum`."""
    found = _letters()[np.minimum(codes, _BASIC)]
    for at in np.flatnonzero(codes >= _BASIC).tolist():
        found[at] = chr(codes[at]).isalnum()
    return found


@cache
def _table() -> Codes:
    table = np.arange(_ALL, dtype=np.uint32)
    table[np.fromiter(TABLE, np.uint32, len(TABLE))] = [ord(char or " ") for char in TABLE.values()]
    return table


@cache
def _letters() -> NDArray[np.bool_]:
    letters = np.ones(_BASIC + 1, np.bool_)
    basic = np.arange(_BASIC, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    for run in _SIGNS.finditer(basic):
        letters[run.start() : run.end()] = False
    return letters
