"""Good examples of a phrase, and what stands around it: from some of its uses, the same for the same archive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from duizhao.phrases.sentences import sentence_at, sentences

SHORTEST, LONGEST = 20, 60  # characters of a good example
_MASKED = re.compile(r"[0-9０-９×*＊□○●…]|(?<![A-Za-z])[Xx]+(?![A-Za-z])")
_CLAUSE = re.compile("[^\u3400-\u9fff]")
_REACH = 4  # characters of a neighbour
_OFTEN = 2  # sentences that make a habit
_KEPT = 0.7  # of the sentences with a short neighbour, those a longer one must have to stand for it
_LEAN = frozenset("的了是和与及等也都还就把被")


class Sentence(NamedTuple):
    """A sentence that uses a phrase: `text[start:end]` is the phrase's first occurrence in it."""

    text: str
    start: int
    end: int
    whole: bool  # whether it is all of the sentence
    document: str  # id
    year: int

    @property
    def is_good(self) -> bool:
        """Whether it can stand for itself: whole, neither short nor long, no figures and no masked names."""
        return self.whole and SHORTEST <= len(self.text) <= LONGEST and not _MASKED.search(self.text)


def sentence(text: str, start: int, end: int, document: str, year: int, reach: int = 10_000) -> Sentence:
    """The sentence around `text[start:end]`, of a longer one at most `reach` characters on each side."""
    begin, stop, whole = sentence_span(text, start, end, reach)
    return Sentence(text[begin:stop], start - begin, end - begin, whole, document, year)


def sentence_span(text: str, start: int, end: int, reach: int = 10_000) -> tuple[int, int, bool]:
    """Where that stands in `text`, and whether it is all of the sentence."""
    first, last = sentence_at(_sentences(text), start)
    last = max(last, end)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    begin, stop = max(first, start - reach), min(last, end + reach)
    return begin, stop, begin == first and stop == last


_sentences = lru_cache(maxsize=1 << 15)(sentences)  # passages are asked for once for each of their phrases


def examples(found: Iterable[Sentence], most: int) -> list[Sentence]:
    """Good ones before others, no two of the same wording, and as many documents and years as there are."""
    alike: dict[str, Sentence] = {}
    for each in found:
        alike.setdefault(each.text, each)
    waiting = sorted(
        alike.values(), key=lambda each: (not each.is_good, abs(len(each.text) - 40), -each.year, each.text)
    )
    chosen: list[Sentence] = []
    for fresh in (_new_year, _new_document):
        for each in waiting:
            if len(chosen) < most and each not in chosen and fresh(each, chosen):
                chosen.append(each)
    return sorted(chosen, key=lambda each: not each.is_good)


def _new_year(each: Sentence, chosen: Sequence[Sentence]) -> bool:
    return all(each.year != other.year and each.document != other.document for other in chosen)


def _new_document(each: Sentence, chosen: Sequence[Sentence]) -> bool:
    return all(each.document != other.document for other in chosen)


@dataclass(frozen=True, slots=True)
class Around:
    """What often stands around a phrase, each with the number of sentences: before it, after it, and both at once."""

    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    slots: tuple[tuple[tuple[str, str], int], ...]


def around(found: Iterable[Sentence], most: int) -> Around:
    """The neighbours of a phrase in sentences, each wording counted once."""
    seen = {each.text: each for each in found}.values()
    lefts = [_CLAUSE.split(each.text[: each.start].rstrip("“‘"))[-1][-_REACH:] for each in seen]
    rights = [_CLAUSE.split(each.text[each.end :].lstrip("”’"))[0][:_REACH] for each in seen]
    before = _usual(lefts, lambda words, length: words[-length:])
    after = _usual(rights, lambda words, length: words[:length])
    pairs = Counter(
        (one, other)
        for left, right in zip(lefts, rights, strict=True)
        for one in before
        for other in after
        if left.endswith(one) and right.startswith(other)
    )
    slots = sorted(
        ((pair, count) for pair, count in pairs.items() if count >= _OFTEN), key=lambda item: (-item[1], item)
    )
    return Around(_most(before, most), _most(after, most), tuple(slots[:most]))


def _usual(neighbours: Sequence[str], cut: Callable[[str, int], str]) -> Counter[str]:
    """Neighbours of two to `_REACH` characters that come often; of one inside another, the longer that says as much."""
    counts = Counter(
        cut(words, length) for words in neighbours for length in range(2, _REACH + 1) if len(words) >= length
    )
    counts = Counter(
        {words: count for words, count in counts.items() if count >= _OFTEN and not _LEAN & {words[0], words[-1]}}
    )
    return Counter(
        {
            words: count
            for words, count in counts.items()
            if not any(
                len(other) > len(words) and cut(other, len(words)) == words and more >= _KEPT * count
                for other, more in counts.items()
            )
            and not any(
                len(other) < len(words) and cut(words, len(other)) == other and count < _KEPT * more
                for other, more in counts.items()
            )
        }
    )


def _most(counts: Counter[str], most: int) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most])
