"""Small repairs of the text, each a named rule with an example. No rule adds or removes a line.

To add one: a row in `MARKS` or `ADDITIONS`, or in `PUNCTUATION` of `punctuation`; its example is its test.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from duizhao.normalise.draft import BREAKS, Replacement
from duizhao.normalise.punctuation import PUNCTUATION
from duizhao.normalise.rules import CLOSERS, HAN, LINE_END, LINE_START, OPENERS, Rule, characters, replacing


def _invisible(match: re.Match[str]) -> str | None:
    before = match.string[max(0, match.start() - 1) : match.start()]
    return None if match[0] == "\u200d" and _EMOJI.match(before) else ""


_CONTROLS = characters((0, 8), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xFDD0, 0xFDEF), (0xFFFE, 0xFFFF))
_INVISIBLE = characters((0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069), (0xFEFF, 0xFEFF))
_FULL_WIDTH = characters((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
_EMOJI = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")


def _half_width(match: re.Match[str]) -> str:
    return match[0].translate(_TO_HALF)


_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}


def _strong_words(match: re.Match[str]) -> str | None:
    """Two masks in one line look like strong words: a mask stands for a name before 省, 市, 县 … or before its noun."""
    if match[1].endswith("："):  # **问题表现：**村组会议 …
        return match[1]
    return None if _MASKED.match(match[1]) or _MASKED.match(match.string, match.end()) else match[1]


def _emphasis(match: re.Match[str]) -> str | None:
    return None if _MASKED.match(match[2]) else match[2][:-1]


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
        replacing(f"[{_CONTROLS}]+", ""),
        signs=_CONTROLS,
    ),
    Rule(
        "invisible",  # a zero-width joiner inside an emoji is part of it
        ("理论\u200b学习", "理论学习"),
        replacing(f"[{_INVISIBLE}]+", _invisible),
        signs=_INVISIBLE,
    ),
    Rule(
        "entity",  # left over from a web page: blanks and punctuation only, the rest may be meant
        ("&nbsp;&nbsp;&ldquo;四风&rdquo;", "\u00a0\u00a0“四风”"),
        replacing(
            "&(?:nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|middot|mdash|ndash|hellip|times);",
            lambda match: html.unescape(match[0]),
        ),
        signs="&",
    ),
    Rule(
        "width",
        ("完成２０２１年任务", "完成2021年任务"),
        replacing(f"[{_FULL_WIDTH}]+", _half_width),
        signs=_FULL_WIDTH,
    ),
    Rule(
        "heading-mark",
        ("## 一、存在的问题", "一、存在的问题"),
        replacing(rf"{LINE_START}[ \t]{{0,3}}(?:#{{1,6}}[ \t]+)+(?=\S)", ""),
        signs="#",
    ),
    Rule(
        "strong-line",  # masks are asterisks too: only a whole line set strong
        ("**一、存在的问题**", "一、存在的问题"),
        replacing(
            rf"{LINE_START}([ \t]*)(\*\*\*?|__)(?=[^\s*_#])([^*_{BREAKS}]{{2,120}}[^\s*_])\2([ \t]*){LINE_END}",
            lambda match: match[1] + match[3] + match[4],
        ),
        signs="*_",
    ),
    Rule(
        "strong-line",  # with one asterisk only where the format is Markdown: it may be a mask
        ("*云岭市民政局　石××*", "云岭市民政局　石××"),
        replacing(
            rf"{LINE_START}([ \t]*)([*_])(?=[^\s*_#])([^*_{BREAKS}]{{2,120}}[^\s*_])\2([ \t]*){LINE_END}",
            lambda match: match[1] + match[3] + match[4],
        ),
        signs="*_",
        formats=frozenset({"md"}),
    ),
    Rule(
        "strong-heading",  # or a numbered heading before its paragraph
        ("**（一）学习不深。**平时忙于事务。", "（一）学习不深。平时忙于事务。"),
        replacing(
            rf"{LINE_START}([ \t]*)(\*\*|__)({_NUMBER}[^*_{BREAKS}]{{2,120}}[^\s*_，、])\2(?=[ \t]?[^\s*_])",
            lambda match: match[1] + match[3],
        ),
        signs="*_",
    ),
    Rule(
        "strong-words",
        ("拧紧**总开关**不松", "拧紧总开关不松"),
        replacing(rf"\*\*(?! )([{HAN}{OPENERS}{CLOSERS}\"() ]{{2,20}}[。：，；]?)(?<! )\*\*", _strong_words),
        signs="*",
        formats=frozenset({"md"}),
    ),
    Rule(
        "strong-words",  # a letter or a figure that numbers a point
        ("+ **A** 每周读一篇。", "+ A 每周读一篇。"),
        replacing(
            rf"{LINE_START}([ \t]*(?:[-+*][ \t]+)?)(\*\*|__)([A-Za-z]|\d{{1,2}})([.．、)）]?)\2"
            rf"(?=[ \t\u3000]*[{HAN}{OPENERS}])",
            lambda match: match[1] + match[3] + match[4],
        ),
        signs="*_",
        formats=frozenset({"md"}),
    ),
    Rule(
        "emphasis",  # words set apart on both sides, as masks are not
        ("- *学得浮。* 会上打盹。", "- 学得浮。 会上打盹。"),
        replacing(
            rf"(?<![^{BREAKS} \t。，；：！？、.．)）])([*_])(?=[{HAN}{OPENERS}])([{HAN}{OPENERS}{CLOSERS}，、]{{2,30}}"
            rf"(?:[。：；！？]\1|\1(?=[ \t。，；：！？]|{LINE_END})))",
            _emphasis,
        ),
        signs="*_",
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
        replacing(rf"(?<=[{HAN}])[（(](?=[^）)]{{0,40}}[{_TONES}])[a-zA-Zü{_TONES}’' \u00a0·-]{{1,40}}[）)]", ""),
        signs=_TONES,
    ),
    Rule(
        "advert",  # in brackets
        ("落实【更多范文请关注公众号：某某文秘】不够", "落实不够"),
        replacing(rf"[【\[（(](?=[^】\]）){BREAKS}]{{0,60}}?(?:{_AD}))[^】\]）){BREAKS}]{{2,80}}[】\]）)]", ""),
        signs="【[（(",
    ),
    Rule(
        "advert",  # a model text's web site, its name before it
        ("落实范文网www.example.com不够", "落实不够"),
        replacing(rf"(?:(?:范文|文秘|公文|文库)(?:网|之家|大全)[：:]?)?{_SITE}", ""),
        signs="w",
    ),
)

RULES = (*MARKS, *ADDITIONS, *PUNCTUATION)
