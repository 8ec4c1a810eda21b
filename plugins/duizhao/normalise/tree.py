"""The tree of headings and passages, as the outline is built: what `outline.py` makes and `assembly.py` reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from duizhao.model import Notice
from duizhao.normalise.draft import Replacement


@dataclass(slots=True, eq=False)
class Leaf:
    """A passage to be: `text` at `start`, its number as written."""

    start: int
    text: str
    number: str | None
    number_length: int
    line: int
    is_row: bool = False  # of a table


@dataclass(slots=True, eq=False)
class Node:
    """A heading to be, with what stands under it. The root has level 0 and no heading."""

    level: int
    style: str
    start: int
    number: str | None
    heading: str
    line: int
    heading_start: int = 0
    set_as: str = ""  # styled-2 of a heading that the format sets as one, numbered or not
    leaves: list[Leaf] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The tree, the stops cut off its headings (as replacements in the draft's text), and what looked odd."""

    root: Node
    cuts: list[Replacement]
    notices: list[Notice]


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, in reading order."""
    yield node
    for child in node.children:
        yield from walk(child)
