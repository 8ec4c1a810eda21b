"""The indexes of phrases: by pinyin, by frequency, by length, by theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from duizhao.archive import Archive
from duizhao.model import Phrase
from duizhao.pages import addresses
from duizhao.pages.content import Block, Box, Content, Heading, Inline, Link, Paragraph, Span
from duizhao.pages.documents import phrase_links
from duizhao.pages.listing import Planned, aside, digest_of, more, page_title, paged

SHOWN = 60  # phrases of a letter on the index page
RANKED = 600  # phrases on the page by frequency
OF_LENGTH, OF_THEME = 120, 60  # phrases of one length, of one theme
LONG = 13  # characters from which all stand together
Counted = Sequence[tuple[Phrase, int]]  # phrases with the number of passages that use them


def phrase_index(archive: Archive) -> Content:
    """The index of all phrases."""
    uri = "phrases/index.md"
    letters = archive.letters()
    kinds = "".join(f" · {kind} {count}" for kind, count in archive.kinds())
    total = sum(count for _, count in letters)
    blocks: list[Block] = [page_title("提法"), aside(f"共 {total} 条{kinds}。数字是用到它的段落数。"), _ways(uri)]
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


def ordered_pages(archive: Archive, themes: Sequence[str]) -> Iterator[Planned]:
    """The same phrases in other orders; each page shows the most used of every group."""
    yield Planned(_ORDERS[1][0], partial(_by_frequency, archive))
    yield Planned(_ORDERS[2][0], partial(_by_length, archive))
    yield Planned(_ORDERS[3][0], partial(_by_theme, archive, themes))


_ORDERS = (
    ("phrases/index.md", "按拼音"),
    ("phrases/by-frequency.md", "按频次"),
    ("phrases/by-length.md", "按字数"),
    ("phrases/by-theme.md", "按主题"),
)


def _ways(uri: str) -> Box:
    """The orders there are; scripts add a box to filter by."""
    run: list[Inline] = []
    for page, name in _ORDERS:
        here = Span((name,), "dz-here") if page == uri else Link(addresses.relative(page, uri), name)
        run += (" ", here)
    return Box((Paragraph(tuple(run[1:])),), "dz-pager dz-orders", "提法的排列")


def _ordered(uri: str, title: str, said: str, groups: Iterable[tuple[str, str, Counted]]) -> Content:
    blocks: list[Block] = [page_title(title), aside(said), _ways(uri)]
    for name, id, entries in groups:
        if entries:
            blocks += (Heading(2, (name,), id), _phrases(entries, uri))
    return Content(uri, title, tuple(blocks))


def _by_frequency(archive: Archive) -> Content:
    said = f"用得最多的 {RANKED} 条，数字是用到它的段落数；其余的按拼音找。"
    groups: dict[int, list[tuple[Phrase, int]]] = {}
    for entry in archive.phrases(most_used=RANKED):
        groups.setdefault(10 ** (len(str(entry[1])) - 1), []).append(entry)
    named = (
        (f"{least} 段以上" if least > 1 else "不到 10 段", f"from-{least}", each) for least, each in groups.items()
    )
    return _ordered(_ORDERS[1][0], "提法 · 按频次", said, named)


def _by_length(archive: Archive) -> Content:
    groups: dict[int, list[tuple[Phrase, int]]] = {}
    for length, entry in archive.phrases_by_length(OF_LENGTH, LONG):
        groups.setdefault(length, []).append(entry)
    said = f"每一字数列出用得最多的 {OF_LENGTH} 条；其余的按拼音找。"
    named = (
        (f"{length} 字" + ("以上" if length == LONG else ""), f"length-{length}", each)
        for length, each in groups.items()
    )
    return _ordered(_ORDERS[2][0], "提法 · 按字数", said, named)


def _by_theme(archive: Archive, themes: Sequence[str]) -> Content:
    said = f"每个主题列出用得最多的 {OF_THEME} 条，数字是这一主题中用到它的段落数。"
    named = ((theme, addresses.slug(theme), archive.phrases_of_theme(theme, OF_THEME)) for theme in themes)
    return _ordered(_ORDERS[3][0], "提法 · 按主题", said, named)


def letter_pages(archive: Archive, letter: str) -> Iterator[Planned]:
    """All phrases under one initial."""
    entries = archive.phrases(letter=letter)
    names = np.array([int(phrase.id, 16) for phrase, _ in entries], np.int64)
    title = f"提法 · {_letter_name(letter)}"

    def page(uri: str, some: slice, pager: tuple[Block, ...]) -> Content:
        every = Link(addresses.relative("phrases/index.md", uri), "全部提法")
        return Content(uri, title, (page_title(title), aside(every), _phrases(entries[some], uri), *pager))

    def key(some: slice) -> str:
        return digest_of(title, *(f"{phrase.id} {phrase.head} {count}" for phrase, count in entries[some]))

    return paged(names, partial(addresses.letter_page, letter), page, key) if entries else iter(())


def _phrases(entries: Counted, uri: str) -> Box:
    return Box((Paragraph(tuple(phrase_links(entries, uri))),), "dz-phrases")


def _letter_name(letter: str) -> str:
    return letter if letter != "#" else "其他"


def _letter_id(letter: str) -> str:
    return f"letter-{letter.lower() if letter != '#' else 'other'}"
