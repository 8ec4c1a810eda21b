"""Page content → HTML, as the theme expects it: what Python-Markdown makes of `markdown.py`'s text, without its cost.

Measured: a document of 4,000 characters takes Python-Markdown 12 ms and this 1 ms; `tests/test_pages_writers.py` holds
the two to the same elements, attributes and text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

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
    return "".join([_WRITERS[type(piece)](piece) for piece in run])


def text_to_html(text: str) -> str:
    """Text as HTML."""
    is_safe = "&" not in text and "<" not in text and ">" not in text  # sooner than by a set of characters
    return text if is_safe else escape(text, quote=False)


def _span(span: Span) -> str:
    read = f' data-reading="{escape(span.reading)}"' if span.reading else ""
    return f'<em class="{span.style}"{read}>{run_to_html(span.children)}</em>'


def _strong(strong: Strong) -> str:
    return f"<strong>{run_to_html(strong.children)}</strong>"


def _link(link: Link) -> str:
    # many pages link to the same phrases and themes, each to passages of its own
    return _anchor(link) if "#" in link.href else _kept_anchor(link)


def _anchor(link: Link) -> str:
    href, text, style, title, label, count = link
    styled = f' class="{style}"' if style else ""
    data = _link_data(title, label, count) if title or label or count else ""
    return f'<a{styled} href="{escape(href)}"{data}>{text_to_html(text)}</a>'


_kept_anchor = lru_cache(maxsize=1 << 14)(_anchor)
_WRITERS: Mapping[type, Callable[[Any], str]] = {str: text_to_html, Link: _link, Span: _span, Strong: _strong}


@lru_cache(maxsize=1 << 10)
def _link_data(title: str, label: str, count: int) -> str:
    named = f' title="{escape(title)}" aria-label="{escape(title)}"' if title else ""
    return named + (f' data-label="{escape(label)}"' if label else "") + (f' data-count="{count}"' if count else "")


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
