"""What hub pages share: a long list in pages, cut where its entries say, each linked to its neighbours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duizhao.pages.content import Block, Box, Content, Link, Paragraph
from duizhao.pages.listing import CUT_EVERY, PAGE_SIZE, Planned, cut, digest_of, paged
from duizhao.yearly import Numbers


def names(count: int, missing: int = -1) -> Numbers:
    return np.array([number for number in range(count) if number != missing], np.int64)


def make(uri: str, some: slice, pager: tuple[Block, ...]) -> Content:
    return Content(uri, "", (Paragraph((f"{some.start} to {some.stop}",)), *pager))


def keyed(listed: Numbers) -> Callable[[slice], str]:
    return lambda some: digest_of(data=listed[some].tobytes())


def planned(listed: Numbers, address: str) -> list[Planned]:
    return list(paged(listed, address.format, make, keyed(listed)))


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
    pages = cut(names(count))
    assert [entry for start, end in pages for entry in range(start, end)] == list(range(count))
    assert all(end - start <= PAGE_SIZE for start, end in pages)
    assert all(start < end for start, end in pages) or count == 0
    assert len(pages) == 1 or count > PAGE_SIZE


@given(st.integers(0, 1 << 40), st.integers(2 * PAGE_SIZE, 10 * PAGE_SIZE))
def test_pages_are_neither_tiny_nor_all_full(first: int, count: int) -> None:
    sizes = [end - start for start, end in cut(first + names(count))]
    assert min(sizes[:-1]) > 1
    assert CUT_EVERY / 4 < sum(sizes) / len(sizes) <= PAGE_SIZE


@given(st.integers(2 * PAGE_SIZE, 10 * PAGE_SIZE), st.data())
def test_what_comes_or_goes_changes_few_pages(count: int, data: st.DataObject) -> None:
    missing = data.draw(st.integers(0, count - 1))

    def pages(listed: Numbers) -> set[bytes]:
        return {listed[start:end].tobytes() for start, end in cut(listed)}

    assert len(pages(names(count, missing)) - pages(names(count))) <= 8


def test_pages_are_linked_in_a_row() -> None:
    pages = planned(names(1000), "themes/a-{}.md")
    assert pages[0].uri == "themes/a-.md"
    assert len({page.uri for page in pages}) == len(pages) > 2
    html = [page.uri.removeprefix("themes/").replace(".md", ".html") for page in pages]
    for number, page in enumerate(pages):
        expected = [*html[max(0, number - 1) : number], *html[number + 1 : number + 2]]
        assert targets(page.make()) == expected


def test_a_page_is_made_anew_only_if_its_entries_or_its_neighbours_are_others() -> None:
    def keys(missing: int = -1) -> list[str | None]:
        return [page.key for page in planned(names(2000, missing), "themes/{}.md")]

    assert keys() == keys()
    assert len(set(keys(missing=1000)) - set(keys())) <= 9


def test_a_list_of_one_page_has_no_links_to_others() -> None:
    (page,) = planned(names(PAGE_SIZE), "themes/{}.md")
    assert targets(page.make()) == []
