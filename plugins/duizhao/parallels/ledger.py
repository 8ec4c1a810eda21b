"""What is known of an archive's wording, from build to build: a SQLite file and two files of sorted seeds.

Losing it costs time alone. It is written in one transaction, and the sorted seeds under a new name each time: killed at
any moment, it is as it was or as it should be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from duizhao.parallels.join import Places, place
from duizhao.parallels.wording import Numbers, Rows, Seeds, Wording
from duizhao.store import PAGE

_VERSION: Final = 4
_SCHEMA: Final = """
CREATE TABLE documents (      -- short rows: every build reads them all
  number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again
  id TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  copies TEXT NOT NULL,       -- the least id in its group of copies
  shown TEXT NOT NULL DEFAULT ''  -- digest of what its page shows of other documents; empty: not linked yet
);
CREATE INDEX documents_by_copies ON documents (copies);
CREATE TABLE wordings (       -- see `Wording`; what is asked for most stands first
  number INTEGER PRIMARY KEY, -- of the document
  size INTEGER NOT NULL, sentences BLOB NOT NULL, text TEXT NOT NULL, seeds BLOB NOT NULL, owners BLOB NOT NULL
);
CREATE TABLE links (
  number INTEGER PRIMARY KEY, -- of the document
  links BLOB NOT NULL         -- see `Links`
);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_TABLES: Final = ("documents", "wordings", "links")
_SWALLOW: Final = 24  # the sorted seeds are sorted anew when those since are more than one in so many

_MOST: Final = 400  # items that one query names

T = TypeVar("T")

Links = NDArray[np.int32]
"""Rows (own sentence, the other document's number, its sentence, where that stands: see `wording.WHERE`), sorted. The
last is there so that nobody need read all of a document's sentences for a few of them."""
LINK: Final = 6  # columns


class Entry(NamedTuple):
    """A document's row, wording and links aside."""

    number: int
    id: str
    digest: str
    copies: str


_entry = partial(tuple.__new__, Entry)  # of 100,000 rows, without a call of Python for each


class Ledger:
    """The ledger of one archive. Only the build that holds the corpus's lock writes to it."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._sql = connection
        self._folder = folder
        self.changed: set[str] = set()  # since it was opened: ids of documents that show something else, or are gone
        self.is_new = self.last() == 0  # whatever was there before, nothing is known of it

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator[Ledger]:
        """The ledger in `folder`, all changes in one transaction; made anew where it is of no use.

        Raises:
            OSError, sqlite3.OperationalError: it cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "wording.sqlite"
        try:
            connection = _connected(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            connection = _connected(path)
        try:
            connection.execute("BEGIN IMMEDIATE")
            ledger = cls(connection, folder)
            yield ledger
            connection.execute("COMMIT")
            ledger._tidy()
        finally:
            connection.close()

    @classmethod
    @contextmanager
    def reading(cls, folder: Path) -> Iterator[Ledger]:
        """The ledger as it was last left, to ask only; nobody can write to it meanwhile. From any process."""
        uri = f"{(folder / 'wording.sqlite').absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        try:
            connection.execute("BEGIN")  # SQLite locks it once, not for each question
            yield cls(connection, folder)
        finally:
            connection.close()

    def meta(self, name: str) -> str:
        """A remembered value; empty where there is none."""
        row = self._sql.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, name: str, value: str) -> None:
        """Remembers a value."""
        self._sql.execute("REPLACE INTO meta VALUES (?, ?)", (name, value))

    def clear(self) -> None:
        """Forgets all documents."""
        self.changed.update(entry.id for entry in self.entries())
        for table in _TABLES:
            self._sql.execute(f"DELETE FROM {table}")
        self.set_meta("sorted", "")

    def last(self) -> int:
        """The highest number that any document ever had; 0 where there was none."""
        row = self._sql.execute("SELECT seq FROM sqlite_sequence WHERE name = 'documents'").fetchone()
        return row[0] if row else 0

    def entries(self) -> list[Entry]:
        """All documents, by number."""
        return list(map(_entry, self._sql.execute("SELECT number, id, digest, copies FROM documents ORDER BY 1")))

    def entry(self, id: str) -> Entry | None:
        """One document."""
        row = self._sql.execute("SELECT number, id, digest, copies FROM documents WHERE id = ?", (id,)).fetchone()
        return Entry(*row) if row else None

    def some_entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """Some documents."""
        for some in batches(numbers):
            query = f"SELECT number, id, digest, copies FROM documents WHERE number IN ({marks(some)})"
            yield from map(_entry, self._sql.execute(query, some))

    def copies(self, label: str) -> list[str]:
        """The ids of a group, least first."""
        return [id for (id,) in self._sql.execute("SELECT id FROM documents WHERE copies = ? ORDER BY id", (label,))]

    def add(self, id: str, digest: str, wording: Wording) -> Entry:
        """A document without links, in a group of its own."""
        number = self._sql.execute(
            "INSERT INTO documents (id, digest, copies) VALUES (?, ?, ?)", (id, digest, id)
        ).lastrowid
        blobs = (wording.sentences.tobytes(), wording.text, wording.seeds.tobytes(), wording.owners.tobytes())
        self._sql.execute("INSERT INTO wordings VALUES (?, ?, ?, ?, ?, ?)", (number, wording.size, *blobs))
        assert number is not None
        return Entry(number, id, digest, id)

    def remove(self, numbers: Iterable[int]) -> None:
        """Takes documents out."""
        gone = [(number,) for number in numbers]
        for number in gone:
            self.changed.update(self._sql.execute("SELECT id FROM documents WHERE number = ?", number).fetchone() or ())
        for table in _TABLES:
            self._sql.executemany(f"DELETE FROM {table} WHERE number = ?", gone)

    def regroup(self, labels: Mapping[str, str]) -> None:
        """Puts documents into other groups."""
        self._sql.executemany("UPDATE documents SET copies = ? WHERE id = ?", [(to, id) for id, to in labels.items()])

    def wording(self, number: int) -> Wording:
        """A document's wording."""
        text, sentences, seeds, owners, size = self._sql.execute(
            "SELECT text, sentences, seeds, owners, size FROM wordings WHERE number = ?", (number,)
        ).fetchone()
        return Wording(text, _rows(sentences), _seeds(seeds), _numbers(owners), size)

    def links(self, number: int) -> Links:
        """A document's links."""
        row = self._sql.execute("SELECT links FROM links WHERE number = ?", (number,)).fetchone()
        return np.frombuffer(row[0] if row else b"", np.int32).reshape(-1, LINK)

    def shown(self, ids: Sequence[str] | None = None) -> dict[str, str]:
        """By id, the digest of what a document's page shows; of all documents, or of some."""
        query = "SELECT id, shown FROM documents WHERE shown <> ''"
        if ids is None:
            return dict(self._sql.execute(query).fetchall())
        found: dict[str, str] = {}
        for some in batches(ids):
            found.update(self._sql.execute(f"{query} AND id IN ({marks(some)})", some).fetchall())
        return found

    def link(self, number: int, links: Links, shown: str) -> None:
        """Gives a document its links."""
        self._sql.execute("REPLACE INTO links VALUES (?, ?)", (number, links.tobytes()))
        rows = self._sql.execute(
            "UPDATE documents SET shown = ? WHERE number = ? AND shown <> ? RETURNING id", (shown, number, shown)
        )
        self.changed.update(id for (id,) in rows)

    def texts(self) -> Iterator[tuple[int, str, Rows]]:
        """Number, own text and sentences of every document, by number."""
        for number, text, sentences in self._sql.execute("SELECT number, text, sentences FROM wordings ORDER BY 1"):
            yield number, text, _rows(sentences)

    # Seeds

    def all_seeds(self) -> tuple[Seeds, Places]:
        """The seeds of all documents, and where each stands."""
        return self._gathered("SELECT number, seeds, owners FROM wordings ORDER BY 1", ())

    def _gathered(self, query: str, values: Sequence[int]) -> tuple[Seeds, Places]:
        seeds, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint64)]
        for number, some, owners in self._sql.execute(query, values):
            seeds.append(_seeds(some))
            places.append(place(number, _numbers(owners)))
        return np.concatenate(seeds), np.concatenate(places)

    def keep_sorted(self, seeds: Seeds, places: Places) -> None:
        """Puts the seeds of all documents into files, sorted."""
        last = self.last()
        order = np.argsort(seeds, kind="stable")
        turn = int(self.meta("turn") or 0) + 1
        for kind, array in (("seeds", seeds), ("places", places)):
            array[order].tofile(self._folder / f"{kind}-{turn}.bin")
        self.set_meta("turn", str(turn))
        self.set_meta("sorted", f"{turn} {last} {len(seeds)}")

    def index(self) -> Index:
        """All seeds, ready to be looked up; those sorted long ago of documents since gone among them."""
        turn, last, count = map(int, (self.meta("sorted") or "0 0 0").split())
        fresh, places = self._gathered("SELECT number, seeds, owners FROM wordings WHERE number > ?", (last,))
        if len(fresh) * _SWALLOW > count or not self._has(turn, count):
            fresh, places = self.all_seeds()
            if len(fresh) > _SMALL:
                self.keep_sorted(fresh, places)
                return self.index()
            self.set_meta("sorted", "")
            count = 0
        order = np.argsort(fresh, kind="stable")
        parts = [(fresh[order], places[order])]
        if count:
            files = [np.memmap(self._folder / f"{kind}-{turn}.bin", np.uint64, "r") for kind in ("seeds", "places")]
            parts.append((files[0], files[1]))
        return Index(parts)

    def _has(self, turn: int, count: int) -> bool:
        paths = [self._folder / f"{kind}-{turn}.bin" for kind in ("seeds", "places")]
        return not count or all(path.is_file() and path.stat().st_size == 8 * count for path in paths)

    def _tidy(self) -> None:
        """Removes files of sorted seeds that are of no more use; one still open on Windows goes the next time."""
        turn = self.meta("sorted").partition(" ")[0] or "0"
        for path in self._folder.glob("*-*.bin"):
            if path.stem.rpartition("-")[2] != turn:
                try:
                    path.unlink()
                except OSError:
                    continue


_SMALL: Final = 100_000  # seeds that are sorted at every build rather than kept in files


class Index:
    """Where seeds stand."""

    def __init__(self, parts: Sequence[tuple[Seeds, Places]]) -> None:
        self._parts = parts

    def find(
        self, seeds: Seeds, group_of: NDArray[np.int64] | None = None, most: int = 0
    ) -> tuple[NDArray[np.int64], Places]:
        """Every place of each of `seeds` (rising, none twice): which of them it is, and where; sorted by both.

        Args:
            group_of: by number, the group of each document; -1: it is not there.
            most: of a seed with more places than that, in documents that are there, not all need be found, but more
                than that. What everybody writes has thousands, and nobody asks where.
        """
        queries, found = [], []
        for known, places in self._parts:
            low = np.searchsorted(known, seeds, "left")
            counts = np.searchsorted(known, seeds, "right") - low
            looked = counts if group_of is None else np.minimum(counts, _LOOKED * most)
            query, where = _from(places, low, looked)
            queries.append(query)
            found.append(where)
            if group_of is not None:
                there = group_of[(where >> np.uint64(32)).astype(np.int64)] >= 0
                few = np.bincount(query[there], minlength=len(seeds)) <= most
                short = np.flatnonzero(few & (looked < counts))
                query, where = _from(places, (low + looked)[short], (counts - looked)[short])
                queries.append(short[query])
                found.append(where)
        query, where = np.concatenate(queries), np.concatenate(found)
        order = np.lexsort((where, query))
        return query[order], where[order]


_LOOKED: Final = 4  # times as many places as are asked for are looked at first


def _from(places: Places, starts: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], Places]:
    """Of each start, so many of the places from there: which start it is, and the place."""
    before = np.cumsum(counts) - counts
    at = np.arange(int(counts.sum())) + np.repeat(starts - before, counts)
    return np.repeat(np.arange(len(starts)), counts), np.asarray(places[at])


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one query may name."""
    return (items[at : at + _MOST] for at in range(0, len(items), _MOST))


def marks(items: Sequence[object]) -> str:
    """Question marks for the values of a query."""
    return ",".join("?" * len(items))


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("a ledger of another version")
        if version == 0:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _rows(data: bytes) -> Rows:
    return np.frombuffer(data, np.int32).reshape(-1, 6)


def _seeds(data: bytes) -> Seeds:
    return np.frombuffer(data, np.uint64)


def _numbers(data: bytes) -> Numbers:
    return np.frombuffer(data, np.uint32)
