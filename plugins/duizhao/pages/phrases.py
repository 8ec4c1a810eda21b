"""The phrase index by pinyin, and a page for each phrase with every passage that uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import quote

from duizhao.archive import Archive, Use
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
from duizhao.pages.listing import aside, document_link, more, page_title, paged, passage_address
from duizhao.phrases import pinyin_initial

SHOWN = 60  # phrases of a letter on the index page
CONTEXT = 36  # characters on each side of a phrase in its line of context
TRAIL_LENGTH = 72  # characters of a passage's breadcrumb shown
Counted = Sequence[tuple[Phrase, int]]  # phrases with the number of passages that use them


def phrase_index(archive: Archive) -> Iterator[Content]:
    """The index of all phrases, and a page (or more) for each initial letter."""
    uri = "phrases/index.md"
    ordered = _ordered(archive)
    letters = _by_letter(ordered)
    kinds = "".join(f" · {kind} {count}" for kind, count in Counter(phrase.kind for phrase, _ in ordered).most_common())
    common = sorted(ordered, key=lambda entry: (-entry[1], entry[0].pinyin, entry[0].head))[:SHOWN]
    blocks: list[Block] = [page_title("提法"), aside(f"共 {len(ordered)} 条{kinds}。数字是用到它的段落数。")]
    if ordered:
        links: list[Inline] = []
        for letter in letters:
            links += (" ", Link(f"#{_letter_id(letter)}", _letter_name(letter)))
        blocks.append(Box((Paragraph(tuple(links[1:])),), "dz-letters", "按拼音首字母"))
        blocks += (Heading(2, ("用得最多的",), "common"), _phrases(common, uri))
    for letter, entries in letters.items():
        blocks += (Heading(2, (_letter_name(letter),), _letter_id(letter)), _phrases(entries[:SHOWN], uri))
        if len(entries) > SHOWN:
            rest = addresses.relative(addresses.letter_page(letter), uri)
            blocks.append(more(rest, f"查看全部 {len(entries)} 条"))
    if not ordered:
        blocks.append(Paragraph(("还没有找到提法。",)))
    yield Content(uri, "提法", tuple(blocks))
    for letter, entries in letters.items():
        title = f"提法 · {_letter_name(letter)}"
        for _, page, some, pager in paged(entries, partial(addresses.letter_page, letter)):
            note = aside(f"共 {len(entries)} 条 · ", Link(addresses.relative(uri, page), "全部提法"))
            yield Content(page, title, (page_title(title), note, _phrases(some, page), *pager))


def phrase_pages(archive: Archive) -> Iterator[Content]:
    """A page (or more) for each phrase that the archive uses."""
    for phrase, _ in _ordered(archive):
        uses = archive.uses[phrase.id]
        for number, uri, some, pager in paged(uses, partial(addresses.phrase_page, phrase.id)):
            blocks = [page_title(phrase.head), _figures(phrase, uses, uri)]
            if number == 1:
                blocks += _gloss(phrase)
            yield Content(uri, phrase.head, (*blocks, *_years(some, uri), *pager))


def _figures(phrase: Phrase, uses: Sequence[Use], uri: str) -> Block:
    years = sorted({year for use in uses if (year := use.entry.document.year) is not None})
    span = f" · {years[0]}" + (f"—{years[-1]}" if len(years) > 1 else "") if years else ""
    documents = len({use.entry.document.id for use in uses})
    search = f"{addresses.relative('search/index.md', uri)}?q={quote(phrase.head)}"
    return aside(
        f"{phrase.kind} · {documents} 篇 {len(uses)} 段{span} · ",
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


def _years(uses: Sequence[Use], uri: str) -> Iterator[Block]:
    years: dict[int | None, list[Run]] = {}
    for use in uses:
        years.setdefault(use.entry.document.year, []).append(_line(use, uri))
    for year, lines in years.items():
        yield Heading(2, (f"{year}年度" if year else "年度未知",), f"year-{year or 'unknown'}")
        yield Box((Listing(tuple(lines)),), "dz-list dz-uses")


def _line(use: Use, uri: str) -> Run:
    """A passage as keyword in context, with its breadcrumb: document › part › section."""
    trail = Link(passage_address(use.entry, uri), labels.clipped(use.entry.breadcrumb, TRAIL_LENGTH))
    document = document_link(use.entry.document, uri)
    return *_context(use), " ", Span((document, " › ", trail), "dz-aside")


def _context(use: Use) -> Iterator[Inline]:
    """The passage around the phrase's first occurrence there, every occurrence in it strong."""
    text = use.entry.passage.text
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


def _by_letter(ordered: Counted) -> dict[str, Counted]:
    letters: dict[str, list[tuple[Phrase, int]]] = {}
    for phrase, count in ordered:
        letters.setdefault(pinyin_initial(phrase), []).append((phrase, count))
    return {letter: letters[letter] for letter in sorted(letters, key=lambda letter: (letter == "#", letter))}


def _letter_name(letter: str) -> str:
    return letter if letter != "#" else "其他"


def _letter_id(letter: str) -> str:
    return f"letter-{letter.lower() if letter != '#' else 'other'}"


def _ordered(archive: Archive) -> Counted:
    """Phrases in pinyin order, each with the number of passages that use it."""
    found = [(archive.phrases[id], len(uses)) for id, uses in archive.uses.items()]
    return sorted(found, key=lambda entry: (entry[0].pinyin, entry[0].head))
