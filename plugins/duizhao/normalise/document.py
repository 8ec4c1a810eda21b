"""The whole way from a `Source` to a `Document`, as a list of steps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from pathlib import PurePosixPath
from typing import TypeAlias

from duizhao.model import Document, Edit, Fact, Facts, Matter, Notice, Passage, Section, Source
from duizhao.normalise.aloud import Aloud, slips
from duizhao.normalise.blocks import blocks, drop_furniture, drop_table_headers, join_wraps
from duizhao.normalise.compilation import Stretch, stretches
from duizhao.normalise.draft import Draft
from duizhao.normalise.facts import Piece, align, read_facts
from duizhao.normalise.hygiene import ADDITIONS, MARKS, PUNCTUATION, tidy
from duizhao.normalise.ids import Identities, document_id, part_ids
from duizhao.normalise.markdown import bare_rows, markdown_styles
from duizhao.normalise.matter import Frame, frame, join_title, part_title
from duizhao.normalise.outline import Leaf, Node, Outline, outline
from duizhao.normalise.paging import drop_page_numbers
from duizhao.normalise.repeats import FAR, drop_repeats
from duizhao.normalise.script import is_traditional, simplified
from duizhao.normalise.themes import (
    ASPECT_OPENING,
    loose_parts,
    own_part,
    part_of_heading,
    part_of_text,
    theme_of_heading,
    theme_of_passage,
)
from duizhao.taxonomy import PARTS, Meeting, Taxonomy

_TOPIC = re.compile(r"[^。！？!?]*[。！？!?]?[”’）》]?")
INTRODUCTION = 4  # paragraphs before the first heading in which a document says what it is
_STOPS = "。！？!?：；"


def normalise(source: Source, taxonomy: Taxonomy, *, id: str | None = None) -> tuple[Document, ...]:
    """The documents that a source holds: one, or the several of a compilation in reading order.

    Args:
        source: the decoded file.
        taxonomy: meetings, themes and words to read it by.
        id: the file's id in its corpus, which its first document has; by default that of a file alone with its name.
    """
    parts = stretches(source.text)
    shaped = [_shaped(source, part, taxonomy) for part in parts]
    titles = [_title(source, shape, at) for at, shape in enumerate(shaped)]
    ids = part_ids(id or document_id(source.path), titles)
    return tuple(
        _Assembly(source, taxonomy, at, part, titles[at], ids[at], *shaped[at]).document()
        for at, part in enumerate(parts)
    )


def _title(source: Source, shaped: _Shaped, ordinal: int) -> str:
    draft, _, framed, _ = shaped
    if framed.title is not None:
        return draft.text[framed.title.start : framed.title.end]
    return PurePosixPath(source.path).stem + (f"（{ordinal + 1}）" if ordinal else "")


_Shaped: TypeAlias = tuple[Draft, Draft, Frame, Outline]


def _shaped(source: Source, stretch: Stretch, taxonomy: Taxonomy) -> _Shaped:
    """The steps from a stretch of a source to its outline: the draft it is an outline of, and the final one."""
    draft = Draft(source.text[stretch.start : stretch.end], first_line=stretch.line)
    draft = draft.then("compilation", [(0, stretch.first - stretch.start, "")] if stretch.first else [])
    if stretch.mark_end is not None:
        at = stretch.mark_end - stretch.first
        draft = draft.then("compilation", [(at, at, "\n")])
    styles = source.styles
    if source.format == "md":
        styles = {**markdown_styles(draft), **styles}
        draft = bare_rows(draft, styles)
    draft = tidy(draft, source.format, MARKS)
    draft = drop_furniture(draft, styles)
    draft = tidy(draft, source.format, ADDITIONS)
    draft = drop_table_headers(draft, styles)
    draft = drop_page_numbers(draft, styles, taxonomy)
    draft = join_wraps(draft, styles)
    draft = join_title(part_title(draft, styles), styles)
    draft = drop_repeats(draft, styles)
    draft = tidy(draft, source.format, PUNCTUATION)
    framed = frame(blocks(draft, styles))
    shape = outline(framed.body)
    final = draft.then("heading-stop", sorted(shape.cuts))
    return draft, final, framed, shape


@dataclass
class _Assembly:
    """Puts a document together from what the steps found."""

    source: Source
    taxonomy: Taxonomy
    ordinal: int
    stretch: Stretch
    title: str
    id: str
    draft: Draft
    final: Draft
    framed: Frame
    shape: Outline

    def __post_init__(self) -> None:
        self.ids = Identities(self.id)
        self.is_converted = is_traditional(self.draft.source)
        self.aloud = Aloud(self.final.text, self.taxonomy)
        cuts = sorted(self.shape.cuts)
        self.cut_ends = [end for _, end, _ in cuts]
        self.shifts = [0, *accumulate(len(after) - (end - start) for start, end, after in cuts)]

    def document(self) -> Document:
        root = self.shape.root
        parts = self._parts(root)
        root_texts = [leaf.text for leaf in root.leaves]
        nodes = [node for node in _walk(root) if node.level]
        problem_nodes = [node for node in nodes if parts[id(node)] == "问题"] or nodes
        headings = [Piece(node.heading, node.line) for node in problem_nodes]
        if len(headings) < 3 or not any(node.level > 1 for node in problem_nodes):
            # no headings for aspects: their names may open the paragraphs (形式主义方面：…)
            headings += [_opening(leaf) for node in [root, *problem_nodes] for leaf in node.leaves]
        facts = read_facts(self._title_piece(), self._head(), headings, self._body(root), self.taxonomy, self.aloud)
        themes = self._themes(root, nodes, parts, headings, facts)
        has_sections = bool(root.children)
        loose = ["引言"] * len(root.leaves) if has_sections else loose_parts(root_texts, self.taxonomy)
        preamble = tuple(
            self._passage(leaf, part, themes.get(id(leaf))) for leaf, part in zip(root.leaves, loose, strict=True)
        )
        sections = tuple(self._section(node, (), parts, themes, None) for node in root.children)
        return Document(
            id=self.id,
            source=self.source.path,
            ordinal=self.ordinal,
            start=self.stretch.start,
            end=self.stretch.end,
            sha256=self.source.sha256,
            encoding=self.source.encoding,
            format=self.source.format,
            title=self.title,
            facts=self._quoted(facts),
            front=tuple(map(self._matter, self.framed.front)),
            preamble=preamble,
            sections=sections,
            back=tuple(map(self._matter, self.framed.back)),
            edits=tuple(self._placed(edit) for edit in self.final.edits),
            warnings=tuple(sorted(self._notices(), key=lambda notice: (notice.line or 0, notice.code, notice.message))),
            readings=self.aloud.readings(self.final.text),
            text=self.final.text,
        )

    def _placed(self, edit: Edit) -> Edit:
        """An edit with its offsets in the whole source."""
        shift = self.stretch.start
        return replace(edit, start=edit.start + shift, end=edit.end + shift) if shift else edit

    # what was read in simplified characters, as it is written

    def _written(self, start: int, text: str) -> str:
        """What stands in the draft where `text` was read."""
        return self.draft.text[start : start + len(text)] if self.is_converted else text

    def _matter(self, matter: Matter) -> Matter:
        return replace(matter, text=self._written(matter.start, matter.text), start=self._moved(matter.start))

    def _quoted(self, facts: Facts) -> Facts:
        """Facts with their evidence as it is written, and values that are evidence likewise."""
        if not self.is_converted:
            return facts
        plain = simplified(self.draft.text)
        quoted = {}
        for field in fields(Facts):
            fact: Fact = getattr(facts, field.name)
            at = plain.find(fact.evidence) if fact.evidence else -1
            if at >= 0 and fact.evidence:
                words = self._written(at, fact.evidence)
                value = words if fact.value == fact.evidence and field.name in ("role", "unit") else fact.value
                fact = replace(fact, value=value, evidence=words)
            quoted[field.name] = fact
        return Facts(**quoted)

    # pieces that facts are read from

    def _title_piece(self) -> Piece:
        """The title; without one, the file's name stands in for it (line 0: not in the text)."""
        if title := self.framed.title:
            return Piece(title.text, title.line)
        return Piece(PurePosixPath(self.source.path).stem, 0)

    def _head(self) -> list[Piece]:
        matters = [*self.framed.front, *self.framed.back]
        front = [Piece(matter.text, self.draft.line(matter.start)) for matter in matters]
        intro = [Piece(leaf.text, leaf.line) for leaf in self.shape.root.leaves[:INTRODUCTION]]
        count = len(self.framed.front)
        return [*front[:count], *intro, *front[count:]]

    def _body(self, root: Node) -> list[Piece]:
        return [Piece(leaf.text, leaf.line) for node in _walk(root) for leaf in node.leaves]

    # parts and themes

    def _parts(self, root: Node) -> dict[int, str | None]:
        """The part of every node, by `id(node)`."""
        parts: dict[int, str | None] = {id(root): None}
        previous: str | None = None
        for node in root.children:
            named = part_of_heading(node.heading, self.taxonomy)
            if named is None:
                below = "".join(leaf.text for each in _walk(node) for leaf in each.leaves)
                named = part_of_text(node.heading + below, self.taxonomy) or previous
            previous = parts[id(node)] = named
            self._inherit(node, named, parts)
        return parts

    def _inherit(self, node: Node, part: str | None, parts: dict[int, str | None]) -> None:
        for child in node.children:
            parts[id(child)] = own_part(child.heading, part, self.taxonomy)
            self._inherit(child, parts[id(child)], parts)

    def _themes(
        self,
        root: Node,
        nodes: Sequence[Node],
        parts: Mapping[int, str | None],
        headings: Sequence[Piece],
        facts: Facts,
    ) -> dict[int, str]:
        """Themes that the aspects of the document's meeting give its headings, and paragraphs that open with them.

        By `id` of node or leaf. Each part may go through the aspects again.
        """
        themes: dict[int, str] = {}
        meeting = self._meeting(headings, facts)
        if meeting is None:
            return themes
        for part in PARTS:
            own = [node for node in nodes if parts[id(node)] == part]
            aligned = align([Piece(node.heading, node.line) for node in own], meeting, self.taxonomy)
            siblings = [at for at, node in enumerate(own) if node.level > 1]
            if (
                len(siblings) == len(meeting.aspects) and aligned
            ):  # as many as there are aspects: they are those, in order
                for at, aspect in zip(siblings, meeting.aspects, strict=True):
                    if at not in aligned and aspect not in aligned.values():
                        aligned[at] = aspect
            if len(aligned) > 1 or part == "问题":
                themes |= {id(own[at]): aspect.theme for at, aspect in aligned.items()}
        leaves = [leaf for node in [root, *nodes] if parts[id(node)] in (None, "问题") for leaf in node.leaves]
        leaves = [leaf for leaf in leaves if ASPECT_OPENING.match(leaf.text[leaf.number_length :])]
        opened = align([_opening(leaf) for leaf in leaves], meeting, self.taxonomy)
        return themes | {id(leaves[at]): aspect.theme for at, aspect in opened.items()}

    def _meeting(self, headings: Sequence[Piece], facts: Facts) -> Meeting | None:
        candidates = [meeting for meeting in self.taxonomy.meetings if meeting.year == facts.year.value]
        return max(candidates, key=lambda meeting: len(align(headings, meeting, self.taxonomy)), default=None)

    # sections and passages

    def _section(
        self,
        node: Node,
        trail: tuple[str, ...],
        parts: dict[int, str | None],
        themes: dict[int, str],
        inherited: str | None,
    ) -> Section:
        theme = themes.get(id(node)) or theme_of_heading(node.heading, self.taxonomy) or inherited
        if node.level == 1 and id(node) not in themes and part_of_heading(node.heading, self.taxonomy):
            theme = None
        part = parts[id(node)]
        heading = self._written(node.heading_start, node.heading)
        trail = (*trail, f"{node.number or ''}{heading}")
        return Section(
            id=self.ids.section(trail),
            level=node.level,
            number=self._written(node.start, node.number) if node.number else None,
            heading=heading,
            part=part,
            theme=theme,
            passages=tuple(self._passage(leaf, part, themes.get(id(leaf)) or theme) for leaf in node.leaves),
            sections=tuple(self._section(child, trail, parts, themes, theme) for child in node.children),
            start=self._moved(node.start),
            line=node.line,
        )

    def _passage(self, leaf: Leaf, part: str | None, theme: str | None) -> Passage:
        lead = topic_sentence(leaf.text[leaf.number_length :])
        text = self._written(leaf.start, leaf.text)
        own = (theme, 1.0) if theme else theme_of_passage(lead, self.aloud.read(leaf.text), self.taxonomy)
        return Passage(
            id=self.ids.passage(text),
            number=text[: len(leaf.number)] if leaf.number else None,
            lead=topic_sentence(text[leaf.number_length :]),
            text=text,
            part=part,
            theme=own[0],
            score=own[1],
            start=self._moved(leaf.start),
            line=leaf.line,
        )

    def _moved(self, start: int) -> int:
        """Where a character of the draft's text stands once the headings' stops are cut."""
        return start + self.shifts[bisect_right(self.cut_ends, start)]

    # what looks odd

    def _notices(self) -> Iterator[Notice]:
        yield from self.shape.notices
        if self.framed.title is None:
            yield Notice("no-title", None, "没有找到标题，以文件名代替")
        if not any(self.shape.root.leaves) and not self.shape.root.children:
            yield Notice("no-body", None, "没有找到正文段落")
        text = self.final.text
        for at, wrong, right in slips(simplified(text) if self.is_converted else text, self.taxonomy):
            yield Notice("slip", self._line(at), f"“{wrong}”疑为“{right}”，按原样保留")
        for start, end, words, is_sure in self.aloud.spans(text):
            if is_sure:
                code = "letter-word" if text[start:end] in self.taxonomy.readings else "mask"
                yield Notice(code, self._line(start), f"“{text[start:end]}”读作“{words}”，按原样保留")
        yield from self._repeats()
        if "\ufffd" in text:
            yield Notice("damaged", self._line(text.index("\ufffd")), "有字无法解码，以“\ufffd”代替，请核对原文件")
        for line in dict.fromkeys(self._line(match.start()) for match in re.finditer('"', text)):
            yield Notice("unpaired-quote", line, "直引号不成对，按原样保留")

    def _repeats(self) -> Iterator[Notice]:
        """Long paragraphs that stand in two places: people copy their texts together."""
        first: dict[str, int] = {}
        for leaf in (leaf for node in _walk(self.shape.root) for leaf in node.leaves if len(leaf.text) >= FAR):
            if leaf.text in first:
                yield Notice("repeated", leaf.line, f"这一段与第 {first[leaf.text]} 行相同，按原样保留")
            first.setdefault(leaf.text, leaf.line)

    def _line(self, position: int) -> int:
        return self.final.line(position)


def _opening(leaf: Leaf) -> Piece:
    """The words that open a passage, up to its first stop or colon."""
    return Piece(re.split("[。：:；]", leaf.text[leaf.number_length :], maxsplit=1)[0][:60], leaf.line)


def topic_sentence(text: str) -> str:
    """The first sentence of a passage's text (its number left out), without its stop."""
    match = _TOPIC.match(text.strip())
    found = match[0] if match else ""
    return found.rstrip(_STOPS).strip() or text.strip()


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)
