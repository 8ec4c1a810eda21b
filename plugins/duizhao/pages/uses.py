"""Lists of the passages that use a phrase: a sentence each, those of the same wording in one entry.

The pages with every use are the most of a large archive's pages by far: their entries are written as HTML without the
tree of blocks between, and they have no Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise

import numpy as np

from duizhao.archive import Archive, Quoted, Use, UsePlace
from duizhao.contributions import INLINE
from duizhao.model import Extent
from duizhao.pages import addresses, labels
from duizhao.pages.content import Block, Box, Content, Html, Inline, Link, Listing, Run, Span, Strong
from duizhao.pages.html import text_to_html
from duizhao.pages.listing import (
    Planned,
    aside,
    digest_of,
    document_link,
    page_title,
    paged,
    passage_address,
    year_title,
)
from duizhao.phrases.examples import Sentence, sentence, sentence_span
from duizhao.records import spans_of
from duizhao.yearly import Numbers

REACH = 44  # characters on each side of a phrase in its line
ALIKE = 12  # passages of the same wording in one entry
TRAIL_LENGTH = 72  # characters of a passage's breadcrumb shown
TITLE_LENGTH = 30  # characters of a document's title where many stand in a line


Entry = Sequence[UsePlace]
"""Passages that use a phrase in the same sentence: one line of a list, named by the first of them."""


_Named = tuple[str, str, str]
"""Address, title and short title of a document, as HTML."""


def folded(places: Iterable[UsePlace]) -> list[Entry]:
    """Passages of the same wording together, in the order of their first; of many, `ALIKE` an entry."""
    groups: dict[int, list[UsePlace]] = {}
    for place in places:
        groups.setdefault(place[2], []).append(place)
    entries: list[Entry] = []
    for group in groups.values():
        if len(group) <= ALIKE:
            entries.append(group)
        else:
            entries += [group[at : at + ALIKE] for at in range(0, len(group), ALIKE)]
    return entries


def fold_order(wordings: Numbers) -> tuple[Numbers, Numbers]:
    """What `folded` does with passages of these wordings, for long lists.

    Returns:
        In which order they stand then; where in this each entry starts.
    """
    _, first, group = np.unique(wordings, return_index=True, return_inverse=True)
    first = first[group]
    order = np.argsort(first, kind="stable")
    starts = np.flatnonzero(np.diff(first[order], prepend=-1))  # of groups
    within = np.arange(order.size) - np.repeat(starts, np.diff(starts, append=order.size))
    return order, np.flatnonzero(within % ALIKE == 0)


def use_pages(archive: Archive, id: str, year: int) -> Iterator[Planned]:
    """Every passage of a year that uses a phrase, where the phrase's own page does not show them all."""
    known = archive.phrase(id)
    rows = archive.use_rows(id, year) if known is not None and known[1] > INLINE else []
    if known is None or not rows:
        return iter(())
    phrase = known[0]
    title = f"{phrase.head} · {year_title(year)}"
    places = np.array([place for place, _, _ in rows], np.int64)
    wordings = np.array([wording for _, _, wording in rows], np.int64)
    order = archive.year(year).by_title(places)
    folds, starts = fold_order(wordings[order])
    order = order[folds]
    places = places[order]
    listed = [rows[at] for at in order.tolist()]
    bounds = [*starts.tolist(), len(listed)]

    def page(uri: str, some: slice, pager: tuple[Block, ...]) -> Content:
        back = Link(addresses.relative(addresses.phrase_page(id), uri), phrase.head)
        entries = [listed[start:end] for start, end in pairwise(bounds[some.start : some.stop + 1])]
        return Content(uri, title, (page_title(title), aside(back), use_markup(archive, entries, uri), *pager))

    def key(some: slice) -> str:
        start, end = bounds[some.start], bounds[some.stop]
        spans = [spans for _, spans, _ in listed[start:end]]
        return digest_of(title, *spans, data=archive.year(year).told(places[start:end]))

    address = partial(addresses.uses_page, id, year)
    return paged(places[starts], address, page, key, has_markdown=False)


def use_lists(archive: Archive, lists: Sequence[Sequence[Entry]], uri: str) -> Iterator[Box]:
    """Lists of entries as parts of a page."""
    uses = iter(archive.uses([place for entries in lists for entry in entries for place in entry]))
    return (
        Box((Listing(tuple(_line([next(uses) for _ in entry], uri) for entry in entries)),), "dz-list dz-uses")
        for entries in lists
    )


def use_markup(archive: Archive, entries: Sequence[Entry], uri: str) -> Html:
    """The HTML of one list."""
    root = "../" * uri.count("/")
    places = [place for entry in entries for place, _, _ in entry]
    quoted = archive.quoted(places)
    named = (_named(document.id, document.title) for document in archive.summaries(places))
    rows = "".join([_line_markup(entry, quoted, named, root) for entry in entries])
    return Html(f'<div class="dz-list dz-uses">\n<ul>\n{rows}</ul>\n</div>')


def _line_markup(entry: Entry, quoted: Mapping[int, Quoted], named: Iterator[_Named], root: str) -> str:
    place, spans, _ = entry[0]
    passage, breadcrumb, text = quoted[place]
    address, title, _ = next(named)
    alike = ""
    if len(entry) > 1:
        others = [
            f'<a href="{root}{there}#{quoted[other][0]}">{short}</a>'
            for (other, _, _), (there, _, short) in zip(entry[1:], named, strict=False)
        ]
        alike = f'<em class="dz-aside dz-alike">同文 {len(entry)} 处：{"；".join(others)}</em>'
    return (
        f'<li>{_said(text, spans_of(spans))} <em class="dz-aside"><a href="{root}{address}">{title}</a> › '
        f'<a href="{root}{address}#{passage}">{_trail(breadcrumb)}</a></em>{alike}</li>\n'
    )


@lru_cache(maxsize=1 << 14)
def _named(id: str, title: str) -> _Named:
    address = addresses.html(addresses.document_page(id))
    return address, text_to_html(title), text_to_html(labels.clipped(title, TITLE_LENGTH))


def _trail(breadcrumb: str) -> str:
    """As much of a breadcrumb as is shown, as HTML."""
    return text_to_html(labels.clipped(breadcrumb, TRAIL_LENGTH))


def _line(uses: Sequence[Use], uri: str) -> Run:
    """A sentence with the phrase in it, and where it stands: document › part › section; the others of that wording."""
    use = uses[0]
    others: list[Inline] = []
    for other in uses[1:]:
        title = labels.clipped(other.document.title, TITLE_LENGTH)
        others += ("；", Link(passage_address(other.document, other.passage, uri), title))
    alike = (Span((f"同文 {len(uses)} 处：", *others[1:]), "dz-aside dz-alike"),) if others else ()
    return *_context(use), " ", where(use, uri), *alike


def where(use: Use, uri: str) -> Span:
    """Document › part › section, linked."""
    trail = Link(passage_address(use.document, use.passage, uri), labels.clipped(use.breadcrumb, TRAIL_LENGTH))
    return Span((document_link(use.document, uri), " › ", trail), "dz-aside")


def _context(use: Use) -> Iterator[Inline]:
    """The sentence around the phrase's first occurrence in a passage, every occurrence in it strong."""
    for at, piece in enumerate(_pieces(use.text, use.spans)):
        if piece:
            yield Strong((piece,)) if at % 2 else piece


def _said(text: str, spans: Sequence[Extent]) -> str:
    """What `_context` gives, as HTML."""
    pieces = [text_to_html(piece) for piece in _pieces(text, spans)]
    pieces[1::2] = [f"<strong>{piece}</strong>" for piece in pieces[1::2]]
    return "".join(pieces)


def _pieces(text: str, spans: Sequence[Extent]) -> list[str]:
    """That sentence in pieces: text and occurrences in turn, a text first and last; one may be empty."""
    begin, end, whole = sentence_span(text, *spans[0], REACH)
    pieces = []
    at = begin
    for start, stop in spans:
        if start >= at and stop <= end:
            pieces += [text[at:start], text[start:stop]]
            at = stop
    pieces.append(text[at:end])
    if not whole:  # cut where something stands before or after it
        if text[begin - 1 : begin].strip():
            pieces[0] = "…" + pieces[0]
        if text[end : end + 1].strip():
            pieces[-1] += "…"
    return pieces


def sentence_of(use: Use, reach: int = 10_000) -> Sentence:
    """The sentence around a use's first occurrence, at most `reach` characters of it on each side."""
    return sentence(use.text, *use.spans[0], use.document.id, use.document.year or 0, reach)
