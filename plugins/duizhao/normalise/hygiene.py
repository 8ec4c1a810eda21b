"""Small repairs of the text, each a named rule with an example. No rule adds or removes a line.

A rule finds what it would replace; `tidy` makes the replacements one rule after the other and keeps them as edits.
To add one: a row in `MARKS` or `PUNCTUATION`, its example is its test.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from duizhao.normalise.draft import BREAKS, Draft, Replacement

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U0003ffff"
CLOSERS = "”’）》】〉」』］〕"
OPENERS = "“‘（《【〈「『［〔"
_BLANK = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_HAN_RE = re.compile(f"[{HAN}]")
_LINE = re.compile(f"[^{BREAKS}]+")
_START = f"(?<![^{BREAKS}])"  # of a line; `^` knows of \n alone
_END = f"(?![^{BREAKS}])"
_GAPS = " \t\u00a0\u3000"
_NEAR = 8  # characters before and after a quotation in which its neighbours stand, blanks between
LONG_LINE = 40  # characters; a gap in a longer line is noise, in a shorter one it may set a name from a date


@dataclass(frozen=True)
class Rule:
    """A repair: its name, an example (before, after) that its test runs, and how to find what it replaces.

    `signs`: characters without any of which a text needs no look; `formats`: the only formats it is for; None: all.
    """

    name: str
    example: tuple[str, str]
    find: Callable[[str], Iterator[Replacement]]
    signs: str | None = None
    formats: frozenset[str] | None = None


def _replace(pattern: str, by: str | Callable[[re.Match[str]], str | None]) -> Callable[[str], Iterator[Replacement]]:
    compiled = re.compile(pattern)

    def find(text: str) -> Iterator[Replacement]:
        for match in compiled.finditer(text):
            after = by if isinstance(by, str) else by(match)
            if after is not None:
                yield match.start(), match.end(), after

    return find


def _invisible(match: re.Match[str]) -> str | None:
    before = match.string[max(0, match.start() - 1) : match.start()]
    return None if match[0] == "\u200d" and _EMOJI.match(before) else ""


_EMOJI = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")


def _half_width(match: re.Match[str]) -> str:
    return match[0].translate(_TO_HALF)


_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
_FULL = dict(zip(",;:!?", "，；：！？", strict=True))

_GAP = re.compile(f"[{_BLANK}]+")
# what stands before and after a gap inside Chinese text
_INSIDE = re.compile(
    f"[{HAN}{CLOSERS}，。；：、！？][{HAN}{OPENERS}，。；：、！？,;:!?0-9A-Za-z]|[0-9A-Za-z%{OPENERS}][{HAN}]"
)
_NUMBER_ALONE = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,2}|第[一二三四五六七八九十\d]{1,3}[条章节篇])"
)  # 1 总则, 第一条 …


# a line of two parts and no mark: a title in two halves (学纪于心 守纪于行), a unit and a name
_HALVES = re.compile(f"[{HAN}A-Z×]{{4,}} [{HAN}A-Z×]{{2,}}")
_MARKS = re.compile("[，。；：、！？]")


def _gaps(text: str) -> Iterator[Replacement]:
    """A lone space inside Chinese text goes; a wide gap goes only from a line too long to be set in columns."""
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


_NUMBER_BEFORE = re.compile(rf"{_START}\s*[一二三四五六七八九十]{{1,3}}\Z")


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


def _strong_words(match: re.Match[str]) -> str | None:
    """Two masks in one line look like strong words: a mask stands for a name before 省, 市, 县 … or before its noun."""
    return None if _MASKED.match(match[1]) or _MASKED.match(match.string, match.end()) else match[1]


_MASKED = re.compile("[省市县区州旗乡镇村局厅委办院校某]|同志|学习教育|街道|公司|集团")
_NUMBER = r"(?:[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]|第[一二三四五六七八九十]+)"

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?:(?:[^\W\d][\w-]{0,30}[:：]|[ \t]*-[ \t]|[ \t]|#)[^\n]*\n){1,40}---[ \t]*(?=\r?\n|\Z)"
)


def _front_matter(text: str) -> Iterator[Replacement]:
    """A block of keys and values that opens a Markdown file; its line ends stay."""
    if match := _FRONT_MATTER.match(text):
        yield 0, match.end(), "\n" * match[0].count("\n")


# What a format or a program put into the text. Before lines are joined: a heading's mark stands at the start of one.
MARKS: tuple[Rule, ...] = (
    Rule(
        "front-matter",
        ("---\ntitle: 材料\n---\n对照检查材料", "\n\n\n对照检查材料"),
        _front_matter,
        signs="-",
        formats=frozenset({"md"}),
    ),
    Rule(
        "control",
        ("理论\x07学习", "理论学习"),
        _replace("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]+", ""),
    ),
    Rule(
        "invisible",  # a zero-width joiner inside an emoji is part of it
        ("理论\u200b学习", "理论学习"),
        _replace("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", _invisible),
    ),
    Rule(
        "entity",  # left over from a web page: blanks and punctuation only, the rest may be meant
        ("&nbsp;&nbsp;&ldquo;四风&rdquo;", "\u00a0\u00a0“四风”"),
        _replace(
            "&(?:nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|middot|mdash|ndash|hellip|times);",
            lambda match: html.unescape(match[0]),
        ),
        signs="&",
    ),
    Rule("width", ("完成２０２１年任务", "完成2021年任务"), _replace("[０-９Ａ-Ｚａ-ｚ]+", _half_width)),
    Rule(
        "heading-mark",
        ("## 一、存在的问题", "一、存在的问题"),
        _replace(rf"{_START}[ \t]{{0,3}}(?:#{{1,6}}[ \t]+)+(?=\S)", ""),
        signs="#",
    ),
    Rule(
        "strong-line",  # masks are asterisks too: only a whole line set strong
        ("**一、存在的问题**", "一、存在的问题"),
        _replace(
            rf"{_START}([ \t]*)(\*\*\*?|__)(?=[^\s*_#])([^*_{BREAKS}]{{2,120}}[^\s*_])\2([ \t]*){_END}",
            lambda match: match[1] + match[3] + match[4],
        ),
        signs="*_",
    ),
    Rule(
        "strong-line",  # with one asterisk only where the format is Markdown: it may be a mask
        ("*云岭市民政局　石××*", "云岭市民政局　石××"),
        _replace(
            rf"{_START}([ \t]*)([*_])(?=[^\s*_#])([^*_{BREAKS}]{{2,120}}[^\s*_])\2([ \t]*){_END}",
            lambda match: match[1] + match[3] + match[4],
        ),
        signs="*_",
        formats=frozenset({"md"}),
    ),
    Rule(
        "strong-heading",  # or a numbered heading before its paragraph
        ("**（一）学习不深。**平时忙于事务。", "（一）学习不深。平时忙于事务。"),
        _replace(
            rf"{_START}([ \t]*)(\*\*|__)({_NUMBER}[^*_{BREAKS}]{{2,120}}[^\s*_，、])\2(?=[ \t]?[^\s*_])",
            lambda match: match[1] + match[3],
        ),
        signs="*_",
    ),
    Rule(
        "strong-words",
        ("拧紧**总开关**不松", "拧紧总开关不松"),
        _replace(rf"\*\*(?! )([{HAN}{OPENERS}{CLOSERS}\"() ]{{2,20}}[。：，；]?)(?<! )\*\*", _strong_words),
        signs="*",
        formats=frozenset({"md"}),
    ),
)

_TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_AD = "|".join(
    (
        r"更多[^】）)\]]{0,8}(?:范文|公文|材料|资料|文章|精彩)",
        r"(?:微信)?公众号[：:]",
        r"关注[^】）)\]]{0,10}公众号",
        r"扫码(?:关注|加群|入群)",
        r"本(?:文|资料|文档)(?:来自|来源|由|转自)",
        r"(?:范文|文秘|公文|文库|文档|写作)(?:网|之家|大全)",
        r"下载(?:本文|全文|后阅读|后编辑)",
        r"全文(?:约|共|共计)?\s?\d+\s?字",
        r"https?://",
        r"www\.(?![\w.]{1,40}gov)",
    )
)
_SITE = r"(?:(?:https?://)?www\.(?![\w.-]{1,40}gov)[\w-]{1,30}(?:\.[a-z]{2,6}){1,2}(?:/[\w./?=&-]{0,80})?)"

# What others put into the middle of a text.
ADDITIONS: tuple[Rule, ...] = (
    Rule(
        "pinyin",
        ("踔厉（chuō lì）奋发", "踔厉奋发"),
        _replace(rf"(?<=[{HAN}])[（(](?=[^）)]{{0,40}}[{_TONES}])[a-zA-Zü{_TONES}’' \u00a0·-]{{1,40}}[）)]", ""),
        signs=_TONES,
    ),
    Rule(
        "advert",  # in brackets
        ("落实【更多范文请关注公众号：某某文秘】不够", "落实不够"),
        _replace(rf"[【\[（(](?=[^】\]）){BREAKS}]{{0,60}}?(?:{_AD}))[^】\]）){BREAKS}]{{2,80}}[】\]）)]", ""),
        signs="【[（(",
    ),
    Rule(
        "advert",  # a model text's web site, its name before it
        ("落实范文网www.example.com不够", "落实不够"),
        _replace(rf"(?:(?:范文|文秘|公文|文库)(?:网|之家|大全)[：:]?)?{_SITE}", ""),
        signs="w",
    ),
)

# Marks and blanks of Chinese text. After lines are joined: a pair may stand on two of them.
PUNCTUATION: tuple[Rule, ...] = (
    Rule("quotes", ('"六稳""六保"任务', "“六稳”“六保”任务"), _pair_quotes, signs='"'),
    Rule("parenthesis", ("(一)理论学习(含研讨)", "（一）理论学习（含研讨）"), _pair_parentheses, signs="()"),
    Rule("space", ("完成 2 项，查摆 问题", "完成2项，查摆问题"), _gaps),
    Rule(
        "half-width",
        ("学习不深,落实不够;", "学习不深，落实不够；"),
        _replace(
            rf"[,;:!?](?:(?<=[{HAN}{CLOSERS}].)(?:[ \u00a0]?(?=[{HAN}{OPENERS}])|(?=[ \t]*{_END}))"
            rf"|(?<=[{HAN}{CLOSERS}][,;])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%][,;:])(?=[{HAN}{OPENERS}]))",
            lambda match: _FULL[match[0][0]],
        ),
        signs=",;:!?",
    ),
    Rule(
        "full-stop",
        ("落实不够.还有差距.", "落实不够。还有差距。"),
        _replace(rf"\.(?<=[{HAN}{CLOSERS}].)(?:[ \u00a0]?(?=[{HAN}{OPENERS}])|(?=[ \t]*{_END}))", _full_stop),
        signs=".",
    ),
)

RULES = (*MARKS, *ADDITIONS, *PUNCTUATION)


def tidy(draft: Draft, format: str, rules: Sequence[Rule] = RULES) -> Draft:
    """The draft with every one of `rules` that is for its format applied, in their order, until none has more to do."""
    wanted = [rule for rule in rules if rule.formats is None or format in rule.formats]
    idle = 0  # rules in a row that had nothing to do
    for rule in cycle(wanted):
        text = draft.text
        tidied = draft
        if rule.signs is None or any(sign in text for sign in rule.signs):
            tidied = draft.then(rule.name, rule.find(text))
        idle = idle + 1 if tidied is draft else 0
        draft = tidied
        if idle == len(wanted):
            break
    return draft
