"""How a text turns from part to part where no heading says so: in its own words, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duizhao.normalise.everyday import label_part, opening, opening_parts, without_earlier
from duizhao.normalise.numbering import COUNTED, item_marker
from duizhao.normalise.themes import part_of_heading, part_of_text
from duizhao.normalise.tree import Leaf, Node, walk
from duizhao.taxonomy import PARTS, Taxonomy, mentions

ASPECT_OPENING = re.compile(
    "[^，。；：]{2,40}方面[：:，,。]|【[^【】]{2,12}】|[^，。；：]{1,4}(?:上|上头|里头)[：:，,]"
)
_ASPECTS = re.compile("方面[：:，,。]")
_COUNTED = re.compile(
    f"(?:首先|其次|再次|再者|再有|还有|另外|此外|最后)(?:[，、是要说讲谈]|检查|对照|检视|查摆|反思|剖析)|[第其][一二三四五六七八九十]{{1,2}}{COUNTED}?[，、是要]|"
    "(?:先|再|接着|然后|最后)来?[说讲谈]|"
    "(?:头|再|还有)一[个条点样项件桩]事?[，、是要]|"
    "[一二三四五六七八九十]{1,2}是"
)


def loose_parts(texts: Sequence[str], taxonomy: Taxonomy) -> list[str]:
    """The parts of paragraphs that no heading stands above: each turns to a later part, or goes on with the last.

    The first is introduction, unless it goes through aspects itself, and so is all that neither turns nor names an
    aspect nor speaks of faults.
    """
    parts: list[str] = []
    current = 0
    for at, text in enumerate(texts):
        turned = _turns(text, current, taxonomy)
        if at and turned and not item_marker(text):
            current = max(turned)
        elif current == 0 and (ASPECT_OPENING.match(text) or _finds_fault(text, taxonomy, is_first=not at)):
            current = PARTS.index("问题")
            first = _first_counted(texts, at)  # 首先 … 其次 …: what is counted together is one part
            parts[first:] = ["问题"] * (at - first)
        parts.append(PARTS[current])
    if "原因" in parts and "问题" not in parts:  # what is counted before causes are faults
        end = parts.index("原因")
        start = next((at for at, text in enumerate(texts[:end]) if at and _is_counted(text)), end)
        parts[start:end] = ["问题"] * (end - start)
    return parts


def _is_counted(text: str) -> bool:
    return bool(item_marker(text) or _COUNTED.match(text))


def _first_counted(texts: Sequence[str], at: int) -> int:
    """The place of the first paragraph, not of the text itself, from which all as far as `at` are counted."""
    first = at
    while _COUNTED.match(texts[at]) and first > 1 and _COUNTED.match(texts[first - 1]):
        first -= 1
    return first


def _finds_fault(text: str, taxonomy: Taxonomy, *, is_first: bool) -> bool:
    return (not is_first or len(_ASPECTS.findall(text)) > 1) and part_of_text(text, taxonomy) == "问题"


def labelled_leaves(root: Node) -> dict[int, str]:
    """The parts of paragraphs that open with the name of one (问题是，… 根子是，… 改法是，…), by `id` of leaf.

    In sections that go through two parts so: alone, 问题是 is a phrase. What follows such a paragraph goes on with it.
    """
    found: dict[int, str] = {}
    for node in walk(root):
        labels = [label_part(leaf.text[leaf.number_length :].lstrip()) for leaf in node.leaves]
        if not node.level or len({*labels} - {None}) < 2:
            continue
        current: str | None = None
        for leaf, label in zip(node.leaves, labels, strict=True):
            current = label or current
            if current:
                found[id(leaf)] = current
    return found


def turned_leaves(root: Node, taxonomy: Taxonomy) -> dict[int, str]:
    """Of a text's last paragraphs, by `id` of leaf, the parts of those that turn to one that no heading names."""
    told = [part_of_heading(node.heading, taxonomy) for node in root.children]
    if not told or {"措施", "结尾"} & {*told} or "原因" in told[:-1]:
        return {}
    start = max(PARTS.index("问题"), PARTS.index(told[-1] or "问题"))
    *above, last = [node.leaves for node in walk(root)]
    if any(any(_tail(leaves, start, taxonomy)) for leaves in above[1:]):
        return {}  # each section turns: to causes and remedies of its own
    return {id(leaf): part for leaf, part in zip(last, _tail(last, start, taxonomy), strict=True) if part}


def _tail(leaves: Sequence[Leaf], start: int, taxonomy: Taxonomy) -> list[str | None]:
    """The parts of a section's paragraphs from where one turns to a part after `start` (its place); None before.

    One without a number does, and not the first, which the section's heading speaks for.
    """
    parts: list[str | None] = []
    current = start
    for at, leaf in enumerate(leaves):
        if at and not leaf.number and (turned := _turns(leaf.text, current, taxonomy)):
            current = max(turned)
        parts.append(PARTS[current] if current > start else None)
    return parts


def _turns(text: str, current: int, taxonomy: Taxonomy) -> list[int]:
    """The parts after `current` (their places in `PARTS`) that a paragraph's opening words turn to."""
    words, said = opening(text), opening_parts(text)
    told = {"措施": without_earlier(words)}  # 通报上年度整改情况 is no remedy
    later = enumerate(PARTS[current + 1 :], current + 1)
    return [
        place for place, part in later if part in said or mentions(told.get(part, words), taxonomy.turns.get(part, ()))
    ]
