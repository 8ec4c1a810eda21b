"""The query language: what people type, parsed, and found in a text. `client/query.js` does the same.

    理论学习 不够      both in the passage; a blank separates terms
    "学习 不够"        literally, blanks and operators included; “…” too where there is one in it
    -空泛              not in the passage
    学习*不够          in this order, at most `GAP` characters between them, in one sentence
    理论|业务          one or the other; blanks may stand around the |
    ~学习抓得不够      the words it is made of (see `words.py`), all of them, anywhere in the passage

What is not an operator in place is text: a minus inside a word or with nothing else sought, a star or bar at an end or
beside another (`XX**`), a quote in the middle, a tilde that no Chinese term follows or whose term a star joins to
another. Operators may be full-width. `tests/query_cases.yml` holds the cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from duizhao.search.fold import WHITE_SPACE, Folded, Needle
from duizhao.search.readings import Readings
from duizhao.search.words import cut, has_words

GAP = 12  # folded characters that * may stand for
STOPS = frozenset("。!?")  # folded: what ends a sentence

_MINUS, _STAR, _BAR, _TILDE = "-－", "*＊", "|｜", "~～"
_CLOSING = {'"': '"＂', "＂": '"＂', "“": "”"}
_NONE = Readings()

Matches = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Pieces that follow each other in one sentence, at most `GAP` characters apart; `words` stand anywhere."""

    pieces: tuple[Needle, ...]
    words: bool = False

    def find(self, ways: Sequence[Folded]) -> list[tuple[int, int]]:
        """Where it stands in a text that is read in these ways, in characters of the text; of words only if all do."""
        patterns = [Pattern((piece,)) for piece in self.pieces] if self.words else [self]
        found = [
            [(way.starts[start], way.ends[end - 1]) for way in ways for start, end in pattern.spans(way)]
            for pattern in patterns
        ]
        return list(chain.from_iterable(found)) if all(found) else []

    def spans(self, hay: Folded) -> Iterator[tuple[int, int]]:
        """Where it stands in `hay.text`: leftmost, shortest, not overlapping."""
        first, *rest = self.pieces
        at = first.place(hay, 0)
        while at >= 0:
            end = _end(hay, at + len(first.text), rest)
            if end:
                yield at, end
            at = first.place(hay, end or at + 1)


def _end(hay: Folded, start: int, pieces: list[Needle]) -> int:
    """The first end of `pieces` that follow from `start`; 0 where they do not."""
    ends = [start]
    for piece in pieces:
        found = set()
        for end in ends:
            for at in range(end, min(end + GAP, len(hay.text)) + 1):
                if piece.stands(hay, at):
                    found.add(at + len(piece.text))
                if at < len(hay.text) and hay.text[at] in STOPS:
                    break
        ends = sorted(found)
    return ends[0] if ends else 0


@dataclass(frozen=True, slots=True)
class Clause:
    """Patterns of which one is enough; or of which none may stand there."""

    patterns: tuple[Pattern, ...]
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses that must all hold; none of them: an empty query."""

    clauses: tuple[Clause, ...]

    def find(self, text: str, readings: Readings = _NONE) -> Matches:
        """What it finds in `text`, in characters of `text` as given: in order, not overlapping. Nothing: not found."""
        ways = readings.ways(text)
        found: list[tuple[int, int]] = []
        for clause in self.clauses:
            spans = [span for pattern in clause.patterns for span in pattern.find(ways)]
            if bool(spans) == clause.without:
                return ()
            found += spans
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return tuple(kept)


def parse(query: str) -> Query:
    """What `query` asks for. Any text is a query; white space alone is the empty one."""
    clauses = _parse(query, minus=True)
    if clauses and all(clause.without for clause in clauses):
        clauses = _parse(query, minus=False)
    return Query(tuple(clauses))


def _parse(query: str, *, minus: bool) -> list[Clause]:
    clauses: list[Clause] = []
    at, joins = 0, False
    while (at := _skip(query, at)) < len(query):
        if clauses and not joins and _is_lone_bar(query, at):
            at, joins = at + 1, True
            continue
        without = minus and not joins and query[at] in _MINUS and not _blank(query, at + 1)
        patterns, at = _patterns(query, at + without)
        if joins:
            before = clauses.pop()
            clauses.append(Clause((*before.patterns, *patterns), before.without))
            joins = False
        else:
            clauses.append(Clause(patterns, without))
    return clauses


def _patterns(query: str, at: int) -> tuple[tuple[Pattern, ...], int]:
    """The alternatives that start at `at`, and where they end: at a blank."""
    patterns: list[Pattern] = []
    texts: list[str] = []
    while True:
        words, end = ([], at) if texts else _words(query, at)
        if words:
            texts, at = words, end
        else:
            text, at = _piece(query, at)
            texts.append(text)
        if _blank(query, at) or query[at] in _BAR:
            patterns.append(Pattern(tuple(map(Needle, texts)), bool(words)))
            texts = []
        if _blank(query, at):
            return tuple(patterns), at
        at += 1


def _words(query: str, start: int) -> tuple[list[str], int]:
    """The words of the term that a tilde at `start` marks, and where it ends; none where there is no such thing."""
    if query[start] not in _TILDE or _blank(query, start + 1):
        return [], start
    term, end = _piece(query, start + 1)
    is_joined = not _blank(query, end) and query[end] in _STAR
    return (list(dict.fromkeys(cut(term))), end) if has_words(term) and not is_joined else ([], start)


def _piece(query: str, start: int) -> tuple[str, int]:
    """The piece that starts at `start`, without its quotes, and where the operator or blank after it is."""
    close = _closing(query, start)
    if close:
        return query[start + 1 : close], close + 1
    at = start
    while not _blank(query, at) and not (at > start and _joins(query, at)):
        at += 1
    return query[start:at], at


def _closing(query: str, start: int) -> int:
    """Where the quote at `start` that quotes is closed; 0 where none does."""
    closing = _CLOSING.get(query[start])
    if closing is None:
        return 0
    for at in range(start + 2, len(query)):
        if query[at] in closing and (_blank(query, at + 1) or _joins(query, at + 1)):
            inside = query[start + 1 : at]
            if not any(not _blank(inside, i) for i in range(len(inside))):
                return 0
            needed = inside[0] in _MINUS + _TILDE or any(char in WHITE_SPACE or char in _STAR + _BAR for char in inside)
            return at if needed or query[start] != "“" else 0
    return 0


def _joins(query: str, at: int) -> bool:
    """Whether the star or bar at `at` stands between two pieces."""
    operators = _STAR + _BAR
    return (
        query[at] in operators
        and query[at - 1] not in operators
        and not _blank(query, at + 1)
        and query[at + 1] not in operators
    )


def _is_lone_bar(query: str, at: int) -> bool:
    return query[at] in _BAR and _blank(query, at + 1) and _skip(query, at + 1) < len(query)


def _blank(query: str, at: int) -> bool:
    return at >= len(query) or query[at] in WHITE_SPACE


def _skip(query: str, at: int) -> int:
    while at < len(query) and query[at] in WHITE_SPACE:
        at += 1
    return at
