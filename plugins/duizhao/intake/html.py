"""html: the visible text as lines, as a browser shows it; what surrounds the main text is marked as furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import lxml.html
from lxml import etree

from duizhao.errors import SourceError
from duizhao.intake.encoding import decode
from duizhao.intake.furniture import Element, Page, survey
from duizhao.intake.numbering import gap_after
from duizhao.intake.numerals import numeral
from duizhao.intake.reading import HEADINGS, Line, Reading, Style, compose
from duizhao.intake.tables import table_lines

_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir"}
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "select"}
    | {"summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul"}
)
# `list-style-type`, or the `type` of an <ol>, to Word's name for the format and what follows the number.
_LISTS: Final = {
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
    "i": ("lowerRoman", ". "),
    "I": ("upperRoman", ". "),
    "a": ("lowerLetter", ". "),
    "A": ("upperLetter", ". "),
}
_DECLARED: Final = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]{0,100}?\bencoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARATION: Final = 4096  # bytes within which a page declares its encoding; browsers look at 1,024
_LONGEST_TITLE: Final = 300  # characters
_CONTROL: Final = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
# Between two wide characters a line break in the source is no space (CSS Text 3, 4.1.3).
_WIDE: Final = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—]"
_WIDE_BREAK: Final = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n\f]*(?={_WIDE})")
_LIST_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([\w -]+)", re.IGNORECASE)
_KEPT: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_MARK: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)  # what Word writes in the place of a number
_SYMBOLS: Final = re.compile(r"font-family\s*:\s*[\"']?(?:wingdings|symbol|webdings)", re.IGNORECASE)
_VISIBLE: Final = re.compile(r"\w|[①-⒛]")
_INTEGER: Final = re.compile(r"\s*([+-]?\d{1,9})\s*")


def read_html(data: bytes) -> Reading:
    """Read a web page, as saved by a browser, an editor or Word.

    Raises:
        SourceError: (without a path) the encoding is unclear, or the page is nested too deep to be read whole.
    """
    declared = _DECLARED.search(data[:_DECLARATION])
    label = (declared[1] or declared[2]).decode("ascii", "replace") if declared else None
    text, encoding = decode(data, label)
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=True,  # else what is nested below 256 elements is silently lost; HTML has no entities that grow
    )
    try:
        root = lxml.html.document_fromstring(_CONTROL.sub("", text).encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return Reading("", encoding)  # nothing in it but comments or blanks
    if any("depth" in entry.message for entry in parser.error_log):
        raise SourceError("网页标签嵌套太深，读不完整", remedy="请在浏览器里打开，全选复制到 Word，另存为 docx")
    title = _collapsed("".join(root.xpath("(//title)[1]//text()"))).strip()[:_LONGEST_TITLE]
    lines = _Walker(survey(root, title)).lines(root)
    return compose(lines or ([Line(title, "title")] if title else []), encoding)


class _State(NamedTuple):
    """What the elements around the present place say of it."""

    style: Style | None = None
    linked: bool = False
    kept: bool = False  # white space is kept
    shaded: bool = False  # in an element of the page's furniture
    inside: bool = False  # in the main text
    item: bool = False  # in a list


@dataclass(slots=True)
class _Table:
    rows: list[list[Sequence[Line]]] = field(default_factory=list)
    layout: bool = False  # lays out the page: its cells are no cells


class _Walker:
    """Goes through a page in reading order and gathers lines. Without recursion: pages nest deeper than Python."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._states = [_State()]
        self._targets: list[list[Line]] = [[]]  # the page, then the table cells that are open
        self._tables: list[_Table] = []
        self._counts: dict[Element, int] = {}
        self._number = ""  # of a list item whose text has not come yet
        self._pieces: list[str] = []
        self._first: _State | None = None  # where the line began
        self._linked = 0

    def lines(self, root: Element) -> list[Line]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            hidden = element in self._page.hidden or bool(_MARK.search(element.get("style", "")))
            if event == "start" and hidden:
                self._number = _word_number(element) or self._number
            if event == "start" and hidden:
                walk.skip_subtree()
            elif event == "start":
                self._open(element)
            else:
                if not hidden:
                    self._close(element)
                self._add(element.tail)
        self._flush()
        return self._targets[0]

    def _open(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if tag == "table":
            if self._tables and len(self._targets) > 1:
                self._tables[-1].layout = True
            self._tables.append(_Table(layout=element.get("role") in ("presentation", "none")))
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            self._targets.append([])
        elif tag == "li":
            self._number = self._item_number(element)
        self._states.append(self._state(element))
        self._add(element.text)

    def _close(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        self._states.pop()
        if tag == "table":
            table = self._tables.pop()
            if table.layout:
                self._targets[-1] += [line for row in table.rows for cell in row for line in cell]
            else:
                self._targets[-1] += table_lines(table.rows)
        elif tag in ("td", "th") and self._tables:
            cell = self._targets.pop()
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(cell)
        elif tag == "li":
            self._number = ""

    def _state(self, element: Element) -> _State:
        state = self._states[-1]
        tag = element.tag
        if element is self._page.title:
            state = state._replace(style="title")
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            state = state._replace(style=HEADINGS[int(tag[1]) - 1])
        if tag == "a":
            state = state._replace(linked=True)
        elif tag in ("pre", "textarea") or _KEPT.search(element.get("style", "")):
            state = state._replace(kept=True)
        elif tag == "li":
            state = state._replace(item=True)
        if element in self._page.furniture:
            state = state._replace(shaded=True)
        return state._replace(inside=True) if element is self._page.main else state

    def _add(self, text: str | None) -> None:
        if not text:
            return
        state = self._states[-1]
        for index, piece in enumerate(re.split(r"\r\n?|\n", text) if state.kept else (text,)):
            if index:
                self._flush()
            if piece.strip():
                self._first = self._first or state
                self._linked += len(piece.strip()) if state.linked else 0
            self._pieces.append(piece)

    def _flush(self) -> None:
        """End the line. A line without a visible character is none."""
        text, first = "".join(self._pieces), self._first
        if first is not None:
            text = text.rstrip() if first.kept else _collapsed(text).strip(" ")
            self._targets[-1].append(Line(self._number + text, self._style(text, first)))
            self._number = ""
        self._pieces, self._first, self._linked = [], None, 0

    def _style(self, text: str, first: _State) -> Style | None:
        if first.style == "title":
            return "title"
        furniture = first.shaded or self._page.is_furniture(text, self._linked, inside=first.inside, item=first.item)
        return "furniture" if furniture else first.style

    def _item_number(self, item: Element) -> str:
        """The number that a browser shows before a list item; bullets are marks of layout and are left out."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        count = self._counts.get(parent)
        count = _integer(parent.get("start"), 1) if count is None else count + 1
        self._counts[parent] = count = _integer(item.get("value"), count)
        named = _LIST_STYLE.search(f"{item.get('style', '')};{parent.get('style', '')}")
        words = named[1].lower().split() if named else [parent.get("type", "")]
        if "none" in words:
            return ""
        form, mark = next((_LISTS[word] for word in words if word in _LISTS), ("decimal", ". "))
        return numeral(count, form) + mark


def _word_number(element: Element) -> str:
    """The number that Word wrote before a paragraph for those who know no lists; "" for a bullet, a mark of layout."""
    if not _MARK.search(element.get("style", "")):
        return ""
    number = _collapsed("".join(element.itertext())).strip(" \xa0")
    styles = [
        each.get("style", "") for each in (element.getparent(), element, *element.iterdescendants("span", "font"))
    ]
    if not _VISIBLE.search(number) or any(_SYMBOLS.search(style) for style in styles):
        return ""
    return number + gap_after(number)


def _collapsed(text: str) -> str:
    return _SPACES.sub(" ", _WIDE_BREAK.sub("", text))


def _integer(text: str | None, default: int) -> int:
    found = _INTEGER.fullmatch(text or "")
    return int(found[1]) if found else default
