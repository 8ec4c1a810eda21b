"""Blocks → a tree of headings and passages.

Levels are relative to the document: a style of number that has not been seen yet opens a level below the current
heading, one that is open already goes back to its level. Only 第一部分 and 一、 are always outermost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from duizhao.model import Notice
from duizhao.normalise.blocks import Block, ends_sentence
from duizhao.normalise.draft import Replacement
from duizhao.normalise.headlines import (
    PLAIN_HEADING,
    announces_points,
    is_row,
    loose_headings,
    ordinal_headings,
    plain_heading,
)
from duizhao.normalise.numbering import POINTS, Marker, heading_marker, inner_headings, item_marker, items
from duizhao.normalise.tree import Leaf, Node, Outline

LONG_SENTENCE = 50  # characters; a numbered sentence this long with its full stop is a passage, not a heading
_STOP = re.compile(r"[。！？!?][”’）》]?")
_HEADING_STOP = re.compile(r"[。．.：:；;，,、]+$")
_PART_OPENING = re.compile("([^，。；：！？、]{2,10})[：:](?=[一第首（〔(1①])")
_GOES_ON = re.compile("(?:在于|[是有]|如下|包括)$")  # 原因在于：一是 … is a sentence
_SET_OFF = re.compile(
    r"【[^【】。；]{2,25}】|[◆◇■●▲△★☆◎▶►※][ \t\u3000]*[^。；！？：:，,]{2,25}"
)  # by its brackets or its mark
_ENDED = re.compile("[。！？][”’）》]?$")
_OUTER = frozenset({"chapter", "formal", "roman", "ordinal", "plain-part", "plain-boxed"})  # what 一、 may stand under


def outline(body: Sequence[Block]) -> Outline:
    """The outline of a document's body."""
    return _Builder(_parted(body)).build()


def _parted(body: Sequence[Block]) -> list[Block]:
    """The blocks, those that hold headings inside cut before each of them."""
    parted: list[Block] = []
    for block, starts in zip(body, inner_headings([block.text for block in body]), strict=True):
        if head := _part_before_list(block.text, starts):
            starts = sorted({head, *starts})
        if not starts:
            parted.append(block)
            continue
        for begin, end in pairwise([0, *starts, len(block.text)]):
            start, text = _trimmed(block.start + begin, block.text[begin:end])
            parted.append(replace(block, start=start, text=text, is_cut=end < len(block.text)))
    return parted


def _part_before_list(text: str, starts: Sequence[int]) -> int:
    """Where the list begins that the name of a part opens (原因分析：一是 …。二是 …), 0 where none does."""
    match = _PART_OPENING.match(text) if "：" in text[2:11] or ":" in text[2:11] else None
    if match is None or plain_heading(match[1]) != "plain-part" or _GOES_ON.search(match[1]):
        return 0
    at = match.end()
    return at if at in starts or items(text[at:])[:1] == [0] else 0


class _Builder:
    """Walks the blocks once, keeping the open headings on a stack."""

    def __init__(self, body: Sequence[Block]) -> None:
        self.body = body
        self.root = Node(0, "root", 0, None, "", 0)
        self.stack = [self.root]
        self.cuts: list[Replacement] = []
        self.notices: list[Notice] = []
        self.leaf_styles: set[tuple[int, str]] = set()  # numbers whose paragraphs are passages, by parent
        self.last_ordinal: dict[tuple[int, str], int] = {}
        plain = Counter(block.text for block in body if len(block.text) <= PLAIN_HEADING)
        self.repeated = {text for text, count in plain.items() if count > 1}
        set_off = Counter(text[0] for text in plain if _SET_OFF.fullmatch(text))
        self.set_off = {mark for mark, count in set_off.items() if count > 1}  # that headings here open with
        self.set_off -= {above.text[0] for above, below in pairwise(body) if _are_bullets(above.text, below.text)}
        self.ordinals = ordinal_headings(body)
        self.chapters = {body[at].start for at in self.ordinals}
        self.loose = loose_headings(body)
        self.loose_style = ""
        self.after: Block | None = None  # what comes after the block that follows

    def build(self) -> Outline:
        for at, block in enumerate(self.body):
            following = self.body[at + 1] if at + 1 < len(self.body) else None
            if (block.style or "").startswith("table"):
                self._leaf(block.start, block.text, block.line, is_row=True)
            elif counted := self.ordinals.get(at):
                self._open("ordinal", block, counted, block.text[counted.length :])
            elif item_marker(block.text):
                self._paragraph(block.start, block.text, block.line, following)
            elif marker := heading_marker(block.text):
                self.after = self.body[at + 2] if at + 2 < len(self.body) else None
                self._numbered(block, marker, following)
            elif style := self._unnumbered_heading(block, following) or self._loose_heading(at):
                self._open(style, block, None, block.text)
            else:
                self._paragraph(block.start, block.text, block.line, following)
        return Outline(self.root, self.cuts, self.notices)

    # what a numbered line is

    def _numbered(self, block: Block, marker: Marker, following: Block | None) -> None:
        rest = block.text[marker.length :]
        start = block.start + marker.length
        stop = _STOP.search(rest)
        tail_at = stop.end() if stop else len(rest)
        tail = rest[tail_at:]
        listed = items(rest, _item_of(following))
        parent = self._parent(marker.style)
        self._check_ordinal(parent, marker, block.line)
        goes_deeper = following is not None and self._is_below(following, marker.style, parent)
        if parent is self.root and not goes_deeper and self._is_point(marker, tail, following):
            self._run_in(block, marker, parent)
        elif listed:
            head_end = self._head_before_items(rest, listed[0])
            self._open(marker.style, block, marker, rest[:head_end])
            self._paragraph(*_trimmed(start + head_end, rest[head_end:]), block.line, following)
        elif tail.strip() and (goes_deeper or parent is self.root or _is_aspect(marker, rest[:tail_at], parent)):
            # a heading run into its paragraph
            self._open(marker.style, block, marker, rest[:tail_at])
            self._paragraph(*_trimmed(start + tail_at, tail), block.line, following)
        elif tail.strip():
            self._run_in(block, marker, parent)
        else:
            self._one_sentence(block, marker, following, parent, goes_deeper=goes_deeper)

    def _one_sentence(
        self, block: Block, marker: Marker, following: Block | None, parent: Node, *, goes_deeper: bool
    ) -> None:
        """A numbered sentence that stands alone: a heading if anything stands below it, else a passage."""
        rest = block.text[marker.length :]
        is_long = len(rest) >= LONG_SENTENCE and ends_sentence(rest)
        has_plain_below = following is not None and not following.is_numbered
        is_sentence = "，" in rest and bool(_ENDED.search(rest[-2:]))  # not a heading with a stop after it
        if is_sentence and following and self._heads(following):
            has_plain_below = False  # the only point of its section
        if not goes_deeper and ends_sentence(rest) and self._has_fellows(marker.style, parent):
            has_plain_below = False  # its siblings are passages, and so is it
        if goes_deeper or (has_plain_below and not is_long):
            self._open(marker.style, block, marker, rest)
        elif parent is not self.root:
            self._run_in(block, marker, parent)
        elif is_long and self.root.children:
            self._open(marker.style, block, marker, "")
            self._leaf(block.start + marker.length, rest, block.line)
        elif self.root.children or not ends_sentence(rest):
            self._open(marker.style, block, marker, rest)
        else:
            self._run_in(block, marker, parent)

    def _heads(self, block: Block) -> bool:
        """Whether the block after a numbered line is a heading without a number that does not stand below it."""
        return self._unnumbered_heading(block, self.after) not in (None, "plain-sub")

    def _has_fellows(self, style: str, parent: Node) -> bool:
        """Whether such numbers open passages here; ① also where they do so anywhere."""
        return (id(parent), style) in self.leaf_styles or (
            style in POINTS and any(style == other for _, other in self.leaf_styles)
        )

    def _is_point(self, marker: Marker, tail: str, following: Block | None) -> bool:
        """Whether a numbered line is a point of an agenda that the paragraph above announces, or goes on with one."""
        above = self.root.leaves[-1] if self.root.leaves and not self.root.children else None
        if above is None:
            return False
        if above.number and (id(self.root), marker.style) in self.leaf_styles:
            return marker.ordinal > 1
        has_text_below = not tail.strip() and not (following and following.is_numbered)
        return marker.ordinal == 1 and not has_text_below and announces_points(above.text)

    def _run_in(self, block: Block, marker: Marker, parent: Node) -> None:
        """A numbered paragraph is a passage of the section it stands in."""
        while self.stack[-1] is not parent:
            self.stack.pop()
        self.leaf_styles.add((id(parent), marker.style))
        self._leaf(block.start, block.text, block.line, marker)

    @staticmethod
    def _head_before_items(rest: str, first_item: int) -> int:
        """Where the heading of `rest` ends when items follow in the same paragraph: its first stop before them."""
        stop = re.compile("[。！？：:；]").search(rest, 0, first_item)
        return stop.end() if stop else first_item

    def _is_below(self, block: Block, style: str, parent: Node) -> bool:
        """Whether a block with a number of its own stands below a heading of `style` under `parent`."""
        if (block.style or "").startswith("table"):
            return True
        if item_marker(block.text):  # 第二，讲原因 is no item, and none of what stands below 第一，讲问题
            return block.start not in self.chapters or all(node.style != "ordinal" for node in self.stack)
        marker = heading_marker(block.text)
        if marker is None or marker.style == style or marker.style in ("chapter", "formal", "chinese"):
            is_outer = marker is not None and marker.style == "chinese" and style in _OUTER
            return is_outer and all(node.style != "chinese" for node in self.stack[: self.stack.index(parent) + 1])
        return all(marker.style != node.style for node in self.stack[: self.stack.index(parent) + 1])

    # headings without a number

    def _unnumbered_heading(self, block: Block, following: Block | None) -> str | None:
        """The style of a heading that has no number, or None: set as a heading by the format, or plainly one."""
        if following is None or not _bare(block.text).strip():
            return None
        if (block.style or "").startswith("heading") and len(block.text) <= 80:
            return f"styled-{(block.style or '')[-1]}"
        style = plain_heading(block.text)
        if style != "plain-aspect" and block.text[0] in self.set_off and _SET_OFF.fullmatch(block.text):
            return "plain-boxed"
        if style == "plain-part" and block.text in self.repeated and self._is_numbered_here():
            style = "plain-sub"  # 存在问题 and 整改措施 again under each numbered aspect
        if style and len(following.text) <= len(block.text) and not following.is_numbered and not is_row(following):
            return style if plain_heading(following.text) else None
        return style

    def _loose_heading(self, at: int) -> str | None:
        """The style of headings that are short lines alone: outermost, unless the first stands below a number."""
        if at not in self.loose:
            return None
        self.loose_style = self.loose_style or ("plain-sub" if self._is_numbered_here() else "plain-part")
        return self.loose_style

    def _is_numbered_here(self) -> bool:
        return any(node.number for node in self.stack)

    # the stack

    def _parent(self, style: str) -> Node:
        """The node a heading of `style` goes under."""
        if style.startswith("styled-") and (fellow := next((n for n in self.stack[::-1] if n.set_as == style), None)):
            return self.stack[self.stack.index(fellow) - 1]
        for node in reversed(self.stack):
            if node.style == style:
                return self.stack[self.stack.index(node) - 1]
        if style == "chapter" or style == "plain-part":
            return self.root
        if style == "formal":
            return next((node for node in self.stack if node.style == "chapter"), self.root)
        if style == "plain-sub":
            return next(node for node in reversed(self.stack) if node.number or node is self.root)
        if style == "chinese":
            return next((node for node in reversed(self.stack) if node.style in _OUTER), self.root)
        if style.startswith("styled-"):
            higher = [node for node in self.stack if not node.style.startswith("styled-") or node.style < style]
            return higher[-1]
        return self.stack[-1]

    def _open(self, style: str, block: Block, marker: Marker | None, heading: str) -> None:
        """Opens a section; what stops its heading (。：) is cut off, or makes way for a line end before more text."""
        parent = self._parent(style)
        while self.stack[-1] is not parent:
            self.stack.pop()
        clean = _bare(heading)
        heading_start = block.start + (marker.length if marker else 0)
        if clean != heading:
            end = heading_start + len(heading)
            self.cuts.append((heading_start + len(clean), end, "\n" if end < block.end or block.is_cut else ""))
        number = marker.text if marker else None
        node = Node(parent.level + 1, style, block.start, number, clean, block.line, heading_start)
        if (block.style or "").startswith("heading"):
            node.set_as = f"styled-{(block.style or '')[-1]}"
        parent.children.append(node)
        self.stack.append(node)

    def _check_ordinal(self, parent: Node, marker: Marker, line: int) -> None:
        """Gaps and repeats in the numbering are kept as written and pointed out."""
        key = (id(parent), marker.style)
        last = self.last_ordinal.get(key, 0)
        if marker.ordinal != last + 1 and not (marker.ordinal == 1 and last == 0):
            reason = "重复" if marker.ordinal <= last else "不连续"
            self.notices.append(Notice("numbering", line, f"序号“{marker.text}”与前文{reason}，按原样保留"))
        self.last_ordinal[key] = marker.ordinal

    # passages

    def _paragraph(self, start: int, text: str, line: int, following: Block | None) -> None:
        """A paragraph's passages: what stands before its items, then each item."""
        if not text:
            return
        starts = items(text, _item_of(following))
        bounds = [0, *(at for at in starts if at > 0), len(text)]
        for begin, end in pairwise(bounds):
            piece_start, piece = _trimmed(start + begin, text[begin:end])
            self._leaf(piece_start, piece, line, item_marker(piece))

    def _leaf(self, start: int, text: str, line: int, marker: Marker | None = None, *, is_row: bool = False) -> None:
        if text:
            number, length = (marker.text, marker.length) if marker else (None, 0)
            self.stack[-1].leaves.append(Leaf(start, text, number, length, line, is_row))


def _is_aspect(marker: Marker, head: str, parent: Node) -> bool:
    """Whether 一、… 方面。 is a heading, under what it may stand under, though its text follows in the same line."""
    return marker.style == "chinese" and parent.style in _OUTER and plain_heading(_bare(head)) == "plain-aspect"


def _are_bullets(above: str, below: str) -> bool:
    """Whether two lines that a mark sets off are points of a list: nothing stands between them."""
    return above[0] == below[0] != "【" and bool(_SET_OFF.fullmatch(above) and _SET_OFF.fullmatch(below))


def _bare(heading: str) -> str:
    return _HEADING_STOP.sub("", heading)


def _item_of(block: Block | None) -> Marker | None:
    return item_marker(block.text) if block else None


def _trimmed(start: int, text: str) -> tuple[int, str]:
    """`text` without blanks around it, and where it starts then."""
    stripped = text.strip()
    return start + text.index(stripped) if stripped else start, stripped
