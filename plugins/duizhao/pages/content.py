"""What a generated page says, as a small tree. `markdown.py` and `html.py` write it down.

Text is plain text everywhere: the writers make it inert.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Link(NamedTuple):
    """A link inside the site: `href` relative to the page, as the built site has it (`../x.html#id`).

    A link without text is drawn by the style sheet, from `label` where there is one; `title` is its name then.
    """

    href: str
    text: str = ""
    style: str = ""
    title: str = ""
    label: str = ""  # data-label
    times: int = 0  # data-count


class Strong(NamedTuple):
    """Strong text."""

    children: tuple[Inline, ...]


class Span(NamedTuple):
    """Text of a style of its own; `reading` is what it is read as, drawn by the style sheet."""

    children: tuple[Inline, ...]
    style: str
    reading: str = ""


Inline = str | Link | Strong | Span
Run = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with the id that links lead to."""

    level: int
    run: Run
    id: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    run: Run
    id: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, one run an entry."""

    entries: tuple[Run, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what is said of each."""

    rows: tuple[tuple[str, Run], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `numeric` columns (by index) are set to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks behind a summary line, of one of the theme's admonition kinds."""

    summary: str
    blocks: tuple[Block, ...]
    kind: str = "quote"
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks set together in a style; a `name` makes it a navigation landmark."""

    blocks: tuple[Block, ...]
    style: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Html:
    """Markup of our own that Markdown has no word for. Text in it is escaped already."""

    markup: str


Block = Heading | Paragraph | Listing | Definitions | Table | Fold | Box | Html


@dataclass(frozen=True, slots=True)
class Content:
    """A generated page: its address (relative to the site's root, ending in .md), its title, what it says."""

    uri: str
    title: str
    blocks: tuple[Block, ...]
    hide: tuple[str, ...] = ("navigation",)


def plain(run: Iterable[Inline]) -> str:
    """A run's text alone."""
    return "".join(
        piece if isinstance(piece, str) else piece.text if isinstance(piece, Link) else plain(piece.children)
        for piece in run
    )
