"""What hub pages share: a long list in pages, each linked to the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duizhao.pages.listing import PAGE_SIZE, paged


def address(number: int) -> str:
    return f"themes/a-{number}.md"


@given(st.integers(0, 3 * PAGE_SIZE + 1))
def test_pages_hold_everything_once_in_order(count: int) -> None:
    pages = list(paged(range(count), address))
    assert [number for number, *_ in pages] == list(range(1, max(1, -(-count // PAGE_SIZE)) + 1))
    assert [uri for _, uri, *_ in pages] == [address(number) for number, *_ in pages]
    assert [value for _, _, some, _ in pages for value in some] == list(range(count))
    assert all(len(some) == PAGE_SIZE for _, _, some, _ in pages[:-1])
    assert all(bool(pager) == (len(pages) > 1) for *_, pager in pages)
