"""The phrases that are characteristic of a theme or a meeting, with the figures that say so."""

from __future__ import annotations

from collections.abc import Iterator

from duizhao.archive import Archive
from duizhao.pages import addresses
from duizhao.pages.content import Block, Box, Heading, Link, Table
from duizhao.pages.listing import aside

SHOWN = 12  # phrases


def characteristic(archive: Archive, facet: str, name: str, called: str, uri: str) -> Iterator[Block]:
    """A table of the phrases most characteristic of a value of `facet`; nothing where none is."""
    found = archive.keys(facet, name, SHOWN)
    if not found:
        return
    yield Heading(2, ("特征提法",), "characteristic")
    rows = tuple(
        (
            (Link(addresses.relative(addresses.phrase_page(key.phrase), uri), key.head),),
            (str(key.here),),
            (str(key.elsewhere),),
            (f"{key.keyness:.0f}",),
        )
        for key in found
    )
    yield Box((Table(("提法", f"{called}（段）", "其余（段）", "特征值"), rows, frozenset({1, 2, 3})),), "dz-keys")
    yield aside("特征值是对数似然比 G²：比起其余各处，这里用得更多的提法，数值越大越不像偶然（6.63 以上才列出）。")
