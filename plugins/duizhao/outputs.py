"""The files that builds have published: which they are, what each was made from, and whether they still are as left.

Two areas: the site, and the folder of generated Markdown. The store remembers every file of both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from duizhao.look import File

MKDOCS = "mkdocs"  # owner of what MkDocs itself has made
MARKDOWN = "markdown"  # the other area is named by the site's path


class Output(NamedTuple):
    """A file that is to be there."""

    area: str
    path: str  # relative to the area's folder, "/" between folders
    owner: str
    key: str  # of what it was made from
    digest: bytes  # of its bytes
    is_staged: bool  # whether it differs from the published one and waits in the staging folder


def site_area(site: Path) -> str:
    """The name of a site's area."""
    return str(site.resolve())


def left(area: str) -> str:
    """What the store calls the look that the last build left an area with."""
    return f"left {area}"


def content_digest(content: bytes) -> bytes:
    """What tells one file's bytes from another's."""
    return sha256(content).digest()[:12]  # twice as fast as BLAKE2 where the processor knows it


class Outputs:
    """What the store knows of the published files."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self._bare: dict[str, bool] = {}  # by area: see `_is_bare`

    def digest(self, area: str, path: str) -> bytes | None:
        """The digest of a published file."""
        if self._is_bare(area):
            return None
        row = self._sql.execute("SELECT digest FROM outputs WHERE area = ? AND path = ?", (area, path)).fetchone()
        return row[0] if row else None

    def keyed(self, area: str, path: str) -> tuple[str, bytes] | None:
        """Key and digest of a published file."""
        if self._is_bare(area):
            return None
        row = self._sql.execute("SELECT key, digest FROM outputs WHERE area = ? AND path = ?", (area, path)).fetchone()
        return (row[0], row[1]) if row else None

    def file(self, area: str, path: str) -> File | None:
        """A published file as it was left."""
        row = self._sql.execute(
            "SELECT path, size, modified FROM outputs WHERE area = ? AND path = ?", (area, path)
        ).fetchone()
        return row and (row[0], row[1], row[2])

    def owned(self, owner: str, area: str) -> set[str]:
        """The paths published for an owner."""
        rows = self._sql.execute("SELECT path FROM outputs WHERE owner = ? AND area = ?", (owner, area))
        return {path for (path,) in rows}

    def keys(self, prefix: str, *areas: str) -> dict[str, list[str]]:
        """By owner, of those whose names begin so, the keys of all their files in these areas."""
        found: dict[str, list[str]] = {}
        for owner, key in self._sql.execute(
            f"SELECT owner, key FROM outputs WHERE owner BETWEEN ? AND ? AND area IN ({','.join('?' * len(areas))})",
            (prefix, prefix + "~", *areas),
        ):
            found.setdefault(owner, []).append(key)
        return found

    def keys_of(self, owners: Iterable[str], *areas: str) -> dict[str, list[str]]:
        """The same of some owners."""
        found: dict[str, list[str]] = {}
        for owner in owners:
            query = f"SELECT key FROM outputs WHERE owner = ? AND area IN ({','.join('?' * len(areas))})"
            if keys := [key for (key,) in self._sql.execute(query, (owner, *areas))]:
                found[owner] = keys
        return found

    def paths(self, area: str) -> set[str]:
        """All paths of an area."""
        return {path for (path,) in self._sql.execute("SELECT path FROM outputs WHERE area = ?", (area,))}

    def pages(self, area: str) -> int:
        """How many pages an area has."""
        (count,) = self._sql.execute(
            "SELECT count(*) FROM outputs WHERE area = ? AND path LIKE '%.html' AND path <> '404.html'", (area,)
        ).fetchone()
        return int(count)

    def is_empty(self, area: str) -> bool:
        """Whether no file of an area is known."""
        return self._sql.execute("SELECT 1 FROM outputs WHERE area = ? LIMIT 1", (area,)).fetchone() is None

    def _is_bare(self, area: str) -> bool:
        """Whether an area had no file when it was first asked for one: a first build then need not ask for each of its
        files, and wait whenever the store is being written to."""
        if area not in self._bare:
            self._bare[area] = self.is_empty(area)
        return self._bare[area]

    def has(self, owner: str) -> bool:
        """Whether anything is published for an owner."""
        return self._sql.execute("SELECT 1 FROM outputs WHERE owner = ? LIMIT 1", (owner,)).fetchone() is not None

    def owners(self, prefix: str = "") -> set[str]:
        """All owners whose names begin so."""
        query = "SELECT DISTINCT owner FROM outputs WHERE owner BETWEEN ? AND ?"
        return {owner for (owner,) in self._sql.execute(query, (prefix, prefix + "~"))}

    def areas(self) -> set[str]:
        """The areas that files are known of."""
        found: set[str] = set()
        last = ""
        while (row := self._sql.execute("SELECT min(area) FROM outputs WHERE area > ?", (last,)).fetchone())[0]:
            last = row[0]  # one look for each of them: there are many more files
            found.add(last)
        return found

    def forget_touched(self, area: str, found: Mapping[str, tuple[int, int]]) -> set[str]:
        """Forgets the files of an area that are gone or no longer as they were left; the owners of these.

        A file is as it was left while its size and its time are.

        Args:
            found: what is there, see `snapshot`.
        """
        touched = [
            (path, owner)
            for path, owner, size, modified in self._sql.execute(
                "SELECT path, owner, size, modified FROM outputs WHERE area = ?", (area,)
            )
            if found.get(path) != (size, modified)
        ]
        self._sql.executemany("DELETE FROM outputs WHERE area = ? AND path = ?", [(area, path) for path, _ in touched])
        return {owner for _, owner in touched}

    def forget(self, area: str, paths: Iterable[str]) -> None:
        """Forgets files."""
        self._sql.executemany("DELETE FROM outputs WHERE area = ? AND path = ?", [(area, path) for path in paths])

    def keep(self, outputs: Iterable[Output], stamps: Mapping[tuple[str, str], tuple[int, int]]) -> None:
        """Remembers published files as they are now: size and time of each, by area and path."""
        self._bare.clear()
        self._sql.executemany(
            "REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (each.area, each.path, each.owner, each.key, each.digest, *stamps[each.area, each.path])
                for each in outputs
            ),
        )
