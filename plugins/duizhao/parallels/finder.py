"""What a ledger knows of a document, together with what the store says of those it names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from duizhao.parallels.findings import (
    Copy,
    Findings,
    Link,
    Other,
    Parallel,
    Stretch,
    in_order,
    share_elsewhere,
    stretch,
    stretches,
    trimmed,
    whole_trail,
)
from duizhao.parallels.ledger import Entry, Ledger, batches, marks
from duizhao.parallels.overlap import overlap
from duizhao.parallels.signature import Shingles, shingles
from duizhao.parallels.wording import Wording

COPIES_SHOWN: Final = 30  # near-copies that a document's page names


@dataclass(frozen=True, slots=True)
class Head:
    """A document as its parallels name it: its title, and id, trail and text of each of its passages."""

    title: str
    passages: tuple[tuple[str, str, str], ...]


class Finder:
    """Asks a ledger and the store, whose `passages` and `documents` it reads."""

    def __init__(self, sql: sqlite3.Connection, ledger: Ledger) -> None:
        self._sql = sql
        self._ledger = ledger

    def head(self, id: str) -> Head:
        """A document of the archive."""
        key, title = self._sql.execute("SELECT key, title FROM documents WHERE id = ?", (id,)).fetchone()
        rows = self._sql.execute(
            "SELECT id, part, trail, text FROM passages WHERE document = ? ORDER BY ordinal", (key,)
        )
        return Head(title, tuple((passage, whole_trail(part, trail), text) for passage, part, trail, text in rows))

    def findings(self, id: str) -> Findings:
        """What is found of a document of the archive."""
        entry = self._ledger.entry(id)
        assert entry is not None
        known = self._ledger.wording(entry.number)
        links = [(own, other, line) for own, other, line in self._ledger.links(entry.number).tolist()]
        group = [other for other in self._ledger.copies(entry.copies) if other != id]
        copies = self.copies(document_shingles(self._sql, id), group[:COPIES_SHOWN]) if group else ()
        parallels = self.parallels(known, passage_texts(self._sql, id), links)
        return Findings(parallels, copies, len(group) - len(copies), share_elsewhere(known, (own for own, *_ in links)))

    def copies(self, own: Shingles, ids: Sequence[str]) -> tuple[Copy, ...]:
        """A document set beside some others, the likest first."""
        found = []
        for id in ids:
            title, year = self._sql.execute("SELECT title, year FROM documents WHERE id = ?", (id,)).fetchone()
            found.append(Copy(id, title, year or None, overlap(own, document_shingles(self._sql, id))))
        return tuple(sorted(found, key=lambda copy: (-copy.overlap.of_first, copy.id)))

    def parallels(self, known: Wording, texts: Sequence[str], links: Sequence[Link]) -> tuple[Parallel, ...]:
        """Links of a document with these texts of passages, as parallels."""
        rows = {entry.number: (entry, lines) for entry, lines in self._ledger.rows(sorted({link[1] for link in links}))}
        found = stretches(known, links, lambda number, sentence: stretch(rows[number][1], sentence))
        keys, others = self._others(entry for entry, _ in rows.values())
        passages = self._passages(sorted({(keys[number], there.ordinal) for number, _, there in found}))

        def parallel(number: int, own: Stretch, there: Stretch) -> Parallel:
            passage, part, trail, text = passages[keys[number], there.ordinal]
            mine, theirs = texts[own.ordinal][own.start : own.end], text[there.start : there.end]
            return Parallel(own, mine, others[number], passage, part, trail, theirs, trimmed(mine, theirs))

        return in_order(parallel(*each) for each in found)

    def _others(self, entries: Iterable[Entry]) -> tuple[dict[int, int], dict[int, Other]]:
        """Of documents, by their numbers: their keys in the store, and what parallels say of them."""
        of_id = {entry.id: entry for entry in entries}
        keys, others = {}, {}
        for some in batches(list(of_id)):
            query = f"SELECT id, key, title, year FROM documents WHERE id IN ({marks(some)})"
            for id, key, title, year in self._sql.execute(query, some):
                number = of_id[id].number
                keys[number] = key
                others[number] = Other(id, title, year or None, of_id[id].copies)
        return keys, others

    def _passages(self, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, str | None, str, str]]:
        """Id, part, trail and text of passages, by the key of their document and their ordinal."""
        found = {}
        for some in batches(places):
            query = (
                f"WITH wanted(document, ordinal) AS (VALUES {','.join(['(?,?)'] * len(some))})"
                " SELECT document, ordinal, id, part, trail, text"
                " FROM wanted CROSS JOIN passages USING (document, ordinal)"
            )
            for document, ordinal, *row in self._sql.execute(query, [value for place in some for value in place]):
                found[document, ordinal] = tuple(row)
        return found


def passage_texts(sql: sqlite3.Connection, id: str) -> list[str]:
    """The texts of a stored document's passages, in reading order."""
    rows = sql.execute(
        "SELECT p.text FROM documents d JOIN passages p ON p.document = d.key WHERE d.id = ? ORDER BY p.ordinal", (id,)
    )
    return [text for (text,) in rows]


def document_shingles(sql: sqlite3.Connection, id: str) -> Shingles:
    """What of a stored document is compared with that of its near-copies."""
    return shingles("\n".join(passage_texts(sql, id)))
