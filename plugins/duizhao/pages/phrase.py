"""The page of a phrase, the pages with every passage that uses it, and the card that documents show of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from urllib.parse import quote

from duizhao.archive import Archive, Place, Use
from duizhao.contributions import INLINE, UNKNOWN
from duizhao.model import Phrase
from duizhao.pages import addresses, charts, labels
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
from duizhao.pages.listing import (
    Planned,
    PlannedFile,
    aside,
    digest_of,
    document_link,
    more,
    page_title,
    paged,
    passage_address,
    year_heading,
    year_title,
)
from duizhao.phrases.examples import Sentence, around, examples, sentence
from duizhao.spread import Share

USES_SHOWN = 12  # of a year, on the page of a phrase that has too many for one page
LOOKED_AT = 3 * USES_SHOWN  # of which these are folded
SAMPLE = 48  # passages that examples, neighbours and relations are taken from, the same number of every year
EXAMPLES, CARD_EXAMPLES = 6, 3
BARS, HABITS, RELATED = 8, 8, 12
REACH = 44  # characters on each side of a phrase in its line
CARD_REACH = 30
ALIKE = 12  # passages of the same wording in one entry
RARE = 40  # documents: a phrase of no more tells which documents are alike, and its card names them
TRAIL_LENGTH = 72  # characters of a passage's breadcrumb shown
TITLE_LENGTH = 30  # characters of a document's title where many stand in a line


@dataclass(frozen=True, slots=True)
class Entry:
    """Passages that use a phrase in the same sentence: one line of a list."""

    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        """That of its first passage."""
        return self.places[0].name


def folded(places: Sequence[Place]) -> list[Entry]:
    """Passages of the same wording together, in the order of their first; of many, `ALIKE` an entry."""
    groups: dict[int, list[Place]] = {}
    for place in places:
        groups.setdefault(place.wording, []).append(place)
    return [Entry(tuple(group[at : at + ALIKE])) for group in groups.values() for at in range(0, len(group), ALIKE)]


class _Told:
    """What the page and the card of a phrase tell, read once."""

    def __init__(self, archive: Archive, phrase: Phrase) -> None:
        self.archive = archive
        self.phrase = phrase
        self.shares = archive.shares(phrase.id)
        self.years = [int(share.value) for share in reversed(self.shares["year"])]
        self.years.sort(key=lambda year: (year == 0, -year))
        self.passages = sum(share.passages for share in self.shares["year"])
        self.documents = sum(share.documents for share in self.shares["year"])

    def rare(self) -> list[tuple[str, str, int]]:
        """The documents that use the phrase: id, title, year."""
        return [
            (each.id, labels.clipped(each.title, TITLE_LENGTH), each.year or 0)
            for each in self.archive.documents_of(self.phrase.id)
        ]

    @cached_property
    def sample(self) -> list[Use]:
        return self.archive.sample(self.phrase.id, self.years, max(2, SAMPLE // max(1, len(self.years))))

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [_sentence(use) for use in self.sample]

    @cached_property
    def uses(self) -> dict[str, Use]:
        """The first use in each wording of the sample."""
        found: dict[str, Use] = {}
        for said, use in zip(self.sentences, self.sample, strict=True):
            found.setdefault(said.text, use)
        return found


def phrase_pages(archive: Archive, id: str) -> Iterator[Planned | PlannedFile]:
    """The page of a phrase: what it means, how it spreads, how it is used, and by whom; and its card."""
    known = archive.phrase(id)
    if known is None:
        return
    told = _Told(archive, known[0])
    yield Planned(addresses.phrase_page(id), partial(_page, told))
    yield PlannedFile(addresses.phrase_card(id), partial(_card, told))


def _page(told: _Told) -> Content:
    phrase, uri = told.phrase, addresses.phrase_page(told.phrase.id)
    blocks: list[Block] = [
        page_title(phrase.head),
        _figures(told, uri),
        *_gloss(phrase),
        *_spread(told),
        *_examples(told, uri),
        *_habits(told),
        *_related(told, uri),
        Heading(2, ("全部用例",), "uses"),
    ]
    is_whole = told.passages <= INLINE
    counts = {int(share.value): share.passages for share in told.shares["year"]}
    for year in told.years:
        entries = folded(told.archive.use_places(phrase.id, year, None if is_whole else LOOKED_AT))
        shown = entries if is_whole else entries[:USES_SHOWN]
        blocks += (_year(year), _lines(told.archive, phrase.id, year, shown, uri))
        if not is_whole:
            rest = addresses.relative(addresses.uses_page(phrase.id, year), uri)
            blocks.append(more(rest, f"查看{year_title(year)}全部 {counts[year]} 段"))
    return Content(uri, phrase.head, tuple(blocks))


def _year(year: int) -> Heading:
    heading = year_heading(year)
    return Heading(3, heading.run, heading.id)


def use_pages(archive: Archive, id: str, year: int) -> Iterator[Planned]:
    """Every passage of a year that uses a phrase, where the phrase's own page does not show them all."""
    known = archive.phrase(id)
    places = archive.use_places(id, year) if known is not None and known[1] > INLINE else []
    if known is None or not places:
        return iter(())
    phrase = known[0]
    title = f"{phrase.head} · {year_title(year)}"

    def page(uri: str, some: Sequence[Entry], pager: tuple[Block, ...]) -> Content:
        back = Link(addresses.relative(addresses.phrase_page(id), uri), phrase.head)
        return Content(uri, title, (page_title(title), aside(back), _lines(archive, id, year, some, uri), *pager))

    def key(some: Sequence[Entry]) -> str:
        return digest_of(title, *(f"{place.name} {place.digest}" for entry in some for place in entry.places))

    return paged(folded(places), partial(addresses.uses_page, id, year), page, key)


def _figures(told: _Told, uri: str) -> Block:
    known = sorted(year for year in told.years if year)
    span = f" · {known[0]}" + (f"—{known[-1]}" if len(known) > 1 else "") if known else ""
    search = f"{addresses.relative('search/index.md', uri)}?q={quote(told.phrase.head)}"
    return aside(
        f"{told.phrase.kind} · {told.documents} 篇 {told.passages} 段{span} · ",
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


def _spread(told: _Told) -> Iterator[Block]:
    """Charts, where there is anything to compare."""
    if told.passages < 3:
        return
    shares = told.shares
    drawn: list[Block] = []
    years = [(share.value, share.passages) for share in shares["year"] if share.value != "0"]
    if len(years) > 1:
        drawn.append(charts.columns("年度（段）", years))
    for facet, name in (
        ("meeting", "会议（篇）"),
        ("theme", "主题（段）"),
        ("part", "部分（段）"),
        ("subject", "主体（篇）"),
    ):
        if any(share.value != UNKNOWN for share in shares[facet]):
            drawn.append(charts.rows(name, _bars(shares[facet], by_document=facet in ("meeting", "subject"))))
    if drawn:
        yield Heading(2, ("分布",), "spread")
        yield Box(tuple(drawn), "dz-charts")


def _bars(shares: Sequence[Share], *, by_document: bool) -> list[tuple[str, int]]:
    counts = [(share.value, share.documents if by_document else share.passages) for share in shares]
    counts.sort(key=lambda bar: (-bar[1], bar[0]))
    rest = counts[BARS:]
    return counts[:BARS] + ([(f"其余 {len(rest)} 项", sum(count for _, count in rest))] if rest else [])


def _examples(told: _Told, uri: str) -> Iterator[Block]:
    chosen = examples(told.sentences, EXAMPLES)
    if told.passages > 1 and chosen:
        yield Heading(2, ("例句",), "examples")
        entries = tuple(_example(said, told.uses[said.text], uri) for said in chosen)
        yield Box((Listing(entries),), "dz-list dz-examples")


def _example(said: Sentence, use: Use, uri: str) -> Run:
    text = (said.text[: said.start], Strong((said.text[said.start : said.end],)), said.text[said.end :])
    return *text, " ", _where(use, uri)


def _habits(told: _Told) -> Iterator[Block]:
    found = around(told.sentences, HABITS)
    rows = [
        ("前接", [(f"{words}＿", count) for words, count in found.before]),
        ("后接", [(f"＿{words}", count) for words, count in found.after]),
        ("框架", [(f"{one}＿{other}", count) for (one, other), count in found.slots]),
    ]
    if any(said for _, said in rows):
        yield Heading(2, ("搭配",), "habits")
        for name, said in rows:
            if said:
                words = "　".join(f"{pattern} {count}" for pattern, count in said)
                yield Paragraph((Strong((name,)), f"　{words}"), style="dz-habits")
        if told.passages > len(told.sample):
            yield aside(f"按各年度共 {len(told.sample)} 段统计；同样的句子只算一次。")


def _related(told: _Told, uri: str) -> Iterator[Block]:
    """Phrases that hold this one or are held by it, then those that stand in the same sentences."""
    nested: dict[str, str] = {}
    together: dict[str, int] = {}
    heads: dict[str, str] = {}
    spans = [_span(use) for use in told.sample[: SAMPLE // 2]]
    for id, head, places, at in told.archive.neighbours(told.phrase.id, told.sample[: SAMPLE // 2]):
        heads[id] = head
        if told.phrase.head in head or head in told.phrase.head:
            nested[id] = head
        elif any(spans[at][0] <= place.start < spans[at][1] for place in places):
            together[id] = together.get(id, 0) + 1
    often = sorted((id for id in together if together[id] > 1), key=lambda id: (-together[id], heads[id]))
    ids = [*sorted(nested, key=lambda id: (len(heads[id]), heads[id])), *often][:RELATED]
    if ids:
        yield Heading(2, ("相关提法",), "related")
        links: list[Inline] = []
        for id in ids:
            links += (
                " ",
                Link(addresses.relative(addresses.phrase_page(id), uri), heads[id], count=together.get(id, 0)),
            )
        yield Box((Paragraph(tuple(links[1:])),), "dz-phrases")


def _span(use: Use) -> tuple[int, int]:
    said = _sentence(use)
    start = use.occurrences[0].start - said.start
    return start, start + len(said.text)


def _sentence(use: Use, reach: int = 10_000) -> Sentence:
    first = use.occurrences[0]
    return sentence(use.text, first.start, first.end, use.document.id, use.document.year or 0, reach)


def _lines(archive: Archive, id: str, year: int, entries: Sequence[Entry], uri: str) -> Box:
    uses = iter(archive.uses(id, year, [place for entry in entries for place in entry.places]))
    rows = tuple(_line([next(uses) for _ in entry.places], uri) for entry in entries)
    return Box((Listing(rows),), "dz-list dz-uses")


def _line(uses: Sequence[Use], uri: str) -> Run:
    """A sentence with the phrase in it, and where it stands: document › part › section; the others of that wording."""
    use = uses[0]
    others: list[Inline] = []
    for other in uses[1:]:
        title = labels.clipped(other.document.title, TITLE_LENGTH)
        others += ("；", Link(passage_address(other.document, other.passage, uri), title))
    alike = (Span((f"同文 {len(uses)} 处：", *others[1:]), "dz-aside dz-alike"),) if others else ()
    return *_context(use), " ", _where(use, uri), *alike


def _where(use: Use, uri: str) -> Span:
    trail = Link(passage_address(use.document, use.passage, uri), labels.clipped(use.breadcrumb, TRAIL_LENGTH))
    return Span((document_link(use.document, uri), " › ", trail), "dz-aside")


def _context(use: Use) -> Iterator[Inline]:
    """The sentence around the phrase's first occurrence in a passage, every occurrence in it strong."""
    said = _sentence(use, REACH)
    begin = use.occurrences[0].start - said.start
    end = begin + len(said.text)
    if not said.whole and use.text[begin - 1 : begin].strip():
        yield "…"
    at = begin
    for each in use.occurrences:
        if each.start >= at and each.end <= end:
            yield use.text[at : each.start]
            yield Strong((use.text[each.start : each.end],))
            at = each.end
    yield use.text[at:end]
    if not said.whole and use.text[end : end + 1].strip():
        yield "…"


def _card(told: _Told) -> bytes:
    """A script that hands over what a card shows; addresses are relative to the site's root."""
    phrase = told.phrase
    chosen = examples(told.sentences, CARD_EXAMPLES)
    shown = []
    for said in chosen:
        use = told.uses[said.text]
        short = _sentence(use, CARD_REACH)
        address = addresses.html(f"{addresses.document_page(use.document.id)}#{use.passage}")
        shown.append([short.text, short.start, short.end, labels.clipped(use.document.title, TITLE_LENGTH), address])
    data = {
        "head": phrase.head,
        "kind": phrase.kind,
        "expansion": phrase.expansion or "",
        "passages": told.passages,
        "documents": told.documents,
        "examples": shown,
        "rare": told.rare() if told.documents <= RARE else [],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"duizhao.phrase({json.dumps(phrase.id)},{text});\n".encode("utf-8", "replace")
