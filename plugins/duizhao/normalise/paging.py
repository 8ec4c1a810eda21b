"""Page numbers: on lines of their own in the middle of a paragraph, and inside words (理12论学习)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from duizhao.normalise.blocks import Block, blocks, ends_sentence
from duizhao.normalise.draft import Draft, Replacement
from duizhao.normalise.numbering import heading_marker
from duizhao.taxonomy import Taxonomy

_ALONE = re.compile(r"\d{1,3}")
_MARKED = re.compile(
    r"第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?|[-—–]\s*\d{1,4}\s*[-—–]|\d{1,3}\s*/\s*\d{1,3}|page\s*\d+(?:\s*of\s*\d+)?",
    re.I,
)
_CLAUSE = re.compile("[，。；]")
_NUMBER = re.compile(r"\d\d*")  # not +, see `phrases.sentences`
_LARGEST = 3  # digits
_BLANKS = (" ", "\u3000")
_COUNTED = frozenset("年月日号时点分秒个项次条名人件户种类期批届章节款页篇万千百亿元岁天周轮级处家所位场套本份段是余多")
_COUNTING = frozenset("第约近达共前后每超逾满")
_LONGEST_MARK = 24  # characters
_CUT_OFF = 12  # characters; a shorter line without a stop is a heading, not a paragraph cut off


def join_pages(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft with paragraphs joined that a line like 第1页 共3页 cut in two. Where it cut none it is furniture."""
    lines = blocks(draft, styles)
    return draft.then("page-number", _marked(lines))


def _marked(lines: Sequence[Block]) -> Iterator[Replacement]:
    for above, mark, below in zip(lines, lines[1:], lines[2:], strict=False):
        if (
            len(mark.text) <= _LONGEST_MARK
            and _MARKED.fullmatch(mark.text)
            and _is_cut(above)
            and not below.is_numbered
        ):
            yield above.end, below.start, ""


def _is_cut(block: Block) -> bool:
    """A paragraph that goes on: long, without a stop at its end, and no heading."""
    if len(block.text) <= _CUT_OFF or ends_sentence(block.text) or block.style is not None:
        return False
    return bool(_CLAUSE.search(block.text)) or not heading_marker(block.text)


def drop_page_numbers(draft: Draft, styles: Mapping[int, str], taxonomy: Taxonomy) -> Draft:
    """The draft without page numbers, the paragraphs and words that they stood in joined again."""
    lines = blocks(draft, styles)
    draft = draft.then("page-number", _between_lines(draft.text, lines))
    return draft.then("page-number", _inside_words(draft.text, _bigrams(taxonomy)))


def _between_lines(text: str, lines: Sequence[Block]) -> Iterator[Replacement]:
    """Numbers alone on their lines: in a paragraph cut off, or where they count the pages one after the other."""
    alone = [at for at, block in enumerate(lines) if block.style is None and _ALONE.fullmatch(block.text)]
    counting: set[int] = set()
    for one, other in pairwise(alone):
        if int(lines[other].text) == int(lines[one].text) + 1 and other > one + 1:
            counting |= {one, other}
    last = 0
    for at in alone:
        above, below = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
        is_cut = above is not None and below is not None and _is_cut(above)
        if is_cut and above is not None and below is not None and not below.is_numbered and above.end >= last:
            yield above.end, below.start, ""
            last = below.start
        elif at in counting:
            yield lines[at].start, lines[at].end, ""
            last = lines[at].end


def _inside_words(text: str, bigrams: frozenset[str]) -> Iterator[Replacement]:
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if end - start > _LARGEST:
            continue
        start -= text[start - 1 : start] in _BLANKS
        end += text[end : end + 1] in _BLANKS
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if before + after in bigrams and after not in _COUNTED and before not in _COUNTING:
            yield start, end, ""


@lru_cache(maxsize=4)
def _bigrams(taxonomy: Taxonomy) -> frozenset[str]:
    """Pairs of characters that stand together in the taxonomy's words."""
    words = [word for theme in taxonomy.themes for word in (*theme.heading, *theme.words)]
    words += [aspect.name for meeting in taxonomy.meetings for aspect in meeting.aspects]
    words += [word for row in (*taxonomy.kinds, *taxonomy.parts) for word in row.words]
    return frozenset(one + other for word in words for one, other in pairwise(word))
