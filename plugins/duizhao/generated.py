"""Generated pages as MkDocs sees them: content that is HTML already, in a page like any other."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from duizhao.pages.addresses import is_generated
from duizhao.pages.fragment import Fragment

_LINK = re.compile(r"""(?:\]\(<?|^\s*\[[^\]]*\]:\s*<?|href=["'])([^\s<>()"'#?]+\.md)""", re.MULTILINE)
OVERVIEW_MARK = "<!-- duizhao:overview -->"


def nav_titles(nav: object) -> dict[str, str]:
    """What the navigation of `mkdocs.yml` calls its pages, by their paths; empty where it leaves that to the page."""
    if isinstance(nav, str):
        return {nav: ""}
    if isinstance(nav, list):
        return {path: title for item in nav for path, title in nav_titles(item).items()}
    if not isinstance(nav, dict):
        return {}
    titles: dict[str, str] = {}
    for title, item in nav.items():
        titles |= {item: str(title)} if isinstance(item, str) else nav_titles(item)
    return titles


def linked(files: Files) -> dict[str, str]:
    """The generated pages that hand-written ones link to, if there are such pages; by path, with a page that does."""
    found: dict[str, str] = {}
    for file in files.documentation_pages():
        if file.generated_by is not None:
            continue
        for match in _LINK.finditer(file.content_string):
            uri = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), unquote(match[1])))
            if is_generated(uri) and files.get_file_from_path(uri) is None:
                found.setdefault(uri, file.src_uri)
    return found


def shows_overview(page: Page) -> bool:
    """Whether a page asks for the archive's overview."""
    return OVERVIEW_MARK in (page.content or "")


def fill_in(files: Files, overview: Fragment) -> None:
    """Puts the archive's overview where hand-written pages ask for it, and its headings among theirs."""
    for file in files.documentation_pages():
        page = file.page
        if page is None or page.content is None or not shows_overview(page):
            continue
        page.content = page.content.replace(OVERVIEW_MARK, overview.html)
        headings = get_toc(list(overview.toc)).items  # type: ignore[arg-type]  # plain dicts of the same form
        top = page.toc.items
        (top[0].children if len(top) == 1 and top[0].level == 1 else top).extend(headings)


class GeneratedPage(Page):
    """A page that MkDocs reads and renders as it does any page; other plugins' hooks see it on the way.

    `fragment` may come late, after MkDocs has read all pages and before it sets them: then `fill` says what it is.
    """

    def __init__(self, title: str | None, fragment: Fragment | None, file: File, config: MkDocsConfig) -> None:
        super().__init__(title, file, config)
        self._fragment = fragment

    def read_source(self, config: MkDocsConfig) -> None:
        """Takes the title; there is no Markdown to read."""
        self.markdown = ""
        self.meta = {"title": self._fragment.title, "hide": list(self._fragment.hide)} if self._fragment else {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The content is rendered already."""
        self.content = self._fragment.html if self._fragment else ""
        self.toc = get_toc(list(self._fragment.toc) if self._fragment else [])  # type: ignore[arg-type]  # plain dicts

    def fill(self, fragment: Fragment, config: MkDocsConfig, files: Files) -> None:
        """Takes the fragment, made after MkDocs had read the page."""
        self._fragment = fragment
        self.read_source(config)
        self.render(config, files)
