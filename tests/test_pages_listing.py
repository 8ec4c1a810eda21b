"""What hub pages share: a long list in pages, cut where its entries say, each linked to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from duizhao.pages.content import Block, Box, Content, Link, Paragraph
from duizhao.pages.listing import PAGE_SIZE, cut, digest_of, paged


@dataclass(frozen=True, slots=True)
class Entry:
    name: str


def entries(count: int, missing: int = -1) -> list[Entry]:
    return [Entry(str(number)) for number in range(count) if number != missing]


def make(uri: str, some: Sequence[Entry], pager: tuple[Block, ...]) -> Content:
    return Content(uri, "", (Paragraph(tuple(f"{entry.name} " for entry in some)), *pager))


def key(some: Sequence[Entry]) -> str:
    return digest_of(*(entry.name for entry in some))


def targets(content: Content) -> list[str]:
    boxes = [block for block in content.blocks if isinstance(block, Box)]
    return [
        piece.href
        for box in boxes
        for block in box.blocks
        if isinstance(block, Paragraph)
        for piece in block.run
        if isinstance(piece, Link)
    ]


@given(st.integers(0, 5 * PAGE_SIZE))
def test_pages_hold_everything_once_in_order_and_are_bounded(count: int) -> None:
    pages = cut(entries(count))
    assert [entry for page in pages for entry in page] == entries(count)
    assert all(len(page) <= PAGE_SIZE for page in pages)
    assert all(pages) or count == 0
    assert len(pages) == 1 or count > PAGE_SIZE


@given(st.integers(2 * PAGE_SIZE, 10 * PAGE_SIZE), st.data())
def test_what_comes_or_goes_changes_few_pages(count: int, data: st.DataObject) -> None:
    missing = data.draw(st.integers(0, count - 1))
    before = {key(page) for page in cut(entries(count))}
    after = {key(page) for page in cut(entries(count, missing))}
    assert len(after - before) <= 8


def test_pages_are_linked_in_a_row() -> None:
    pages = list(paged(entries(1000), lambda mark: f"themes/a{mark and '-'}{mark}.md", make, key))
    assert pages[0].uri == "themes/a.md"
    assert len({page.uri for page in pages}) == len(pages) > 2
    html = [page.uri.removeprefix("themes/").replace(".md", ".html") for page in pages]
    for number, page in enumerate(pages):
        expected = [*html[max(0, number - 1) : number], *html[number + 1 : number + 2]]
        assert targets(page.make()) == expected


def test_a_page_is_made_anew_only_if_its_entries_or_its_neighbours_are_others() -> None:
    def keys(missing: int = -1) -> list[str | None]:
        return [page.key for page in paged(entries(2000, missing), lambda mark: f"themes/{mark}.md", make, key)]

    assert keys() == keys()
    assert len(set(keys(missing=1000)) - set(keys())) <= 9


def test_a_list_of_one_page_has_no_links_to_others() -> None:
    (page,) = paged(entries(PAGE_SIZE), lambda mark: f"themes/{mark}.md", make, key)
    assert targets(page.make()) == []
