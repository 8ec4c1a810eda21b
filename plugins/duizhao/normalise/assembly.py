"""A document put together from what the steps found: parts, themes, facts, ids, texts as they are written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from pathlib import PurePosixPath

from duizhao.model import Corrections, Document, Edit, Fact, Facts, Matter, Passage, Section, Source
from duizhao.normalise.alignment import Piece, align, align_in_order
from duizhao.normalise.aloud import Aloud
from duizhao.normalise.compilation import Stretch
from duizhao.normalise.corrections import corrected, written_front
from duizhao.normalise.draft import Draft
from duizhao.normalise.facts import kind_of, read_facts
from duizhao.normalise.headlines import is_of_person
from duizhao.normalise.ids import Identities
from duizhao.normalise.matter import Frame
from duizhao.normalise.notices import notices
from duizhao.normalise.script import is_traditional, simplified
from duizhao.normalise.themes import (
    PARTS_OF_KINDS,
    names_part_alone,
    own_part,
    parts_of_sections,
    theme_of_aspect,
    theme_of_heading,
    theme_of_passage,
)
from duizhao.normalise.tree import Leaf, Node, Outline, walk
from duizhao.normalise.turns import ASPECT_OPENING, labelled_leaves, loose_parts, turned_leaves
from duizhao.taxonomy import PARTS, Meeting, Taxonomy

INTRODUCTION = 4  # paragraphs before the first heading in which a document says what it is
_LABEL = re.compile("([^，。；：:！？“]{2,10})[：:]")  # 原因剖析：规矩意识 …
_TOPIC = re.compile(r"[^。！？!?]*[。！？!?]?[”’）》]?")
_STOPS = "。！？!?：；"


@dataclass
class Assembly:
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
    corrections: Corrections | None

    def __post_init__(self) -> None:
        self.ids = Identities(self.id)
        self.is_converted = is_traditional(self.draft.source)
        self.aloud = Aloud(self.final.text, self.taxonomy)
        cuts = sorted(self.shape.cuts)
        self.cut_ends = [end for _, end, _ in cuts]
        self.shifts = [0, *accumulate(len(after) - (end - start) for start, end, after in cuts)]

    def document(self) -> Document:
        """The document."""
        root = self.shape.root
        self.turned = turned_leaves(root, self.taxonomy)
        self.labelled = labelled_leaves(root)
        parts = self._parts(root)
        root_texts = [leaf.text for leaf in root.leaves]
        nodes = [node for node in walk(root) if node.level]
        problem_nodes = [node for node in nodes if parts[id(node)] == "问题"] or nodes
        headings = [Piece(node.heading, node.line) for node in problem_nodes]
        if len(headings) < 3 or not any(node.level > 1 for node in problem_nodes):
            # no headings for aspects: their names may open the paragraphs (形式主义方面：…)
            headings += [_opening(leaf) for node in [root, *problem_nodes] for leaf in node.leaves]
        body, above = self._body(root), self.stretch.heading
        tops = [Piece(node.heading, node.line) for node in root.children]
        facts = read_facts(
            self._title_piece(),
            self._head(),
            headings,
            body,
            above,
            self.taxonomy,
            self.aloud,
            tops[0] if len(tops) > 1 and all(is_of_person(top.text) for top in tops) else None,
        )
        facts = corrected(facts, self.corrections)
        themes = self._themes(root, nodes, parts, headings, facts)
        sections_parts = [parts[id(node)] for node in root.children]
        turns = not sections_parts or (sections_parts[0] in ("原因", "措施") and "问题" not in sections_parts)
        loose = loose_parts(root_texts, self.taxonomy) if turns else ["引言"] * len(root.leaves)
        preamble = tuple(
            self._passage(leaf, part, themes.get(id(leaf))) for leaf, part in zip(root.leaves, loose, strict=True)
        )
        sections = tuple(self._section(node, (), parts, themes, None) for node in root.children)
        given = self.corrections.values.get("title") if self.corrections else None
        return Document(
            id=self.id,
            source=self.source.path,
            ordinal=self.ordinal,
            start=self.stretch.start,
            end=self.stretch.end,
            sha256=self.source.sha256,
            encoding=self.source.encoding,
            format=self.source.format,
            title=str(given) if given is not None else self.title,
            facts=self._quoted(facts),
            front=tuple(map(self._matter, written_front(self.framed, self.corrections))),
            preamble=preamble,
            sections=sections,
            back=tuple(map(self._matter, self.framed.back)),
            edits=tuple(self._placed(edit) for edit in self.final.edits),
            warnings=tuple(
                sorted(
                    notices(self.framed, self.shape, self.final, self.aloud, self.taxonomy, self.corrections),
                    key=lambda notice: (notice.line or 0, notice.code, notice.message),
                )
            ),
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
        """The matter around the text and its introduction. Who is spoken to says nothing of who speaks."""
        matters = [matter for matter in (*self.framed.front, *self.framed.back) if matter.kind != "salutation"]
        front = [Piece(matter.text, self.draft.line(matter.start)) for matter in matters]
        intro = [Piece(leaf.text, leaf.line) for leaf in self.shape.root.leaves[:INTRODUCTION] if not leaf.is_row]
        count = sum(matter.kind != "salutation" for matter in self.framed.front)
        return [*front[:count], *intro, *front[count:]]

    def _body(self, root: Node) -> list[Piece]:
        return [Piece(leaf.text, leaf.line) for node in walk(root) for leaf in node.leaves]

    # parts and themes

    def _parts(self, root: Node) -> dict[int, str | None]:
        """The part of every node, by `id(node)`."""
        parts: dict[int, str | None] = {id(root): None}
        below = [
            "".join(leaf.text for each in walk(node) for leaf in each.leaves if id(leaf) not in self.turned)
            for node in root.children
        ]
        headings = [node.heading for node in root.children]
        kind = kind_of(self.title, self.taxonomy, is_title=True)
        default = PARTS_OF_KINDS.get(kind[0]) if kind else None
        read = parts_of_sections(headings, below, default, self.taxonomy, turned={*self.turned.values()})
        for node, part in zip(root.children, read, strict=True):
            parts[id(node)] = part
            self._inherit(node, part, parts)
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
            siblings = [at for at, node in enumerate(own) if node.level > 1] or list(range(len(own)))
            is_said = bool(aligned) or facts.frame.value == meeting.frame
            if len(siblings) == len(meeting.aspects) and is_said:  # as many as the aspects: they are those, in order
                for at, aspect in zip(siblings, meeting.aspects, strict=True):
                    if at not in aligned and aspect not in aligned.values():
                        aligned[at] = aspect
            if len(aligned) > 1 or part == "问题":
                themes |= {id(own[at]): aspect.theme for at, aspect in aligned.items()}
        for node in nodes:
            if parts[id(node)] == "问题" and id(node) not in themes:
                numbered = [leaf for leaf in node.leaves if leaf.number]
                placed = align_in_order([_opening(leaf) for leaf in numbered], meeting, self.taxonomy)
                themes |= {id(numbered[at]): aspect.theme for at, aspect in placed.items()}
        leaves = [leaf for node in [root, *nodes] if parts[id(node)] in (None, "问题") for leaf in node.leaves]
        names = {word for aspect in meeting.aspects for word in (aspect.name, *aspect.words)}
        leaves = [
            leaf
            for leaf in leaves
            if ASPECT_OPENING.match(leaf.text[leaf.number_length :]) or (leaf.number and _opening(leaf).text in names)
        ]
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
        part = parts[id(node)]
        is_loose = node.level == 1 and part != "问题"  # may speak of much: what it names alone holds for all below
        theme = themes.get(id(node)) or theme_of_heading(node.heading, self.taxonomy, names_only=is_loose) or inherited
        if id(node) not in themes and (
            is_of_person(node.heading) or (node.level == 1 and names_part_alone(node.heading, self.taxonomy))
        ):
            theme = None
        heading = self._written(node.heading_start, node.heading)
        trail = (*trail, f"{node.number or ''}{heading}")
        return Section(
            id=self.ids.section(trail),
            level=node.level,
            number=self._written(node.start, node.number) if node.number else None,
            heading=heading,
            part=part,
            theme=theme,
            passages=tuple(
                self._passage(leaf, self.turned[id(leaf)], None)
                if id(leaf) in self.turned
                else self._passage(
                    leaf,
                    part,
                    themes.get(id(leaf)) or theme_of_aspect(leaf.text[leaf.number_length :], self.taxonomy) or theme,
                )
                for leaf in node.leaves
            ),
            sections=tuple(self._section(child, trail, parts, themes, theme) for child in node.children),
            start=self._moved(node.start),
            line=node.line,
        )

    def _passage(self, leaf: Leaf, part: str | None, theme: str | None) -> Passage:
        lead = topic_sentence(leaf.text[leaf.number_length :])
        if part and (label := _LABEL.match(leaf.text, leaf.number_length)):
            part = own_part(label[1], part, self.taxonomy)
        part = self.labelled.get(id(leaf), part)
        own = (theme, 1.0) if theme else theme_of_passage(lead, self.aloud.read(leaf.text), self.taxonomy)
        text = self._written(leaf.start, leaf.text)
        return Passage(
            id=self.ids.passage(text),
            number=text[: len(leaf.number)] if leaf.number else None,
            lead=topic_sentence(text[leaf.number_length :]) if self.is_converted else lead,
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


def _opening(leaf: Leaf) -> Piece:
    """The words that open a passage, up to its first stop or colon."""
    return Piece(re.split("[。：:；]", leaf.text[leaf.number_length :], maxsplit=1)[0][:60], leaf.line)


def topic_sentence(text: str) -> str:
    """The first sentence of a passage's text (its number left out), without its stop."""
    match = _TOPIC.match(text.strip())
    found = match[0] if match else ""
    return found.rstrip(_STOPS).strip() or text.strip()
