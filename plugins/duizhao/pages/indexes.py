"""The pages above all others: the home page's overview, and the indexes of documents, meetings and themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from duizhao.archive import Archive
from duizhao.contributions import UNKNOWN
from duizhao.pages import addresses
from duizhao.pages.content import Block, Box, Content, Heading, Html, Inline, Link, Listing, Paragraph, Run, Span, Table
from duizhao.pages.listing import Planned, aside, document_list, more, page_title, year_heading
from duizhao.pages.phrases import ordered_pages, phrase_index
from duizhao.pages.search import search_page
from duizhao.taxonomy import PARTS, UNSORTED, Meeting, Taxonomy

OVERVIEW = "overview.md"  # no page of its own: a hand-written page shows it where it says so
INDEXES = {
    "documents/index.md": "文稿",
    "meetings/index.md": "会议",
    "themes/index.md": "主题",
    "phrases/index.md": "提法",
    "search/index.md": "检索",
}
DOCUMENTS_SHOWN = 30  # of a year, on the page of all years


def index_pages(archive: Archive, taxonomy: Taxonomy) -> Iterator[Planned]:
    """The indexes, the search page and the overview."""
    yield Planned(OVERVIEW, partial(_overview, archive, taxonomy))
    yield Planned("documents/index.md", partial(_document_index, archive))
    yield Planned("meetings/index.md", partial(_meeting_index, archive, taxonomy))
    yield Planned("themes/index.md", partial(_theme_index, archive, taxonomy))
    yield Planned("phrases/index.md", partial(phrase_index, archive))
    yield from ordered_pages(archive, [theme.name for theme in taxonomy.themes])
    yield Planned("search/index.md", search_page)


def meeting_title(name: str) -> str:
    """What a meeting is called; `UNKNOWN` is none."""
    return name if name != UNKNOWN else "会议未知"


def _overview(archive: Archive, taxonomy: Taxonomy) -> Content:
    """The part of the home page that is made from the archive."""
    figures = archive.figures()
    shown = (
        (str(figures.documents), "篇文稿", "documents/index.md"),
        (str(figures.passages), "个段落", "search/index.md"),
        (str(figures.phrases), "条提法", "phrases/index.md"),
        (f"{figures.characters / 10000:.1f}", "万字", "search/index.md"),
    )
    run: list[Inline] = []
    for figure, unit, target in shown:
        run += (" ", Link(addresses.html(target), unit, label=figure))
    years = archive.years()
    busiest = max((count for _, count in years), default=1)
    bars = "".join(
        f'<li><a href="{addresses.html(addresses.year_page(year))}"><span class="dz-years__name">{year}</span>'
        f'<span class="dz-years__bar" style="--share: {count / busiest:.3f}"></span>'
        f'<span class="dz-years__count">{count} 篇</span></a></li>\n'
        for year, count in years
        if year
    )
    tallies = archive.tallies()
    cards = tuple(
        _card(
            theme.name,
            addresses.html(addresses.theme_page(theme.name)),
            _said(theme.gloss, tallies.get(theme.name, {})),
        )
        for theme in taxonomy.themes
    )
    blocks: tuple[Block, ...] = (
        Box((Paragraph(tuple(run[1:])),), "dz-figures"),
        Heading(2, ("按年度",), "years"),
        Html(f'<ul class="dz-years">\n{bars}</ul>'),
        Heading(2, ("按会议",), "meetings"),
        _meeting_cards(archive, "index.md"),
        Heading(2, ("按主题",), "themes"),
        Box((Listing(cards),), "dz-cards"),
    )
    return Content(OVERVIEW, "", blocks)


def _said(gloss: str, counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values())} 段" + (f" · {gloss}" if gloss else "")


def _card(name: str, href: str, note: str) -> Run:
    return Link(href, name), " ", Span((note,), "dz-aside")


def _meeting_cards(archive: Archive, uri: str) -> Box:
    cards = tuple(
        _card(meeting_title(name), addresses.relative(addresses.meeting_page(name), uri), f"{count} 篇")
        for name, count in archive.meetings()
    )
    return Box((Listing(cards),), "dz-cards")


def _document_index(archive: Archive) -> Content:
    uri = "documents/index.md"
    blocks: list[Block] = [page_title("文稿")]
    years = archive.years()
    for year, count in years:
        blocks += (year_heading(year), document_list(archive.documents(year=year, limit=DOCUMENTS_SHOWN), uri))
        if count > DOCUMENTS_SHOWN:
            blocks.append(more(addresses.relative(addresses.year_page(year), uri), f"查看全部 {count} 篇"))
    if not years:
        blocks.append(Paragraph(("还没有文稿。请把材料放进 corpus 文件夹，再构建一次。",)))
    return Content(uri, "文稿", tuple(blocks))


def _meeting_index(archive: Archive, taxonomy: Taxonomy) -> Content:
    uri = "meetings/index.md"
    rows = sorted(taxonomy.meetings, key=lambda row: (-row.year, row.id))
    calendar = Table(
        ("年度", "会议", "框架", "规定的方面"),
        tuple(
            (
                (str(row.year),),
                (Link(addresses.relative(addresses.meeting_page(row.name), uri), row.name),),
                (row.frame,),
                tuple(_aspects(row, uri)),
            )
            for row in rows
        ),
    )
    source = "根据公开报道整理，并非通知原文；可在 corpus/taxonomy.yml 中更正或补充。"
    heading = Heading(2, ("历年会议与规定的方面",), "calendar")
    return Content(uri, "会议", (page_title("会议"), _meeting_cards(archive, uri), heading, calendar, aside(source)))


def _aspects(row: Meeting, uri: str) -> Iterator[Inline]:
    for at, aspect in enumerate(row.aspects):
        if at:
            yield "；"
        yield Link(addresses.relative(addresses.theme_page(aspect.theme), uri), aspect.name)


def _theme_index(archive: Archive, taxonomy: Taxonomy) -> Content:
    uri = "themes/index.md"
    tallies = archive.tallies()
    glosses = {theme.name: theme.gloss for theme in taxonomy.themes}
    others = sorted(set(tallies) - set(glosses), key=lambda name: (name == UNSORTED, name))
    rows = []
    for name in (*glosses, *others):
        page = addresses.theme_page(name)
        gloss: Run = (" ", Span((glosses[name],), "dz-aside")) if glosses.get(name) else ()
        cells: list[Run] = [(Link(addresses.relative(page, uri), name), *gloss)]
        for part in PARTS:
            count = tallies.get(name, {}).get(part, 0)
            target = addresses.relative(f"{page}#{addresses.slug(part)}", uri)
            cells.append((Link(target, str(count)),) if count else ("–",))
        rows.append(tuple(cells))
    table = Table(("主题", *PARTS), tuple(rows), frozenset(range(1, len(PARTS) + 1)))
    hint = Paragraph(("各主题在问题、原因、措施等部分的段落数。点主题名看中心句。",))
    return Content(uri, "主题", (page_title("主题"), hint, table))
