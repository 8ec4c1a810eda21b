"""rtf: the visible text in reading order, as of docx: notes after the text, headers and footers at the end.

Read here, on the bare tokens: the libraries for RTF give one string, in which headers, notes, text boxes, deleted and
hidden words are either lost or not to be told from the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from duizhao.intake.numbering import gap_after
from duizhao.intake.reading import HEADINGS, Line, Reading, Style, compose
from duizhao.intake.rtf_flow import Flow, whole
from duizhao.intake.rtf_tokens import code_page, decoded, tokens
from duizhao.intake.stylesheet import role_of_name

_SIGNS: Final = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "~": "\xa0",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
}
# Groups whose content is not displayed, or displayed elsewhere too. So is any group marked `\*` that is not known here.
_SKIPPED: Final = frozenset(
    {"annotation", "atnauthor", "atndate", "atnicn", "atnid", "atnparent", "atnref", "atntime", "atrfend", "atrfstart"}
    | {"author", "bkmkend", "bkmkstart", "colortbl", "comment", "company", "creatim", "datafield", "doccomm", "docvar"}
    | {"fldinst", "filetbl", "ftncn", "ftnsep", "ftnsepc", "aftncn", "aftnsep", "aftnsepc", "generator", "info"}
    | {"keywords", "listtable", "listoverridetable", "nonesttables", "nesttableprops", "objdata", "objclass", "objname"}
    | {
        "operator",
        "pict",
        "pn",
        "pnseclvl",
        "printim",
        "private",
        "revtbl",
        "revtim",
        "rsidtbl",
        "rxe",
        "shprslt",
        "sn",
    }
    | {"sv", "tc", "tcn", "template", "themedata", "txe", "xe", "xmlnstbl", "latentstyles", "datastore", "formfield"}
    | {"nonshppict", "fontemb", "falt", "panose"}
)
_ENTERED: Final = frozenset(
    {"shpinst", "shptxt", "do", "dptxbxtext", "ud", "result"}
)  # though marked `\*`, some of them
# `\upr` holds the same text twice, for readers without Unicode first, for others in `\ud`
_TABLES: Final[Mapping[str, Literal["", "fonts", "styles", "upr"]]] = {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "upr": "upr",
    "ud": "",
}
_BOXES: Final = frozenset({"shptxt", "dptxbxtext"})
_MARGINS: Final = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
_NUMBERS: Final = frozenset({"listtext", "pntext"})
_CHARACTER: Final = frozenset({"uc", "f", "v", "deleted", "plain"})  # words of characters
_VISIBLE_NUMBER: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds up to the end of the group."""

    flow: Flow
    table: Literal["", "fonts", "styles", "upr"] = ""  # not text, but a table of the file's head
    font: int | None = None
    skip: int = 1  # `\uc`: how many characters follow a Unicode one for readers that know none
    is_hidden: bool = False
    is_deleted: bool = False
    style: Style | None = None  # of the paragraph
    in_table: bool = False
    is_header: bool = False  # of the table's row

    def into(self, flow: Flow) -> _State:
        """The state in which another flow begins."""
        return replace(self, flow=flow, table="", style=None, in_table=False)


def read_rtf(data: bytes) -> Reading:
    """Read an RTF file. Where it breaks off, so does the text.

    Deleted and hidden words, comments and the codes of fields are left out.
    """
    return compose(_Reader().read(data))


class _Reader:
    def __init__(self) -> None:
        self._body = Flow("body")
        self._state = _State(self._body)
        self._stack: list[_State] = []
        self._page = "cp1252"
        self._fonts: dict[int | None, int] = {}  # to `\fcharset`
        self._default_font: int | None = None
        self._names: dict[int, str] = {}  # of styles
        self._outlines: dict[int, int] = {}  # outline levels that styles state
        self._named = 0  # the style that is being read
        self._bytes = bytearray()  # of a run, not decoded yet
        self._to_skip = 0
        self._is_starred = False
        self._notes: list[Flow] = []
        self._margins: list[Line] = []

    def read(self, data: bytes) -> Iterator[Line]:
        for token in tokens(data[max(0, data.find(b"{\\rtf")) :]):
            if token.raw:
                self._bytes += token.raw[self._to_skip :]
                self._to_skip = max(0, self._to_skip - len(token.raw))
                continue
            self._flush()
            self._to_skip = 0
            if token.brace == "{":
                self._stack.append(self._state)
            elif token.brace:
                self._leave()
                if not self._stack:
                    break
            else:
                self._word(token.word, token.number)
        self._flush()
        while self._stack:
            self._leave()
        self._body.end()
        yield from self._body.lines
        for number, note in enumerate(self._notes, 1):
            for index, line in enumerate(line for line in note.lines if line.text.strip()):
                yield line if index else Line(f"[{number}] {line.text.lstrip()}", line.style)
        yield from dict.fromkeys(self._margins)

    def _leave(self) -> None:
        """Ends a group; what it held goes where it is shown."""
        self._is_starred = False
        if not self._stack:
            return
        inner, self._state = self._state.flow, self._stack.pop()
        outer = self._state.flow
        if inner is outer:
            return
        if inner.kind == "number":
            number = whole(inner.pieces).strip()
            # a bullet is a mark of layout, as in docx
            outer.number = number + gap_after(number) if _VISIBLE_NUMBER.search(number) else ""
            return
        inner.end()
        if inner.kind == "box":
            outer.boxes += inner.lines
        elif inner.kind == "margin":
            pieces = (piece.strip() for line in inner.lines for piece in line.text.split("\n"))
            self._margins += [Line(piece, "furniture") for piece in pieces if piece]

    def _flush(self) -> None:
        if self._bytes:
            self._add(decoded(bytes(self._bytes), self._fonts.get(self._state.font), self._page))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        state = self._state
        if state.table == "styles":
            self._names[self._named] = self._names.get(self._named, "") + text
        elif not (state.table or state.is_hidden or state.is_deleted or state.flow.kind == "nothing"):
            state.flow.pieces.append(text)

    def _word(self, word: str, number: int | None) -> None:
        is_starred, self._is_starred = self._is_starred, word == "*"
        if word == "*" or self._state.flow.kind == "nothing":
            return
        if word == "u" and number is not None:
            self._add(chr(number & 0xFFFF))
            self._to_skip = self._state.skip
        elif word in _CHARACTER:
            self._character(word, number)
        elif self._state.table in ("fonts", "styles") and not is_starred and word not in _SKIPPED:
            self._entry(word, number)
        elif self._opens(word, is_starred):
            pass
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif word == "ansicpg":
            self._page = code_page(number)
        elif word == "deff":
            self._default_font = number
            self._state = replace(self._state, font=number)
        elif self._state.flow.kind != "number":
            self._paragraph(word, number)

    def _entry(self, word: str, number: int | None) -> None:
        """A word in the table of fonts or styles."""
        if word == "fcharset" and number is not None:
            self._fonts[self._state.font] = number
        elif word == "s" and number is not None:
            self._named = number
        elif word == "outlinelevel" and number is not None:
            self._outlines[self._named] = number
        elif word in ("cs", "ds", "ts"):  # a style of characters, sections, tables
            self._state = self._state.into(Flow("nothing"))

    def _opens(self, word: str, is_starred: bool) -> bool:
        """Whether a word makes its group one of another kind."""
        state = self._state
        if word in _SKIPPED or (is_starred and word not in _ENTERED) or (state.table == "upr" and word != "ud"):
            self._state = state.into(Flow("nothing"))
        elif word in _TABLES:
            self._state = replace(state, table=_TABLES[word])
        elif word in _BOXES:
            self._state = state.into(Flow("box"))
        elif word in _MARGINS:
            self._state = state.into(Flow("margin"))
        elif word in _NUMBERS:
            self._state = state.into(Flow("number"))
        elif word == "footnote" and not (state.is_hidden or state.is_deleted):
            note = Flow("note")
            self._notes.append(note)
            self._add(f"[{len(self._notes)}]")
            self._state = state.into(note)
        else:
            return False
        return True

    def _character(self, word: str, number: int | None) -> None:
        is_on = number != 0
        if word == "uc":
            self._state = replace(self._state, skip=max(0, number or 0))
        elif word == "f":
            self._state = replace(self._state, font=number)
        elif word == "v":
            self._state = replace(self._state, is_hidden=is_on)
        elif word == "deleted":
            self._state = replace(self._state, is_deleted=is_on)
        else:  # plain
            self._state = replace(self._state, is_hidden=False, is_deleted=False, font=self._default_font)

    def _paragraph(self, word: str, number: int | None) -> None:
        state = self._state
        if word in ("par", "sect", "\n", "\r"):
            if not state.is_deleted:
                state.flow.paragraph(state.style, in_table=state.in_table)
        elif word == "cell":
            state.flow.end_cell(state.style)
        elif word == "nestcell":
            state.flow.paragraph(state.style, in_table=True)
        elif word == "row":
            state.flow.end_row(header=state.is_header)
        elif word in ("trowd", "trhdr"):
            self._state = replace(state, is_header=word == "trhdr")
        elif word == "intbl":
            self._state = replace(state, in_table=True)
        elif word == "pard":
            self._state = replace(state, in_table=False, style=None)
        elif word == "s" and number is not None:
            self._state = replace(state, style=self._style(number))
        elif word == "outlinelevel" and number is not None and 0 <= number < 9 and state.style != "title":
            self._state = replace(state, style=HEADINGS[min(number, 5)])

    def _style(self, number: int) -> Style | None:
        outline = self._outlines.get(number, 9)
        role = role_of_name(self._names.get(number, "").partition(";")[0].strip())
        return role or (HEADINGS[min(outline, 5)] if 0 <= outline < 9 else None)
