"""Page content → HTML, as the theme expects it: what Python-Markdown makes of `markdown.py`'s text, without its cost.

Measured: a document of 4,000 characters takes Python-Markdown 12 ms and this 1 ms; `tests/test_pages_writers.py` holds
the two to the same elements, attributes and text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from duizhao.pages.content import (
    Block,
    Box,
    Definitions,
    Fold,
    Heading,
    Html,
    Inline,
    Link,
    Listing,
    Paragraph,
    Run,
    Span,
    Strong,
    Table,
    plain,
)


def to_html(blocks: Iterable[Block]) -> str:
    """The blocks as HTML."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Heading(level, run, id, style):
            return f"<h{level}{_attributes(id=id, style=style)}>{run_to_html(run)}</h{level}>"
        case Paragraph(run, id, style):
            return f"<p{_attributes(id=id, style=style)}>{run_to_html(run)}</p>"
        case Listing(entries, ordered):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>\n" + "".join(f"<li>{run_to_html(entry)}</li>\n" for entry in entries) + f"</{tag}>"
        case Definitions(rows):
            listed = "".join(f"<dt>{escape(term)}</dt>\n<dd>{run_to_html(run)}</dd>\n" for term, run in rows)
            return f"<dl>\n{listed}</dl>"
        case Table():
            return _table(block)
        case Fold(summary, blocks, kind, is_open):
            opened = ' open="open"' if is_open else ""
            return (
                f'<details class="{kind}"{opened}>\n<summary>{escape(summary)}</summary>\n{to_html(blocks)}\n</details>'
            )
        case Box(blocks, style, name):
            tag, label = ("nav", f' aria-label="{escape(name)}"') if name else ("div", "")
            return f'<{tag} class="{style}"{label}>\n{to_html(blocks)}\n</{tag}>'
        case Html(markup):
            return markup


def _table(table: Table) -> str:
    def cells(tag: str, runs: Iterable[Run]) -> str:
        return "".join(
            f"<{tag}{_RIGHT if column in table.numeric else ''}>{run_to_html(run)}</{tag}>\n"
            for column, run in enumerate(runs)
        )

    head = cells("th", ((name,) for name in table.header))
    body = "".join(f"<tr>\n{cells('td', row)}</tr>\n" for row in table.rows)
    return f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>"


_RIGHT = ' style="text-align: right;"'


def run_to_html(run: Iterable[Inline]) -> str:
    """A run of text as HTML."""
    return "".join([text_to_html(piece) if type(piece) is str else _inline(piece) for piece in run])


def _inline(piece: Inline) -> str:
    match piece:
        case Link():
            return _link(piece)
        case Span(children, style, reading):
            read = f' data-reading="{escape(reading)}"' if reading else ""
            return f'<em class="{style}"{read}>{run_to_html(children)}</em>'
        case Strong(children):
            return f"<strong>{run_to_html(children)}</strong>"
        case str():
            return text_to_html(piece)


@lru_cache(maxsize=1 << 14)  # documents use the same phrases
def _link(link: Link) -> str:
    href, text, style, title, label, count = link
    named = f' title="{escape(title)}" aria-label="{escape(title)}"' if title else ""
    data = (f' data-label="{escape(label)}"' if label else "") + (f' data-count="{count}"' if count else "")
    styled = f' class="{style}"' if style else ""
    return f'<a{styled} href="{escape(href)}"{named}{data}>{text_to_html(text)}</a>'


def text_to_html(text: str) -> str:
    """Text as HTML."""
    return escape(text, quote=False) if _UNSAFE.search(text) else text


_UNSAFE = re.compile("[&<>]")


def _attributes(*, id: str = "", style: str = "") -> str:
    return (f' class="{style}"' if style else "") + (f' id="{id}"' if id else "")


def toc(blocks: Iterable[Block]) -> list[dict[str, object]]:
    """The headings below the page's own as a tree of {level, id, name, children}; names are HTML without tags."""
    top: list[dict[str, object]] = []
    open_headings: list[tuple[int, list[dict[str, object]]]] = []
    for block in blocks:
        if not isinstance(block, Heading):
            continue
        while open_headings and open_headings[-1][0] >= block.level:
            open_headings.pop()
        children: list[dict[str, object]] = []
        name = escape(plain(block.run), quote=False).strip()
        siblings = open_headings[-1][1] if open_headings else top
        siblings.append({"level": block.level, "id": block.id, "name": name, "children": children})
        open_headings.append((block.level, children))
    return top
