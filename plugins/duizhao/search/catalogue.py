"""What of the segments is shown, and in which order: the one part of the index that every build may write anew.

A segment never changes. Documents that have gone or changed stay in it, and those that came later stand in another one;
the catalogue says so by naming, in the order of results, the ranges of passages that are shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duizhao.search import codec
from duizhao.search.index import FIELDS, Value, to_json

MOST_VALUES = 300  # of a field: roles are as written, and every page loads this


@dataclass(frozen=True, slots=True)
class Range:
    """Passages `start` up to `stop` (half-open) of the segment at place `segment`, shown one after the other."""

    segment: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is shown: how many documents, which passages in order, and of each field's values how many passages."""

    documents: int
    ranges: tuple[Range, ...]
    values: tuple[tuple[str, Value, int], ...]  # field, value, passages
    readings: Mapping[str, str] = field(default_factory=dict)  # what letters in texts stand for
    suggestions: Mapping[str, str] = field(default_factory=dict)  # names of tables by bucket, see suggestions.py

    @property
    def data(self) -> dict[str, Any]:
        """What its script registers. Values stand in order of frequency, whatever way led to the archive."""
        return {
            "documents": self.documents,
            "passages": sum(each.stop - each.start for each in self.ranges),
            "facets": {
                wanted: [list(pair) for pair in _frequent((v, n) for name, v, n in self.values if name == wanted)]
                for wanted in FIELDS
            },
            "readings": dict(self.readings),
            "suggestions": dict(self.suggestions),
            "ranges": codec.encode(list(_numbers(self.ranges))),
        }

    @property
    def name(self) -> str:
        """Its script's name."""
        return f"catalogue/{hashlib.sha256(to_json(self.data)).hexdigest()[:16]}"


def ranges(documents: Iterable[tuple[int, int, int]]) -> Iterator[Range]:
    """The fewest ranges that show documents in order, each given by its segment's place, first passage and count."""
    segment, start, stop = -1, 0, 0
    for here, first, count in documents:
        if here != segment or first != stop:
            if start < stop:
                yield Range(segment, start, stop)
            segment, start = here, first
        stop = first + count
    if start < stop:
        yield Range(segment, start, stop)


def _numbers(found: Sequence[Range]) -> Iterator[int]:
    """Of each range: segment; passages skipped since the segment's last one (2n, or -2n - 1 backwards); length - 1."""
    ends: dict[int, int] = {}
    for each in found:
        skipped = each.start - ends.get(each.segment, 0)
        yield from (each.segment, 2 * skipped if skipped >= 0 else -2 * skipped - 1, each.stop - each.start - 1)
        ends[each.segment] = each.stop


def _frequent(values: Iterable[tuple[Value, int]]) -> list[tuple[Value, int]]:
    """Values with their sums, the most frequent first, equals in their own order; so many as a list can show."""
    sums: dict[Value, int] = {}
    for value, count in values:
        sums[value] = sums.get(value, 0) + count
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
