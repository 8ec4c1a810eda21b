"""What the last build was made from: the one thing that remembers. A SQLite file beside the generated pages.

Losing it costs time, never text: everything in it can be made again from the corpus.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from duizhao.codec import decoded, encoded
from duizhao.errors import OutputError
from duizhao.model import Document

_VERSION = 2  # of the schema: a store of another version is made anew
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS documents (
      name TEXT PRIMARY KEY,      -- path relative to the corpus
      size INTEGER NOT NULL,      -- bytes
      modified INTEGER NOT NULL,  -- nanoseconds
      changed INTEGER NOT NULL,   -- nanoseconds; copying an older file over this one keeps `modified`, never this
      parser TEXT NOT NULL,       -- digest of the program and the taxonomy that read it
      id TEXT NOT NULL,           -- of the document
      payload BLOB NOT NULL       -- the document JSON, deflated
    )""",
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a stored document is still the one its file holds."""

    size: int
    modified: int
    changed: int
    parser: str
    id: str


class Store:
    """The state of one corpus's last build. Whoever has it open builds alone; what was put is kept at a clean exit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path, wait: float = 30.0) -> Iterator[Store]:
        """The store at `path`, made anew where there is none or what is there is not one.

        Args:
            path: a file; its folder is made where there is none.
            wait: seconds to wait while another build has it open.

        Raises:
            OutputError: no file can be written there, or the other build goes on.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = _connected(path, wait)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise OutputError("另一个构建正在进行", remedy="请等它结束后再试", path=path.parent) from error
            raise _unwritable(path) from error
        except OSError as error:
            raise _unwritable(path) from error
        try:
            yield cls(connection)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise _unwritable(path) from error
        finally:
            connection.close()  # what was not committed never was

    def document(self, name: str, stamp: Stamp) -> Document | None:
        """The stored document of that name, if its stamp is the same."""
        row = self._connection.execute(
            "SELECT payload FROM documents"
            " WHERE name = ? AND size = ? AND modified = ? AND changed = ? AND parser = ? AND id = ?",
            (name, *astuple(stamp)),
        ).fetchone()
        if row is None:
            return None
        try:
            return decoded(json.loads(zlib.decompress(row[0])))
        except (zlib.error, ValueError, KeyError, TypeError):
            return None  # damaged: read the source again

    def put_document(self, document: Document, stamp: Stamp) -> None:
        """Keeps a document for the next build."""
        payload = zlib.compress(json.dumps(encoded(document), ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        self._connection.execute(
            "REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", (document.source, *astuple(stamp), payload)
        )

    def keep_documents(self, names: Iterable[str]) -> None:
        """Forgets every document but these."""
        keep = set(names)
        stored = [name for (name,) in self._connection.execute("SELECT name FROM documents")]
        self._connection.executemany(
            "DELETE FROM documents WHERE name = ?", [(name,) for name in stored if name not in keep]
        )


def _unwritable(path: Path) -> OutputError:
    return OutputError("不能在这里写入构建状态", remedy="请检查这个文件夹的写权限和磁盘空间", path=path)


def _connected(path: Path, wait: float) -> sqlite3.Connection:
    try:
        return _opened(path, wait)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        path.unlink()  # not a database, a damaged one or another version's: all it held can be made again
        return _opened(path, wait)


def _opened(path: Path, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("a store of another version")
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("a damaged store")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
