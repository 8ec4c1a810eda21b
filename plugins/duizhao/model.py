"""The nouns of duizhao. Frozen, typed, no I/O.

All offsets are in characters (never bytes), 0-based and half-open: `text[start:end]`. Lines are counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Source:
    """A file as its reader decoded it: one paragraph or table row a line.

    For txt and md `text` is the decoded file to the letter; for the others it is the visible text in reading order with
    the numbers that the format generates written out. Edits count their offsets in it.

    `styles` maps a line number to what the format says of that line: `title`, `heading1` … `heading6`, `table-header`,
    `table-row`, `furniture`. Numbering in the text wins over it.
    """

    path: str  # relative to the corpus, "/" between folders
    sha256: str  # of the file's bytes, hexadecimal
    format: str  # txt, md, docx, html, rtf, pdf, mht, doc, wps, odt
    encoding: str | None  # of text formats: utf-8, utf-8-sig, utf-16, gb18030 …
    text: str
    styles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change from the decoded source to the normalised text.

    `source.text[start:end] == before`; the normalised text has `after` in its place.
    """

    rule: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should look at; the text stays as it is. `message` is Chinese."""

    code: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about a document, with the words that say so and their line. `value` None: unknown (未知)."""

    value: str | int | None = None
    evidence: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The facets of a document, each with its evidence (see `data/taxonomy.yml` for the values)."""

    year: Fact = Fact()  # int: the 年度 the meeting belongs to, not the year it was held in
    meeting: Fact = Fact()
    frame: Fact = Fact()  # 六个带头, 五个方面 …
    kind: Fact = Fact()  # 文种
    subject: Fact = Fact()  # 主体
    role: Fact = Fact()  # 职务, as written
    unit: Fact = Fact()  # 单位, as written
    level: Fact = Fact()  # 层级


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the owner says of a document, over what is read from it.

    `values` are by the names of `Facts`, and `title`; None: it is not known. `file`: the name of the file that says so.
    """

    file: str
    values: Mapping[str, str | int | None]

    @property
    def evidence(self) -> str:
        """What stands for the words of the text."""
        return f"更正：{self.file}"


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of the archive: one 一是…, one run-in （一）…, one plain paragraph, one table row.

    `text` is whole, number included, and stands at `start` of the document's normalised text; `lead` is its topic
    sentence without the number. `id` derives from the document's id and the passage's own text. `theme` is 未分类 where
    too little says which; `score` (0 to 1) is how much does, 1 where an aspect above the passage names it.
    """

    id: str
    number: str | None
    lead: str
    text: str
    part: str | None
    theme: str
    score: float
    start: int
    line: int  # of the source


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `number` and `heading` as written: `（一）`, `加强理论武装`."""

    id: str
    level: int
    number: str | None
    heading: str
    part: str | None
    theme: str | None
    passages: tuple[Passage, ...]
    sections: tuple[Section, ...]
    start: int  # of the number, or of the heading where there is none, in the normalised text
    line: int

    @property
    def label(self) -> str:
        """Number and heading: `（一）加强理论武装`."""
        return f"{self.number or ''}{self.heading}"

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Matter:
    """A piece of front or back matter: salutation, byline, date; closing, signature, note, attachment …"""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a letter-word or a mask stands for: the document's `text[start:end]` is read as `words`, shown as written.

    `is_sure` is false where the words are a suggestion: a person may see them, nothing is concluded from them.
    """

    start: int
    end: int
    words: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """One normalised document. `text` is the normalised text that every `start` points into.

    A file may hold several: `ordinal` counts them from 0, `start` and `end` are the stretch of the decoded source that
    this one is made of. Edits count their offsets from the beginning of the file's text, lines from its first line.
    """

    id: str
    source: str
    ordinal: int
    start: int
    end: int
    sha256: str
    encoding: str | None
    format: str
    title: str
    facts: Facts
    front: tuple[Matter, ...]
    preamble: tuple[Passage, ...]
    sections: tuple[Section, ...]
    back: tuple[Matter, ...]
    edits: tuple[Edit, ...]
    warnings: tuple[Notice, ...]
    readings: tuple[Reading, ...]  # sorted, not overlapping
    text: str

    @property
    def year(self) -> int | None:
        """The 年度, where known."""
        value = self.facts.year.value
        return value if isinstance(value, int) else None

    @property
    def meeting(self) -> str | None:
        """The meeting's name, where known."""
        value = self.facts.meeting.value
        return value if isinstance(value, str) else None

    def walk(self) -> Iterator[Section]:
        """All sections, nested ones too, in reading order."""
        for section in self.sections:
            yield from section.walk()

    def passages(self) -> Iterator[Passage]:
        """All passages in reading order."""
        return (passage for _, passage in self.breadcrumbs())

    def breadcrumbs(self) -> Sequence[Trailed]:
        """Each passage with the sections it stands in, outermost first, in reading order."""
        found: list[Trailed] = []
        _put_in_order(found, (), self.preamble, self.sections)
        return found


Trailed = tuple[tuple[Section, ...], Passage]
"""A passage behind the sections it stands in."""


def _put_in_order(
    found: list[Trailed], trail: tuple[Section, ...], passages: Sequence[Passage], sections: Sequence[Section]
) -> None:
    pieces: Iterable[Passage | Section] = (*passages, *sections)
    if passages and sections:
        pieces = sorted(pieces, key=_start)
    for piece in pieces:
        if isinstance(piece, Section):
            _put_in_order(found, (*trail, piece), piece.passages, piece.sections)
        else:
            found.append((trail, piece))


_start = attrgetter("start")


class Phrase(NamedTuple):
    """A wording the archive knows: a 提法, an idiom, a quoted term.

    `head` is what is matched in text, together with `variants`; `pinyin` (without tones, a space between syllables)
    orders the index; `expansion` and `source` come from the glossary.
    """

    id: str
    head: str
    kind: str
    pinyin: str
    variants: tuple[str, ...] = ()
    expansion: str | None = None
    source: str | None = None


Extent = tuple[int, int]
"""A stretch of a text: where it starts and ends, 0-based half-open, in characters."""


class Occurrence(NamedTuple):
    """A phrase in a passage: `passage.text[start:end]` is the head or one of its variants."""

    phrase: str  # Phrase.id
    start: int
    end: int


class Hub(NamedTuple):
    """Pages that show documents together, made again when one of these changes.

    By `kind`: `year` (its documents); `meeting` (by `name`) and `meeting-year` (its documents of a year); `theme` (by
    `name`) and `leads` (its passages in a `part`, of a year); `phrase` (by `name`, its id) and `uses` (of a year);
    `letter` (the phrases under one initial, `name`); `index` (the pages above them all).
    """

    kind: str
    name: str = ""
    part: str = ""
    year: int = 0  # 0: unknown

    @property
    def owner(self) -> str:
        """Its name among the owners of outputs."""
        return "hub\t" + "\t".join((self.kind, self.name, self.part, str(self.year)))

    @classmethod
    def of(cls, owner: str) -> Hub | None:
        """The hub that goes by this name, if it is one."""
        mark, _, rest = owner.partition("\t")
        if mark != "hub":
            return None
        kind, name, part, year = rest.split("\t")
        return cls(kind, name, part, int(year))


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists show of a document."""

    id: str
    source: str
    title: str
    year: int | None
    meeting: str | None
    kind: str | None
    role: str | None
    unit: str | None
