"""An arrival as plain lines: what `duizhao add` shows a person, never more than a screenful."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Final

from duizhao.adding.arrivals import Arrival
from duizhao.model import Facts
from duizhao.pages import labels
from duizhao.pages.labels import clipped

_ALWAYS: Final = ("year", "meeting", "kind")  # facts that are worth a word even where they are not known
_MOST_THEMES: Final = 6
_MOST_WARNINGS: Final = 5
_LONGEST: Final = 120  # characters of a warning


def arrival_text(arrival: Arrival, address: Callable[[str], str]) -> str:
    """Title, place, facts, counts, themes, warnings, look-alikes and address; `address` gives that of a path."""
    return "\n".join([arrival.title, *(f"  {line}" for line in _lines(arrival, address))])


def _lines(arrival: Arrival, address: Callable[[str], str]) -> Iterator[str]:
    if not arrival.is_new:
        yield f"已在文稿库：{arrival.name}，内容相同，没有再复制（来自 {arrival.origin}）"
    elif arrival.name != arrival.asked:
        yield f"文件：{arrival.name}（来自 {arrival.origin}；{arrival.asked} 是另一份，没有动它）"
    else:
        yield f"文件：{arrival.name}（来自 {arrival.origin}）"
    if arrival.corrections:
        yield f"更正：{arrival.corrections}（与文稿一同收入，以它为准）"
    elif arrival.left:
        yield f"更正：{arrival.left} 没有复制；要以它为准，请把它放到 {arrival.name} 旁边"
    if len(arrival.titles) > 1:
        yield f"里面有 {len(arrival.titles)} 篇：{clipped('；'.join(arrival.titles), _LONGEST)}"
    facts = ((field.name, getattr(arrival.facts, field.name).value) for field in fields(Facts))
    yield " · ".join(
        f"{labels.FACTS[name]} {'未知' if value is None else value}"
        for name, value in facts
        if value is not None or name in _ALWAYS
    )
    yield f"{arrival.sections} 个标题 · {arrival.passages} 个段落 · {arrival.characters} 字"
    if arrival.themes:
        shown = "、".join(f"{theme} {count} 段" for theme, count in arrival.themes[:_MOST_THEMES])
        more = len(arrival.themes) - _MOST_THEMES
        yield f"主题：{shown}{f'，另有 {more} 个' if more > 0 else ''}"
    for notice in arrival.warnings[:_MOST_WARNINGS]:
        yield f"提示：{f'第 {notice.line} 行，' if notice.line else ''}{clipped(notice.message, _LONGEST)}"
    if (more := len(arrival.warnings) - _MOST_WARNINGS) > 0:
        yield f"提示：另有 {more} 条，用 duizhao parse 看"
    for likeness in arrival.likenesses:
        told = likeness.overlap
        yield f"近似：与《{likeness.title}》{told.verdict} {told.percent}%（{likeness.name}）"
        yield f"      {address(likeness.name)}"
    yield f"网址：{address(arrival.name)}"
