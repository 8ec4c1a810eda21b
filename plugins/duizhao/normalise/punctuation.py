"""Marks and blanks of Chinese text: pairs, widths, gaps. No rule adds or removes a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao.normalise.draft import BREAKS, Replacement
from duizhao.normalise.rules import CLOSERS, HAN, LINE_END, LINE_START, OPENERS, Rule, replacing

_BLANK = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_HAN_RE = re.compile(f"[{HAN}]")
_LINE = re.compile(f"[^{BREAKS}]+")
_GAPS = " \t\u00a0\u3000"
_NEAR = 8  # characters before and after a quotation in which its neighbours stand, blanks between
LONG_LINE = 40  # characters; a gap in a longer line is noise, in a shorter one it may set a name from a date
_FULL = dict(zip(",;:!?", "，；：！？", strict=True))

_GAP = re.compile(f"[{_BLANK}]+")
# what stands before and after a gap inside Chinese text
_BEFORE, _AFTER = f"{HAN}{CLOSERS}，。；：、！？", f"{HAN}{OPENERS}，。；：、！？,;:!?0-9A-Za-z"
_INSIDE = re.compile(f"[{_BEFORE}][{_AFTER}]|[0-9A-Za-z%{OPENERS}][{HAN}]")
_GAP_INSIDE = re.compile(f"[{_BLANK}](?<=[{_BEFORE}0-9A-Za-z%{OPENERS}].)[{_BLANK}]*[{_AFTER}]")
_NUMBER_ALONE = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,2}|第[一二三四五六七八九十\d]{1,3}[条章节篇])"
)  # 1 总则, 第一条 …


# a line of two parts and no mark: a title in two halves (学纪于心 守纪于行), a unit and a name, a date after them
_HALVES = re.compile(rf"[{HAN}A-Z×]{{4,}} [{HAN}A-Z×]{{2,}}(?:[ \u3000]+\d{{4}}年[\d月日 ]*)?")
_MARKS = re.compile("[，。；：、！？]")


def _gaps(text: str) -> Iterator[Replacement]:
    """A lone space inside Chinese text goes; a wide gap goes only from a line too long to be set in columns."""
    if not _GAP_INSIDE.search(text):
        return
    for line in _LINE.finditer(text):
        is_long = len(line[0].strip()) > LONG_LINE
        for gap in _GAP.finditer(text, line.start(), line.end()):
            around = text[max(0, gap.start() - 1) : gap.start()] + text[gap.end() : gap.end() + 1]
            is_wanted = gap.start() - line.start() < _NEAR and _NUMBER_ALONE.fullmatch(text, line.start(), gap.start())
            is_layout = not is_long and not _MARKS.search(line[0]) and bool(_HALVES.fullmatch(line[0].strip()))
            if _INSIDE.fullmatch(around) and (is_long or gap[0] in (" ", "\u00a0")) and not (is_wanted or is_layout):
                yield gap.start(), gap.end(), ""


def _full_stop(match: re.Match[str]) -> str | None:
    """Not the point of a number: 一. 存在的问题."""
    return None if _NUMBER_BEFORE.search(match.string[max(0, match.start() - 8) : match.start()]) else "。"


_NUMBER_BEFORE = re.compile(rf"{LINE_START}\s*[一二三四五六七八九十]{{1,3}}\Z")


def _pair_quotes(text: str) -> Iterator[Replacement]:
    """Straight quotes of a line, paired in order; a curly one that already stands there counts as what it is."""
    is_open = False
    marks = list(re.finditer(f'["“”{BREAKS}]', text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        if mark[0] != '"':
            is_open = mark[0] == "“"
        elif is_open:
            is_open = False
            yield mark.start(), mark.end(), "”"
        elif following and following[0] in '"”' and _is_quotation(text, mark.start(), following.start()):
            is_open = True
            yield mark.start(), mark.end(), "“"


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Chinese inside, or around a mask: not the value of an HTML attribute, not inches."""
    before, after = text[max(0, start - _NEAR) : start].rstrip(_GAPS), text[end + 1 : end + 1 + _NEAR].lstrip(_GAPS)
    if end == start + 1 or before.endswith("=") or (before[-1:].isdigit() and text[end - 1].isdigit()):
        return False
    return bool(_HAN_RE.search(text, start, end) or _HAN_RE.search(before[-1:] + after[:1]))


def _pair_parentheses(text: str) -> Iterator[Replacement]:
    """Brackets of a line that hold Chinese are full-width, both of them; `(1)` and `f(x)` stay."""
    found: list[Replacement] = []
    waiting: list[tuple[int, int]] = []  # of each open one, where it stands and how much Chinese was seen before
    chinese = at = 0
    for mark in re.finditer(f"[()（）{BREAKS}]", text):
        chinese += bool(_HAN_RE.search(text, at, mark.start()))
        at = mark.end()
        if mark[0] in "(（":
            waiting.append((mark.start(), chinese))
        elif mark[0] not in ")）":
            waiting.clear()
        elif waiting:
            start, before = waiting.pop()
            if chinese > before and (text[start] == "(" or mark[0] == ")"):
                found += ((start, start + 1, "（"), (mark.start(), mark.end(), "）"))
    yield from sorted(found)


# Marks and blanks of Chinese text. After lines are joined: a pair may stand on two of them.
PUNCTUATION: tuple[Rule, ...] = (
    Rule("quotes", ('"六稳""六保"任务', "“六稳”“六保”任务"), _pair_quotes, signs='"'),
    Rule("parenthesis", ("(一)理论学习(含研讨)", "（一）理论学习（含研讨）"), _pair_parentheses, signs="()"),
    Rule("space", ("完成 2 项，查摆 问题", "完成2项，查摆问题"), _gaps),
    Rule(
        "half-width",
        ("学习不深,落实不够;", "学习不深，落实不够；"),
        replacing(
            rf"[,;:!?](?:(?<=[{HAN}{CLOSERS}].)(?:[ \u00a0]?(?=[{HAN}{OPENERS}])|(?=[ \t]*{LINE_END}))"
            rf"|(?<=[{HAN}{CLOSERS}][,;])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%][,;:])(?=[{HAN}{OPENERS}]))",
            lambda match: _FULL[match[0][0]],
        ),
        signs=",;:!?",
    ),
    Rule(
        "full-stop",
        ("落实不够.还有差距.", "落实不够。还有差距。"),
        replacing(rf"\.(?<=[{HAN}{CLOSERS}].)(?:[ \u00a0]?(?=[{HAN}{OPENERS}])|(?=[ \t]*{LINE_END}))", _full_stop),
        signs=".",
    ),
)
