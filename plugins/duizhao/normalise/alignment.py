"""Headings and the aspects of meetings: which heading speaks of which, and which meeting that makes likely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from duizhao.taxonomy import Aspect, Meeting, Taxonomy

SURE = 0.5  # share of a meeting's aspects that headings must name for the aspects to decide


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text that facts are read from, and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Match:
    """A meeting that headings fit: the share of its aspects they name, and the heading that says it best."""

    meeting: Meeting
    share: float
    heading: Piece
    count: int  # of its aspects that they name

    @property
    def is_sure(self) -> bool:
        """Whether that is enough to say which meeting it is; one aspect never is."""
        return self.share >= SURE and self.count > 1


def align(headings: Sequence[Piece], meeting: Meeting, taxonomy: Taxonomy) -> dict[int, Aspect]:
    """Which heading (by its index) speaks of which aspect of a meeting: each aspect at most once, the best first."""
    return {at: meeting.aspects[place] for at, (_, place) in _aligned(headings, taxonomy).get(meeting.id, {}).items()}


def align_in_order(openings: Sequence[Piece], meeting: Meeting, taxonomy: Taxonomy) -> dict[int, Aspect]:
    """The aspects of paragraphs that go through them: as many, two at least worded as theirs, these in their places.

    Empty where that is not so.
    """
    if len(openings) != len(meeting.aspects):
        return {}
    worded = align(openings, meeting, taxonomy)
    if len(worded) < 2 or any(meeting.aspects[at] is not aspect for at, aspect in worded.items()):
        return {}
    return dict(enumerate(meeting.aspects))


def _aligned(headings: Sequence[Piece], taxonomy: Taxonomy) -> dict[str, dict[int, tuple[float, int]]]:
    """Of each meeting (by id) that headings speak of: by the heading's index, how much and of which aspect."""
    scores: dict[str, dict[tuple[int, int], float]] = {}
    for at, heading in enumerate(headings):
        for word, weight in _said(heading.text, taxonomy):
            for meeting, place in _places(taxonomy)[word]:
                pairs = scores.setdefault(meeting, {})
                pairs[at, place] = pairs.get((at, place), 0.0) + weight
    found: dict[str, dict[int, tuple[float, int]]] = {}
    for meeting, pairs in scores.items():
        aligned = found.setdefault(meeting, {})
        used: set[int] = set()
        for score, at, place in sorted((-score, at, place) for (at, place), score in pairs.items()):
            if at not in aligned and place not in used:
                aligned[at] = (-score, place)
                used.add(place)
    return found


def match_meetings(headings: Sequence[Piece], taxonomy: Taxonomy) -> list[Match]:
    """The meetings whose aspects the headings name, best first."""
    found = _aligned(headings, taxonomy)
    matches = []
    for meeting in taxonomy.meetings:
        if aligned := found.get(meeting.id):
            scores = {at: min(1.0, score) for at, (score, _) in aligned.items()}
            best = max(scores, key=lambda at: (scores[at], -at))
            matches.append(Match(meeting, sum(scores.values()) / len(meeting.aspects), headings[best], len(scores)))
    return sorted(matches, key=lambda match: -match.share)


@lru_cache(maxsize=512)
def _said(heading: str, taxonomy: Taxonomy) -> list[tuple[str, float]]:
    """The words of aspects that a heading says, with their weights."""
    return [(word, weight) for word, weight in _word_weights(taxonomy).items() if word in heading]


@lru_cache(maxsize=4)
def _places(taxonomy: Taxonomy) -> dict[str, list[tuple[str, int]]]:
    """Of each word, the meetings (by id) and aspects (by place) that have it."""
    places: dict[str, list[tuple[str, int]]] = {}
    for meeting in taxonomy.meetings:
        for place, aspect in enumerate(meeting.aspects):
            for word in aspect.words:
                places.setdefault(word, []).append((meeting.id, place))
    return places


@lru_cache(maxsize=4)
def _word_weights(taxonomy: Taxonomy) -> dict[str, float]:
    """A word that one year's aspects alone use says more than one that many use."""
    shared = Counter(
        word for meeting in taxonomy.meetings for word in {w for aspect in meeting.aspects for w in aspect.words}
    )
    return {word: 1.0 / count for word, count in shared.items()}
