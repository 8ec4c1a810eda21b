"""The sentence around an occurrence: what is shown as an example, and what tells the same wording from another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from duizhao.model import Occurrence

_ENDS = re.compile("[。！？!?；;\n]+[”’）)]*")
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
    """A number for the sentence around each occurrence; 63 bits, for a database to keep."""
    spans = sentences(text)
    known: dict[tuple[int, int], int] = {}
    found = []
    for each in occurrences:
        span = sentence_at(spans, each.start)
        if span not in known:
            words = text[span[0] : span[1]].strip().encode("utf-8", "surrogatepass")
            known[span] = int.from_bytes(blake2b(words, digest_size=8).digest()) >> 1
        found.append(known[span])
    return tuple(found)
