"""A document as a readable outline: what `duizhao parse` shows a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from duizhao.model import Document, Facts, Passage, Section
from duizhao.pages import labels
from duizhao.pages.labels import clipped

LEAD_LENGTH = 40  # characters of a topic sentence shown


def outline_text(document: Document) -> str:
    """Title, facts with evidence, outline, edits and warnings, as plain lines."""
    return "\n".join(_lines(document))


def _lines(document: Document) -> Iterator[str]:
    yield document.title
    yield f"  编号 {document.id} · 文件 {document.source} · {document.format}" + (
        f" · {document.encoding}" if document.encoding else ""
    )
    for field in fields(Facts):
        fact = getattr(document.facts, field.name)
        evidence = f"（{labels.place(fact.line)}{clipped(fact.evidence, LEAD_LENGTH)}）" if fact.evidence else ""
        yield f"  {labels.FACTS[field.name]}：{fact.value if fact.value is not None else '未知'}{evidence}"
    for matter in document.front:
        yield f"  〔{labels.MATTER.get(matter.kind, matter.kind)}〕{clipped(matter.text, LEAD_LENGTH)}"
    for passage in document.preamble:
        yield _passage(passage, 1)
    for section in document.sections:
        yield from _section(section)
    for matter in document.back:
        yield f"  〔{labels.MATTER.get(matter.kind, matter.kind)}〕{clipped(matter.text, LEAD_LENGTH)}"
    if document.edits:
        counts: dict[str, int] = {}
        for edit in document.edits:
            counts[labels.rule(edit.rule)] = counts.get(labels.rule(edit.rule), 0) + 1
        yield "  改动：" + "，".join(f"{name} {count} 处" for name, count in counts.items())
    if document.readings:
        said = {document.text[each.start : each.end]: each for each in document.readings}
        shown = (f"{text} → {each.words}{'' if each.is_sure else '？'}" for text, each in said.items())
        yield "  读法：" + "，".join(shown)
    for notice in document.warnings:
        yield f"  提示：{f'第 {notice.line} 行，' if notice.line else ''}{notice.message}"


def _section(section: Section) -> Iterator[str]:
    tags = "、".join(filter(None, (section.part, section.theme)))
    yield f"{'  ' * section.level}{section.label}  [{tags}]"
    pieces: list[Passage | Section] = sorted((*section.passages, *section.sections), key=lambda piece: piece.start)
    for piece in pieces:
        if isinstance(piece, Section):
            yield from _section(piece)
        else:
            yield _passage(piece, section.level + 1)


def _passage(passage: Passage, level: int) -> str:
    theme = passage.theme if passage.score in (0.0, 1.0) else f"{passage.theme} {passage.score:.2f}"
    tags = "、".join((passage.part or "部分未知", theme))
    return f"{'  ' * level}· {clipped(passage.text, LEAD_LENGTH)}  [{tags}]（{len(passage.text)} 字）"
