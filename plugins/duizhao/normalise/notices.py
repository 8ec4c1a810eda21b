"""What a person should look at: the text stays as it is, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao.model import Corrections, Notice
from duizhao.normalise.aloud import Aloud, slips
from duizhao.normalise.corrections import corrected_title, unheard_of
from duizhao.normalise.draft import Draft
from duizhao.normalise.matter import Frame
from duizhao.normalise.script import is_traditional, simplified
from duizhao.normalise.tree import Outline, walk
from duizhao.taxonomy import Taxonomy

FAR = 40  # characters from which a paragraph that stands in two places is pointed out


def notices(
    framed: Frame, shape: Outline, final: Draft, aloud: Aloud, taxonomy: Taxonomy, corrections: Corrections | None
) -> Iterator[Notice]:
    """What looks odd in a document: its frame, its outline, and the final draft's text."""
    yield from shape.notices
    yield from unheard_of(corrections, taxonomy)
    if corrected_title(framed, corrections) is None:
        yield Notice("no-title", None, "没有找到标题，以文件名代替")
    if not any(shape.root.leaves) and not shape.root.children:
        yield Notice("no-body", None, "没有找到正文段落")
    text = final.text
    for at, wrong, right in slips(simplified(text) if is_traditional(final.source) else text, taxonomy):
        yield Notice("slip", final.line(at), f"“{wrong}”疑为“{right}”，按原样保留")
    for start, end, words, is_sure in aloud.spans(text):
        if is_sure:
            code = "letter-word" if text[start:end] in taxonomy.readings else "mask"
            yield Notice(code, final.line(start), f"“{text[start:end]}”读作“{words}”，按原样保留")
    yield from _repeats(shape)
    if "\ufffd" in text:
        yield Notice("damaged", final.line(text.index("\ufffd")), "有字无法解码，以“\ufffd”代替，请核对原文件")
    for line in dict.fromkeys(final.line(match.start()) for match in re.finditer('"', text)):
        yield Notice("unpaired-quote", line, "直引号不成对，按原样保留")


def _repeats(shape: Outline) -> Iterator[Notice]:
    """Long paragraphs that stand in two places: people copy their texts together."""
    first: dict[str, int] = {}
    for leaf in (leaf for node in walk(shape.root) for leaf in node.leaves if len(leaf.text) >= FAR):
        if leaf.text in first:
            yield Notice("repeated", leaf.line, f"这一段与第 {first[leaf.text]} 行相同，按原样保留")
        first.setdefault(leaf.text, leaf.line)
