"""What is to be made again: marked no later than the change of what it shows is kept, and until that is published.

So a build that follows another looks at what is marked alone, and one that was cut short forgets nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from duizhao.model import Hub

DOCUMENT: Final = "document"  # a document's own page
PARALLELS: Final = "parallels"  # the page and the shard of what it shares with others
MARKED_DOCUMENTS: Final = f"SELECT name FROM dirty WHERE kind = '{DOCUMENT}'"  # their ids, within a query


def mark(connection: sqlite3.Connection, hubs: Iterable[Hub]) -> None:
    """Marks hubs."""
    connection.executemany("INSERT INTO dirty VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", hubs)


def mark_documents(connection: sqlite3.Connection, kind: str, ids: Iterable[str]) -> None:
    """Marks pages of documents: `DOCUMENT` or `PARALLELS`."""
    connection.executemany("INSERT INTO dirty VALUES (?, ?, '', 0) ON CONFLICT DO NOTHING", ((kind, id) for id in ids))


def mark_owners(connection: sqlite3.Connection, owners: Iterable[str]) -> None:
    """Marks what files are gone of, or touched: see `Output.owner`."""
    for owner in owners:
        kind, _, id = owner.partition("/")
        if (hub := Hub.of(owner)) is not None:
            mark(connection, [hub])
        elif kind in (DOCUMENT, PARALLELS):
            mark_documents(connection, kind, [id])


def marked_hubs(connection: sqlite3.Connection) -> list[Hub]:
    """The hubs that are marked."""
    rows = connection.execute(
        "SELECT kind, name, part, year FROM dirty WHERE kind NOT IN (?, ?)", (DOCUMENT, PARALLELS)
    )
    return [Hub(*row) for row in rows]


def marked_documents(connection: sqlite3.Connection, kind: str) -> list[str]:
    """The ids of documents whose pages are marked."""
    return [id for (id,) in connection.execute("SELECT name FROM dirty WHERE kind = ?", (kind,))]


def unmark(connection: sqlite3.Connection) -> None:
    """Takes all marks away: everything has been published."""
    connection.execute("DELETE FROM dirty")
