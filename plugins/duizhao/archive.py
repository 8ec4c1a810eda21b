"""What pages and commands ask of the documents together. Answers come from the store, each as small as its page.

Documents stand newest year first, those of an unknown year last, then by title, then by id: everywhere.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from duizhao import spread
from duizhao.contributions import UNKNOWN
from duizhao.model import Document, Extent, Phrase, Summary
from duizhao.records import document_of, spans_of
from duizhao.store import IN_DOCUMENT, KEY_BITS, NAMED, document_at, passages_at
from duizhao.yearly import Numbers, Year

_SUMMARY = "d.id, d.name, d.title, nullif(d.year, 0), d.meeting, d.kind, d.role, d.unit"
ORDER = "d.year = 0, d.year DESC, d.title, d.id"
KEPT = 1 << 18  # passages whose text is kept once read, some 150 MB: those of a year of 100,000 documents


UsePlace = tuple[int, str, int]
"""A use before anything of it is read: its passage's place (see `store.place`), where in it the phrase stands (see
`records.spans_of`), and a number that is the same for the same sentence. A row as the store has it: there are
millions."""


Quoted = tuple[str, str, str]
"""What lists quote of a passage: its id, its breadcrumb (part › section › section), its text."""


class _Listed(NamedTuple):
    """What lists need of a document."""

    summary: Summary
    order: tuple[str, str]  # title, id


@dataclass(frozen=True, slots=True)
class Lead:
    """A passage's lead sentence."""

    document: Summary
    passage: str  # id
    lead: str


class Use(NamedTuple):
    """A passage that uses a phrase, and where in it."""

    document: Summary
    passage: str  # id
    breadcrumb: str  # part › section › section
    text: str
    spans: Sequence[Extent]
    at: int = 0  # its passage's place in the store


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is."""

    documents: int
    passages: int
    phrases: int
    characters: int
    warnings: int


class Archive:
    """The documents of a store. What lists show of one is read once: none may change while lists are asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self._listed: dict[int, _Listed] = {}  # by key
        self._years: dict[int, Year] = {}
        self._totals: dict[str, spread.Totals] = {}  # by facet
        self._quoted: dict[int, Quoted] = {}  # by `place`

    def figures(self) -> Figures:
        """Sums over all documents."""
        documents, passages, characters, warnings = self._sql.execute(
            "SELECT count(*), total(passages), total(characters), total(warnings) FROM documents"
        ).fetchone()
        (phrases,) = self._sql.execute("SELECT count(*) FROM phrases").fetchone()
        return Figures(documents, int(passages), phrases, int(characters), int(warnings))

    def documents(
        self, *, year: int | None = None, meeting: str | None = None, limit: int | None = None
    ) -> list[Summary]:
        """Summaries, of one year (0: unknown), of one meeting (`UNKNOWN`: none), the first `limit` of them."""
        where, values = _conditions(year, meeting)
        rows = self._sql.execute(
            f"SELECT {_SUMMARY} FROM documents d {where} ORDER BY {ORDER} LIMIT ?", (*values, _limit(limit))
        )
        return [_summary(row) for row in rows]

    def document_places(self, *, year: int | None = None, meeting: str | None = None) -> Numbers:
        """The places of the same documents' first passages, to be listed in pages."""
        where, values = _conditions(year, meeting)
        rows = self._sql.execute(f"SELECT d.key << 16 FROM documents d {where} ORDER BY {ORDER}", values)
        return _column(rows)

    def year(self, year: int) -> Year:
        """The documents of a year (0: unknown)."""
        if year not in self._years:
            rows = self._sql.execute("SELECT key, digest FROM documents WHERE year = ? ORDER BY title, id", (year,))
            self._years[year] = Year.of(rows.fetchall())
        return self._years[year]

    def summaries(self, places: Iterable[int]) -> list[Summary]:
        """The documents that have these places."""
        keys = list(map(document_at, places))
        listed = self._list(keys)
        return [listed[key].summary for key in keys]

    def years(self, meeting: str | None = None) -> list[tuple[int, int]]:
        """Years with their number of documents, newest first, the unknown (0) last."""
        where, values = _conditions(None, meeting)
        rows = self._sql.execute(
            f"SELECT d.year, count(*) FROM documents d {where} GROUP BY d.year ORDER BY d.year = 0, d.year DESC", values
        )
        return rows.fetchall()

    def meetings(self) -> list[tuple[str, int]]:
        """Meetings with their number of documents: that of the newest document first, then by name; UNKNOWN last."""
        rows = self._sql.execute(
            "SELECT meeting, count(*) FROM documents GROUP BY meeting ORDER BY meeting IS NULL, max(year) DESC, meeting"
        )
        return [(name or UNKNOWN, count) for name, count in rows]

    def tallies(self) -> dict[str, dict[str, int]]:
        """Passages by theme and part."""
        counts: dict[str, dict[str, int]] = {}
        for theme, part, count in self._sql.execute("SELECT theme, part, passages FROM tallies"):
            counts.setdefault(theme, {})[part] = count
        return counts

    def lead_years(self, theme: str, part: str) -> list[tuple[int, int]]:
        """Years with the number of passages of a theme in a part."""
        rows = self._sql.execute(
            "SELECT year, count(*) FROM leads WHERE theme = ? AND part = ? GROUP BY year ORDER BY year = 0, year DESC",
            (theme, part),
        )
        return rows.fetchall()

    def lead_places(self, theme: str, part: str, year: int, limit: int | None = None) -> Numbers:
        """The passages of a theme in a part, of a year, by title; or `limit` of them, of any documents."""
        rows = self._sql.execute(
            "SELECT document << 16 | ordinal FROM leads WHERE theme = ? AND part = ? AND year = ?"
            " ORDER BY document, ordinal LIMIT ?",
            (theme, part, year, _limit(limit)),
        )
        places = _column(rows)
        return places if limit is not None else places[self.year(year).by_title(places)]

    def leads(self, places: Sequence[int]) -> list[Lead]:
        """The lead sentences at `places`."""
        rows = self._passages(places, "id, lead")
        return [Lead(document, *row) for document, row in zip(self.summaries(places), rows, strict=True)]

    def phrase(self, id: str) -> tuple[Phrase, int] | None:
        """A phrase, with the number of passages that use it."""
        row = self._sql.execute(
            "SELECT id, head, kind, pinyin, variants, expansion, source, passages FROM phrases WHERE id = ?", (id,)
        ).fetchone()
        return _phrase(row) if row else None

    def phrases(self, *, letter: str | None = None, most_used: int | None = None) -> list[tuple[Phrase, int]]:
        """Phrases in the order of their pinyin, each with the number of passages that use it.

        Args:
            letter: only those under this initial.
            most_used: only so many, the most used first.
        """
        where, values = ("WHERE letter = ?", (letter,)) if letter is not None else ("", ())
        order = "passages DESC, pinyin, head" if most_used is not None else "pinyin, head"
        rows = self._sql.execute(
            "SELECT id, head, kind, pinyin, variants, expansion, source, passages FROM phrases"
            f" {where} ORDER BY {order} LIMIT ?",
            (*values, _limit(most_used)),
        )
        return [_phrase(row) for row in rows]

    def letters(self) -> list[tuple[str, int]]:
        """The initials that phrases stand under, with the number of phrases; `#` last."""
        return self._sql.execute(
            "SELECT letter, count(*) FROM phrases GROUP BY letter ORDER BY letter = '#', letter"
        ).fetchall()

    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of phrases with their number, the most frequent first."""
        return self._sql.execute(
            "SELECT kind, count(*) FROM phrases GROUP BY kind ORDER BY count(*) DESC, kind"
        ).fetchall()

    def use_years(self, phrase: str) -> list[tuple[int, int, int]]:
        """Years with the number of passages and of documents that use a phrase."""
        rows = self._sql.execute(
            "SELECT year, count(*), count(DISTINCT document) FROM uses WHERE phrase = ?"
            " GROUP BY year ORDER BY year = 0, year DESC",
            (phrase,),
        )
        return rows.fetchall()

    def use_rows(self, phrase: str, year: int, limit: int | None = None) -> list[UsePlace]:
        """The passages that use a phrase, of a year, or `limit` of them, one document's after another's."""
        return self._sql.execute(
            "SELECT document << 16 | ordinal, spans, wording FROM uses WHERE phrase = ? AND year = ?"
            " ORDER BY document, ordinal LIMIT ?",
            (phrase, year, _limit(limit)),
        ).fetchall()

    def all_use_rows(self, phrase: str) -> dict[int, list[UsePlace]]:
        """The same of every year, by year: for phrases that are seldom used."""
        found: dict[int, list[UsePlace]] = {}
        for year, *row in self._sql.execute(
            "SELECT year, document << 16 | ordinal, spans, wording FROM uses WHERE phrase = ?"
            " ORDER BY year, document, ordinal",
            (phrase,),
        ):
            found.setdefault(year, []).append((row[0], row[1], row[2]))
        return found

    def by_title(self, places: Iterable[UsePlace]) -> list[UsePlace]:
        """Passages that use a phrase, ordered by the titles of their documents."""
        rows = list(places)
        listed = self._list({document_at(row[0]) for row in rows})
        return sorted(rows, key=lambda row: listed[document_at(row[0])].order)

    def documents_of(self, phrase: str) -> list[Summary]:
        """The documents that use a phrase."""
        rows = self._sql.execute(
            f"SELECT {_SUMMARY} FROM documents d WHERE d.key IN (SELECT document FROM uses WHERE phrase = ?)"
            f" ORDER BY {ORDER}",
            (phrase,),
        )
        return [_summary(row) for row in rows]

    def shares(self, phrase: str) -> dict[str, list[spread.Share]]:
        """How the uses of a phrase spread, by facet."""
        return spread.shares(self._sql, phrase)

    def keys(self, facet: str, value: str, most: int) -> list[spread.Key]:
        """The phrases most characteristic of a theme or a meeting."""
        if facet not in self._totals:
            self._totals[facet] = spread.totals(self._sql, facet)
        return spread.keys(self._sql, facet, value, most, self._totals[facet])

    def neighbours(self, phrase: str, uses: Sequence[Use]) -> list[tuple[str, str, str, int]]:
        """The other phrases in the passages of `uses`: id, head, where (see `records.spans_of`), and the number of the
        use."""
        return self._sql.execute(
            "SELECT u.phrase, p.head, u.spans, at.key FROM json_each(?) at"
            f" CROSS JOIN uses u ON u.document = at.value >> 16 & {KEY_BITS}"
            " AND u.ordinal = at.value & 65535 CROSS JOIN phrases p ON p.id = u.phrase"
            " WHERE u.phrase <> ?",
            (json.dumps([use.at for use in uses]), phrase),
        ).fetchall()

    def phrases_of_theme(self, theme: str, most: int) -> list[tuple[Phrase, int]]:
        """The phrases that most passages of a theme use, each with their number."""
        rows = self._sql.execute(
            "SELECT p.id, p.head, p.kind, p.pinyin, p.variants, p.expansion, p.source, s.passages FROM spread s"
            " JOIN phrases p ON p.id = s.phrase WHERE s.facet = 'theme' AND s.value = ?"
            " ORDER BY s.passages DESC, p.pinyin, p.head LIMIT ?",
            (theme, most),
        )
        return [_phrase(row) for row in rows]

    def phrases_by_length(self, most: int, long: int) -> list[tuple[int, tuple[Phrase, int]]]:
        """Of each length in characters the `most` used phrases; lengths from `long` count as one."""
        rows = self._sql.execute(
            "SELECT size, id, head, kind, pinyin, variants, expansion, source, passages FROM (SELECT *, row_number()"
            " OVER (PARTITION BY min(length(head), ?) ORDER BY passages DESC, pinyin, head) AS place,"
            " min(length(head), ?) AS size FROM phrases) WHERE place <= ? ORDER BY size, place",
            (long, long, most),
        )
        return [(size, _phrase(row)) for size, *row in rows]

    def uses(self, places: Sequence[UsePlace]) -> list[Use]:
        """How a phrase is used at `places`."""
        numbers = [number for number, _, _ in places]
        quoted = self.quoted(numbers)
        return [
            Use(document, *quoted[number], spans_of(spans), number)
            for document, (number, spans, _) in zip(self.summaries(numbers), places, strict=True)
        ]

    def quoted(self, places: Iterable[int]) -> Mapping[int, Quoted]:
        """At least the passages at `places`, by these; kept once read: other phrases stand in the same."""
        if len(self._quoted) > KEPT:
            self._quoted.clear()
        missing = sorted({at for at in places if at not in self._quoted})
        for at, id, part, trail, text in passages_at(self._sql, missing, "id, part, trail, text"):
            self._quoted[at] = id, " › ".join(filter(None, (part or UNKNOWN, trail))), text
        return self._quoted

    def _list(self, keys: Iterable[int]) -> Mapping[int, _Listed]:
        missing = sorted({key for key in keys if key not in self._listed})
        for at in range(0, len(missing), NAMED):
            some = missing[at : at + NAMED]
            query = f"SELECT d.key, {_SUMMARY} FROM documents d WHERE d.key IN ({','.join('?' * len(some))})"
            for key, *row in self._sql.execute(query, some):
                summary = _summary(row)
                self._listed[key] = _Listed(summary, (summary.title, summary.id))
        return self._listed

    def _passages(self, places: Sequence[int], columns: str) -> list[tuple[Any, ...]]:
        """Columns of the passages at `places`, in their order."""
        found = {at: tuple(row) for at, *row in passages_at(self._sql, places, columns)}
        return [found[at] for at in places]

    def document(self, key: int) -> Document:
        """All of one document."""
        (payload,) = self._sql.execute("SELECT data FROM payloads WHERE key = ?", (key,)).fetchone()
        return document_of(payload)

    def titles(self) -> dict[str, str]:
        """The title of each file's first document, by the name of the file."""
        return dict(self._sql.execute("SELECT name, title FROM documents WHERE piece = 0").fetchall())

    def ids(self) -> list[str]:
        """The ids of all documents."""
        return [id for (id,) in self._sql.execute(f"SELECT d.id FROM documents d ORDER BY {ORDER}")]

    def texts(self, key: int) -> list[str]:
        """The texts of a document's passages, in reading order."""
        rows = self._sql.execute(f"SELECT text FROM passages WHERE {IN_DOCUMENT} ORDER BY place", (key,))
        return [text for (text,) in rows]

    def signatures(self) -> dict[str, bytes]:
        """The signature of each document (see `parallels.signature`) by its id, in the order of ids."""
        return dict(self._sql.execute("SELECT id, signature FROM documents ORDER BY id").fetchall())

    def texts_of(self, ids: Sequence[str]) -> Iterator[list[str]]:
        """The texts of the passages of each of these documents."""
        for id in ids:
            (key,) = self._sql.execute("SELECT key FROM documents WHERE id = ?", (id,)).fetchone()
            yield self.texts(key)


def _conditions(year: int | None, meeting: str | None) -> tuple[str, tuple[int | str, ...]]:
    conditions: list[str] = []
    values: list[int | str] = []
    if meeting is not None and meeting != UNKNOWN:
        conditions.append("d.meeting = ?")
        values.append(meeting)
    elif meeting is not None:
        conditions.append("d.meeting IS NULL")
    if year is not None:
        conditions.append("d.year = ?")
        values.append(year)
    return (f"WHERE {' AND '.join(conditions)}" if conditions else ""), tuple(values)


def _column(rows: Iterable[tuple[int]]) -> Numbers:
    return np.fromiter((number for (number,) in rows), np.int64)


def _limit(limit: int | None) -> int:
    return -1 if limit is None else limit


def _summary(row: Sequence[Any]) -> Summary:
    return Summary(*row)


def _phrase(row: Sequence[Any]) -> tuple[Phrase, int]:
    id, head, kind, pinyin, variants, expansion, source, passages = row
    return Phrase(id, head, kind, pinyin, tuple(json.loads(variants)), expansion, source), int(passages)
