"""The page of a phrase, and the card that documents show of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from urllib.parse import quote

from duizhao.archive import Archive, Use, UsePlace
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
    Strong,
)
from duizhao.pages.listing import (
    Planned,
    PlannedFile,
    aside,
    more,
    page_title,
    year_heading,
    year_title,
)
from duizhao.pages.uses import TITLE_LENGTH, folded, sentence_of, use_lists, where
from duizhao.phrases.examples import Sentence, around, examples, sentence_span
from duizhao.records import spans_of
from duizhao.spread import Share

USES_SHOWN = 12  # of a year, on the page of a phrase that has too many for one page
LOOKED_AT = 3 * USES_SHOWN  # of which these are folded
SAMPLE = 48  # passages that examples, neighbours and relations are taken from, the same number of every year
EXAMPLES, CARD_EXAMPLES = 6, 3
BARS, HABITS, RELATED = 8, 8, 12
CARD_REACH = 30
RARE = 40  # documents: a phrase of no more tells which documents are alike, and its card names them


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
    def every(self) -> Mapping[int, Sequence[UsePlace]] | None:
        """All uses by year, of a phrase that has so few that its page shows them."""
        return self.archive.all_use_rows(self.phrase.id) if self.passages <= INLINE else None

    def some(self, year: int, most: int) -> Sequence[UsePlace]:
        """Uses of a year."""
        if self.every is not None:
            return self.every[year][:most]
        return self.archive.use_rows(self.phrase.id, year, most)

    @cached_property
    def sample(self) -> list[Use]:
        most = max(2, SAMPLE // max(1, len(self.years)))
        return self.archive.uses([place for year in self.years for place in self.some(year, most)])

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [sentence_of(use) for use in self.sample]

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
    counts = {int(share.value): share.passages for share in told.shares["year"]}
    archive, every = told.archive, told.every
    if every is not None:
        shown = [folded(archive.by_title(every[year])) for year in told.years]
    else:
        shown = [folded(told.some(year, LOOKED_AT))[:USES_SHOWN] for year in told.years]
    for year, listed in zip(told.years, use_lists(archive, shown, uri), strict=True):
        blocks += (_year(year), listed)
        if every is None:
            rest = addresses.relative(addresses.uses_page(phrase.id, year), uri)
            blocks.append(more(rest, f"查看{year_title(year)}全部 {counts[year]} 段"))
    return Content(uri, phrase.head, tuple(blocks))


def _year(year: int) -> Heading:
    heading = year_heading(year)
    return Heading(3, heading.run, heading.id)


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
    return *text, " ", where(use, uri)


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
    own = told.phrase.head
    uses = told.sample[: SAMPLE // 2]
    sentences = [sentence_span(use.text, *use.spans[0]) for use in uses]
    for id, head, spans, at in told.archive.neighbours(told.phrase.id, uses):
        heads[id] = head
        begin, end, _ = sentences[at]
        if own in head or head in own:
            nested[id] = head
        elif any(begin <= start < end for start, _ in spans_of(spans)):
            together[id] = together.get(id, 0) + 1
    often = sorted((id for id in together if together[id] > 1), key=lambda id: (-together[id], heads[id]))
    ids = [*sorted(nested, key=lambda id: (len(heads[id]), heads[id])), *often][:RELATED]
    if ids:
        yield Heading(2, ("相关提法",), "related")
        links: list[Inline] = []
        for id in ids:
            links += (
                " ",
                Link(addresses.relative(addresses.phrase_page(id), uri), heads[id], times=together.get(id, 0)),
            )
        yield Box((Paragraph(tuple(links[1:])),), "dz-phrases")


def _card(told: _Told) -> bytes:
    """A script that hands over what a card shows; addresses are relative to the site's root."""
    phrase = told.phrase
    chosen = examples(told.sentences, CARD_EXAMPLES)
    shown = []
    for said in chosen:
        use = told.uses[said.text]
        short = sentence_of(use, CARD_REACH)
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
