"""The theme's template around a page, rendered once for all pages that differ in title, headings and content only.

A template takes 1.3 ms for a page, and an archive of 10,000 documents has tens of thousands. `theme.py` renders it once
for each kind of page with marks in place of what is the page's own, and checks the result against the template itself
before it is used. A page whose title or headings hold signs that templates treat in ways of their own is not for a
shell: the template then makes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple

from duizhao.lean import lean_markup

TITLE, FOLDER, NAME = "dz5title5dz", "dz5folder5dz", "dz5page5dz"
CONTENT = "<h1>dz5content5dz</h1>"  # with a heading: to a page without one the theme gives one
FIRST, SECOND, PARENT = "dz5first5dz", "dz5second5dz", "dz5parent5dz"  # name and id of headings
_TOC = "<!-- dz5toc5dz -->"
_MARKS = re.compile(f"({TITLE}|{FOLDER}|{NAME}|{CONTENT}|{_TOC})")
_PLAIN = re.compile(r"""[^&<>"'{}]*""")


class Kind(NamedTuple):
    """What a template may tell pages apart by, their title, headings and content aside."""

    folder: str  # of the page, what is below the first one replaced
    hide: tuple[str, ...]
    has_headings: bool  # below its own

    @classmethod
    def of(cls, uri: str, hide: Sequence[str], toc: Sequence[Mapping[str, Any]]) -> Kind:
        """The kind of a page."""
        top, *below = uri.split("/")[:-1]
        return cls("/".join([top, *(FOLDER for _ in below)]), tuple(hide), bool(toc[0]["children"]))

    @property
    def uri(self) -> str:
        """The address that stands for that of a page of this kind."""
        return f"{self.folder}/{NAME}.md"


KINDS = tuple(
    Kind(folder + below, ("navigation",), has_headings)
    for folder in ("documents", "meetings", "phrases", "themes")
    for below in ("", f"/{FOLDER}")
    for has_headings in (True, False)
)


@dataclass(frozen=True, slots=True)
class TocStyle:
    """How the theme writes the table of contents: an entry without children (named `FIRST`), and what stands around
    the children of one that has some, and between them."""

    leaf: str
    before: str
    between: str
    after: str

    @classmethod
    def of(cls, leaf: str, branch: str) -> TocStyle | None:
        """The style of a theme that wrote `leaf`, and `branch` for an entry with that leaf and a second below it."""
        before, found, rest = branch.partition(leaf)
        between, again, after = rest.partition(leaf.replace(FIRST, SECOND))
        return cls(leaf, before, between, after) if found and again and FIRST not in before + after else None

    def lean(self) -> TocStyle:
        """The same without what browsers do not show."""
        return TocStyle(*map(lean_markup, (self.leaf, self.before, self.between, self.after)))

    def fill(self, tokens: Sequence[Mapping[str, Any]], between: str) -> str:
        """The entries of some headings and all below them."""
        return between.join(map(self._filled, tokens))

    def _filled(self, token: Mapping[str, Any]) -> str:
        name, id = str(token["name"]), str(token["id"])
        if not token["children"]:
            return _named(self.leaf, FIRST, name, id)
        before, after = _named(self.before, PARENT, name, id), _named(self.after, PARENT, name, id)
        return before + self.fill(token["children"], self.between) + after


def _named(piece: str, mark: str, name: str, id: str) -> str:
    return piece.replace(f"#{mark}", f"#{id}").replace(mark, name)


@dataclass(frozen=True)
class Shell:
    """One kind's template, rendered."""

    markup: str
    between: str  # the entries of the table of contents
    toc: TocStyle

    @classmethod
    def of(cls, markup: str, toc: TocStyle) -> Shell | None:
        """The shell of what a template gave for the marks, with two headings where there are any.

        None where the template shows the content more than once, or the headings in more than one way.
        """
        between = ""
        if FIRST in markup:  # in two places where the page stands in the navigation
            first, second = toc.leaf, toc.leaf.replace(FIRST, SECOND)
            between = markup.partition(first)[2].partition(second)[0]
            markup = markup.replace(first + between + second, _TOC)
            if FIRST in markup or SECOND in markup + between:
                return None
        if markup.count(CONTENT) != 1:
            return None
        return cls(markup, between, toc)

    @property
    def digest(self) -> str:
        """What tells it from others."""
        return blake2b("\0".join((self.markup, self.between, repr(self.toc))).encode(), digest_size=16).hexdigest()

    def lean(self) -> Shell:
        """The same without what browsers do not show."""
        return Shell(lean_markup(self.markup), lean_markup(self.between), self.toc.lean())

    def fill(
        self, uri: str, title: str, headings: Sequence[Mapping[str, Any]], html: str, errors: str = "replace"
    ) -> bytes:
        """The whole page. `title` and the names of the headings, those below the title, are HTML; see `fits`.

        `errors`: what becomes of characters that UTF-8 cannot write, see `str.encode`.
        """
        *folders, name = uri.removesuffix(".md").split("/")
        said = {TITLE: title, FOLDER: "".join(folders[-1:]), NAME: name, CONTENT: html}
        said[_TOC] = self.toc.fill(headings, self.between)
        pieces = [said[piece].encode("utf-8", errors) if isinstance(piece, str) else piece for piece in self._pieces]
        return b"".join(pieces)

    @cached_property
    def _pieces(self) -> list[str | bytes]:
        """The markup, cut around its marks; what is the same on all pages is encoded once."""
        texts, marks = _MARKS.split(self.markup)[::2], _MARKS.findall(self.markup)
        return [*chain.from_iterable(zip((text.encode() for text in texts), marks, strict=False)), texts[-1].encode()]


def fits(title: str, toc: Sequence[Mapping[str, Any]], html: str) -> bool:
    """Whether all templates write a page's title and headings as they are, and add none."""
    return _is_plain(title) and html.startswith("<h1") and all(map(has_plain_names, toc))


def has_plain_names(token: Mapping[str, Any]) -> bool:
    """Whether all templates write a heading and those below it as they are."""
    return _is_plain(str(token["name"])) and all(map(has_plain_names, token["children"]))


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and " ".join(text.split()) == text
