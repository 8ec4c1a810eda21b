"""What a document adds to the archive: kept in the store, and taken out again when the document goes or changes.

Each change marks the document and the hubs that show it, so that a build makes those again and no other.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from duizhao import spread
from duizhao.dirty import DOCUMENT, mark, mark_documents
from duizhao.model import Hub, Phrase
from duizhao.phrases import pinyin_initial
from duizhao.records import Record, Stamp, Uses, document_key
from duizhao.settled import forget
from duizhao.store import IN_DOCUMENT, place, storable

UNKNOWN = "未知"
INLINE = 200  # uses of a phrase shown on its own page; of more it shows some, and pages by year show all
LEADS_INLINE = 20  # lead sentences of a theme's part shown on the theme's page; likewise


class Changes:
    """Changes to the archive, inside one transaction; `finish` says what follows from all of them together.

    What was settled of files and documents is forgotten: see `settled.py`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        forget(connection)
        self._sql = connection
        self._hubs: set[Hub] = set()
        self._documents: set[str] = set()  # that have come, gone or changed
        self._phrases: Counter[str] = Counter()  # by how many more or fewer passages use a phrase
        self._used: set[tuple[str, int]] = set()  # phrases, and years of documents that use them
        self._there: set[str] = set()  # phrases that the store has
        self._leads: Counter[tuple[str, str]] = Counter()
        self._spread = spread.Changes(connection)

    def put(self, record: Record, stamp: Stamp) -> None:
        """Adds a document, in place of the one that had its place in its file, or its id."""
        for (key,) in self._sql.execute(
            "SELECT key FROM documents WHERE name = ? AND piece = ? OR id = ?",
            (record.name, record.ordinal, record.id),
        ).fetchall():
            self._remove(key)
        self._documents.add(record.id)
        key, year = document_key(record.id), record.facts[1]
        assert isinstance(year, int)
        self._sql.execute(
            f"INSERT INTO documents VALUES (?{', ?' * 22})",
            (
                *(key, record.id, record.name, record.ordinal, record.sha256),
                *(stamp.size, stamp.modified, stamp.changed, stamp.parser),
                *record.facts,
                *(record.characters, len(record.passages), record.warnings, record.digest, record.uses.digest),
                record.signature,
            ),
        )
        self._sql.execute("INSERT INTO payloads VALUES (?, ?)", (key, record.payload))
        self._sql.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(place(key, ordinal), *passage) for ordinal, passage in enumerate(record.passages)],
        )
        leads = [
            (theme or UNKNOWN, part or UNKNOWN, year, key, ordinal)
            for ordinal, (_, part, theme, *_) in enumerate(record.passages)
        ]
        self._sql.executemany("INSERT INTO leads VALUES (?, ?, ?, ?, ?)", leads)
        self._count_leads([row[:3] for row in leads], 1)
        self._shown(year, record.facts[2])
        themes = [(theme, part) for _, part, theme, *_ in record.passages]
        self._add_uses(key, year, record.uses, themes)

    def drop(self, name: str, since: int = 0) -> None:
        """Takes the documents of a file out, those from the ordinal `since` on."""
        rows = self._sql.execute("SELECT key FROM documents WHERE name = ? AND piece >= ?", (name, since)).fetchall()
        for (key,) in rows:
            self._remove(key)

    def restamp(self, name: str, stamp: Stamp) -> None:
        """The file is another one, its content the same."""
        self._sql.execute(
            "UPDATE documents SET size = ?, modified = ?, changed = ?, parser = ? WHERE name = ?",
            (stamp.size, stamp.modified, stamp.changed, stamp.parser, name),
        )

    def rematch(self, key: int, found: Uses) -> None:
        """The phrases found in a document, by another phrasebook than before."""
        id, year = self._sql.execute("SELECT id, year FROM documents WHERE key = ?", (key,)).fetchone()
        self._documents.add(id)
        themes = self._themes(key)
        self._remove_uses(key, year, themes)
        self._add_uses(key, year, found, themes)
        self._sql.execute("UPDATE documents SET marks = ? WHERE key = ?", (found.digest, key))

    def describe(self, phrase: Phrase) -> None:
        """What the phrasebook says of a phrase that the archive uses."""
        row = _phrase_row(phrase)
        known = self._sql.execute(
            "SELECT id, head, kind, pinyin, variants, expansion, source, letter FROM phrases WHERE id = ?", (phrase.id,)
        ).fetchone()
        if known is not None and known != row:
            self._sql.execute(
                "UPDATE phrases SET head = ?, kind = ?, pinyin = ?, variants = ?, expansion = ?, source = ?, letter = ?"
                " WHERE id = ?",
                (*row[1:], phrase.id),
            )
            self._hubs |= {Hub("phrase", phrase.id), Hub("letter", row[7])}

    def finish(self) -> None:
        """Settles counts and marks what shows the documents."""
        is_counted = bool(self._phrases)
        self._hubs.update(Hub("uses", phrase, year=year) for phrase, year in self._used)
        self._hubs.update(Hub("phrase", phrase) for phrase in self._phrases)
        self._settle_phrases()
        self._settle_leads()
        self._spread.settle()
        if is_counted:  # what is characteristic of one is so against all others
            self._hubs |= {Hub(kind, name) for kind, name in characterised(self._sql)}
        mark(self._sql, self._hubs)
        mark_documents(self._sql, DOCUMENT, self._documents)
        for settled in (self._phrases, self._leads, self._hubs, self._documents, self._used, self._there):
            settled.clear()

    def _remove(self, key: int) -> None:
        id, year, meeting = self._sql.execute(
            "SELECT id, year, meeting FROM documents WHERE key = ?", (key,)
        ).fetchone()
        self._documents.add(id)
        themes = self._themes(key)
        leads = [(theme or UNKNOWN, part or UNKNOWN, year) for theme, part in themes]
        for lead in set(leads):
            self._sql.execute(
                "DELETE FROM leads WHERE theme = ? AND part = ? AND year = ? AND document = ?", (*lead, key)
            )
        self._count_leads(leads, -1)
        self._shown(year, meeting)
        self._remove_uses(key, year, themes)
        self._sql.execute(f"DELETE FROM passages WHERE {IN_DOCUMENT}", (key,))
        for table in ("documents", "payloads"):
            self._sql.execute(f"DELETE FROM {table} WHERE key = ?", (key,))

    def _themes(self, key: int) -> list[tuple[str | None, str | None]]:
        """Theme and part of each passage of a stored document."""
        rows = self._sql.execute(f"SELECT theme, part FROM passages WHERE {IN_DOCUMENT} ORDER BY place", (key,))
        return rows.fetchall()

    def _shown(self, year: int, meeting: str | int | None) -> None:
        name = str(meeting or UNKNOWN)
        self._hubs |= {Hub("year", year=year), Hub("meeting", name), Hub("meeting-year", name, year=year)}

    def _count_leads(self, leads: Iterable[tuple[str, str, int]], sign: int) -> None:
        for (theme, part, year), count in Counter(leads).items():
            self._leads[theme, part] += sign * count
            self._hubs |= {Hub("theme", theme), Hub("leads", theme, part, year)}

    def _add_uses(self, key: int, year: int, found: Uses, themes: Sequence[tuple[str | None, str | None]]) -> None:
        fresh = [phrase for phrase in found.phrases if phrase.id not in self._there]
        self._sql.executemany(
            "INSERT INTO phrases VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING", map(_phrase_row, fresh)
        )
        self._sql.executemany(
            "INSERT INTO readings VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(storable(phrase.head), phrase.pinyin) for phrase in fresh],
        )
        self._there.update(phrase.id for phrase in fresh)
        self._sql.executemany(
            "INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?)",
            [(phrase, year, key, ordinal, spans, wording) for phrase, ordinal, spans, wording in found.rows],
        )
        self._count_uses(key, year, [(phrase, ordinal) for phrase, ordinal, *_ in found.rows], themes, 1)

    def _remove_uses(self, key: int, year: int, themes: Sequence[tuple[str | None, str | None]]) -> None:
        rows = self._sql.execute("SELECT phrase, ordinal FROM uses WHERE document = ?", (key,)).fetchall()
        self._sql.executemany(
            "DELETE FROM uses WHERE phrase = ? AND year = ? AND document = ? AND ordinal = ?",
            [(phrase, year, key, ordinal) for phrase, ordinal in rows],
        )
        self._count_uses(key, year, rows, themes, -1)

    def _count_uses(
        self,
        key: int,
        year: int,
        rows: Sequence[tuple[str, int]],
        themes: Sequence[tuple[str | None, str | None]],
        sign: int,
    ) -> None:
        self._spread.count(key, [(phrase, *themes[ordinal]) for phrase, ordinal in rows], sign)
        used = Counter([phrase for phrase, _ in rows])
        (self._phrases.update if sign > 0 else self._phrases.subtract)(used)
        self._used.update([(phrase, year) for phrase in used])

    def _settle_phrases(self) -> None:
        for phrase, more in self._phrases.items():
            letter, before = self._sql.execute(
                "SELECT letter, passages FROM phrases WHERE id = ?", (phrase,)
            ).fetchone()
            after = before + more
            if after:
                self._sql.execute("UPDATE phrases SET passages = ? WHERE id = ?", (after, phrase))
            else:
                self._sql.execute("DELETE FROM phrases WHERE id = ?", (phrase,))
            self._hubs.add(Hub("letter", letter))
            if (before > INLINE) != (after > INLINE):  # pages by year come or go
                years = self._sql.execute("SELECT DISTINCT year FROM uses WHERE phrase = ?", (phrase,)).fetchall()
                self._hubs |= {Hub("uses", phrase, year=year) for (year,) in years}

    def _settle_leads(self) -> None:
        for (theme, part), more in self._leads.items():
            row = self._sql.execute(
                "SELECT passages FROM tallies WHERE theme = ? AND part = ?", (theme, part)
            ).fetchone()
            before = row[0] if row else 0
            after = before + more
            if after:
                self._sql.execute("REPLACE INTO tallies VALUES (?, ?, ?)", (theme, part, after))
            else:
                self._sql.execute("DELETE FROM tallies WHERE theme = ? AND part = ?", (theme, part))
            if (before > LEADS_INLINE) != (after > LEADS_INLINE):
                years = self._sql.execute(
                    "SELECT DISTINCT year FROM leads WHERE theme = ? AND part = ?", (theme, part)
                ).fetchall()
                self._hubs |= {Hub("leads", theme, part, year) for (year,) in years}


def characterised(connection: sqlite3.Connection) -> Iterable[tuple[str, str]]:
    """The themes and meetings that phrases are characteristic of."""
    return connection.execute("SELECT DISTINCT facet, value FROM spread WHERE facet IN ('theme', 'meeting')").fetchall()


def _phrase_row(phrase: Phrase) -> tuple[str, str, str, str, str, str | None, str | None, str]:
    return (
        phrase.id,
        storable(phrase.head),
        phrase.kind,
        phrase.pinyin,
        json.dumps(phrase.variants, ensure_ascii=False),
        phrase.expansion,
        phrase.source,
        pinyin_initial(phrase),
    )
