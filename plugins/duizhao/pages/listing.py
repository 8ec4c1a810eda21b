"""What hub pages are made of: lists of documents and of lead sentences, page numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from duizhao.archive import UNKNOWN, Entry
from duizhao.model import Document
from duizhao.pages import addresses, labels
from duizhao.pages.content import Block, Box, Heading, Inline, Link, Listing, Paragraph, Run, Span

PAGE_SIZE = 200  # entries on a page that lists one group
LEAD_LENGTH = 80  # characters of a lead sentence shown
TITLE_LENGTH = 46  # characters of a document's title shown beside it
T = TypeVar("T")


def page_title(title: str) -> Heading:
    """The heading of a page."""
    return Heading(1, (title,), "title", "dz-title")


def aside(*run: Inline) -> Paragraph:
    """A line that says something about the page."""
    return Paragraph(run, style="dz-aside")


def more(href: str, text: str) -> Paragraph:
    """A link to the rest."""
    return Paragraph((Link(href, text, "dz-more"),))


def document_link(document: Document, uri: str) -> Link:
    """A link to a document's page."""
    return Link(addresses.relative(addresses.document_page(document.id), uri), document.title)


def document_list(documents: Iterable[Document], uri: str) -> Box:
    """Documents, each with its year, meeting, kind and speaker."""
    return Box((Listing(tuple((document_link(each, uri), " ", _note(each)) for each in documents)),), "dz-list")


def _note(document: Document) -> Span:
    facts = document.facts
    said = (facts.year.value, facts.meeting.value, facts.kind.value, facts.role.value or facts.unit.value)
    return Span((" · ".join(str(value) for value in said if value) or UNKNOWN,), "dz-aside")


def passage_address(entry: Entry, uri: str) -> str:
    """The way to a passage."""
    return addresses.relative(f"{addresses.document_page(entry.document.id)}#{entry.passage.id}", uri)


def lead_list(entries: Iterable[Entry], uri: str) -> Box:
    """Lead sentences, each linked to its passage, with its document."""
    return Box((Listing(tuple(_lead(entry, uri) for entry in entries)),), "dz-list dz-leads")


def _lead(entry: Entry, uri: str) -> Run:
    lead = Link(passage_address(entry, uri), labels.clipped(entry.passage.lead, LEAD_LENGTH))
    where = " · ".join(str(part) for part in (entry.document.year, entry.document.title) if part)
    return lead, " ", Span((labels.clipped(where, TITLE_LENGTH),), "dz-aside")


def paged(
    values: Sequence[T], address: Callable[[int], str]
) -> Iterator[tuple[int, str, Sequence[T], tuple[Block, ...]]]:
    """`values` in pages of at most `PAGE_SIZE`: number (from 1), address, values, links to the other pages."""
    last = max(1, -(-len(values) // PAGE_SIZE))
    for number in range(1, last + 1):
        uri = address(number)
        some = values[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        yield number, uri, some, _pager(number, last, address, uri)


def _pager(number: int, last: int, address: Callable[[int], str], uri: str) -> tuple[Block, ...]:
    if last == 1:
        return ()
    run: list[Inline] = []
    for each in range(1, last + 1):
        run += (" ", Span((str(each),), "dz-here") if each == number else _page_link(each, address(each), uri))
    return (Box((Paragraph(tuple(run[1:])),), "dz-pager", "分页"),)


def _page_link(number: int, target: str, uri: str) -> Link:
    return Link(addresses.relative(target, uri), str(number))
