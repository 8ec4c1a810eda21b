"""Short ways to make a document from a few lines, and to see its outline at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from duizhao.contributions import Changes
from duizhao.model import Document, Passage, Section, Source
from duizhao.normalise import normalise
from duizhao.phrases import Found, Matcher, load_phrasebook
from duizhao.records import Stamp, record
from duizhao.store import Store
from duizhao.taxonomy import load_taxonomy

# A sentence of the genre that names no theme and no part.
FILLER = "平时忙于具体事务，静下来想一想的时候少，办法也就不多。"


def source(text: str, *, name: str = "甲.txt", format: str = "txt", styles: Mapping[int, str] | None = None) -> Source:
    """A source as a reader hands it over."""
    return Source(name, "0" * 64, format, "utf-8", text, styles or {})


def documents(
    text: str, *, name: str = "甲.txt", format: str = "txt", styles: Mapping[int, str] | None = None
) -> tuple[Document, ...]:
    """The documents that `text` makes."""
    return normalise(source(text, name=name, format=format, styles=styles), load_taxonomy())


def document(
    text: str, *, name: str = "甲.txt", format: str = "txt", styles: Mapping[int, str] | None = None
) -> Document:
    """The one document that `text` makes."""
    (made,) = documents(text, name=name, format=format, styles=styles)
    return made


@cache
def matcher() -> Matcher:
    """The matcher of the phrasebook that duizhao ships."""
    return Matcher(load_phrasebook())


def found(made: Document) -> list[Found]:
    """The phrases found in each of a document's passages."""
    return [matcher().find(passage.text) for passage in made.passages()]


def put(store: Store, documents: Iterable[Document]) -> None:
    """Takes documents into a store, each as one change of its own."""
    for each in documents:
        with store.transaction() as connection:
            changes = Changes(connection)
            changes.put(record(each, found(each)), Stamp(1, 2, 3, "p"))
            changes.finish()


def outline(made: Document) -> list[str]:
    """Headings as they stand and passages as `- number lead`, two blanks a level deeper."""
    return [*(_passage(passage, 0) for passage in made.preamble), *_sections(made.sections)]


def _sections(sections: tuple[Section, ...]) -> Iterator[str]:
    for section in sections:
        yield "  " * (section.level - 1) + section.label
        pieces: list[Passage | Section] = sorted((*section.passages, *section.sections), key=lambda piece: piece.start)
        for piece in pieces:
            if isinstance(piece, Section):
                yield from _sections((piece,))
            else:
                yield _passage(piece, section.level)


def _passage(passage: Passage, level: int) -> str:
    return "  " * level + " ".join(filter(None, ("-", passage.number, passage.lead)))
