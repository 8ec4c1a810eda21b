"""Hub pages: years, meetings, themes. They change as documents come and go; documents' own pages do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from duizhao.archive import UNKNOWN, Archive, Entry
from duizhao.model import Document
from duizhao.pages import addresses
from duizhao.pages.content import (
    Block,
    Box,
    Content,
    Fold,
    Heading,
    Html,
    Inline,
    Link,
    Listing,
    Paragraph,
    Run,
    Span,
    Table,
)
from duizhao.pages.listing import aside, document_list, lead_list, more, page_title, paged
from duizhao.taxonomy import PARTS, Meeting, Taxonomy, Theme

DOCUMENTS_SHOWN = 30  # of a group, on a page that shows several groups
LEADS_SHOWN = 20  # of a theme's part, likewise
_PART_ORDER = ("问题", "原因", "措施", "引言", "结尾")  # what a writer looks for first
_CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}


def overview(archive: Archive, taxonomy: Taxonomy) -> tuple[Block, ...]:
    """The part of the home page that is made from the archive."""
    characters = sum(len(entry.passage.text) for entry in archive.entries)
    figures = (
        (str(len(archive.documents)), "篇文稿", "documents/index.md"),
        (str(len(archive.entries)), "个段落", "search/index.md"),
        (str(len(archive.uses)), "条提法", "phrases/index.md"),
        (f"{characters / 10000:.1f}", "万字", "search/index.md"),
    )
    run: list[Inline] = []
    for figure, unit, target in figures:
        run += (" ", Link(addresses.html(target), unit, label=figure))
    busiest = max(map(len, archive.by_year.values()), default=1)
    bars = "".join(
        f'<li><a href="{addresses.html(addresses.year_page(year))}"><span class="dz-years__name">{year}</span>'
        f'<span class="dz-years__bar" style="--share: {len(documents) / busiest:.3f}"></span>'
        f'<span class="dz-years__count">{len(documents)} 篇</span></a></li>\n'
        for year, documents in archive.by_year.items()
        if year is not None
    )
    return (
        Box((Paragraph(tuple(run[1:])),), "dz-figures"),
        Heading(2, ("按年度",), "years"),
        Html(f'<ul class="dz-years">\n{bars}</ul>'),
        Heading(2, ("按会议",), "meetings"),
        _meeting_cards(archive, "index.md"),
        Heading(2, ("按主题",), "themes"),
        Box((Listing(tuple(_theme_card(theme, archive) for theme in taxonomy.themes)),), "dz-cards"),
    )


def _theme_card(theme: Theme, archive: Archive) -> Run:
    note = f"{len(archive.by_theme.get(theme.name, ()))} 段" + (f" · {theme.gloss}" if theme.gloss else "")
    return Link(addresses.html(addresses.theme_page(theme.name)), theme.name), " ", Span((note,), "dz-aside")


def _meeting_cards(archive: Archive, uri: str) -> Box:
    cards = tuple(
        (
            Link(addresses.relative(addresses.meeting_page(name), uri), _meeting_title(name)),
            " ",
            Span((f"{len(documents)} 篇",), "dz-aside"),
        )
        for name, documents in archive.by_meeting.items()
    )
    return Box((Listing(cards),), "dz-cards")


def _meeting_title(name: str) -> str:
    return name if name != UNKNOWN else "会议未知"


def _theme_title(name: str) -> str:
    return name if name != UNKNOWN else "主题未分"


def _year_title(year: int | None) -> str:
    return f"{year}年度" if year is not None else "年度未知"


def _year_heading(year: int | None) -> Heading:
    return Heading(2, (_year_title(year),), f"year-{year or 'unknown'}")


def document_lists(archive: Archive) -> Iterator[Content]:
    """Documents by year: one page of all years, one (or more) for each."""
    uri = "documents/index.md"
    blocks: list[Block] = [page_title("文稿")]
    for year, documents in archive.by_year.items():
        blocks += (_year_heading(year), document_list(documents[:DOCUMENTS_SHOWN], uri))
        if len(documents) > DOCUMENTS_SHOWN:
            blocks.append(more(addresses.relative(addresses.year_page(year), uri), f"查看全部 {len(documents)} 篇"))
    if not archive.documents:
        blocks.append(Paragraph(("还没有文稿。请把材料放进 corpus 文件夹，再构建一次。",)))
    yield Content(uri, "文稿", tuple(blocks))
    for year, documents in archive.by_year.items():
        for _, page, some, pager in paged(documents, partial(addresses.year_page, year)):
            every = Link(addresses.relative(uri, page), "全部年度")
            listed = document_list(some, page)
            title = _year_title(year)
            yield Content(page, title, (page_title(title), aside(f"共 {len(documents)} 篇 · ", every), listed, *pager))


def meeting_lists(archive: Archive, taxonomy: Taxonomy) -> Iterator[Content]:
    """Meetings: an index, and a page (or more) for each with its documents by year and their prescribed aspects."""
    rows = sorted(taxonomy.meetings, key=lambda row: (-row.year, row.id))
    yield _meeting_index(archive, rows)
    for name in dict.fromkeys([*archive.by_meeting, *(row.name for row in rows)]):
        documents = archive.by_meeting.get(name, ())
        for number, uri, some, pager in paged(documents, partial(addresses.meeting_page, name)):
            own = [row for row in rows if row.name == name] if number == 1 else []
            blocks: list[Block] = [
                page_title(_meeting_title(name)),
                aside(f"{len(documents)} 篇 · ", Link(addresses.relative("meetings/index.md", uri), "全部会议")),
                *_meeting_years(some, own, uri),
            ]
            if not documents and not own:
                blocks.append(Paragraph(("还没有这一会议的文稿。",)))
            yield Content(uri, _meeting_title(name), (*blocks, *pager))


def _meeting_index(archive: Archive, rows: Sequence[Meeting]) -> Content:
    uri = "meetings/index.md"
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


def _meeting_years(documents: Sequence[Document], rows: Sequence[Meeting], uri: str) -> Iterator[Block]:
    """Newest year first, the unknown last; the prescribed aspects folded where there are documents to see."""
    years = {document.year for document in documents} | {row.year for row in rows}
    for year in sorted(years, key=lambda year: -(year or 0)):
        found = [document for document in documents if document.year == year]
        yield _year_heading(year)
        for row in rows:
            if row.year == year:
                yield _prescribed(row, uri, is_open=not found)
        if found:
            yield document_list(found, uri)


def _prescribed(row: Meeting, uri: str, *, is_open: bool) -> Fold:
    entries = tuple(
        (f"{aspect.name} → ", Link(addresses.relative(addresses.theme_page(aspect.theme), uri), aspect.theme))
        for aspect in row.aspects
    )
    note = f"来源：{row.source}；把握：{_CONFIDENCE.get(row.confidence, row.confidence)}"
    return Fold(f"规定的方面：{row.frame}", (Listing(entries, ordered=True), aside(note)), is_open=is_open)


def theme_lists(archive: Archive, taxonomy: Taxonomy) -> Iterator[Content]:
    """Themes: an index, a page for each with lead sentences by part, and pages with all of them."""
    glosses = {theme.name: theme.gloss for theme in taxonomy.themes}
    names = [*glosses, *(name for name in archive.by_theme if name not in glosses)]
    yield _theme_index(archive, names, glosses)
    for name in names:
        entries = archive.by_theme.get(name, ())
        by_part = {part: [entry for entry in entries if entry.passage.part == part] for part in _PART_ORDER}
        by_part = {part: found for part, found in by_part.items() if found}
        yield _theme_page(name, glosses.get(name, ""), len(entries), by_part)
        for part, found in by_part.items():
            yield from _theme_part(name, part, found)


def _theme_index(archive: Archive, names: Sequence[str], glosses: dict[str, str]) -> Content:
    uri = "themes/index.md"
    rows = []
    for name in names:
        counts = Counter(entry.passage.part for entry in archive.by_theme.get(name, ()))
        gloss: Run = (" ", Span((glosses[name],), "dz-aside")) if glosses.get(name) else ()
        cells: list[Run] = [(Link(addresses.relative(addresses.theme_page(name), uri), _theme_title(name)), *gloss)]
        for part in PARTS:
            target = addresses.relative(addresses.theme_part_page(name, part), uri)
            cells.append((Link(target, str(counts[part])),) if counts[part] else ("–",))
        rows.append(tuple(cells))
    table = Table(("主题", *PARTS), tuple(rows), frozenset(range(1, len(PARTS) + 1)))
    hint = Paragraph(("各主题在问题、原因、措施等部分的段落数。点主题名看中心句。",))
    return Content(uri, "主题", (page_title("主题"), hint, table))


def _theme_page(name: str, gloss: str, total: int, by_part: dict[str, list[Entry]]) -> Content:
    uri = addresses.theme_page(name)
    every = Link(addresses.relative("themes/index.md", uri), "全部主题")
    blocks: list[Block] = [
        page_title(_theme_title(name)),
        aside(f"{gloss} · " if gloss else "", f"{total} 段 · ", every),
    ]
    for part, found in by_part.items():
        blocks += (Heading(2, (part,), addresses.slug(part)), lead_list(found[:LEADS_SHOWN], uri))
        if len(found) > LEADS_SHOWN:
            target = addresses.relative(addresses.theme_part_page(name, part), uri)
            blocks.append(more(target, f"查看全部 {len(found)} 段"))
    if not by_part:
        blocks.append(Paragraph(("还没有这一主题的段落。",)))
    return Content(uri, _theme_title(name), tuple(blocks))


def _theme_part(name: str, part: str, entries: Sequence[Entry]) -> Iterator[Content]:
    title = f"{_theme_title(name)} · {part}"
    for _, uri, some, pager in paged(entries, partial(addresses.theme_part_page, name, part)):
        back = Link(addresses.relative(addresses.theme_page(name), uri), _theme_title(name))
        note = aside(f"共 {len(entries)} 段 · ", back)
        yield Content(uri, title, (page_title(title), note, lead_list(some, uri), *pager))
