"""What phrases are mined from: the Chinese characters of many texts as whole numbers, all else a boundary.

Quotation marks are passed over, so that “六稳”“六保” and 六稳六保 are the same run; so is 、 between two quoted words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duizhao.phrases.repeats import MOST_CODES, Codes, Places

# what only counts: 一是 that opens a passage is no part of what it says
_NUMBERS = re.compile(r"(?:[第其]?[一二三四五六七八九十]+是)")
_MARKS = "“”‘’「」『』"
_QUOTES = re.compile(f"”、“|[{_MARKS}]+")
_LISTED = re.compile("”、“")
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x32000))
_SEPARATOR = "\n"
_PIECE = 64  # documents


@dataclass(frozen=True, slots=True)
class Stream:
    """The characters of all texts. `places[i]` is where code `i` stands in `text`; `starts` is where each text's codes
    begin."""

    text: str
    codes: Codes
    places: NDArray[np.int32]
    starts: Places
    table: Mapping[str, int]  # the code of each character

    def wording(self, position: int, length: int) -> str:
        """What stands in the text for `length` codes from `position`: quotation marks too, where they come in pairs."""
        start, end = int(self.places[position]), int(self.places[position + length - 1]) + 1
        marks = re.sub("[^“”]", "", self.text[start:end])
        if marks.startswith("”") and self.text[start - 1 : start] == "“":
            start -= 1
        if marks.endswith("“") and self.text[end : end + 1] == "”":
            end += 1
        words = self.text[start:end]
        return words if re.fullmatch("(?:“”)*", re.sub("[^“”]", "", words)) else plain(words)

    def codes_of(self, characters: str) -> Codes:
        """The codes of these characters, as far as the stream has them."""
        return np.array([code for each in characters if (code := self.table.get(each))], np.uint16)

    def pieces(self) -> Iterator[str]:
        """The texts of the stream without quotation marks, some documents at a time."""
        for at in range(0, self.starts.size, _PIECE):
            first = int(self.starts[at])
            last = int(self.starts[at + _PIECE]) if at + _PIECE < self.starts.size else self.places.size
            if first < last:
                yield plain(self.text[int(self.places[first]) : int(self.places[last - 1]) + 1])

    def around(self, position: int, length: int, reach: int) -> tuple[str, int]:
        """The clause around a run, at most `reach` characters on each side, quotation marks left out; where in it the
        run starts."""
        start, end = position, position + length
        while start > 0 and position - start < reach and self.codes[start - 1]:
            start -= 1
        while end < self.codes.size and end - position - length < reach and self.codes[end]:
            end += 1
        return "".join(self.text[at] for at in self.places[start:end]), position - start


def stream(texts: Iterable[Iterable[str]]) -> Stream:
    """The stream of documents, each given by its passages."""
    parts: list[str] = []
    lengths: list[int] = []
    for passages in texts:
        part = _NUMBERS.sub(_blank, _SEPARATOR.join(passages)) + _SEPARATOR
        parts.append(part)
        lengths.append(len(part))
    text = "".join(parts)
    points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    kept = np.ones(points.size, bool)
    for mark in _MARKS:
        kept &= points != ord(mark)
    for found in _LISTED.finditer(text):
        kept[found.start() + 1] = False
    places = np.flatnonzero(kept).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    codes, table = _codes(points[places])
    return Stream(text, codes, places, np.searchsorted(places, starts), table)


def plain(words: str) -> str:
    """A wording as the stream has it: without quotation marks, and without the 、 between two quoted words."""
    return _QUOTES.sub("", words)


def _codes(points: NDArray[np.uint32]) -> tuple[Codes, Mapping[str, int]]:
    """Each Chinese character by its rank among them, the most frequent 1; of more than there are codes for, the rarest
    are boundaries."""
    counts = np.bincount(points, minlength=0x32000)
    han = np.zeros(counts.size, bool)
    for first, last in _HAN:
        han[first:last] = True
    counts[~han] = 0
    ranked = np.argsort(-counts, kind="stable")[: MOST_CODES - 1]
    ranked = ranked[counts[ranked] > 0]
    table = np.zeros(counts.size, np.uint16)
    table[ranked] = np.arange(1, ranked.size + 1)
    return table[points], {chr(point): code for code, point in enumerate(ranked.tolist(), start=1)}


def _blank(found: re.Match[str]) -> str:
    return _SEPARATOR * len(found[0])
