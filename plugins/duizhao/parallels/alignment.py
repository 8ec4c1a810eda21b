"""Two wordings set side by side: which pieces stand in both, which in one alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from duizhao.search.fold import fold_text

LONGEST = (
    4_000  # characters of either side that are compared sign by sign; of the rest only what both begin and end with
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of both sides: `one` and `other` are equal but for their fold where `is_same`; either may be empty."""

    one: str
    other: str
    is_same: bool


def aligned(one: str, other: str) -> tuple[Piece, ...]:
    """The two sides in pieces, in order: joined again, they are `one` and `other`."""
    first, second = _plain(one), _plain(other)
    start = _agreeing(first, second)
    end = _agreeing(first[start:][::-1], second[start:][::-1])
    middle = (one[start : len(one) - end], other[start : len(other) - end])
    pieces = [
        Piece(one[:start], other[:start], is_same=True),
        *_pieces(*middle),
        Piece(one[len(one) - end :], other[len(other) - end :], is_same=True),
    ]
    return tuple(piece for piece in pieces if piece.one or piece.other)


def similarity(one: str, other: str) -> float:
    """Which share of both texts' characters stands in both; 1 where they are the same but for their fold."""
    same = sum(len(piece.one) + len(piece.other) for piece in aligned(one, other) if piece.is_same)
    return same / (len(one) + len(other)) if one or other else 1.0


def _plain(text: str) -> str:
    """Folded, sign for sign: white space is one kind of sign."""
    return "".join(fold_text(char) or " " for char in text)


def _agreeing(one: str, other: str) -> int:
    for at, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return at
    return min(len(one), len(other))


def _pieces(one: str, other: str) -> Iterator[Piece]:
    if max(len(one), len(other)) > LONGEST:
        yield Piece(one, other, is_same=False)
        return
    matcher = SequenceMatcher(None, _plain(one), _plain(other), autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        yield Piece(one[start:end], other[from_:to], is_same=tag == "equal")
