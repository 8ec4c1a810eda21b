"""What Markdown says by its marks: headings and table rows. Read before the marks are taken off (`markup.py`)."""

from __future__ import annotations

import re

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
