"""Page content → Markdown: the pages a person can read, keep and link in any editor.

Source text means nothing but itself there. Every ASCII character that any Markdown extension could read as syntax is
written as a numeric entity: a table that needs no list of extensions, so that a site owner may switch on any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from textwrap import indent
from typing import Any

import yaml

from duizhao.pages.content import (
    Block,
    Box,
    Content,
    Definitions,
    Fold,
    Heading,
    Html,
    Inline,
    Link,
    Listing,
    Paragraph,
    Span,
    Strong,
    Table,
)

_BREAKS = r"\n\r\x0b\x0c\x85\u2028\u2029"
# a sign, or a run of breaks; the set comes first, for by that `re` passes over all else, four times as fast
_SPECIAL = re.compile(rf"[!-/:-@\[-`{{-~\t{_BREAKS}](?:(?<=[{_BREAKS}])[{_BREAKS}]+)?")
_PAGE = re.compile(r"\.html(?=[?#]|$)")  # a link's target in the site; here pages end in .md


def to_page(content: Content) -> str:
    """A whole page: front matter and Markdown. The front matter's title is HTML: themes print it without escaping."""
    title = escape(content.title)
    if not title.isprintable():
        title = yaml.safe_dump(title, default_style='"').strip()
    elif title:  # quotation marks and backslashes are entities by now
        title = f'"{title}"'
    hide = "".join(f"- {name}\n" for name in content.hide)
    return f"---\ntitle: {title}\nhide:\n{hide}---\n\n{to_markdown(content.blocks)}\n"


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, a blank line between them."""
    return "\n\n".join(_block(block) for block in blocks)


def escape(text: str) -> str:
    """`text` on one line, inert in Markdown and in HTML; rendered and stripped of tags it is `text` again."""
    return _SPECIAL.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], " ")


# breaks, single or several, are not in it
_ENTITIES: Mapping[str, str] = {chr(code): f"&#{code};" for code in (9, *range(32, 127))}


def _block(block: Block) -> str:
    match block:
        case Heading(level, run, id, style):
            return f"{'#' * level} {_run(run)} {_attributes(id=id, style=style)}"
        case Paragraph(run, id, style):
            tail = _attributes(id=id, style=style)
            return f"{_run(run)}\n{{:{tail[1:]}" if tail else _run(run)
        case Listing(entries, ordered):
            mark = "1." if ordered else "-"
            return "\n".join(f"{mark} {_run(entry)}" for entry in entries)
        case Definitions(rows):
            return "\n\n".join(f"{escape(term)}\n:   {_run(run)}" for term, run in rows)
        case Table(header, rows, numeric):
            rule = "|".join("---:" if column in numeric else "---" for column in range(len(header)))
            lines = [f"| {' | '.join(map(escape, header))} |", f"|{rule}|"]
            lines += [f"| {' | '.join(map(_run, cells))} |" for cells in rows]
            return "\n".join(lines)
        case Fold(summary, blocks, kind, is_open):
            body = indent(to_markdown(blocks), "    ")
            return f'???{"+" if is_open else ""} {kind} "{escape(summary)}"\n\n{body}'
        case Box(blocks, style, name):
            tag, label = ("nav", f' aria-label="{escape(name)}"') if name else ("div", "")
            return f'<{tag} class="{style}"{label} markdown>\n\n{to_markdown(blocks)}\n\n</{tag}>'
        case Html(markup):
            return markup


def _run(run: Iterable[Inline]) -> str:
    return "".join([_WRITERS[type(piece)](piece) for piece in run])


def _span(span: Span) -> str:
    style, reading = span.style, span.reading
    attributes = _attributes(style=style, data={"data-reading": reading}) if reading else _styled(style)
    return f"*{_run(span.children)}*{attributes}"


def _strong(strong: Strong) -> str:  # as a tag: what ** does beside a Chinese full stop differs between Markdowns
    return f"<strong>{_run(strong.children)}</strong>"


def _link(link: Link) -> str:
    return _anchor(link) if "#" in link.href else _kept_anchor(link)  # see html.py


def _anchor(link: Link) -> str:
    href, text, style, title, label, times = link
    return f"[{escape(text)}]({_PAGE.sub('.md', href)}){_link_attributes(style, title, label, times)}"


_kept_anchor = lru_cache(maxsize=1 << 14)(_anchor)
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: partial(_SPECIAL.sub, _entity),
    Link: _link,
    Span: _span,
    Strong: _strong,
}


@lru_cache(maxsize=1 << 10)
def _link_attributes(style: str, title: str, label: str, times: int) -> str:
    data = {"title": title, "aria-label": title, "data-label": label, "data-count": str(times or "")}
    return _attributes(style=style, data=data)


@cache
def _styled(style: str) -> str:
    return _attributes(style=style)


def _attributes(*, id: str = "", style: str = "", data: Mapping[str, str] | None = None) -> str:
    """An attribute list, or nothing where there are no attributes."""
    parts = [f"#{id}"] if id else []
    parts += [f".{name}" for name in style.split()]
    parts += [f'{name}="{escape(value)}"' for name, value in (data or {}).items() if value]
    return f"{{ {' '.join(parts)} }}" if parts else ""
