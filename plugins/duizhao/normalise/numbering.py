"""Numbers that open a heading, a paragraph or an item: which style, which ordinal, how far they reach."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_CIRCLED = {chr(first + value): value + 1 for first in (0x2460, 0x2474, 0x2488) for value in range(20)}  # ① ⑴ ⒈
_ENCLOSED = {chr(0x3220 + value): value + 1 for value in range(10)}  # ㈠
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10}
CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
_CN = CHINESE_NUMBER
_SIGNS = {**_CIRCLED, **_ENCLOSED, **_ROMAN}
_SPACE = r"[ \t\u00a0\u3000]*"


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line: `text[:length]`, of one of the styles below."""

    style: str
    ordinal: int
    text: str  # as written, without blanks after it
    length: int  # characters to skip, blanks included


# Heading styles, name and pattern. The group is the number alone. What looks alike and is not a heading is kept out by
# what may follow: 3.5万元, 3、4月份, 一、二季度, 第一条.
_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + _SPACE))
    for name, pattern in (
        ("chapter", rf"第({_CN})(?:部分|章|篇)[、：:，,]?"),
        ("section", rf"第({_CN})节[、：:，,]?"),
        (
            "chinese",
            rf"({_CN})(?:、(?!{_CN}[、季级月届号线等类批是])|[.．](?!{_CN}))",
        ),
        (
            "formal",
            r"([壹贰叁肆伍陆柒捌玖拾]{1,2})"
            r"(?:[、.．]|(?=[ \t\u3000]+[\u4e00-\u9fff“《])(?![ \t\u3000]+[拾佰仟万元圆角分]))",
        ),
        ("chinese-bracket", rf"[（(〔【\[]({_CN})[）)〕】\]](?:[、，,.．])?"),
        ("enclosed", r"([㈠-㈩])[、.．]?"),
        ("decimal-3", r"(\d{1,2}\.\d{1,2}\.\d{1,2})[.．、]?(?![\d%％])"),
        (
            "decimal-2",
            r"(\d{1,2}\.\d{1,2})[、．.]?(?=[ \t\u3000]|[\u4e00-\u9fff“《])(?![个亿万元倍年月日小分人名次项件公千平米])",
        ),
        ("arabic-bracket", r"[（(](\d{1,2})[）)][、.．]?"),
        ("arabic-half-bracket", r"(\d{1,2})[)）][.．、]?"),
        ("arabic", r"(\d{1,3})(?:[.．](?!\d)|、(?!\d)|[，,](?=[\u4e00-\u9fff“《]))"),
        (
            "arabic-blank",  # 1 存在的问题
            r"(\d{1,2})(?=[ \t\u3000]+[\u4e00-\u9fff“《])(?![ \t\u3000]+[个亿万元倍年月日号小分人名次项件公千平米])",
        ),
        ("circled", r"([①-⑳])[、.．]?"),
        ("bracketed", r"([⑴-⒇])[、.．]?"),
        ("dotted", r"([⒈-⒛])[、.．]?"),
        ("roman", r"([Ⅰ-Ⅹ]|[IVX]{1,4}(?=[.．、]))[.．、]?"),
        ("letter", r"([A-H])[.．、](?=[ \t\u3000]*[\u4e00-\u9fff])"),
    )
)

# what items are counted by (第一个方面，第二件事，); not what is counted in time: 第二天，, 第三季度，
COUNTED = "(?:[条点样类项种句招步]|[个桩](?:方面|问题|原因|毛病)?|件事?|味药|方面)"

# Item styles. `一是` must not be `一是一`; what an item needs around it inside a paragraph, `items` says.
_ITEMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("item-是", re.compile(rf"({_CN})是(?!一、|一是|非|否|不是|\1(?:[、，。；！？”]|$))[，,：:]?")),
    ("item-要", re.compile(rf"({_CN})要(?!点|素|件|务|领)[，,]?")),
    ("item-第", re.compile(rf"第({_CN}){COUNTED}?(?:[，,：:]|、(?!{_CN})|[是要](?!{_CN}))")),
    ("item-其", re.compile(r"其([一二三四五六七八九十])[，,、：:]")),
)


def _by_first(rows: Iterable[tuple[str, re.Pattern[str]]]) -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The rows that can match a line, by its first character: most lines have one that none can."""
    samples = "第一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾（(〔【[0123456789１２３４５６７８９０ABCDEFGHIVX其"
    samples += "".join(_SIGNS)
    opens = {style: re.compile(_OPENS[style]) for style, _ in rows}
    return {char: tuple(row for row in rows if opens[row[0]].match(char)) for char in samples}


_OPENS = {
    **dict.fromkeys(("chapter", "section", "item-第"), "第"),
    **dict.fromkeys(("chinese", "item-是", "item-要"), "[一二三四五六七八九十]"),
    "formal": "[壹贰叁肆伍陆柒捌玖拾]",
    "chinese-bracket": r"[（(〔【\[]",
    "arabic-bracket": "[（(]",
    **dict.fromkeys(("decimal-3", "decimal-2", "arabic-half-bracket", "arabic", "arabic-blank"), r"\d"),
    "enclosed": "[㈠-㈩]",
    "circled": "[①-⑳]",
    "bracketed": "[⑴-⒇]",
    "dotted": "[⒈-⒛]",
    "roman": "[Ⅰ-ⅩIVX]",
    "letter": "[A-H]",
    "item-其": "其",
}
_HEADINGS_BY_FIRST = _by_first(_HEADINGS)
_ITEMS_BY_FIRST = _by_first(_ITEMS)
_HEAD = 24  # characters that a number and what must follow it take at most, blanks aside
_SEQUENCE = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "然后": 3, "最后": 9} | {
    f"{word}{measure}": place  # 头一个，…；再一个，…；还有一个，…
    for word, place in (("头一", 1), ("再一", 2), ("还有一", 2))
    for measure in ("个", "条", "点", "样", "项", "件", "件事", "桩")
}
_SEQUENCE_FIRST = frozenset(word[0] for word in _SEQUENCE)
_ITEM_FIRST = _SEQUENCE_FIRST | {char for char, rows in _ITEMS_BY_FIRST.items() if rows}
_ITEM_HEAD = 8  # characters of 二十一是二十一 and of one more: all that an item's number is told by
_SEQUENCE_RE = re.compile(f"({'|'.join(_SEQUENCE)})[，,、]")
_LOOSE_SEQUENCE_RE = re.compile(f"({'|'.join(_SEQUENCE)})(?=[要是应])")  # 首先要…。其次要…: one alone is prose
_HEADING_START = re.compile(rf"[。！？：](?={_CN}、|[（〔]{_CN}[）〕])")
_NUMBER_START = re.compile(r"[。！？；：;:](?=[（(]\d{1,2}[）)]|\d{1,2}[.．、)）](?!\d)|[①-⑳⑴-⒇⒈-⒛])")
POINTS = frozenset({"circled", "bracketed"})  # that number passages rather than headings
_FIRST_POINTS = POINTS | {"arabic-bracket", "arabic-half-bracket"}
_STOPS = re.compile("[。！？；：]")
_RUNNING = frozenset({"arabic-bracket", "arabic-half-bracket", "arabic", "circled", "bracketed", "dotted"})
_OPENING = "[”’）]?(?=[一二三四五六七八九十第其首再然最头还])"
_FIRST_ITEM = re.compile(_OPENING)
_ITEM_START = re.compile(
    f"[。！？；：，](?:(?<!，){_OPENING}|(?<=，)(?=首先[，,、]|一是|第一{COUNTED}?[，,、]|其一[，,、]))"
)
_COMMA_START = re.compile(f"[。！？；：，]{_OPENING}")
_ITEM_LENGTH = 8  # characters that items between commas have on average; shorter ones are a phrase
_SENTENCE = re.compile("[^。！？；]{8,}[。！？]?[”）]?")


def ordinal(number: str) -> int:
    """一 → 1, 十二 → 12, ③ → 3, Ⅳ or IV → 4, 7.1 → 1 (the last part), C → 3."""
    if sign := _SIGNS.get(number):
        return sign
    if number[0].isdigit():
        return int(number.rsplit(".", 1)[-1])
    if number[0] in "IVX" and len(number) <= 4:
        values = [{"I": 1, "V": 5, "X": 10}[char] for char in number]
        return sum(-v if any(v < later for later in values[at + 1 :]) else v for at, v in enumerate(values))
    if number.isascii():
        return ord(number) - ord("A") + 1
    tens = ones = 0  # 一一十 and 十十 are no numbers but are written: any value does
    for char in number.translate(_FORMAL):
        if char == "十":
            tens, ones = tens + (ones or 1) * 10, 0
        else:
            ones = ones * 10 + _DIGITS[char]
    return tens + ones


def heading_marker(line: str) -> Marker | None:
    """The heading number that `line` starts with, or None."""
    if line[:1] not in _HEADINGS_BY_FIRST:
        return None
    head = line[:_HEAD]
    return _heading_marker(line if head[-1].isspace() else head)


@lru_cache(maxsize=4096)
def _heading_marker(line: str) -> Marker | None:
    for style, pattern in _HEADINGS_BY_FIRST.get(line[:1], ()):
        if match := pattern.match(line):
            return Marker(style, ordinal(match[1]), match[0].rstrip(), match.end())
    return None


def item_marker(line: str) -> Marker | None:
    """The item number (一是 …) that `line` starts with, or None."""
    return _item_marker(line[:_ITEM_HEAD]) if line[:1] in _ITEM_FIRST else None


@lru_cache(maxsize=4096)
def _item_marker(line: str) -> Marker | None:
    for style, pattern in _ITEMS_BY_FIRST.get(line[:1], ()):
        if match := pattern.match(line):
            return Marker(style, ordinal(match[1]), _bare(match[0]), match.end())
    if match := _SEQUENCE_RE.match(line):
        return Marker("item-首先", _SEQUENCE[match[1]], match[1], match.end())
    return None


def _loose_marker(line: str) -> Marker | None:
    match = _LOOSE_SEQUENCE_RE.match(line) if line[:1] in _SEQUENCE_FIRST else None
    return Marker("item-首先", _SEQUENCE[match[1]], match[1], match.end()) if match else None


def inner_headings(texts: Sequence[str]) -> list[list[int]]:
    """Where headings and numbered items start inside each of the paragraphs `texts`: 如下。一、存在的问题。（一）学习…

    一、 and （一） count after the end of a sentence, outside quotation marks, where the paragraphs together number at
    least a first and a second of that style, so that a lone one in prose is none. （1） 1. ① count where one paragraph
    has a first and a second of them, after the end of a clause; a first alone, right after a heading, where it stands
    so below another of the same style: （一）….①…②…, （二）….①….
    """
    found = [[(at, marker) for at, marker in _sentence_headings(text)] for text in texts]
    opening = [marker for text in texts if (marker := heading_marker(text))]
    seen: dict[str, set[int]] = {}
    for marker in [*opening, *(marker for row in found for _, marker in row)]:
        seen.setdefault(marker.style, set()).add(marker.ordinal)
    starts = [[at for at, marker in row if {1, 2} <= seen[marker.style]] for row in found]
    runs = [[*_running_numbers(text)] for text in texts]
    openings = [_first_point(text) for text in texts]
    listed = {styles for (at, styles), run in zip(openings, runs, strict=True) if at in run}
    alone = [[at] if at and styles in listed else [] for at, styles in openings]
    return [sorted({*row, *run, *first}) for row, run, first in zip(starts, runs, alone, strict=True)]


def _first_point(text: str) -> tuple[int, tuple[str, str]]:
    """Where a point ① stands right after the first sentence of a numbered heading, and the two styles; else 0."""
    heading = heading_marker(text)
    match = _NUMBER_START.search(text, heading.length) if heading else None
    point = heading_marker(text[match.end() : match.end() + _HEAD]) if match else None
    if not (heading and match and point) or point.ordinal != 1 or point.style not in _FIRST_POINTS:
        return 0, ("", "")
    return (match.end(), (heading.style, point.style)) if not _STOPS.search(text, 0, match.start()) else (0, ("", ""))


def _running_numbers(text: str) -> Iterator[int]:
    """Where the numbers of a list start that runs through a paragraph: （1）…。（2）…。"""
    starts = [match.end() for match in _NUMBER_START.finditer(text)]
    if not starts:
        return
    marks: list[int] | None = None
    runs: dict[str, list[int]] = {}
    for at in (0, *starts):
        marker = heading_marker(text[at : at + _HEAD])
        if marker is None or marker.style not in _RUNNING:
            continue
        marks = _quote_marks(text) if marks is None else marks
        run = runs.setdefault(marker.style, [])
        if not _is_quoted(text, marks, at) and (marker.ordinal == len(run) + 1):
            run.append(at)
    yield from (at for run in runs.values() if len(run) > 1 for at in run if at)


def _sentence_headings(text: str) -> Iterator[tuple[int, Marker]]:
    marks: list[int] | None = None
    for match in _HEADING_START.finditer(text):
        at = match.end()
        if match[0] == "：" and text[at] not in "（〔":  # 有两条：一、…，二、… goes on in its sentence
            continue
        marks = _quote_marks(text) if marks is None else marks
        if not _is_quoted(text, marks, at) and (marker := heading_marker(text[at : at + 12])):
            yield at, marker


def _quote_marks(text: str) -> list[int]:
    return [match.start() for match in re.finditer("[“”]", text)]


def items(text: str, following: Marker | None = None) -> list[int]:
    """Where the items of a paragraph start: the offsets of 一是, 二是 … in `text`, empty where it has no list.

    A list has a first and a second item of one style, each at the start of the paragraph or of a clause that follows
    `。；：！？`, outside quotation marks. A paragraph that itself starts with a later item (二是 …) may go on with the
    next ones. One item is a list where the paragraph after goes on with it: `following` is the number it starts with.
    首先 is one where 其次 follows. A paragraph of one sentence may have its items between commas.
    """
    return _listed(text, _clause_items(text), following) or _listed_in_a_sentence(text)


def _listed_in_a_sentence(text: str) -> list[int]:
    """Items between commas (原因有三，一是 …，二是 …，三是 …。): of a sentence that is all of its paragraph."""
    if "，" not in text or "二" not in text or heading_marker(text) or not _SENTENCE.fullmatch(text):
        return []
    found = _listed(text, _clause_items(text, _COMMA_START), None)
    return found if len(found) > 1 and len(text) - found[0] >= _ITEM_LENGTH * len(found) else []


def _listed(text: str, clauses: Iterable[tuple[int, Marker]], following: Marker | None) -> list[int]:
    runs: dict[str, list[tuple[int, int]]] = {}
    for at, marker in clauses:
        run = runs.setdefault(marker.style, [])
        expected = run[-1][1] + 1 if run else 1
        starts_line = at == 0
        if marker.ordinal == expected or (starts_line and not run) or (run and marker.style == "item-首先"):
            run.append((at, marker.ordinal))
    lists = [
        run
        for style, run in runs.items()
        if (len(run) > 1 and [ordinal for _, ordinal in run[:2]] in ([1, 2], [run[0][1], run[0][1] + 1]))
        or (run and following is not None and following.style == style and following.ordinal == run[-1][1] + 1)
    ]
    if not lists:
        return []
    best = min(lists, key=lambda run: (run[0][0], -len(run)))
    return [at for at, _ in best]


def _clause_items(text: str, start: re.Pattern[str] = _ITEM_START) -> Iterator[tuple[int, Marker]]:
    marks: list[int] | None = None
    first = _FIRST_ITEM.match(text)
    for match in chain((first,) if first else (), start.finditer(text)):
        at = match.end()
        if at < len(text) and (marker := item_marker(text[at : at + 12]) or _loose_marker(text[at : at + 4])):
            marks = _quote_marks(text) if marks is None else marks
            if not _is_quoted(text, marks, at):
                yield at, marker


def _is_quoted(text: str, marks: Sequence[int], at: int) -> bool:
    """Between an opening mark and the closing one that comes next; a mark without its fellow quotes nothing."""
    count = bisect_right(marks, at)
    return 0 < count < len(marks) and text[marks[count - 1]] == "“" and text[marks[count]] == "”"


def _bare(number: str) -> str:
    return number.rstrip("，,、：:")
