"""What the builds so far were made from: the one thing that remembers. A SQLite file in the state folder.

Losing it costs time, never text: everything in it can be made again from the corpus. What each table holds is said in
the schema; `contributions.py` keeps the documents, `archive.py` asks for them, `outputs.py` keeps what was written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from duizhao.errors import DuizhaoError, OutputError, StoreError

PATIENCE = 60.0  # seconds that one process waits for another to be done with the store
MOST_PASSAGES = 1 << 16  # of one document: a key of 48 bits leaves so many places
KEY_BITS = (1 << 48) - 1  # those of a place that are its document's key, 16 bits further up
IN_DOCUMENT = "place BETWEEN ?1 << 16 AND ?1 << 16 | 65535"  # the passages of the document whose key is ?1, and
OF_DOCUMENT = "p.place BETWEEN d.key << 16 AND d.key << 16 | 65535"  # passages p of documents d
NAMED = 400  # things that one query names: older versions of SQLite take no more than 999 values
_VERSION = 12  # of the schema: a store of another version is made anew
PAGE = 8192  # bytes of a page of a new file: long rows and whole tables are read in fewer pieces than by SQLite's 4096
_CLEAN = ".clean"  # beside the store, its size and time at the end of a build: whoever else touched it did not know it
_SCHEMA = """
CREATE TABLE documents (
  key INTEGER PRIMARY KEY,    -- its id as a number, see records.document_key
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,         -- path of its file, relative to the corpus
  piece INTEGER NOT NULL,     -- which of the file's documents, from 0
  sha256 TEXT NOT NULL,       -- of the file
  size INTEGER NOT NULL,      -- of the file, bytes
  modified INTEGER NOT NULL,  -- nanoseconds
  changed INTEGER NOT NULL,   -- nanoseconds; copying an older file over this one keeps `modified`, never this
  parser TEXT NOT NULL,       -- digest of the program and the taxonomy that read it; stamp of its corrections, if any
  title TEXT NOT NULL,
  year INTEGER NOT NULL,      -- 0: unknown
  meeting TEXT, kind TEXT, subject TEXT, role TEXT, unit TEXT, level TEXT,
  characters INTEGER NOT NULL,
  passages INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  digest TEXT NOT NULL,       -- of all that the document says
  marks TEXT NOT NULL,        -- digest of the phrases found in it
  signature BLOB NOT NULL,    -- see parallels/signature.py
  UNIQUE (name, piece)
);
CREATE INDEX documents_by_year ON documents (year, title, id);
CREATE INDEX documents_by_meeting ON documents (meeting, year, title, id);

CREATE TABLE payloads (       -- apart: every build reads all rows of `documents`
  key INTEGER PRIMARY KEY,    -- of the document
  data BLOB NOT NULL          -- the document JSON, deflated
);

CREATE TABLE passages (
  place INTEGER PRIMARY KEY,  -- the key of its document and its ordinal there, from 0, in reading order: see `place`
  id TEXT NOT NULL, part TEXT, theme TEXT, lead TEXT NOT NULL, text TEXT NOT NULL,
  trail TEXT NOT NULL         -- the headings above it
);

CREATE TABLE leads (          -- which passages a theme's lists show
  theme TEXT NOT NULL, part TEXT NOT NULL, year INTEGER NOT NULL, document INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  PRIMARY KEY (theme, part, year, document, ordinal)
) WITHOUT ROWID;

CREATE TABLE uses (           -- which passages use a phrase
  phrase TEXT NOT NULL, year INTEGER NOT NULL, document INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  spans TEXT NOT NULL,        -- start-end of each occurrence in the passage, characters, a blank between
  wording INTEGER NOT NULL,   -- hash of the sentence around the first of them: same wording, same number
  PRIMARY KEY (phrase, year, document, ordinal)
) WITHOUT ROWID;
CREATE INDEX uses_by_document ON uses (document, ordinal, spans);  -- all that is asked of a phrase's neighbours

CREATE TABLE spread (         -- sums of uses, see spread.py
  phrase TEXT NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL,
  passages INTEGER NOT NULL, documents INTEGER NOT NULL,
  PRIMARY KEY (phrase, facet, value)
) WITHOUT ROWID;
CREATE INDEX spread_by_value ON spread (facet, value, passages, documents);

CREATE TABLE phrases (        -- those the archive uses
  id TEXT PRIMARY KEY, head TEXT NOT NULL, kind TEXT NOT NULL, pinyin TEXT NOT NULL,
  variants TEXT NOT NULL,     -- JSON
  expansion TEXT, source TEXT,
  letter TEXT NOT NULL,       -- initial of its pinyin
  passages INTEGER NOT NULL   -- that use it
) WITHOUT ROWID;
CREATE INDEX phrases_by_letter ON phrases (letter, pinyin, head);

CREATE TABLE readings (       -- what `phrases.pinyin` says
  text TEXT PRIMARY KEY, pinyin TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE tallies (        -- passages of a theme in a part
  theme TEXT NOT NULL, part TEXT NOT NULL, passages INTEGER NOT NULL, PRIMARY KEY (theme, part)
) WITHOUT ROWID;

CREATE TABLE failures (       -- files that could not be read, with what was said of them
  name TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
  parser TEXT NOT NULL, error TEXT NOT NULL  -- JSON
) WITHOUT ROWID;

CREATE TABLE dirty (          -- pages to be made again, see dirty.py
  kind TEXT NOT NULL, name TEXT NOT NULL, part TEXT NOT NULL, year INTEGER NOT NULL,
  PRIMARY KEY (kind, name, part, year)
) WITHOUT ROWID;

CREATE TABLE fragments (      -- generated pages that stand in the navigation, as last made
  uri TEXT PRIMARY KEY, data BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE outputs (        -- the files as published, to the site and to the folder of generated Markdown
  area TEXT NOT NULL,         -- which of the two
  path TEXT NOT NULL,
  owner TEXT NOT NULL,        -- what it was made for: a document, a hub …
  key TEXT NOT NULL,          -- digest of what it was made from
  digest BLOB NOT NULL,       -- of its bytes
  size INTEGER NOT NULL, modified INTEGER NOT NULL,
  PRIMARY KEY (area, path)
) WITHOUT ROWID;
CREATE INDEX outputs_by_owner ON outputs (owner, area, key);

CREATE TABLE segments (       -- of the search index
  id TEXT PRIMARY KEY, data TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Store:
    """The store of one corpus. Only the build that holds the corpus's lock writes to it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Store]:
        """The store at `path`, made anew where there is none or what is there is of no use.

        Each `transaction` is kept when it ends well; one cut short never was.

        Raises:
            OutputError: no file can be written there.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = _opened(path)
        except (OSError, sqlite3.OperationalError) as error:
            raise unwritable(path) from error
        try:
            yield cls(connection, path)
        finally:
            connection.close()
        _clean(path).write_text(_stamp(path), "utf-8")

    @classmethod
    @contextmanager
    def reading(cls, path: Path) -> Iterator[Store]:
        """The store as its last transaction left it, to ask only. From any process.

        Raises:
            sqlite3.Error: there is none.
        """
        uri = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, PATIENCE, uri=True, isolation_level=None)
        try:
            _tune(connection)
            yield cls(connection, path)
        finally:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk may have ended it
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Whatever is asked inside is asked in one transaction: SQLite locks the file once, not for each question, and
        looks once whether others have written to it. They wait for its end."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            if self.connection.in_transaction:  # trouble with the file may have ended it
                self.connection.execute("COMMIT")

    def fragment(self, uri: str) -> bytes | None:
        """A generated page that stands in the navigation, as last published."""
        row = self.connection.execute("SELECT data FROM fragments WHERE uri = ?", (uri,)).fetchone()
        return row[0] if row else None

    def meta(self, name: str) -> str:
        """A remembered value; empty where there is none."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, name: str, value: str) -> None:
        """Remembers a value."""
        self.connection.execute("REPLACE INTO meta VALUES (?, ?)", (name, value))


def passages_at(connection: sqlite3.Connection, places: Sequence[int], columns: str) -> Iterator[tuple[Any, ...]]:
    """The passages at some places (see `place`): rows of place and columns, in any order."""
    for at in range(0, len(places), NAMED):
        some = places[at : at + NAMED]
        yield from connection.execute(
            f"SELECT place, {columns} FROM passages WHERE place IN ({','.join('?' * len(some))})", some
        )


def place(document: int, ordinal: int) -> int:
    """Where a passage stands in the store, by the key of its document (48 bits) and its ordinal there.

    A number of 64 bits with a sign, as SQLite has them: one table by one number is read twice as fast as one by two.
    """
    number = document << 16 | ordinal
    return number - (1 << 64) if number >> 63 else number


def document_at(place: int) -> int:
    """The key of the document that has a place."""
    return place >> 16 & KEY_BITS


def storable(text: str) -> str:
    """`text` as SQLite can hold it: a lone surrogate, which has no UTF-8, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def ended_well(path: Path) -> bool:
    """Whether the last to open the store came to an end: else the site may be half published."""
    return _clean(path).exists()


def unwritable(path: Path) -> OutputError:
    """The error for a state folder that cannot be written."""
    return OutputError("不能在这里写入构建状态", remedy="请检查这个文件夹的写权限和磁盘空间", path=path.parent)


def store_trouble(path: Path, error: sqlite3.Error) -> DuizhaoError:
    """What to say of an error of SQLite's: of the disk, or of a damaged store, which is removed."""
    if isinstance(error, sqlite3.OperationalError) and "UTF-8" not in str(error):
        return unwritable(path)
    discard(path)
    return StoreError("构建状态坏了，已经清除", remedy="请再构建一次", path=path)


def discard(path: Path) -> None:
    """Removes a store of no use: all it held can be made again."""
    for each in (path, path.with_name(path.name + "-journal"), _clean(path)):
        each.unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    if not _is_as_left(path):
        discard(path)
    try:
        return _connected(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # not a database, a damaged one or another version's
        discard(path)
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, PATIENCE, isolation_level=None)
    try:
        _tune(connection)
        connection.execute("PRAGMA cache_spill = OFF")  # others read on until a transaction ends
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("a store of another version")
        if version == 0:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif not _clean(path).exists() and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("a damaged store")
        _clean(path).unlink(missing_ok=True)  # until the end of this build
    except BaseException:
        connection.close()
        raise
    return connection


def _tune(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA cache_size = -65536")  # 64 MiB: bounded, whatever the archive's size
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = MEMORY")


def _is_as_left(path: Path) -> bool:
    """Whether the file is as the last build left it: also true where that build was cut short."""
    try:
        return _clean(path).read_text("utf-8") == _stamp(path)
    except OSError:
        return True


def _clean(path: Path) -> Path:
    return path.with_name(path.name + _CLEAN)


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}"
