"""The sentence around an occurrence: what is shown as an example, and what tells the same wording from another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from duizhao.model import Occurrence

_ENDS = re.compile("[。！？!?；;\n][。！？!?；;\n]*[”’）)]*")  # not +: `re` looks ahead for a set that comes first
_NUMBER = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+，|[①-⑳])\s*"
)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of `text` stand, one after another; characters. A number that opens it is part of none."""
    begins = _NUMBER.match(text)
    at = begins.end() if begins else 0
    found = []
    for end in (*(match.end() for match in _ENDS.finditer(text)), len(text)):
        if end > at:
            found.append((at, end))
            at = end
    return tuple(found)


def sentence_at(spans: Sequence[tuple[int, int]], start: int) -> tuple[int, int]:
    """The sentence that holds the character at `start`."""
    return spans[max(0, bisect_right(spans, (start, 1 << 60)) - 1)]


def wordings(text: str, occurrences: Iterable[Occurrence]) -> tuple[int, ...]:
    """A number for the sentence around each occurrence; 63 bits, for a database to keep.

    `occurrences` are ordered by where they start.
    """
    spans = sentences(text)
    found = []
    end = wording = -1  # of the sentence that the last one stands in
    for _, start, _ in occurrences:
        if start >= end:
            begin, end = sentence_at(spans, start)
            words = text[begin:end].strip().encode("utf-8", "surrogatepass")
            wording = int.from_bytes(blake2b(words, digest_size=8).digest()) >> 1
        found.append(wording)
    return tuple(found)
