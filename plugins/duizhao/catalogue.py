"""The documents of a corpus as a list: which, in what order, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from duizhao.model import Document, Fact
from duizhao.pages import addresses
from duizhao.search.fold import Needle

HEADS: Final = ("年度", "会议", "文种", "题名", "段落", "文件")
_UNKNOWN: Final = "未知"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document must have to be listed; None asks nothing.

    `theme`: of one of its passages. `query`: words that its text, title or file name holds, as search finds them.
    """

    year: int | None = None
    meeting: str | None = None
    kind: str | None = None
    theme: str | None = None
    query: str | None = None


def catalogue(documents: Iterable[Document], wanted: Wanted) -> list[Document]:
    """The documents wanted: newest year first, unknown years last, then by title."""
    needle = Needle(wanted.query or "")
    return sorted((document for document in documents if _is_wanted(document, wanted, needle)), key=_order)


def row(document: Document) -> tuple[str, ...]:
    """What the table says of a document, under `HEADS`."""
    facts = document.facts
    count = sum(1 for _ in document.passages())
    known = (_said(facts.year), _said(facts.meeting), _said(facts.kind))
    return (*known, document.title, str(count), document.source)


def records(documents: Iterable[Document]) -> dict[str, list[dict[str, Any]]]:
    """The list as JSON values. `characters` are those of the normalised text; `url` is relative to the site."""
    return {"documents": list(map(_record, documents))}


def _record(document: Document) -> dict[str, Any]:
    names = ("year", "meeting", "kind", "subject", "role", "unit", "level")
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        **{name: getattr(document.facts, name).value for name in names},
        "passages": sum(1 for _ in document.passages()),
        "characters": len(document.text),
        "warnings": len(document.warnings),
        "url": addresses.html(addresses.document_page(document.id)),
    }


def _is_wanted(document: Document, wanted: Wanted, needle: Needle) -> bool:
    asked = ((wanted.year, document.year), (wanted.meeting, document.meeting), (wanted.kind, document.facts.kind.value))
    if any(value is not None and value != has for value, has in asked):
        return False
    if wanted.theme is not None and all(passage.theme != wanted.theme for passage in document.passages()):
        return False
    return not needle.text or any(map(needle.find, _texts(document)))


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.source, document.text)


def _said(fact: Fact) -> str:
    return _UNKNOWN if fact.value is None else str(fact.value)


def _order(document: Document) -> tuple[int, str, str]:
    return (1 if document.year is None else -document.year, document.title, document.id)
