"""What parallels say of a document: which stretches of it stand elsewhere, where, and how they differ there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

import numpy as np

from duizhao.parallels.ledger import Links
from duizhao.parallels.overlap import Overlap
from duizhao.parallels.wording import FIRST, LAST, Rows, Wording
from duizhao.search.fold import fold_text

_DROPPED: Final = re.compile(r"[\W_]+")


class Stretch(NamedTuple):
    """Some adjoining sentences of a passage: `passage.text[start:end]`."""

    ordinal: int  # of the passage in its document
    start: int
    end: int


class Other(NamedTuple):
    """A document in which something stands; all near-copies of one text have one `label`."""

    id: str
    title: str
    year: int | None
    label: str


class Parallel(NamedTuple):
    """A stretch of this document (`own`), and what stands in another's passage in its place."""

    own: Stretch
    text: str
    other: Other
    passage: str  # id
    part: str | None
    headings: str  # above it: section › section
    there: str
    change: tuple[int, int, str]  # the least single one that makes `there` of `text`: see `trimmed`

    @property
    def trail(self) -> str:
        """Part › section › section."""
        return whole_trail(self.part, self.headings)

    @property
    def is_verbatim(self) -> bool:
        """Whether both are the same but for punctuation, blanks and width."""
        if self.text == self.there:
            return True
        start, end, there = self.change
        return _are_plainly_equal(self.text[start:end], there)


@dataclass(frozen=True, slots=True)
class Copy:
    """A near-copy of this document: `overlap.of_first` of this one stands in it."""

    id: str
    title: str
    year: int | None
    overlap: Overlap

    @property
    def verdict(self) -> str:
        """What the two are to each other."""
        return self.overlap.verdict or "相近"


@dataclass(frozen=True)
class Findings:
    """All that is found of a document. `parallels` by passage, then likest document first."""

    parallels: tuple[Parallel, ...]
    copies: tuple[Copy, ...]
    more_copies: int  # not listed
    share: float  # of its own characters, formulae left out: how many stand elsewhere, 0 to 1

    @cached_property
    def by_passage(self) -> dict[int, list[Parallel]]:
        """The parallels of each passage that has some, by its ordinal."""
        found: dict[int, list[Parallel]] = {}
        for parallel in self.parallels:
            found.setdefault(parallel.own.ordinal, []).append(parallel)
        return found


def whole_trail(part: str | None, headings: str) -> str:
    """Where a passage stands: its part, then the headings above it."""
    return " › ".join(filter(None, (part, headings)))


def texts_in(parallels: Iterable[Parallel]) -> int:
    """In how many other texts they stand; copies of one document are one text."""
    return len({parallel.other.label for parallel in parallels})


def in_order(parallels: Sequence[Parallel]) -> tuple[Parallel, ...]:
    """By passage; in each, the document that shares most of it first."""
    amount: dict[tuple[int, str], int] = {}
    for (ordinal, start, end), _, (id, _, _, _), _, _, _, _, _ in parallels:
        amount[ordinal, id] = amount.get((ordinal, id), 0) + end - start

    def rank(each: Parallel) -> tuple[int, int, str, int, str, str]:
        (ordinal, start, _), _, (id, _, _, _), passage, _, _, there, _ = each
        return ordinal, -amount[ordinal, id], id, start, passage, there

    return tuple(sorted(parallels, key=rank))


def stretches(links: Links, own: Rows) -> Rows:
    """Links as stretches: runs of sentences that follow one another in both documents are one.

    Args:
        links: of one document.
        own: of each link, where its own sentence stands: rows like `Stretch`.

    Returns:
        Rows of the other document's number, the own stretch, the other's.
    """
    order = np.lexsort((links[:, 0], links[:, 0] - links[:, 2], links[:, 1]))
    theirs = links[order, 3:]
    links, own = links[order, :3], own[order]
    follows = (np.diff(links, axis=0) == (1, 0, 1)).all(axis=1)
    follows &= (np.diff(own[:, 0]) == 0) & (np.diff(theirs[:, 0]) == 0)
    first = np.flatnonzero(np.append(True, ~follows)[: len(links)])
    last = np.append(first[1:], len(links))[: len(first)] - 1
    return np.column_stack([links[first, 1], own[first, :2], own[last, 2], theirs[first, :2], theirs[last, 2]])


def share_elsewhere(wording: Wording, links: Links) -> float:
    """The share of a document's own characters that is in sentences with links."""
    linked = wording.sentences[np.unique(links[:, 0])]
    return int((linked[:, LAST] - linked[:, FIRST]).sum()) / wording.size if wording.size else 0.0


def trimmed(one: str, other: str) -> tuple[int, int, str]:
    """The least single change that makes `other` of `one`: `one[:start] + text + one[end:]`."""
    if one == other:
        return len(one), len(one), ""
    start, most = 0, min(len(one), len(other))
    high = most
    while start < high:
        middle = (start + high + 1) // 2
        if one[start:middle] == other[start:middle]:
            start = middle
        else:
            high = middle - 1
    end, high = 0, most - start
    while end < high:
        middle = (end + high + 1) // 2
        if one[len(one) - middle : len(one) - end] == other[len(other) - middle : len(other) - end]:
            end = middle
        else:
            high = middle - 1
    return start, len(one) - end, other[start : len(other) - end]


@lru_cache(maxsize=1 << 14)  # writers change the same words into the same others
def _are_plainly_equal(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return _DROPPED.sub("", fold_text(text))
