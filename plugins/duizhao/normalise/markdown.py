"""What Markdown says by its marks: headings, table rows, list items. Read before the marks are taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from duizhao.normalise.draft import Draft

_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def markdown_styles(draft: Draft) -> dict[int, str]:
    """The styles of a Markdown draft's lines, by source line, as a reader of another format would give them.

    The first heading of all, where it stands first and alone on its level, is the title.
    """
    lines = list(draft.lines)
    styles: dict[int, str] = {}
    for at, (_, text, line) in enumerate(lines):
        if heading := _HEADING.match(text):
            styles[line] = f"heading{len(heading[1])}"
        elif _RULE.fullmatch(text):
            styles[line] = "table-header"
        elif _ROW.fullmatch(text):
            is_head = at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1][1])
            styles[line] = "table-header" if is_head else "table-row"
    _entitle([line for _, _, line in lines], styles)
    return styles


def _entitle(lines: list[int], styles: dict[int, str]) -> None:
    headings = [line for line in lines if styles.get(line, "").startswith("heading")]
    if headings and headings[0] == lines[0]:
        first = styles[headings[0]]
        if all(styles[line] > first for line in headings[1:]):
            styles[headings[0]] = "title"


def bare_rows(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft with a tab between the cells of its table rows, in place of bars."""
    return draft.then("table-bars", _bars(draft, styles))


def _bars(draft: Draft, styles: Mapping[int, str]) -> Iterator[tuple[int, int, str]]:
    for start, text, line in draft.lines:
        if styles.get(line) == "table-row" and _ROW.fullmatch(text):
            bars = list(re.finditer(r"[ \t]*\|[ \t]*", text))
            for at, bar in enumerate(bars):
                yield start + bar.start(), start + bar.end(), "\t" if 0 < at < len(bars) - 1 else ""
