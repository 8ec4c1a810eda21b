"""What masks and letter-words stand for: read beside the text, for facts, themes and search; the text stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from duizhao.model import Reading
from duizhao.taxonomy import Mask, Taxonomy

_SIGN = "[*＊×xXＸ]"
_SIGNS = re.compile(_SIGN)
_HAN = "[\u4e00-\u9fff]"
# masked wordings: several runs of mask signs with a character or two between (X届X中X会), or one between its neighbours
_MASKED = re.compile(
    f"{_SIGN}{{1,4}}(?:{_HAN}{{1,2}}{_SIGN}{{1,4}}){{1,3}}{_HAN}|{_HAN}{{2}}{_SIGN}{{1,4}}{_HAN}(?!{_SIGN})"
    f"|{_HAN}{_SIGN}{{1,4}}{_HAN}{{2}}(?!{_SIGN})"
)
_WIDEST = 24  # characters of a masked wording
_KNOWN = 3  # characters of a masked wording that must be told for the rest of the text to fill it in
_MOST = 40  # different masked wordings that are looked up in the text: each costs one pass over it


class Aloud:
    """How one document's text is read out.

    Args:
        text: the document's.
        taxonomy: its `readings` (letters) and `masks`; a mask is sure where one of its `beside` stands in the text.
    """

    def __init__(self, text: str, taxonomy: Taxonomy) -> None:
        self._letters = _letters(taxonomy) if any(letters in text for letters in taxonomy.readings) else None
        self._words = taxonomy.readings
        has_masks = _SIGNS.search(text) is not None
        self._masks = [mask for mask in taxonomy.masks if has_masks and _tells(mask, text)]
        self._fills = _fills(text) if has_masks else {}

    def spans(self, text: str) -> list[tuple[int, int, str, bool]]:
        """Masks and letter-words in a piece of the document: start, end, words, and whether that is sure."""
        found: list[tuple[int, int, str, bool]] = []
        if self._letters is not None:
            found += [(*match.span(), self._words[match[0]], True) for match in self._letters.finditer(text)]
        for mask in self._masks:
            found += [(*match.span(1), mask.hidden, True) for match in _pattern(mask).finditer(text)]
        if self._fills:
            for match in _masked(text):
                for start, end, words in self._fills.get(match[0], ()):
                    found.append((match.start() + start, match.start() + end, words, False))
        found.sort(key=lambda span: (span[0], not span[3]))
        kept: list[tuple[int, int, str, bool]] = []
        for span in found:
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
        return kept

    def read(self, text: str) -> str:
        """A piece of the document with what surely stands for words said in words."""
        if self._letters is None and not self._masks:
            return text
        pieces: list[str] = []
        at = 0
        for start, end, words, is_sure in self.spans(text):
            if is_sure:
                pieces += (text[at:start], words)
                at = end
        return "".join([*pieces, text[at:]])

    def readings(self, text: str) -> tuple[Reading, ...]:
        """The readings of the whole text."""
        return tuple(Reading(*span) for span in self.spans(text))


@lru_cache(maxsize=4)
def _letters(taxonomy: Taxonomy) -> re.Pattern[str]:
    choice = "|".join(map(re.escape, sorted(taxonomy.readings, key=len, reverse=True)))
    return re.compile(f"(?<![A-Za-z])(?:{choice})(?![A-Za-z])")


@lru_cache(maxsize=64)
def _pattern(mask: Mask) -> re.Pattern[str]:
    before, _, after = mask.words.partition(mask.hidden)
    return re.compile(f"{re.escape(before)}({_SIGN}(?<!{_SIGN}{_SIGN}){_SIGN}{{0,3}}){re.escape(after)}")


def _tells(mask: Mask, text: str) -> bool:
    return any(words in text for words in mask.beside)


def _masked(text: str) -> Iterator[re.Match[str]]:
    """Masked wordings, leftmost first; looked for around mask signs only, which are few."""
    at = 0
    while sign := _SIGNS.search(text, at):
        found = _MASKED.search(text, max(at, sign.start() - 2), sign.end() + _WIDEST)
        if found:
            yield found
        at = max(sign.end(), found.end() if found and found.start() <= sign.start() else 0)


def _fills(text: str) -> Mapping[str, tuple[tuple[int, int, str], ...]]:
    """Masked wordings that the text itself spells out elsewhere, in one way only: what stands at each run of signs."""
    wordings = list(dict.fromkeys(match[0] for match in _masked(text)))[:_MOST]
    found = {}
    for wording in wordings:
        if len(_SIGNS.sub("", wording)) >= _KNOWN and (fills := _filled(wording, text)):
            found[wording] = fills
    return found


def _filled(wording: str, text: str) -> tuple[tuple[int, int, str], ...]:
    runs = list(re.finditer(f"{_SIGN}+", wording))
    pattern, at = "", 0
    for run in runs:
        width = len(run[0])
        pattern += re.escape(wording[at : run.start()]) + f"({_HAN}{{{width if width > 1 else 1},{max(2, width)}}})"
        at = run.end()
    spelled = {match.groups() for match in re.finditer(pattern + re.escape(wording[at:]), text)}
    spelled -= {tuple(run[0] for run in runs)}
    if len(spelled) != 1:
        return ()
    return tuple((*run.span(), words) for run, words in zip(runs, spelled.pop(), strict=True))


def slips(text: str, taxonomy: Taxonomy) -> Iterator[tuple[int, str, str]]:
    """Wordings that look like slips in a simplified text: where, what stands there, and what is probably meant."""
    for slip in taxonomy.slips:
        at = text.find(slip.wrong)
        while at >= 0:
            if at == 0 or text[at - 1] not in slip.unless:
                yield at, slip.wrong, slip.right
            at = text.find(slip.wrong, at + len(slip.wrong))
