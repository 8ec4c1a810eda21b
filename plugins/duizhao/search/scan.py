"""Search without an index: fold every passage and look. The command line's search, and what the index must equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duizhao.search.index import DOCUMENT_FIELDS, FIELDS, IndexedDocument, IndexedPassage, Value
from duizhao.search.query import parse
from duizhao.search.readings import Readings


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `matches` are characters of `passage.text`: in order, not overlapping; none when browsing."""

    document: IndexedDocument
    passage: IndexedPassage
    matches: tuple[tuple[int, int], ...]


def scan(
    query: str,
    documents: Iterable[IndexedDocument],
    readings: Readings | None = None,
    **filters: Value | None,
) -> Iterator[Hit]:
    """Passages that `query` (see `query.py`) finds and that have every value asked for, in the order of `documents`.

    A query of white space alone is empty: with a filter it browses, that is, finds all that the filters let through;
    without one it finds nothing.

    Args:
        query: what is sought.
        documents: where.
        readings: what letters in the texts stand for.
        filters: a value for any of `FIELDS`; None lets all through.

    Raises:
        TypeError: a filter is none of `FIELDS`.
    """
    unknown = [field for field in filters if field not in FIELDS]
    if unknown:
        raise TypeError(f"no such field: {unknown[0]}")
    wanted = {field: value for field, value in filters.items() if value is not None}
    sought = parse(query)
    known = readings or Readings()
    if not sought.clauses and not wanted:
        return
    for document in documents:
        if not all(getattr(document, field) == wanted[field] for field in DOCUMENT_FIELDS if field in wanted):
            continue
        for passage in document.passages:
            if all(getattr(passage, field) == wanted[field] for field in wanted if field not in DOCUMENT_FIELDS):
                matches = sought.find(passage.text, known)
                if matches or not sought.clauses:
                    yield Hit(document, passage, matches)
