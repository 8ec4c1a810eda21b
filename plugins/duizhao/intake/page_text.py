"""Lines of a page: what they are, in which order they are read, how one goes on in the next.

Lengths are in points, the origin at the page's lower left corner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from duizhao.intake.grids import Grid

STOP: Final = re.compile("[。！？!?；;：:][”’）》」』]?$")
"""The end of a sentence or a clause."""
NUMBERED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、是.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十]{1,3}|\d{1,2}[.、．]|[①-⑳])"
)
"""How a numbered paragraph begins."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page, or of a `cell`: number of its grid, row and column. A soft hyphen at its end parts a word."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    cell: tuple[int, int, int] | None = None

    @property
    def size(self) -> float:
        """Its height: that of its characters."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    """A page, its lines in any order, and the grids of its tables."""

    width: float
    height: float
    lines: tuple[PageLine, ...]
    grids: tuple[Grid, ...] = ()


def ordered(lines: Sequence[PageLine]) -> list[PageLine]:
    """Lines as they are read: from the top, unless they stand beside each other; pieces of one line as one."""
    merged: list[PageLine] = []
    for line in lines:
        last = merged[-1] if merged else None
        if last and beside(last, line) and last.right - 1 <= line.left:
            text = f"{last.text} {line.text}" if line.left - last.right > last.size * 0.5 else last.text + line.text
            merged[-1] = PageLine(text, last.left, line.right, max(last.top, line.top), min(last.bottom, line.bottom))
        else:
            merged.append(line)
    falling = sorted(merged, key=lambda line: -line.top)
    if any(beside(above, below) for above, below in pairwise(falling)):
        return merged
    return falling


def beside(one: PageLine, other: PageLine) -> bool:
    """Whether most of the lower of two lines stands at the height of the other."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.6 * min(one.size, other.size) > 0


def joint(above: str, below: str) -> str:
    """What stands for the line's end: between two Latin words a space."""
    ends = above[-1:] + below[:1]
    return " " if len(ends) == 2 and ends.isascii() and ends.isalnum() and not ends.isdigit() else ""
