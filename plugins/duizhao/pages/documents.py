"""The page of one document. It depends on that document, the phrasebook and the configuration, on nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache

from duizhao.model import Document, Edit, Fact, Facts, Matter, Occurrence, Passage, Phrase, Section
from duizhao.pages import addresses, labels
from duizhao.pages.content import (
    Block,
    Box,
    Content,
    Definitions,
    Fold,
    Heading,
    Inline,
    Link,
    Paragraph,
    Run,
    Span,
    Strong,
    Table,
)
from duizhao.phrases import longest
from duizhao.taxonomy import UNSORTED

EVIDENCE_LENGTH = 48  # characters of a fact's evidence shown beside it
LEAD_LENGTH = 60  # characters; a longer topic sentence is not set strong
EDITS_SHOWN = 300  # a page lists no more changes than this; `duizhao parse` lists them all


def document_page(
    document: Document,
    occurrences: Mapping[str, Sequence[Occurrence]],
    phrases: Mapping[str, Phrase],
    source_text: str,
) -> Content:
    """A document's page.

    Args:
        document: what the page shows.
        occurrences: of each passage (by id), all phrases found in it.
        phrases: those phrases by id.
        source_text: the stretch of the decoded source that the document is made of.
    """
    uri = addresses.document_page(document.id)
    writer = _Writer(uri, occurrences, document)
    blocks: list[Block] = [
        Heading(1, (document.title,), "title", "dz-title"),
        Box((Definitions(tuple(_facts(document, uri))),), "dz-facts"),
        *map(_matter, document.front),
        *writer.blocks(document.preamble, document.sections, None),
        *map(_matter, document.back),
        *_used(document, occurrences, phrases, uri),
        *_warnings(document),
        *_changes(document, source_text),
    ]
    return Content(uri, document.title, tuple(blocks))


def _matter(matter: Matter) -> Paragraph:
    return Paragraph((matter.text,), style=f"dz-matter dz-matter--{matter.kind}")


def _facts(document: Document, uri: str) -> Iterator[tuple[str, Run]]:
    for field in fields(Facts):
        fact: Fact = getattr(document.facts, field.name)
        if fact.value is not None:
            yield labels.FACTS[field.name], (_value(field.name, fact.value, uri), *_evidence(fact))
    counts = Counter(passage.part or labels.UNKNOWN_PART for passage in document.passages())
    yield "结构", ("，".join(f"{part} {count} 段" for part, count in counts.items()),)
    source = Link(addresses.relative(addresses.source_text(document.id), uri), document.source)
    made_of = " · ".join(filter(None, (document.format, document.encoding)))
    parallels = Link(addresses.relative(addresses.parallels_page(document.id), uri), "与别的文稿对照", "dz-parallels")
    yield "平行", (parallels,)
    yield "来源", (source, " ", Span((made_of,), "dz-evidence"))


def _value(name: str, value: str | int, uri: str) -> Inline:
    if name == "year":
        return Link(addresses.relative(addresses.year_page(int(value)), uri), str(value))
    if name == "meeting":
        return Link(addresses.relative(addresses.meeting_page(str(value)), uri), str(value))
    return str(value)


def _evidence(fact: Fact) -> Run:
    if fact.evidence is None:
        return ()
    where = labels.place(fact.line)
    return " ", Span((f"{where}{labels.clipped(fact.evidence, EVIDENCE_LENGTH)}",), "dz-evidence")


class _Writer:
    """Writes passages and headings in reading order."""

    def __init__(self, uri: str, occurrences: Mapping[str, Sequence[Occurrence]], document: Document) -> None:
        self.uri = uri
        self.phrases = addresses.relative(addresses.PHRASES, uri)
        self.occurrences = occurrences
        self.text = document.text
        self.readings = document.readings
        self.starts = [reading.start for reading in document.readings]

    def blocks(self, passages: Sequence[Passage], sections: Sequence[Section], theme: str | None) -> Iterator[Block]:
        """The blocks of a section's content; `theme` is the section's."""
        pieces: list[Passage | Section] = sorted((*passages, *sections), key=lambda piece: piece.start)
        for piece in pieces:
            if isinstance(piece, Section):
                yield self._heading(piece)
                yield from self.blocks(piece.passages, piece.sections, piece.theme)
            else:
                yield self._passage(piece, theme)

    def _heading(self, section: Section) -> Heading:
        chip: Run = (" ", self._chip(section.theme)) if section.theme else ()
        return Heading(min(section.level + 1, 6), (*self._label(section), *chip), section.id)

    def _label(self, section: Section) -> Iterator[Inline]:
        number = section.number or ""
        if number:
            yield number
        start = section.start + len(number)
        yield from self._read(section.heading, start + len(self.text[start:]) - len(self.text[start:].lstrip()))

    def _passage(self, passage: Passage, section_theme: str | None) -> Paragraph:
        """A paragraph whose text, stripped of tags, is the passage's: buttons and chips carry none."""
        chip = (self._chip(passage.theme),) if passage.theme not in (section_theme, UNSORTED) else ()
        permalink = Link(f"#{passage.id}", style="dz-permalink", title="此段链接")
        return Paragraph((*self._marked(passage), *chip, permalink), passage.id, "dz-passage")

    def _chip(self, theme: str) -> Link:
        href = addresses.relative(addresses.theme_page(theme), self.uri)
        return Link(href, style="dz-chip", title=f"主题：{theme}", label=theme)

    def _marked(self, passage: Passage) -> list[Inline]:
        """The passage's text: its topic sentence strong, each phrase linked where it first stands."""
        length = len(passage.text)
        lead_end = _lead_end(passage)
        marks: dict[str, Occurrence] = {}
        for mark in longest(self.occurrences.get(passage.id, ())):
            marks.setdefault(mark.phrase, mark)
            if mark.start < lead_end < mark.end and marks[mark.phrase] is mark:
                lead_end = 0
        if not 0 < lead_end < length:
            return self._linked(passage, 0, length, marks.values())
        lead = Strong(tuple(self._linked(passage, 0, lead_end, marks.values())))
        return [lead, *self._linked(passage, lead_end, length, marks.values())]

    def _linked(self, passage: Passage, at: int, stop: int, marks: Iterable[Occurrence]) -> list[Inline]:
        """The passage's text from `at` to `stop`, with the marks that stand in it."""
        text, place = passage.text, passage.start
        run: list[Inline] = []
        for phrase, start, end in marks:
            if start >= at and end <= stop:
                run += self._read(text[at:start], place + at)
                run.append(_phrase_link(self.phrases, phrase, text[start:end], "dz-phrase"))
                at = end
        run += self._read(text[at:stop], place + at)
        return run

    def _read(self, text: str, place: int) -> Iterable[Inline]:
        """Text that stands at `place` of the document's; a letter-word or mask gets its reading beside it.

        The style sheet shows readings; one that is only likely has a question mark.
        """
        if not self.readings:
            return (text,) if text else ()
        return self._with_readings(text, place)

    def _with_readings(self, text: str, place: int) -> Iterator[Inline]:
        at = 0
        for reading in self.readings[bisect_left(self.starts, place) :]:
            start, end = reading.start - place, reading.end - place
            if end > len(text):
                break
            if start > at:
                yield text[at:start]
            yield Span((text[start:end],), "dz-reading", reading.words if reading.is_sure else f"{reading.words}？")
            at = end
        if at < len(text):
            yield text[at:]


def _lead_end(passage: Passage) -> int:
    """Where the topic sentence ends in the passage's text, its stop included; 0 where it is not to stand out."""
    if passage.part == "引言" or len(passage.lead) > LEAD_LENGTH:
        return 0
    start = passage.text.find(passage.lead)
    end = start + len(passage.lead)
    while end < len(passage.text) and passage.text[end] in "。！？!?：；”’":
        end += 1
    return end if start >= 0 else 0


def _used(
    document: Document, occurrences: Mapping[str, Sequence[Occurrence]], phrases: Mapping[str, Phrase], uri: str
) -> Iterator[Block]:
    counts = Counter(
        occurrence.phrase for passage in document.passages() for occurrence in occurrences.get(passage.id, ())
    )
    used = sorted(((phrases[id], count) for id, count in counts.items()), key=lambda use: (use[0].pinyin, use[0].head))
    if used:
        yield Heading(2, ("本文提法",), "phrases-used")
        yield Box((Paragraph(tuple(phrase_links(used, uri))),), "dz-phrases")


def phrase_links(used: Sequence[tuple[Phrase, int]], uri: str) -> Iterator[Inline]:
    """Links to phrases, each with its count where it is more than one."""
    folder = addresses.relative(addresses.PHRASES, uri)
    for at, (phrase, count) in enumerate(used):
        if at:
            yield " "
        yield _phrase_link(folder, phrase.id, phrase.head, times=count if count > 1 else 0)


@lru_cache(maxsize=1 << 14)  # documents use the same phrases
def _phrase_link(folder: str, id: str, text: str, style: str = "", times: int = 0) -> Link:
    """A link to a phrase's page; `folder` is the way from the page it stands on to that of the phrases."""
    page = addresses.html(addresses.phrase_page(id)).removeprefix(addresses.PHRASES)
    return Link(folder + page, text, style, times=times)


def _warnings(document: Document) -> Iterator[Block]:
    if document.warnings:
        rows = tuple(((str(notice.line or "—"),), (notice.message,)) for notice in document.warnings)
        summary = f"提示 {len(rows)} 条：原文可能有误，均按原样保留"
        yield Fold(summary, (Table(("行", "提示"), rows),), "warning")


def _changes(document: Document, source: str) -> Iterator[Block]:
    if not document.edits:
        return
    shown = document.edits[:EDITS_SHOWN]
    blocks: list[Block] = [
        Table(("规则", "行", "原文", "改为"), tuple(_change(edit, source, document.start) for edit in shown))
    ]
    if len(document.edits) > len(shown):
        blocks.append(Paragraph((f"其余 {len(document.edits) - len(shown)} 处可用 duizhao parse 查看。",)))
    yield Fold(f"改动 {len(document.edits)} 处：从原文到本页", tuple(blocks))


def _change(edit: Edit, source: str, offset: int) -> tuple[Run, ...]:
    line = source.count("\n", 0, edit.start - offset) + 1
    return (
        (labels.rule(edit.rule),),
        (str(line),),
        (_visible(edit.before) or "（无）",),
        (_visible(edit.after) or "（删去）",),
    )


def _visible(text: str) -> str:
    """Blanks and line ends as signs, so that a change of them can be seen."""
    shown = text.replace("\n", "↵").replace("\t", "⇥").replace(" ", "␣").replace("\u3000", "□").replace("\u00a0", "␣")
    return labels.clipped("".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in shown), 60)
