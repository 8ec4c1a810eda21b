"""The phrase index by pinyin, a page for each phrase, and pages with every passage that uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import quote

from duizhao.archive import Archive, Place, Use
from duizhao.contributions import INLINE
from duizhao.model import Phrase
from duizhao.pages import addresses, labels
from duizhao.pages.content import (
    Block,
    Box,
    Content,
    Fold,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Run,
    Span,
    Strong,
)
from duizhao.pages.documents import phrase_links
from duizhao.pages.listing import (
    Planned,
    aside,
    digest_of,
    document_link,
    more,
    page_title,
    paged,
    passage_address,
    places_key,
    year_heading,
    year_title,
)

SHOWN = 60  # phrases of a letter on the index page
USES_SHOWN = 12  # of a year, on the page of a phrase that has too many for one page
CONTEXT = 36  # characters on each side of a phrase in its line of context
TRAIL_LENGTH = 72  # characters of a passage's breadcrumb shown
Counted = Sequence[tuple[Phrase, int]]  # phrases with the number of passages that use them


def phrase_index(archive: Archive) -> Content:
    """The index of all phrases."""
    uri = "phrases/index.md"
    letters = archive.letters()
    kinds = "".join(f" · {kind} {count}" for kind, count in archive.kinds())
    total = sum(count for _, count in letters)
    blocks: list[Block] = [page_title("提法"), aside(f"共 {total} 条{kinds}。数字是用到它的段落数。")]
    if letters:
        links: list[Inline] = []
        for letter, _ in letters:
            links += (" ", Link(f"#{_letter_id(letter)}", _letter_name(letter)))
        blocks.append(Box((Paragraph(tuple(links[1:])),), "dz-letters", "按拼音首字母"))
        blocks += (Heading(2, ("用得最多的",), "common"), _phrases(archive.phrases(most_used=SHOWN), uri))
    for letter, count in letters:
        some = archive.phrases(letter=letter)[:SHOWN]
        blocks += (Heading(2, (_letter_name(letter),), _letter_id(letter)), _phrases(some, uri))
        if count > SHOWN:
            rest = addresses.relative(addresses.letter_page(letter), uri)
            blocks.append(more(rest, f"查看全部 {count} 条"))
    if not letters:
        blocks.append(Paragraph(("还没有找到提法。",)))
    return Content(uri, "提法", tuple(blocks))


class _Counted(tuple[Phrase, int]):
    """A phrase with its count, as an entry of a list."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return self[0].id


def letter_pages(archive: Archive, letter: str) -> Iterator[Planned]:
    """All phrases under one initial."""
    entries = [_Counted(entry) for entry in archive.phrases(letter=letter)]
    title = f"提法 · {_letter_name(letter)}"

    def page(uri: str, some: Sequence[_Counted], pager: tuple[Block, ...]) -> Content:
        every = Link(addresses.relative("phrases/index.md", uri), "全部提法")
        return Content(uri, title, (page_title(title), aside(every), _phrases(some, uri), *pager))

    def key(some: Sequence[_Counted]) -> str:
        return digest_of(title, *(f"{phrase.id} {phrase.head} {count}" for phrase, count in some))

    return paged(entries, partial(addresses.letter_page, letter), page, key) if entries else iter(())


def phrase_pages(archive: Archive, id: str) -> Iterator[Planned]:
    """The page of a phrase: what it means, how much it is used, and by whom."""
    known = archive.phrase(id)
    if known is None:
        return
    phrase, count = known
    uri = addresses.phrase_page(id)

    def page() -> Content:
        years = archive.use_years(id)
        blocks: list[Block] = [page_title(phrase.head), _figures(phrase, years, uri), *_gloss(phrase)]
        for year, passages, _ in years:
            shown = archive.use_places(id, year, limit=None if count <= INLINE else USES_SHOWN)
            blocks += (year_heading(year), _lines(archive.uses(id, year, shown), uri))
            if count > INLINE:
                rest = addresses.relative(addresses.uses_page(id, year), uri)
                blocks.append(more(rest, f"查看全部 {passages} 段"))
        return Content(uri, phrase.head, tuple(blocks))

    yield Planned(uri, page)


def use_pages(archive: Archive, id: str, year: int) -> Iterator[Planned]:
    """Every passage of a year that uses a phrase, where the phrase's own page does not show them all."""
    known = archive.phrase(id)
    places = archive.use_places(id, year) if known is not None and known[1] > INLINE else []
    if known is None or not places:
        return iter(())
    phrase = known[0]
    title = f"{phrase.head} · {year_title(year)}"

    def page(uri: str, some: Sequence[Place], pager: tuple[Block, ...]) -> Content:
        back = Link(addresses.relative(addresses.phrase_page(id), uri), phrase.head)
        lines = _lines(archive.uses(id, year, some), uri)
        return Content(uri, title, (page_title(title), aside(back), lines, *pager))

    return paged(places, partial(addresses.uses_page, id, year), page, places_key(title))


def _figures(phrase: Phrase, years: Sequence[tuple[int, int, int]], uri: str) -> Block:
    known = sorted(year for year, *_ in years if year)
    span = f" · {known[0]}" + (f"—{known[-1]}" if len(known) > 1 else "") if known else ""
    passages = sum(count for _, count, _ in years)
    documents = sum(count for *_, count in years)
    search = f"{addresses.relative('search/index.md', uri)}?q={quote(phrase.head)}"
    return aside(
        f"{phrase.kind} · {documents} 篇 {passages} 段{span} · ",
        Link(addresses.relative("phrases/index.md", uri), "按拼音浏览"),
        " · ",
        Link(search, "检索这个词"),
    )


def _gloss(phrase: Phrase) -> Iterator[Block]:
    if phrase.expansion:
        source = (aside(phrase.source),) if phrase.source else ()
        yield Fold("释义", (Paragraph((phrase.expansion,)), *source), is_open=True)
    if phrase.variants:
        yield Paragraph((f"又作：{'；'.join(phrase.variants)}",))


def _lines(uses: Sequence[Use], uri: str) -> Box:
    return Box((Listing(tuple(_line(use, uri) for use in uses)),), "dz-list dz-uses")


def _line(use: Use, uri: str) -> Run:
    """A passage as keyword in context, with its breadcrumb: document › part › section."""
    trail = Link(passage_address(use.document, use.passage, uri), labels.clipped(use.breadcrumb, TRAIL_LENGTH))
    return *_context(use), " ", Span((document_link(use.document, uri), " › ", trail), "dz-aside")


def _context(use: Use) -> Iterator[Inline]:
    """The passage around the phrase's first occurrence there, every occurrence in it strong."""
    text = use.text
    first = use.occurrences[0]
    start, end = max(0, first.start - CONTEXT), min(len(text), first.end + CONTEXT)
    if start:
        yield "…"
    at = start
    for occurrence in use.occurrences:
        if occurrence.start >= at and occurrence.end <= end:
            yield text[at : occurrence.start]
            yield Strong((text[occurrence.start : occurrence.end],))
            at = occurrence.end
    yield text[at:end]
    if end < len(text):
        yield "…"


def _phrases(entries: Counted, uri: str) -> Box:
    return Box((Paragraph(tuple(phrase_links(entries, uri))),), "dz-phrases")


def _letter_name(letter: str) -> str:
    return letter if letter != "#" else "其他"


def _letter_id(letter: str) -> str:
    return f"letter-{letter.lower() if letter != '#' else 'other'}"
