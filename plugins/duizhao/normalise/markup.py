"""Marks of Markdown beyond headings and emphasis (see `hygiene.MARKS`): for files in that format alone.

Rows as in `hygiene`: masks and numbers are text, whatever Markdown makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao.normalise.draft import BREAKS, Replacement
from duizhao.normalise.rules import Rule

_MD = frozenset({"md"})
_LINE = re.compile(f"[^{BREAKS}]+")
_BREAK = re.compile(f"[{BREAKS}]")
_FENCE = re.compile(r"[ ]{0,3}(?:`{3,}|~{3,})[^`]{0,40}")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_BULLET = re.compile(r"[ \t]*(?:[-+*][ \t]+)+(?=\S)")
_PIPE = re.compile(r"[ \t]*\|[ \t]*")
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,200})\]\((?:<[^<>\n]{0,500}>|(?=[^()\s]{0,500}[/.#:])[^()\s]{1,500})(?: \"[^\"\n]{0,200}\")?\)"
)


def _lines(pattern: re.Pattern[str], text: str, *, whole: bool = False) -> Iterator[Replacement]:
    """What the pattern finds at the beginning of a line goes; or, if it is the whole line, the line."""
    for line in _LINE.finditer(text):
        stop = len(line[0].rstrip()) + line.start()
        found = pattern.fullmatch(text, line.start(), stop) if whole else pattern.match(text, line.start(), line.end())
        if found and found.end() > found.start():
            yield found.start(), found.end(), ""


def _comments(text: str) -> Iterator[Replacement]:
    """HTML comments; their line ends stay, so that lines keep their numbers."""
    at = text.find("<!--")
    while at >= 0 and (end := text.find("-->", at + 4)) >= 0:
        yield at, end + 3, "".join(_BREAK.findall(text, at, end))
        at = text.find("<!--", end + 3)


def _cells(text: str) -> Iterator[Replacement]:
    """The pipes of a table's row: a tab between cells, as in every format."""
    for line in _LINE.finditer(text):
        row = line[0].strip()
        if len(row) < 3 or not row.startswith("|") or not row.endswith("|"):
            continue
        pipes = list(_PIPE.finditer(text, line.start(), line.end()))
        for number, pipe in enumerate(pipes):
            yield pipe.start(), pipe.end(), "\t" if 0 < number < len(pipes) - 1 else ""


def _links(text: str) -> Iterator[Replacement]:
    for link in _LINK.finditer(text):
        yield link.start(), link.end(), link[1]


MARKUP: tuple[Rule, ...] = (
    Rule("comment", ("甲<!-- 未\n定 -->乙", "甲\n乙"), _comments, signs="<", formats=_MD),
    Rule("fence", ("```text\n一、问题\n```", "\n一、问题\n"), lambda text: _lines(_FENCE, text, whole=True), "`~", _MD),
    Rule(
        "rule-line",
        ("上文\n\n***\n\n下文", "上文\n\n\n\n下文"),
        lambda text: _lines(_RULE, text, whole=True),
        "-*_=",
        _MD,
    ),
    Rule("quote-mark", ("> > 一、问题", "一、问题"), lambda text: _lines(_QUOTE, text), ">", _MD),
    Rule("bullet", ("- 学习不深", "学习不深"), lambda text: _lines(_BULLET, text), "-+*", _MD),
    Rule("cells", ("| 序号 | 问题 |", "序号\t问题"), _cells, "|", _MD),
    Rule("link", ("见[整改方案](a/b.html)", "见整改方案"), _links, "[", _MD),
)
