"""Where a text uses the phrases of the phrasebook: matched on characters, never on the tokens of a segmenter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from duizhao.model import Occurrence, Phrase
from duizhao.phrases.book import Entry, Phrasebook, as_phrase, phrase_id
from duizhao.phrases.quoted import quoted_terms
from duizhao.phrases.sentences import wordings
from duizhao.phrases.table import IDIOM, QUOTED

# 第四种形态 is one of the 四种形态 and 二十四史 are no 四史: a head that starts with a numeral never follows one
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿第0123456789０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Found:
    """The phrases in a text. `phrases` has every phrase that occurs, quoted terms too, by id; `wordings` a number for
    the sentence around each occurrence, the same for the same sentence."""

    occurrences: tuple[Occurrence, ...] = ()
    phrases: Mapping[str, Phrase] = field(default_factory=dict)
    wordings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One wording of one phrase, with what must not stand beside it."""

    phrase: str
    after_numeral: bool  # whether it may follow a numeral
    not_before: str

    def fits(self, text: str, start: int, end: int) -> bool:
        if not self.after_numeral and start and text[start - 1] in _NUMERALS:
            return False
        return not (self.not_before and end < len(text) and text[end] in self.not_before)


class Matcher:
    """Finds the phrases of one phrasebook. Built once (a tenth of a second), then `find` costs next to nothing."""

    def __init__(self, book: Phrasebook) -> None:
        wordings = [(wording, entry) for entry in book.entries.values() for wording in entry.wordings]
        self._phrases = book.phrases
        self._settled = book.rejected.union(wording for wording, _ in wordings)
        self._patterns = [_pattern(wording, entry) for wording, entry in wordings]
        self._automaton = AhoCorasick([wording for wording, _ in wordings], store_patterns=False)

    def find(self, text: str) -> Found:
        """All occurrences in `text`, nested and overlapping ones too, ordered by (start, -end); characters.

        Where occurrences of the *same* phrase stand inside one another, the outermost is given. A quoted term is one
        only where the phrasebook has nothing to say: its words are no entry and not rejected, and it is no part of a
        wording (“钉钉子”精神).
        """
        spans = self._book_spans(text)
        spans += [(start, -end, "") for start, end in quoted_terms(text) if self._unsettled(text[start:end])]
        spans.sort()
        occurrences: list[Occurrence] = []
        phrases: dict[str, Phrase] = {}
        reach: dict[str, int] = {}  # how far the occurrences of each phrase reach so far
        covered = 0  # how far all wordings of the phrasebook do
        for start, negative_end, id in spans:
            end = -negative_end
            if end <= (reach.get(id, 0) if id else covered):
                continue
            if id:
                reach[id] = end
                covered = max(covered, end)
                phrases[id] = self._phrases[id]
            else:
                term = _quoted(text[start:end])
                id = term.id
                phrases[id] = term
            occurrences.append(Occurrence(id, start, end))
        return Found(tuple(occurrences), phrases, wordings(text, occurrences))

    def known(self, ids: Iterable[str]) -> Iterator[Phrase]:
        """The phrases of the phrasebook among these."""
        return (self._phrases[id] for id in ids if id in self._phrases)

    def _book_spans(self, text: str) -> list[tuple[int, int, str]]:
        patterns = self._patterns
        return [
            (start, -end, patterns[index].phrase)
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if patterns[index].fits(text, start, end)
        ]

    def _unsettled(self, quoted: str) -> bool:
        return quoted not in self._settled and quoted[1:-1] not in self._settled


def longest(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Leftmost-longest, without overlaps: what a page marks. `occurrences` ordered as `Matcher.find` gives them."""
    chosen: list[Occurrence] = []
    for occurrence in occurrences:
        if not chosen or occurrence.start >= chosen[-1].end:
            chosen.append(occurrence)
    return tuple(chosen)


@lru_cache(maxsize=10_000)
def _quoted(term: str) -> Phrase:
    return as_phrase(Entry(term, QUOTED))


def _pattern(wording: str, entry: Entry) -> _Pattern:
    # idioms are whole whatever stands before them (之一一以贯之)
    after_numeral = entry.kind == IDIOM or wording[0] not in _NUMERALS
    return _Pattern(phrase_id(entry.head), after_numeral, entry.not_before)
