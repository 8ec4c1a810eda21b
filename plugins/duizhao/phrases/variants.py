"""Which wordings are the same phrase: grouped only where the difference says nothing.

Two differences do: how strongly a thing is denied or wanted (不够深入, 不深入; 有待加强, 有待进一步加强), and
quotation marks (六稳六保, “六稳”“六保”), which the stream passes over already. All else is a phrase of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

# “不足” or “不过” are words of their own: a denial is only folded before what it can deny in both forms
_DENIAL = re.compile("(?:还|仍|也)?不(?:够|太|是很|很|甚)(?=[深细实透强高严紧全准勤硬到精扎及主充经])")
_WANT = re.compile("(?:还|仍)?(?:有待|需要|需)(?:进一步)?(?=加强|提高|提升|改进|完善|增强|强化|深入|加大|转变)")


class Counted(Protocol):
    """A wording that can be ranked."""

    @property
    def words(self) -> str:
        """Without quotation marks."""


C = TypeVar("C", bound=Counted)


def key(words: str) -> str:
    """What all wordings of one phrase share."""
    return _WANT.sub("有待", _DENIAL.sub("不", words))


def grouped(ranked: Iterable[C]) -> list[list[C]]:
    """Wordings that are one phrase, together; groups and their members in the order given, so the head is the first."""
    groups: dict[str, list[C]] = {}
    for each in ranked:
        groups.setdefault(key(each.words), []).append(each)
    return list(groups.values())
