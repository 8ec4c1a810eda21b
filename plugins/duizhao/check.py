"""Every link of a built site leads somewhere: files, anchors, references, and nothing outside the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from duizhao.errors import OutputError
from duizhao.files import all_files

_LINKS = {("a", "href"), ("area", "href"), ("form", "action")}
_LOADED = {  # what a browser fetches by itself
    *((tag, "src") for tag in ("script", "img", "iframe", "source", "video", "audio", "track", "embed", "input")),
    *(("link", "href"), ("object", "data"), ("video", "poster")),
}
_QUIET_LINKS = {"canonical", "alternate", "next", "prev"}  # link elements that nothing is fetched for
_CSS_REFERENCE = re.compile(r"""(?:\burl\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]*)""", re.IGNORECASE)
_NOT_FOUND_PAGE = "404.html"  # served at any address: its links start at the root of the host


@dataclass(frozen=True, slots=True)
class Problem:
    """A reference that leads nowhere: the page it stands on, what it says, what is wrong (Chinese)."""

    page: str
    reference: str
    reason: str


class _Page(HTMLParser):
    """The ids of a page and what it refers to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.repeated: list[str] = []
        self.references: list[tuple[str, bool]] = []  # and whether a browser fetches it by itself

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if id := values.get("id"):
            if id in self.ids:
                self.repeated.append(id)
            self.ids.add(id)
        if tag == "link" and values.get("rel") in _QUIET_LINKS:
            return
        for name, value in attrs:
            if value and (tag, name) in _LOADED | _LINKS:
                self.references.append((value, (tag, name) in _LOADED))
            elif value and name == "style":
                self.references += ((reference, True) for reference in _CSS_REFERENCE.findall(value))

    handle_startendtag = handle_starttag


def check_site(site: Path) -> tuple[int, list[Problem]]:
    """How many pages a site has, and every reference in them that leads nowhere.

    Raises:
        OutputError: there is no site.
    """
    files = all_files(site)
    names = sorted(name for name in files if name.endswith(".html") and name != _NOT_FOUND_PAGE)
    if not names:
        raise OutputError("这里没有网站", remedy="请先运行 duizhao build", path=site)
    pages = {name: _parsed(site / name) for name in names}
    problems = [problem for name, page in pages.items() for problem in _problems(name, page, pages, files)]
    sheets = sorted(name for name in files if name.endswith(".css"))
    return len(pages), problems + [problem for name in sheets for problem in _sheet_problems(site, name)]


def _parsed(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8", "replace"))
    page.close()
    return page


def _problems(name: str, page: _Page, pages: dict[str, _Page], files: set[str]) -> Iterator[Problem]:
    for id in page.repeated:
        yield Problem(name, f"#{id}", "同一页里有两个这样的锚点")
    for reference, loaded in page.references:
        try:
            parts = urlsplit(reference)
        except ValueError:
            yield Problem(name, reference, "不是网址")
            continue
        if parts.scheme or parts.netloc:
            if loaded and parts.scheme != "data":
                yield Problem(name, reference, "要到站外去取")
            continue
        target = name
        if parts.path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            if target not in files:
                yield Problem(name, reference, "没有这个文件")
                continue
        anchor = unquote(parts.fragment)
        if anchor and target in pages and not anchor.startswith("__") and anchor not in pages[target].ids:
            yield Problem(name, reference, "那一页里没有这个锚点")


def _sheet_problems(site: Path, name: str) -> Iterator[Problem]:
    """A style sheet's references to other sites; those inside the site are the theme's own affair."""
    for reference in _CSS_REFERENCE.findall((site / name).read_text("utf-8", "replace")):
        yield Problem(name, reference, "要到站外去取")
