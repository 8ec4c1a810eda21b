"""How the uses of each phrase spread over years, meetings, themes, parts and subjects: sums that pages show.

Kept up to date document by document, so that the page of a phrase that every document uses costs no more than another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from duizhao.radix import order

UNKNOWN = "未知"
FACETS = ("year", "meeting", "theme", "part", "subject")

_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """A value of a facet with the passages and the documents that use a phrase there. `value` of `year` is a number."""

    value: str
    passages: int
    documents: int


@dataclass(frozen=True, slots=True)
class Key:
    """A phrase that a theme or a meeting uses more than the rest: passages here and elsewhere, and the keyness."""

    phrase: str  # id
    head: str
    here: int
    elsewhere: int
    keyness: float


class Changes:
    """Changes to the sums, kept in memory until `settle`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self._numbers: dict[str, int] = {}  # that stand for phrases and for values
        self._counts = 0  # calls of `count`
        self._uses: list[tuple[int, ...]] = []  # rows (sign, call of `count`, phrase, a value for each of `FACETS`)

    def count(self, document: int, uses: Iterable[tuple[str, str | None, str | None]], sign: int) -> None:
        """Adds the uses of a stored document, or with `sign` -1 takes them away.

        Args:
            uses: of each the phrase, and theme and part of its passage.
        """
        row = self._sql.execute("SELECT year, meeting, subject FROM documents WHERE key = ?", (document,)).fetchone()
        number = self._number
        year, meeting, subject = number(str(row[0])), number(row[1]), number(row[2])
        self._counts += 1
        self._uses += [
            (sign, self._counts, number(phrase), year, meeting, number(theme), number(part), subject)
            for phrase, theme, part in uses
        ]

    def settle(self) -> None:
        """Writes the sums."""
        names = list(self._numbers)
        sign, call, phrase, *values = np.array(self._uses, np.int64).reshape(-1, 3 + len(FACETS)).T
        changed = [
            (names[used], facet, names[value], passages, documents)
            for facet, of_facet in zip(FACETS, values, strict=True)
            for used, value, passages, documents in _summed(sign, call, phrase, of_facet)
        ]
        self._sql.executemany(
            "INSERT INTO spread VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET passages = passages + excluded.passages, documents = documents + excluded.documents",
            changed,
        )
        self._sql.executemany(
            "DELETE FROM spread WHERE phrase = ? AND facet = ? AND value = ? AND passages = 0",
            [row[:3] for row in changed if row[3] < 0],
        )
        self._numbers.clear()
        self._uses.clear()

    def _number(self, name: str | None) -> int:
        return self._numbers.setdefault(name or UNKNOWN, len(self._numbers))


def _summed(sign: _Numbers, call: _Numbers, phrase: _Numbers, value: _Numbers) -> Iterator[tuple[int, int, int, int]]:
    """Uses by phrase and value: by how many more passages and documents there are; rows that change nothing left out.

    Args:
        sign: of each use, 1 or -1.
        call: the same for all uses of one document that come or go at once, which stand together.
    """
    rising = order(phrase.astype(np.uint32), value.astype(np.uint32))  # of one pair, calls stay as they came
    sign, call, phrase, value = sign[rising], call[rising], phrase[rising], value[rising]
    is_pair = np.ones(len(sign), np.bool_)  # the first of its pair
    is_pair[1:] = (phrase[1:] != phrase[:-1]) | (value[1:] != value[:-1])
    is_document = is_pair.copy()
    is_document[1:] |= call[1:] != call[:-1]
    starts = np.flatnonzero(is_pair)
    passages = np.add.reduceat(sign, starts) if starts.size else sign
    documents = np.add.reduceat(sign * is_document, starts) if starts.size else sign
    some = np.flatnonzero((passages != 0) | (documents != 0))
    rows = (phrase[starts], value[starts], passages, documents)
    return zip(*(row[some].tolist() for row in rows), strict=True)


def shares(connection: sqlite3.Connection, phrase: str) -> dict[str, list[Share]]:
    """How a phrase spreads, by facet; years in their order, the unknown (0) last, other values by their passages."""
    found: dict[str, list[Share]] = {facet: [] for facet in FACETS}
    for facet, *row in connection.execute(
        "SELECT facet, value, passages, documents FROM spread WHERE phrase = ? ORDER BY passages DESC, value", (phrase,)
    ):
        found[facet].append(Share(*row))
    found["year"].sort(key=lambda share: (share.value == "0", share.value))
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """What the keys of every value of a facet are held against."""

    values: Mapping[str, int]  # the uses of all phrases, by value
    phrases: Mapping[str, tuple[str, int]]  # head and passages of each phrase, by id


def totals(connection: sqlite3.Connection, facet: str) -> Totals:
    """Those of a facet."""
    values = connection.execute("SELECT value, sum(passages) FROM spread WHERE facet = ? GROUP BY 1", (facet,))
    phrases = connection.execute("SELECT id, head, passages FROM phrases")
    return Totals(dict(values.fetchall()), {id: (head, passages) for id, head, passages in phrases})


def keys(connection: sqlite3.Connection, facet: str, value: str, most: int, sums: Totals) -> list[Key]:
    """The phrases most characteristic of a theme or a meeting, the most characteristic first.

    The figure is the log-likelihood of Dunning (1993), signed by keeping only what is more frequent here: passages that
    use the phrase here and elsewhere, against the uses of all phrases here and elsewhere.

    Args:
        sums: see `totals`.
    """
    here = sums.values.get(value, 0)
    elsewhere = sum(sums.values.values()) - here
    if not here or not elsewhere:
        return []
    rows = connection.execute(
        "SELECT phrase, passages FROM spread WHERE facet = ? AND value = ? AND documents >= 2", (facet, value)
    ).fetchall()
    inside = np.array([passages for _, passages in rows], np.int64)
    outside = np.array([sums.phrases[phrase][1] for phrase, _ in rows], np.int64) - inside
    found = []
    for at in _likely(inside, outside, here, elsewhere, most).tolist():
        phrase, count = rows[at]
        head, everywhere = sums.phrases[phrase]
        keyness = likelihood(count, everywhere - count, here, elsewhere)
        if keyness >= _SURE:
            found.append(Key(phrase, head, count, everywhere - count, keyness))
    return sorted(found, key=lambda key: (-key.keyness, key.head))[:most]


def _likely(inside: _Numbers, outside: _Numbers, here: int, elsewhere: int, most: int) -> NDArray[np.intp]:
    """Which phrases may be among the `most` with the highest figures, of those more frequent here.

    A few too many: the last digits of numpy's logarithms are not the same on every machine.
    """
    expected = (inside + outside) / (here + elsewhere)
    figures = np.zeros(inside.size)
    for count, whole in ((inside, here), (outside, elsewhere)):
        figures += 2 * count * np.log(np.maximum(count, 1) / (whole * expected))
    figures[inside * elsewhere <= outside * here] = 0.0
    least = np.partition(figures, -most)[-most] if figures.size > most else 0.0
    return np.flatnonzero((figures > 0.0) & (figures >= least * _NEARLY))


def likelihood(inside: int, outside: int, here: int, elsewhere: int) -> float:
    """Dunning's G² of `inside` of `here` uses against `outside` of `elsewhere`."""
    expected = (inside + outside) / (here + elsewhere)
    return 2 * sum(
        count * log(count / (whole * expected)) for count, whole in ((inside, here), (outside, elsewhere)) if count
    )


_NEARLY = 1 - 1e-6  # far more than logarithms differ by
_SURE = 6.63  # one per cent of phrases that mean nothing reach it
