"""Search without an index: fold every passage and look. The command line's search, and what the index must equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from duizhao.search.fold import Needle
from duizhao.search.index import IndexedDocument, IndexedPassage

Values = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `matches` are characters of `passage.text`: leftmost, not overlapping; none when browsing."""

    document: IndexedDocument
    passage: IndexedPassage
    matches: tuple[tuple[int, int], ...]


def scan(
    query: str,
    documents: Iterable[IndexedDocument],
    *,
    year: int | None = None,
    meeting: str | None = None,
    theme: str | None = None,
    part: str | None = None,
    kind: str | None = None,
) -> Iterator[Hit]:
    """Passages that hold `query` and have every value asked for, in the order of `documents`.

    A query of white space alone is empty: with a filter it browses, that is, finds all that the filters let through;
    without one it finds nothing.
    """
    needle = Needle(query)
    of_document: Values = {"year": year, "meeting": meeting, "kind": kind}
    of_passage: Values = {"theme": theme, "part": part}
    browsing = not needle.text
    if browsing and all(value is None for value in (*of_document.values(), *of_passage.values())):
        return
    for document in documents:
        if not _has(document, of_document):
            continue
        for passage in document.passages:
            if not _has(passage, of_passage):
                continue
            matches = needle.find(passage.text)
            if matches or browsing:
                yield Hit(document, passage, matches)


def _has(thing: IndexedDocument | IndexedPassage, values: Values) -> bool:
    return all(value is None or getattr(thing, field) == value for field, value in values.items())
