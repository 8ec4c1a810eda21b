"""Word's automatic numbers: what `numPr` makes Word display before a paragraph (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from duizhao.intake.numerals import numeral
from duizhao.intake.ooxml import Element, child, children, integer, is_on, value
from duizhao.intake.stylesheet import NumberRef, Stylesheet

_PLACE: Final = re.compile(r"%([1-9])")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_WIDE_END: Final = re.compile("[\u2e80-\u9fff\uff00-\uffef、。〉》」』】〕]$")
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `text` is what is displayed, `%1` standing for the number of level 1."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # counts afresh after this level, from 1; None: after any above it; 0: never
    decimal: bool = False  # displays the numbers of all levels in digits
    style: str | None = None  # id of the paragraph style tied to the level


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str  # the definition whose counters this list shares
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # levels that this list counts afresh from when it first comes


class Numbering:
    """Gives each paragraph its number, in reading order: a counter that remembers what came before."""

    def __init__(self, root: Element | None, styles: Stylesheet) -> None:
        self._styles = styles
        self._lists = _lists(root, styles)
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def next(self, own: NumberRef | None, style_id: str | None) -> str:
        """The number of the next paragraph as it is displayed, with what parts it from the text; "" without one.

        Bullets are marks of layout, not numbers, and are left out.

        Args:
            own: the `numPr` of the paragraph itself, which wins over its style's.
            style_id: the paragraph's style.
        """
        place = self._place(own, style_id)
        if place is None or place[0] not in self._lists:
            return ""
        number_id, level = place
        found = self._lists[number_id]
        form = found.levels.get(level)
        if form is None:
            return ""
        counters = self._count(number_id, found, level)
        if form.form == "bullet" and not _HAN.search(form.text):
            return ""
        shown = _PLACE.sub(lambda match: _shown(int(match[1]) - 1, form, found, counters), form.text)
        if not shown or form.suffix == "nothing":
            return shown
        return shown + (gap_after(shown) if form.suffix == "tab" else " ")

    def _place(self, own: NumberRef | None, style_id: str | None) -> tuple[int, int] | None:
        """The list and the level of a paragraph."""
        if own is not None and own.id is not None:
            return (own.id, own.level or 0) if own.id else None
        number_id = self._styles.number(style_id)
        if not number_id or number_id not in self._lists:
            return None
        if own is not None and own.level is not None:
            return number_id, own.level
        tied = {form.style: level for level, form in self._lists[number_id].levels.items()}
        for style in self._styles.chain(style_id):
            if style.id in tied:
                return number_id, tied[style.id]
            if style.number is not None and style.number.level is not None:
                return number_id, style.number.level
        return number_id, 0

    def _count(self, number_id: int, found: _List, level: int) -> list[int | None]:
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        start = found.levels[level].start
        current = counters[level]
        if level in found.starts and (number_id, level) not in self._begun:
            start, current = found.starts[level], None
        self._begun.add((number_id, level))
        counters[level] = start if current is None else current + 1
        for below in range(level + 1, _LEVELS):
            form = found.levels.get(below, Level())
            if form.restart is None or level < form.restart:
                counters[below] = None
        return counters


def gap_after(number: str) -> str:
    """What stands for the tab after a number: nothing after a full-width sign, else a space, as one would type it."""
    return "" if _WIDE_END.search(number) else " "


def _shown(level: int, form: Level, found: _List, counters: list[int | None]) -> str:
    of = found.levels.get(level, Level())
    number = counters[level]
    number = of.start if number is None else number
    return str(number) if form.decimal and of.form != "none" else numeral(number, of.form)


def _lists(root: Element | None, styles: Stylesheet) -> dict[int, _List]:
    abstracts = {value(element, "abstractNumId") or "": element for element in children(root, "abstractNum")}
    numbers = {integer(element, "numId"): element for element in children(root, "num")}
    found: dict[int, _List] = {}
    for number_id, number in numbers.items():
        abstract_id = _definition(value(child(number, "abstractNumId")) or "", abstracts, numbers, styles)
        if number_id is None or abstract_id not in abstracts:
            continue
        levels = {integer(lvl, "ilvl") or 0: _level(lvl) for lvl in children(abstracts[abstract_id], "lvl")}
        starts: dict[int, int] = {}
        for override in children(number, "lvlOverride"):
            level = integer(override, "ilvl") or 0
            if (own := child(override, "lvl")) is not None:
                levels[level] = _level(own)
            if (start := integer(child(override, "startOverride"))) is not None:
                starts[level] = start
                levels[level] = replace(levels.get(level, Level()), start=start)
        levels = {level: form for level, form in levels.items() if 0 <= level < _LEVELS}
        found[number_id] = _List(abstract_id, levels, starts)
    return found


def _definition(
    abstract_id: str, abstracts: Mapping[str, Element], numbers: Mapping[int | None, Element], styles: Stylesheet
) -> str:
    """Follow `numStyleLink`: a definition may say that it is that of a list style's own numbering."""
    seen: set[str] = set()
    while abstract_id in abstracts and abstract_id not in seen:
        seen.add(abstract_id)
        link = value(child(abstracts[abstract_id], "numStyleLink"))
        styled = styles.number(link) if link else None
        if styled not in numbers:
            break
        abstract_id = value(child(numbers[styled], "abstractNumId")) or ""
    return abstract_id


def _level(lvl: Element) -> Level:
    start = integer(child(lvl, "start"))
    return Level(
        start=0 if start is None else start,
        form=_form(lvl),
        text=value(child(lvl, "lvlText")) or "",
        suffix=value(child(lvl, "suff")) or "tab",
        restart=integer(child(lvl, "lvlRestart")),
        decimal=is_on(child(lvl, "isLgl")),
        style=value(child(lvl, "pStyle")),
    )


def _form(lvl: Element) -> str:
    """The number format; a newer one is wrapped with a choice for older programs, of which any known one will do."""
    forms = [form for element in lvl.iter("{*}numFmt") if (form := value(element)) not in (None, "custom")]
    return forms[0] if forms and forms[0] else "decimal"
