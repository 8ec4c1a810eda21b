"""docx: the visible text in reading order, with Word's automatic numbers written out.

Tracked insertions are kept and deletions dropped, as if every change had been accepted; hidden text is dropped. A text
box stands after the paragraph that anchors it, notes after the text, and each distinct line of the headers and footers
once at the very end, as furniture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from duizhao.errors import SourceError
from duizhao.intake import ooxml
from duizhao.intake.html import read_html
from duizhao.intake.mht import read_mht
from duizhao.intake.numbering import Numbering
from duizhao.intake.ooxml import Element, Package, Relationship, child, local, value
from duizhao.intake.reading import Line, Reading, compose
from duizhao.intake.rtf import read_rtf
from duizhao.intake.sniff import sniff
from duizhao.intake.stylesheet import Stylesheet, number_ref
from duizhao.intake.tables import table_lines
from duizhao.intake.text import read_text

_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DROPPED: Final = frozenset({"del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"})
_BREAKS: Final = str.maketrans({"\n": " ", "\r": " "})  # in a text node these are white space
_NOTES: Final = (("footnotes", "footnote", "footnoteReference"), ("endnotes", "endnote", "endnoteReference"))
_ENCLOSED: Final = {"html": read_html, "mht": read_mht, "txt": read_text, "rtf": read_rtf}
_NOTE_REFERENCES: Final = {reference: part for part, _, reference in _NOTES}


def read_docx(data: bytes) -> Reading:
    """Read a docx, docm or dotx.

    Raises:
        SourceError: (without a path) the file is damaged, or would inflate beyond reason.
    """
    package = Package(data)
    try:
        return compose(_Document(package).lines())
    except RecursionError as error:
        raise ooxml.damaged() from error


class _Document:
    """One document being read: its parts, its counters, and the notes in the order in which the text refers to them."""

    def __init__(self, package: Package) -> None:
        main = next((link.target for link in package.relationships("") if link.kind == "officeDocument"), "")
        root = package.xml(main) if main else None
        if root is None:
            main, root = "word/document.xml", package.xml("word/document.xml")
        body = child(root, "body")
        if body is None:
            raise SourceError(
                "这是 Office 压缩包，但里面没有 Word 正文", remedy="请用 Word 或 WPS 打开，确认内容后另存为 docx"
            )
        self._package = package
        self._body: Element = body
        self._links = package.relationships(main)
        self._styles = Stylesheet(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._notes: dict[tuple[str, str], int] = {}

    def lines(self) -> Iterator[Line]:
        """The text, then the notes, then headers and footers."""
        yield from self._blocks(self._body)
        yield from self._note_lines()
        yield from self._margin_lines()

    def _part(self, kind: str) -> Element | None:
        return next((self._package.xml(link.target) for link in self._links if link.kind == kind), None)

    def _note_lines(self) -> Iterator[Line]:
        notes = {
            (part, value(note, "id") or ""): note
            for part, name, _ in _NOTES
            for note in ooxml.children(self._part(part), name)
        }
        done = 0
        while pending := list(self._notes.items())[done:]:  # a note may itself refer to one: those come after
            done += len(pending)
            for key, number in pending:
                for index, line in enumerate(self._blocks(notes[key]) if key in notes else ()):
                    yield Line(line.text if index else f"[{number}] {line.text.lstrip()}", line.style)

    def _margin_lines(self) -> Iterator[Line]:
        links: dict[str, Relationship] = {link.id: link for link in self._links if link.kind in ("header", "footer")}
        seen: set[str] = set()
        for reference in self._body.iter("{*}headerReference", "{*}footerReference"):
            link = links.pop(ooxml.relationship_id(reference), None)
            part = self._package.xml(link.target) if link else None
            for line in self._blocks(part) if part is not None else ():
                for piece in line.text.split("\n"):
                    if piece.strip() and piece not in seen:
                        seen.add(piece)
                        yield Line(piece, "furniture")

    def _blocks(self, element: Element) -> list[Line]:
        """The lines of the paragraphs and tables in a body, a cell, a note or a text box."""
        lines: list[Line] = []
        carried = ""  # text of paragraphs whose end was deleted: it runs on into the next one
        for block in _flat(element, ("p", "tbl", "altChunk")):
            if local(block) != "p":
                lines += self._table(block) if local(block) == "tbl" else self._enclosed(block)
                continue
            boxes: list[Element] = []
            text = carried + "".join(self._inline(block, boxes))
            if child(block, "pPr", "rPr", "del") is not None:
                carried = text
            else:
                carried = ""
                lines.append(self._paragraph(child(block, "pPr"), text))
            for box in boxes:
                lines += self._blocks(box)
        return [*lines, Line(carried)] if carried else lines

    def _enclosed(self, chunk: Element) -> list[Line]:
        """The lines of a file inside the file, which Word is to take in when it opens it: so web editors write docx."""
        link = next((link for link in self._links if link.id == ooxml.relationship_id(chunk)), None)
        data = self._package.content(link.target) if link else b""
        form = sniff(data, "html")
        reading = (
            read_docx(data) if form == "docx" else _ENCLOSED[form](data) if data and form in _ENCLOSED else Reading("")
        )
        return [Line(text, reading.styles.get(number)) for number, text in enumerate(reading.text.split("\n"), 1)]

    def _paragraph(self, properties: Element | None, text: str) -> Line:
        style_id = value(child(properties, "pStyle")) or self._styles.default
        number = self._numbering.next(number_ref(properties), style_id)
        outline = ooxml.integer(child(properties, "outlineLvl"))
        return Line(number + text.lstrip() if number else text, self._styles.role(style_id, outline))

    def _table(self, table: Element) -> list[Line]:
        rows = [row for row in _flat(table, ("tr",)) if child(row, "trPr", "del") is None]
        cells = [[self._blocks(cell) for cell in _flat(row, ("tc",))] for row in rows]
        return table_lines(cells, header=bool(rows) and ooxml.is_on(child(rows[0], "trPr", "tblHeader")))

    def _inline(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """The pieces of text in a paragraph; text boxes anchored in it are put into `boxes`."""
        for part in _chosen(element):
            name = local(part)
            if name == "t":
                yield (part.text or "").translate(_BREAKS)
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "sym":
                yield _symbol(part)
            elif name in _NOTE_REFERENCES:
                key = (_NOTE_REFERENCES[name], value(part, "id") or "")
                yield f"[{self._notes.setdefault(key, len(self._notes) + 1)}]"
            elif name == "txbxContent":
                boxes.append(part)
            elif name == "rt":
                reading = "".join(self._inline(part, boxes))
                yield f"({reading})" if reading else ""
            elif name != "r" or not self._is_hidden(child(part, "rPr")):
                yield from self._inline(part, boxes)

    def _is_hidden(self, properties: Element | None) -> bool:
        """Whether a run's own properties or its style hide it."""
        own = child(properties, "vanish")
        return self._styles.is_hidden(value(child(properties, "rStyle"))) if own is None else ooxml.is_on(own)


def _chosen(element: Element) -> Iterator[Element]:
    """The children that are displayed: no deletions or properties, one alternative, a reading after its base."""
    for part in element:
        name = local(part)
        if name == "AlternateContent":
            options = [option for option in part if local(option) in ("Choice", "Fallback")]
            yield from options[:1]
        elif name == "ruby":
            yield from sorted((half for half in part if local(half) in ("rubyBase", "rt")), key=local, reverse=True)
        elif name and name not in _DROPPED:
            yield part


def _flat(element: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """The blocks of given names in an element, out of whatever content controls wrap them."""
    for part in _chosen(element):
        if local(part) in names:
            yield part
        elif local(part) in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "Choice", "Fallback"):
            yield from _flat(part, names)


def _symbol(part: Element) -> str:
    """The character of `w:sym`. A symbol font's own code stays in the private-use area."""
    try:
        code = int(value(part, "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
