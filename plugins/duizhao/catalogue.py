"""The documents of an archive as a list: which, in what order, and what is said of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from duizhao.archive import ORDER
from duizhao.contributions import UNKNOWN
from duizhao.pages import addresses
from duizhao.search.query import parse
from duizhao.store import OF_DOCUMENT

HEADS: Final = ("年度", "会议", "文种", "题名", "段落", "文件")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document must have to be listed; None asks nothing.

    `theme`: of one of its passages. `query`: words that one of its passages, its title or its file name holds, as
    search finds them.
    """

    year: int | None = None
    meeting: str | None = None
    kind: str | None = None
    theme: str | None = None
    query: str | None = None


class Listed(NamedTuple):
    """What a list says of a document. `characters` are those of its passages."""

    id: str
    source: str
    title: str
    year: int | None
    meeting: str | None
    kind: str | None
    subject: str | None
    role: str | None
    unit: str | None
    level: str | None
    passages: int
    characters: int
    warnings: int


_COLUMNS = (
    "d.id, d.name, d.title, nullif(d.year, 0), d.meeting, d.kind, d.subject, d.role, d.unit, d.level,"
    " d.passages, d.characters, d.warnings"
)
_OF_THEME = "d.key IN (SELECT p.place >> 16 & 0xffffffffffff FROM passages p WHERE p.theme = :theme)"  # 48 bits
_WITH_QUERY = (
    f"(holds(d.title) OR holds(d.name) OR EXISTS (SELECT 1 FROM passages p WHERE {OF_DOCUMENT} AND holds(p.text)))"
)


def catalogue(connection: sqlite3.Connection, wanted: Wanted) -> list[Listed]:
    """The documents wanted: newest year first, unknown years last, then by title."""
    conditions = [f"d.{name} = :{name}" for name in ("year", "meeting", "kind") if getattr(wanted, name) is not None]
    if wanted.theme is not None:
        conditions.append(_OF_THEME)
    sought = parse(wanted.query or "")
    if sought.clauses:
        connection.create_function("holds", 1, lambda text: bool(sought.find(text)), deterministic=True)
        conditions.append(_WITH_QUERY)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM documents d WHERE {' AND '.join(conditions) or 'true'} ORDER BY {ORDER}",
        {"year": wanted.year, "meeting": wanted.meeting, "kind": wanted.kind, "theme": wanted.theme},
    )
    return [Listed(*row) for row in rows]


def row(document: Listed) -> tuple[str, ...]:
    """What the table says of a document, under `HEADS`."""
    known = (str(value or UNKNOWN) for value in (document.year, document.meeting, document.kind))
    return (*known, document.title, str(document.passages), document.source)


def records(documents: Iterable[Listed]) -> dict[str, list[dict[str, Any]]]:
    """The list as JSON values. `url` is relative to the site."""
    return {
        "documents": [{**each._asdict(), "url": addresses.html(addresses.document_page(each.id))} for each in documents]
    }
