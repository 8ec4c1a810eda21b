"""Hub pages: years, meetings, themes. They change as documents come and go; documents' own pages do not.

Each function plans the pages of one hub (see `model.Hub`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from duizhao.archive import Archive
from duizhao.contributions import LEADS_INLINE, UNKNOWN
from duizhao.model import Hub
from duizhao.pages import addresses
from duizhao.pages.content import Block, Box, Content, Fold, Heading, Inline, Link, Listing, Paragraph
from duizhao.pages.indexes import index_pages, meeting_title
from duizhao.pages.keyness import characteristic
from duizhao.pages.listing import (
    Planned,
    PlannedFile,
    aside,
    digest_of,
    document_list,
    lead_list,
    more,
    page_title,
    paged,
    year_heading,
    year_title,
)
from duizhao.pages.phrase import phrase_pages
from duizhao.pages.phrases import letter_pages
from duizhao.pages.uses import use_pages
from duizhao.taxonomy import Meeting, Taxonomy
from duizhao.yearly import Numbers, Year

Places = Sequence[int]  # see `store.place`
DOCUMENTS_SHOWN = 30  # of a meeting's year, on the meeting's page
_PART_ORDER = ("问题", "原因", "措施", "引言", "结尾", UNKNOWN)  # what a writer looks for first
_CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}


def hub_pages(hub: Hub, archive: Archive, taxonomy: Taxonomy) -> Iterator[Planned | PlannedFile]:
    """The pages of a hub as the archive is now; none where it holds nothing for it any more."""
    match hub.kind:
        case "year":
            return _year_pages(archive, hub.year)
        case "meeting":
            return _meeting_pages(archive, taxonomy, hub.name)
        case "meeting-year":
            return _meeting_year_pages(archive, hub.name, hub.year)
        case "theme":
            return _theme_pages(archive, taxonomy, hub.name)
        case "leads":
            return _lead_pages(archive, hub.name, hub.part, hub.year)
        case "phrase":
            return phrase_pages(archive, hub.name)
        case "uses":
            return use_pages(archive, hub.name, hub.year)
        case "letter":
            return letter_pages(archive, hub.name)
        case "index":
            return index_pages(archive, taxonomy)
    raise ValueError(hub.kind)


def standing_hubs(taxonomy: Taxonomy) -> set[Hub]:
    """The hubs that are there whatever the documents: the taxonomy's meetings and themes, and the indexes."""
    meetings = {Hub("meeting", row.name) for row in taxonomy.meetings}
    return meetings | {Hub("theme", theme.name) for theme in taxonomy.themes} | {Hub("index")}


def _year_pages(archive: Archive, year: int) -> Iterator[Planned]:
    places = archive.document_places(year=year)
    title = year_title(year)

    def page(uri: str, some: Places, pager: tuple[Block, ...]) -> Content:
        every = Link(addresses.relative("documents/index.md", uri), "全部年度")
        listed = document_list(archive.summaries(some), uri)
        return Content(uri, title, (page_title(title), aside(every), listed, *pager))

    return _listed(archive.year(year), places, partial(addresses.year_page, year), page, title)


def _meeting_pages(archive: Archive, taxonomy: Taxonomy, name: str) -> Iterator[Planned]:
    uri = addresses.meeting_page(name)
    years = dict(archive.years(name))
    own = {row.year: row for row in taxonomy.meetings if row.name == name}

    def page() -> Content:
        title = meeting_title(name)
        every = Link(addresses.relative("meetings/index.md", uri), "全部会议")
        blocks: list[Block] = [page_title(title), aside(f"{sum(years.values())} 篇 · ", every)]
        blocks += characteristic(archive, "meeting", name, "本会议", uri)
        for year in sorted({*years, *own}, key=lambda year: -year):
            blocks.append(year_heading(year))
            if year in own:
                blocks.append(_prescribed(own[year], uri, is_open=year not in years))
            if year in years:
                blocks.append(document_list(archive.documents(year=year, meeting=name, limit=DOCUMENTS_SHOWN), uri))
            if years.get(year, 0) > DOCUMENTS_SHOWN:
                rest = addresses.relative(addresses.meeting_year_page(name, year), uri)
                blocks.append(more(rest, f"查看全部 {years[year]} 篇"))
        return Content(uri, title, tuple(blocks))

    if years or own:
        yield Planned(uri, page)


def _prescribed(row: Meeting, uri: str, *, is_open: bool) -> Fold:
    entries = tuple(
        (f"{aspect.name} → ", Link(addresses.relative(addresses.theme_page(aspect.theme), uri), aspect.theme))
        for aspect in row.aspects
    )
    note = f"来源：{row.source}；把握：{_CONFIDENCE.get(row.confidence, row.confidence)}"
    return Fold(f"规定的方面：{row.frame}", (Listing(entries, ordered=True), aside(note)), is_open=is_open)


def _meeting_year_pages(archive: Archive, name: str, year: int) -> Iterator[Planned]:
    places = archive.document_places(year=year, meeting=name)
    title = f"{meeting_title(name)} · {year_title(year)}"

    def page(uri: str, some: Places, pager: tuple[Block, ...]) -> Content:
        back = Link(addresses.relative(addresses.meeting_page(name), uri), meeting_title(name))
        return Content(
            uri, title, (page_title(title), aside(back), document_list(archive.summaries(some), uri), *pager)
        )

    if len(places) <= DOCUMENTS_SHOWN:
        return iter(())
    return _listed(archive.year(year), places, partial(addresses.meeting_year_page, name, year), page, title)


def _theme_pages(archive: Archive, taxonomy: Taxonomy, name: str) -> Iterator[Planned]:
    uri = addresses.theme_page(name)
    glosses = {theme.name: theme.gloss for theme in taxonomy.themes}
    counts = archive.tallies().get(name, {})

    def page() -> Content:
        gloss = glosses.get(name, "")
        every = Link(addresses.relative("themes/index.md", uri), "全部主题")
        title = name
        said = f"{gloss} · " if gloss else ""
        blocks: list[Block] = [page_title(title), aside(said, f"{sum(counts.values())} 段 · ", every)]
        blocks += characteristic(archive, "theme", name, "本主题", uri)
        for part in _PART_ORDER:
            if part in counts:
                blocks += _theme_part(archive, name, part, counts[part], uri)
        if not counts:
            blocks.append(Paragraph(("还没有这一主题的段落。",)))
        return Content(uri, title, tuple(blocks))

    if counts or name in glosses:
        yield Planned(uri, page)


def _theme_part(archive: Archive, name: str, part: str, count: int, uri: str) -> Iterator[Block]:
    """The newest lead sentences, and the way to all of them."""
    years = archive.lead_years(name, part)
    shown: list[int] = []
    for year, _ in years:
        if len(shown) < LEADS_INLINE:
            shown += archive.lead_places(name, part, year, limit=LEADS_INLINE - len(shown)).tolist()
    yield Heading(2, (part,), addresses.slug(part))
    yield lead_list(archive.leads(shown), uri)
    if count > LEADS_INLINE:
        run: list[Inline] = [f"全部 {count} 段："]
        for year, passages in years:
            target = addresses.relative(addresses.leads_page(name, part, year), uri)
            run += (" ", Link(target, year_title(year), times=passages))
        yield Box((Paragraph(tuple(run)),), "dz-years-of")


def _lead_pages(archive: Archive, name: str, part: str, year: int) -> Iterator[Planned]:
    if archive.tallies().get(name, {}).get(part, 0) <= LEADS_INLINE:
        return iter(())
    title = f"{name} · {part} · {year_title(year)}"

    def page(uri: str, some: Places, pager: tuple[Block, ...]) -> Content:
        back = Link(addresses.relative(addresses.theme_page(name), uri), name)
        return Content(uri, title, (page_title(title), aside(back), lead_list(archive.leads(some), uri), *pager))

    places = archive.lead_places(name, part, year)
    return _listed(archive.year(year), places, partial(addresses.leads_page, name, part, year), page, title)


def _listed(
    year: Year,
    places: Numbers,
    address: Callable[[str], str],
    page: Callable[[str, Places, tuple[Block, ...]], Content],
    title: str,
) -> Iterator[Planned]:
    """The pages of a list of places of a year."""

    def make(uri: str, some: slice, pager: tuple[Block, ...]) -> Content:
        return page(uri, places[some].tolist(), pager)

    def key(some: slice) -> str:
        return digest_of(title, data=year.told(places[some]))

    return paged(places, address, make, key) if places.size else iter(())
