"""What a ledger knows of a document, together with what the store says of those it names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from duizhao.parallels.findings import (
    Copy,
    Findings,
    Other,
    Parallel,
    Stretch,
    in_order,
    share_elsewhere,
    stretches,
    trimmed,
    whole_trail,
)
from duizhao.parallels.ledger import Ledger, Links, batches, marks
from duizhao.parallels.overlap import overlap
from duizhao.parallels.signature import Shingles, shingles
from duizhao.parallels.wording import WHERE, Wording
from duizhao.store import IN_DOCUMENT, OF_DOCUMENT, passages_at, place

COPIES_SHOWN: Final = 30  # near-copies that a document's page names
KEPT: Final = 1 << 20  # passages that are kept once read: many documents have theirs from the same few
Passage = tuple[str, str | None, str, str]  # id, part, trail, text


@dataclass(frozen=True, slots=True)
class Head:
    """A document as its parallels name it: its title, and id, trail and text of each of its passages."""

    title: str
    passages: tuple[tuple[str, str, str], ...]


class Finder:
    """Asks a ledger and the store, whose `passages` and `documents` it reads; neither may change meanwhile."""

    def __init__(self, sql: sqlite3.Connection, ledger: Ledger) -> None:
        self._sql = sql
        self._ledger = ledger
        self._known: dict[int, tuple[int, Other]] = {}  # by number: see `_others`
        self._passages: dict[int, Passage] = {}  # by where they stand in the store

    def head(self, id: str) -> Head:
        """A document of the archive."""
        key, title = self._sql.execute("SELECT key, title FROM documents WHERE id = ?", (id,)).fetchone()
        rows = self._sql.execute(
            f"SELECT id, part, trail, text FROM passages WHERE {IN_DOCUMENT} ORDER BY place", (key,)
        )
        return Head(title, tuple((passage, whole_trail(part, trail), text) for passage, part, trail, text in rows))

    def findings(self, id: str) -> Findings:
        """What is found of a document of the archive."""
        entry = self._ledger.entry(id)
        assert entry is not None
        known = self._ledger.wording(entry.number)
        links = self._ledger.links(entry.number)
        group = [other for other in self._ledger.copies(entry.copies) if other != id]
        copies = self.copies(document_shingles(self._sql, id), group[:COPIES_SHOWN]) if group else ()
        parallels = self.parallels(known, passage_texts(self._sql, id), links)
        return Findings(parallels, copies, len(group) - len(copies), share_elsewhere(known, links))

    def copies(self, own: Shingles, ids: Sequence[str]) -> tuple[Copy, ...]:
        """A document set beside some others, the likest first."""
        found = []
        for id in ids:
            title, year = self._sql.execute("SELECT title, year FROM documents WHERE id = ?", (id,)).fetchone()
            found.append(Copy(id, title, year or None, overlap(own, document_shingles(self._sql, id))))
        return tuple(sorted(found, key=lambda copy: (-copy.overlap.of_first, copy.id)))

    def parallels(self, known: Wording, texts: Sequence[str], links: Links) -> tuple[Parallel, ...]:
        """Links of a document with these texts of passages, as parallels."""
        others = self._others(np.unique(links[:, 1]).tolist())
        found = stretches(links, known.sentences[links[:, 0], WHERE]).tolist()
        places = [others[number][0] + ordinal for number, _, _, _, ordinal, _, _ in found]
        passages = self._read(places)
        parallels = []
        for where, (number, ordinal, start, end, _, first, last) in zip(places, found, strict=True):
            passage, part, trail, text = passages[where]
            mine, there = texts[ordinal][start:end], text[first:last]
            own, other = Stretch(ordinal, start, end), others[number][1]
            parallels.append(Parallel(own, mine, other, passage, part, trail, there, trimmed(mine, there)))
        return in_order(parallels)

    def _others(self, numbers: Iterable[int]) -> Mapping[int, tuple[int, Other]]:
        """Of documents, by their numbers: the places of their first passages, and what parallels say of them."""
        missing = sorted({number for number in numbers if number not in self._known})
        of_id = {entry.id: entry for entry in self._ledger.some_entries(missing)}
        for some in batches(list(of_id)):
            query = f"SELECT id, key, title, year FROM documents WHERE id IN ({marks(some)})"
            for id, key, title, year in self._sql.execute(query, some):
                entry = of_id[id]
                self._known[entry.number] = place(key, 0), Other(id, title, year or None, entry.copies)
        return self._known

    def _read(self, places: Iterable[int]) -> Mapping[int, Passage]:
        """Passages, by where they stand in the store."""
        if len(self._passages) > KEPT:
            self._passages.clear()
        missing = sorted({where for where in places if where not in self._passages})
        for where, id, part, trail, text in passages_at(self._sql, missing, "id, part, trail, text"):
            self._passages[where] = id, part, trail, text
        return self._passages


def passage_texts(sql: sqlite3.Connection, id: str) -> list[str]:
    """The texts of a stored document's passages, in reading order."""
    rows = sql.execute(
        f"SELECT p.text FROM documents d JOIN passages p ON {OF_DOCUMENT} WHERE d.id = ? ORDER BY p.place", (id,)
    )
    return [text for (text,) in rows]


def document_shingles(sql: sqlite3.Connection, id: str) -> Shingles:
    """What of a stored document is compared with that of its near-copies."""
    return shingles("\n".join(passage_texts(sql, id)))
