"""The styles of a docx: which are headings or titles, which carry a number, which hide what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from duizhao.intake.ooxml import Element, child, children, integer, is_on, value
from duizhao.intake.reading import HEADINGS, Style

# Word keeps the English names of its own styles in every language; WPS and converters write Chinese ones too.
_HEADING_NAME: Final = re.compile(r"(?:heading|标题)\s*([1-6])", re.IGNORECASE)
_TITLE_NAMES: Final = frozenset({"title", "标题"})
_CONTENTS_NAME: Final = re.compile(r"(?:toc|目录)\s*[1-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberRef:
    """A place in a numbering: `id` 0 switches numbering off; None leaves the matter to what it is based on."""

    id: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """One style as written in `styles.xml`, before what it is based on is asked. `outline` counts from 0."""

    id: str
    name: str
    based_on: str | None
    number: NumberRef | None
    outline: int | None
    hidden: bool | None = None  # of a character style; None: as what it is based on


class Stylesheet:
    """The paragraph styles by id, each asked together with the chain it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, ParagraphStyle] = {}
        self.default: str | None = None  # id of the style of paragraphs that name none
        for style in children(root, "style"):
            found = _paragraph_style(style)
            self._styles[found.id] = found
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                self.default = found.id

    def chain(self, style_id: str | None) -> Iterator[ParagraphStyle]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = style.based_on

    def is_hidden(self, style_id: str | None) -> bool:
        """Whether text in a character style is hidden."""
        stated = (style.hidden for style in self.chain(style_id) if style.hidden is not None)
        return next(stated, False)

    def number(self, style_id: str | None) -> int | None:
        """The id of the list that a style numbers its paragraphs by; 0 where it switches numbering off."""
        ids = (style.number.id for style in self.chain(style_id) if style.number is not None)
        return next((number for number in ids if number is not None), None)

    def role(self, style_id: str | None, outline: int | None = None) -> Style | None:
        """What paragraphs of a style are: a title, a heading, or furniture (a line of the table of contents).

        Args:
            style_id: the paragraph's style, None for the default one.
            outline: the outline level that the paragraph itself states, from 0; 9 is body text.
        """
        for style in self.chain(style_id):
            named = role_of_name(style.name)
            if named in ("furniture", "title") or (named and outline is None):
                return named
            outline = style.outline if outline is None else outline
        return HEADINGS[min(outline, 5)] if outline is not None and 0 <= outline < 9 else None


def role_of_name(name: str) -> Style | None:
    """What paragraphs of a style of that name are; None where the name says nothing."""
    if _CONTENTS_NAME.fullmatch(name):
        return "furniture"
    if name.lower() in _TITLE_NAMES:
        return "title"
    heading = _HEADING_NAME.fullmatch(name)
    return HEADINGS[int(heading[1]) - 1] if heading else None


def number_ref(properties: Element | None) -> NumberRef | None:
    """The `w:numPr` of paragraph properties."""
    found = child(properties, "numPr")
    if found is None:
        return None
    return NumberRef(integer(child(found, "numId")), integer(child(found, "ilvl")))


def _paragraph_style(style: Element) -> ParagraphStyle:
    properties = child(style, "pPr")
    return ParagraphStyle(
        id=value(style, "styleId") or "",
        name=(value(child(style, "name")) or "").strip(),
        based_on=value(child(style, "basedOn")),
        number=number_ref(properties),
        outline=integer(child(properties, "outlineLvl")),
        hidden=None if (vanish := child(style, "rPr", "vanish")) is None else is_on(vanish),
    )
