"""What hub pages are made of: lists of documents and of lead sentences, and pages of a long list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Final

import numpy as np

from duizhao.archive import Lead
from duizhao.contributions import UNKNOWN
from duizhao.model import Summary
from duizhao.pages import addresses, labels
from duizhao.pages.content import Block, Box, Content, Heading, Inline, Link, Listing, Paragraph, Run, Span
from duizhao.yearly import Numbers

PAGE_SIZE = 200  # entries of a list that needs no second page
CUT_EVERY = 100  # entries on a page of a longer one, on average
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing (Knuth, TAOCP 6.4)
LEAD_LENGTH = 80  # characters of a lead sentence shown
TITLE_LENGTH = 46  # characters of a document's title shown beside it


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that is to be there: its address, how to make it, and a digest of what it is made from.

    A page whose `key` is that of the published one need not be made. None: make it and look.
    """

    uri: str
    make: Callable[[], Content]
    key: str | None = None
    has_markdown: bool = True


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the site that scripts ask for: its address, and how to make it."""

    uri: str
    make: Callable[[], bytes]


def page_title(title: str) -> Heading:
    """The heading of a page."""
    return Heading(1, (title,), "title", "dz-title")


def aside(*run: Inline) -> Paragraph:
    """A line that says something about the page."""
    return Paragraph(run, style="dz-aside")


def more(href: str, text: str) -> Paragraph:
    """A link to the rest."""
    return Paragraph((Link(href, text, "dz-more"),))


def year_title(year: int) -> str:
    """What a year is called; 0 is the unknown one."""
    return f"{year}年度" if year else "年度未知"


def year_heading(year: int) -> Heading:
    """The heading over what is of a year."""
    return Heading(2, (year_title(year),), f"year-{year or 'unknown'}")


def document_link(document: Summary, uri: str) -> Link:
    """A link to a document's page."""
    return Link(addresses.relative(addresses.document_page(document.id), uri), document.title)


def document_list(documents: Iterable[Summary], uri: str) -> Box:
    """Documents, each with its year, meeting, kind and speaker."""
    return Box((Listing(tuple((document_link(each, uri), " ", _note(each)) for each in documents)),), "dz-list")


def _note(document: Summary) -> Span:
    said = (document.year, document.meeting, document.kind, document.role or document.unit)
    return Span((" · ".join(str(value) for value in said if value) or UNKNOWN,), "dz-aside")


def passage_address(document: Summary, passage: str, uri: str) -> str:
    """The way to a passage."""
    return addresses.relative(f"{addresses.document_page(document.id)}#{passage}", uri)


def lead_list(leads: Iterable[Lead], uri: str) -> Box:
    """Lead sentences, each linked to its passage, with its document."""
    return Box((Listing(tuple(_lead(each, uri) for each in leads)),), "dz-list dz-leads")


def _lead(entry: Lead, uri: str) -> Run:
    lead = Link(passage_address(entry.document, entry.passage, uri), labels.clipped(entry.lead, LEAD_LENGTH))
    where = " · ".join(str(part) for part in (entry.document.year, entry.document.title) if part)
    return lead, " ", Span((labels.clipped(where, TITLE_LENGTH),), "dz-aside")


def cut(names: Numbers) -> list[tuple[int, int]]:
    """A list in pages of at most `PAGE_SIZE` entries, cut where the entries themselves say (content-defined chunking).

    An entry whose name hashes so ends a page, unless it would stand there alone: what comes or goes changes the page it
    stands on, and at most a few after it, never all the rest.

    Args:
        names: of each entry, in their order, a number that tells it from all others in any build.

    Returns:
        Where each page starts and ends, 0-based half-open.
    """
    count = len(names)
    if count <= PAGE_SIZE:
        return [(0, count)]
    hashes = names.astype(np.uint64) * _SPREAD >> np.uint64(32)
    ends = (np.flatnonzero(hashes % np.uint64(CUT_EVERY) == 0) + 1).tolist()
    pages = []
    start = 0
    for end in (*ends, count):
        while end - start > PAGE_SIZE:
            pages.append((start, start + PAGE_SIZE))
            start += PAGE_SIZE
        if end - start > 1 or start < end == count:
            pages.append((start, end))
            start = end
    return pages


def paged(
    names: Numbers,
    address: Callable[[str], str],
    make: Callable[[str, slice, tuple[Block, ...]], Content],
    key: Callable[[slice], str],
    *,
    has_markdown: bool = True,
) -> Iterator[Planned]:
    """The pages of a list.

    Args:
        names: of all its entries, see `cut`.
        address: from a mark (empty for the first page) to the address of a page.
        make: from an address, which entries a page has and the links to its neighbours to the page.
        key: a digest of everything the page says of its entries.
        has_markdown: whether people are to have the pages as Markdown, too.
    """
    pages = cut(names)
    uris = [address("" if start == 0 else _mark(int(names[start]))) for start, _ in pages]
    for number, (start, end) in enumerate(pages):
        page = slice(start, end)
        before = uris[number - 1] if number else ""
        after = uris[number + 1] if number + 1 < len(uris) else ""
        pager = _pager(uris[number], before, after)
        yield Planned(
            uris[number],
            partial(make, uris[number], page, pager),
            digest_of(key(page), before, after),
            has_markdown,
        )


def digest_of(*parts: str, data: bytes = b"") -> str:
    """32 hexadecimal digits from `parts` and `data`."""
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass") + data, digest_size=16).hexdigest()


def _mark(name: int) -> str:
    return blake2b(name.to_bytes(8, "big", signed=True), digest_size=4).hexdigest()


def _pager(uri: str, before: str, after: str) -> tuple[Block, ...]:
    links: list[Inline] = []
    for target, name in ((before, "‹ 上一页"), (after, "下一页 ›")):
        if target:
            links += (" ", Link(addresses.relative(target, uri), name))
    return (Box((Paragraph(tuple(links[1:])),), "dz-pager", "分页"),) if links else ()
