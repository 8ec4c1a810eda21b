"""Text that a file holds twice: the whole of it, or a paragraph right after itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from duizhao.normalise.blocks import Block, blocks
from duizhao.normalise.draft import Draft, Replacement

COPIES = (2, 3, 4)
LEAST_TEXT = 60  # characters; less may be said twice on purpose
LEAST_PARAGRAPH = 15


def drop_repeats(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft with each text once: the first is kept."""
    lines = blocks(draft, styles)
    draft = draft.then("repeated-text", _copies(lines))
    return draft.then("repeated-paragraph", _neighbours(blocks(draft, styles)))


def _copies(lines: Sequence[Block]) -> Iterator[Replacement]:
    texts = [block.text for block in lines]
    for count in COPIES:
        size, rest = divmod(len(texts), count)
        if rest or size < 2 or sum(map(len, texts[:size])) < LEAST_TEXT:
            continue
        if texts == texts[:size] * count:
            yield lines[size - 1].end, lines[-1].end, ""
            return


def _neighbours(lines: Sequence[Block]) -> Iterator[Replacement]:
    for above, below in pairwise(lines):
        if (
            above.text == below.text
            and len(below.text) >= LEAST_PARAGRAPH
            and not (below.style or "").startswith("table")
        ):
            yield above.end, below.end, ""
