"""The lines of a draft as blocks, and the repairs that join or drop whole lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from duizhao.normalise.draft import BREAKS, Draft, Replacement
from duizhao.normalise.numbering import heading_marker, item_marker
from duizhao.normalise.script import is_traditional, simplified

_LAST_LINE_END = re.compile(f"(?:\\r\\n|[{BREAKS}])[^{BREAKS}]*$")
_SENTENCE_END = re.compile('[。！？!?…；;：:][”’）》"]?$')


@dataclass(frozen=True, slots=True)
class Block:
    """A line with something on it, blanks around it left out: `text` stands at `start` of the draft's text."""

    start: int
    text: str
    line: int  # of the source
    style: str | None  # what the file format said of it
    is_cut: bool = False  # more of the same line follows, as a block of its own

    @property
    def end(self) -> int:
        """Half-open end in the draft's text."""
        return self.start + len(self.text)

    @property
    def is_numbered(self) -> bool:
        """Opens with a heading's or an item's number."""
        return bool(heading_marker(self.text) or item_marker(self.text))


def ends_sentence(text: str) -> bool:
    """Whether `text` ends in a mark that ends a sentence or a clause, quotation marks and brackets after it aside."""
    return bool(_SENTENCE_END.search(text[-2:]))


def blocks(draft: Draft, styles: Mapping[int, str]) -> list[Block]:
    """All non-blank lines of the draft's text, in order; `styles` by source line as in `Source.styles`.

    Their texts are in simplified characters, whatever the draft's is written in.
    """
    known = draft.__dict__.get("_blocks")  # kept with the draft, as its lines are: many steps change nothing
    if known is None or known[0] is not styles:
        known = draft.__dict__["_blocks"] = (styles, _blocks(draft, styles))
    return list(known[1])


def _blocks(draft: Draft, styles: Mapping[int, str]) -> list[Block]:
    if is_traditional(draft.source):
        plain = simplified(draft.text)
        return [Block(at, plain[at : at + len(text)], line, styles.get(line)) for at, text, line in draft.lines]
    return [Block(start, text, line, styles.get(line)) for start, text, line in draft.lines]


_TRAIL = 12  # lines at the top in which a web site's breadcrumbs stand
FURNITURE_LENGTH = 120  # characters; longer lines are text

# What web sites and converters put around a text, never part of it. Whole lines only, each row with an example.
FURNITURE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (example, re.compile(pattern))
    for example, pattern in (
        ("当前位置：首页 > 党建 > 正文", r"(?:您?(?:现在|当前|所在)的?位置)[：:].{0,80}"),
        ("首页 > 党建 > 正文", r"(?:网站)?(?:首页|主页)\s*(?:[>＞»›/→|·]|-).{0,100}"),
        ("来源：清河县委组织部", r"(?:信息|稿件|文章)?来源[：:].{0,40}"),
        ("发布时间：2023-01-05 10:20 阅读量：321", r"(?:发布|发表|更新|录入)(?:时间|日期)[：:].{0,60}"),
        ("浏览次数：321", r"(?:阅读|浏览|点击)(?:量|次数|数)?[：:]\s*\d*\s*次?"),
        ("【字号：大 中 小】", r"[【\[（(]?\s*字[号体][：:]?\s*大?\s*中?\s*小?\s*[】\]）)]?"),
        (
            "打印 关闭窗口",
            r"[【\[]?\s*(?:打印|打印本页|关闭|关闭窗口|关闭本页|返回顶部|收藏|分享到?[：:]?|\s|[|｜/【】\[\]])+\s*[】\]]?"
            r"(?:(?:监督|举报|联系|咨询|服务|值班)(?:电话|热线)[：:]?[\d\s×*Xx转()（）-]{2,24})?",
        ),
        ("监督电话：12345", r"(?:监督|举报|投诉)(?:电话|热线)[：:]?[\d\s×*Xx转()（）-]{2,24}"),
        ("扫一扫在手机打开当前页", r"扫一扫.{0,20}(?:当前页|阅读|分享|打开).{0,10}"),
        ("相关报道", r"(?:相关(?:报道|阅读|文章|链接|新闻)|上一篇|下一篇|推荐阅读)[：:]?.{0,60}"),
        ("（此件公开发布）", r"[（(]此件公开发布[）)]"),
        ("第1页 共3页", r"第\s*\d+\s*页\s*[，,/]?\s*(?:共\s*\d+\s*页)?"),
        ("共3页，当前第1页", r"共\s*\d+\s*页[，,/]?\s*(?:当前|现)?第?\s*\d+\s*页"),
        (
            "上一页 1 2 3 下一页",
            r"(?:(?:上一页|下一页|首页|尾页|末页|[\[【]?\d{1,3}[\]】]?)[\s|]*){2,16}(?<=[页\]】\s\d])",
        ),
        ("Page 1 of 3", r"[Pp]age\s*\d+\s*(?:of|/)\s*\d+"),
        ("— 3 —", r"[-—–]\s*\d{1,4}\s*[-—–]"),
        ("全文约1200字，下载后阅读", r"全文(?:约|共).{0,12}字.{0,20}(?:下载|阅读).{0,10}"),
        ("（全文共3200字）", r"[（(【]?(?:全文|本文)(?:约|共|共计)?\s?\d+\s?字(?:左右)?[）)】]?"),
        ("责任编辑：某某", r"[（(]?(?:责任编辑|责编|编辑|编审|审核|校对)[：:].{0,20}[）)]?"),
        (
            "下载文档到电脑，查找使用更方便",
            r"(?:点击)?下载(?:本?文档?|全文|word)[^。]{0,30}|展开(?:阅读)?全文|阅读(?:全文|原文)",
        ),
        (
            "更多范文请关注公众号",
            r"(?:更多|获取).{0,16}(?:公众号|范文|请关注|请点击|请访问).{0,30}|.{0,8}关注.{0,10}公众号.{0,20}",
        ),
        ("版权声明：本文来自网络", r"(?:版权|免责)?声明[：:].{0,80}(?:网络|侵权|版权|转载).{0,40}|版权所有.{0,40}"),
        ("由会员分享，可在线阅读", r"[（(]?(?:本文|本资料|此文)?由.{0,12}(?:会员|网友|用户)(?:分享|上传|提供).{0,40}"),
    )
)

_ANY_FURNITURE = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in FURNITURE))


def drop_furniture(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft without page furniture: lines that the reader marked so, and the `FURNITURE` table's."""
    lines = blocks(draft, styles)
    dropped = {block for block in lines if block.style == "furniture" or _is_furniture(block.text)}
    dropped.update(_breadcrumbs(lines))
    return draft.then("furniture", _whole_lines(draft.text, lines, dropped))


def drop_table_headers(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft without the header rows of tables: a table's rows are passages, their heads are not."""
    lines = blocks(draft, styles)
    dropped = {block for block in lines if block.style == "table-header"} if styles else set()
    return draft.then("table-header", _whole_lines(draft.text, lines, dropped))


def _is_furniture(text: str) -> bool:
    return len(text) <= FURNITURE_LENGTH and bool(_ANY_FURNITURE.fullmatch(text))


def _breadcrumbs(lines: Sequence[Block]) -> Sequence[Block]:
    """A trail set one word a line, from 首页 to 正文."""
    top = [block.text for block in lines[:_TRAIL]]
    start = next((at for at, text in enumerate(top) if text in ("首页", "网站首页", "主页")), None)
    if start is None or "正文" not in top[start:]:
        return ()
    return lines[start : top.index("正文", start) + 1]


def _whole_lines(text: str, lines: Sequence[Block], dropped: Set[Block]) -> Iterator[Replacement]:
    """Removes lines, each with the line end before it: what stood on both sides of a page number joins again."""
    end = 0
    for block in lines if dropped else ():
        if block in dropped:
            line_end = _LAST_LINE_END.search(text, end, block.start)
            yield line_end.start() if line_end else block.start, block.end, ""
        end = block.end


# A hard wrap is a line end that the width of the page put there. Figures from real files: 26 to 40 characters a line.
_WRAP_WIDTHS = range(20, 46)
_WIDEST = 2 * _WRAP_WIDTHS.stop  # characters of such a line, were they all half-width
_WRAP_LINES = 8  # in fewer lines a wrap cannot be told from a paragraph
_FLUSH_LINES = 3  # as few tell, where they stand out among indented ones
_WRAP_SHARE = 0.4  # of the lines must be cut off in mid-sentence for a file to count as wrapped
_WRAP_SLACK = 3.5  # characters: a wrapped line may be this much shorter than the widest (a word or mark moved down)
_MOVED_DOWN = 1.0  # of that after a sentence's end: an opening mark that must not end a line
_HALF_WIDE = re.compile("[\x00-\x7f]")
_BRACKETED = re.compile(r"【[^【】。；]{1,40}】")  # a heading set off by its brackets, wherever the line begins
_INDENT = re.compile("\u3000\u3000|    |\t")  # what sets a new paragraph off, beside an empty line


def join_wraps(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft with hard wraps undone, where most lines show that there are any."""
    lines = [block for block in blocks(draft, styles) if block.style is None]
    if len(lines) < _WRAP_LINES:
        return draft
    gaps = [
        draft.text[end : block.start] for end, block in zip([0, *(block.end for block in lines)], lines, strict=False)
    ]
    flush = [
        at
        for at, (block, gap) in enumerate(zip(lines, gaps, strict=True))
        if at and not _sets_off(gap) and not _indent(gap) and not _BRACKETED.fullmatch(block.text)
    ]
    unended = sum(len(block.text) <= _WIDEST and not ends_sentence(block.text) for block in lines)
    if unended < _WRAP_SHARE * len(lines) and not _may_be_flush(flush, lines):
        return draft
    widths = [_width(block.text) + _indent(gap) for block, gap in zip(lines, gaps, strict=True)]
    cut = [width for width, block in zip(widths, lines, strict=True) if not ends_sentence(block.text)]
    cut = [width for width in cut if int(width) in _WRAP_WIDTHS]
    if len(cut) >= _WRAP_SHARE * len(lines):
        full = sorted(cut)[int(len(cut) * 0.9)]
        stopped = full
    elif (found := _flush_width(flush, lines, widths)) is not None:
        full, stopped = found, found - _MOVED_DOWN
    else:
        return draft
    if sum(width > full + _WRAP_SLACK for width in widths) > len(lines) // 10:
        return draft  # many longer lines: paragraphs are lines here, the short ones are headings
    return draft.then("hard-wrap", _wraps(lines, gaps, widths, full, stopped))


def _may_be_flush(flush: Sequence[int], lines: Sequence[Block]) -> bool:
    return _FLUSH_LINES <= len(flush) <= len(lines) / 2


def _flush_width(flush: Sequence[int], lines: Sequence[Block], widths: Sequence[float]) -> float | None:
    """The width at which lines are broken where paragraphs are indented and what goes on is flush; None elsewhere.

    `flush` are those lines. That shows also where most paragraphs are shorter than a line.
    """
    if not _may_be_flush(flush, lines) or any(heading_marker(lines[at].text) for at in flush):
        return None
    above = sorted(widths[at - 1] for at in flush)
    full = above[-1]
    is_even = int(full) in _WRAP_WIDTHS and above[len(above) // 10] >= full - _WRAP_SLACK
    is_cut = all(not ends_sentence(lines[at - 1].text) or widths[at - 1] >= full - _MOVED_DOWN for at in flush)
    return full if is_even and is_cut else None


def _wraps(
    lines: Sequence[Block], gaps: Sequence[str], widths: Sequence[float], full: float, stopped: float
) -> Iterator[Replacement]:
    """The line ends after lines nearly as wide as `full`; after a line that ends a sentence from `stopped` on."""
    for (above, below), gap, width in zip(pairwise(lines), gaps[1:], widths, strict=False):
        if _sets_off(gap) or width < full - _WRAP_SLACK or below.is_numbered:
            continue
        if _BRACKETED.fullmatch(above.text) or _BRACKETED.fullmatch(below.text):
            continue
        if ends_sentence(above.text) and width < stopped:
            continue
        yield above.end, below.start, " " if above.text[-1:].isascii() and below.text[:1].isascii() else ""


@lru_cache(maxsize=64)
def _sets_off(gap: str) -> bool:
    return bool(_INDENT.search(gap)) or sum(map(gap.replace("\r\n", "\n").count, BREAKS)) > 1


def _width(text: str) -> float:
    """Columns as set on a page: a Chinese character is one, a Latin one half."""
    return len(text) - len(_HALF_WIDE.findall(text)) / 2


@lru_cache(maxsize=64)
def _indent(gap: str) -> float:
    """Columns of the blanks before a line's first character, `gap` being all that stands between it and the last."""
    return _width(gap[max(map(gap.rfind, BREAKS)) + 1 :])
