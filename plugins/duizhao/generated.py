"""Generated pages as MkDocs sees them: content that is HTML already, in a page like any other."""

from __future__ import annotations

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc


def nav_titles(nav: object) -> dict[str, str]:
    """What the navigation of `mkdocs.yml` calls its pages, by their paths."""
    if isinstance(nav, list):
        return {path: title for item in nav for path, title in nav_titles(item).items()}
    if not isinstance(nav, dict):
        return {}
    titles: dict[str, str] = {}
    for title, item in nav.items():
        titles |= {item: str(title)} if isinstance(item, str) else nav_titles(item)
    return titles


class GeneratedPage(Page):
    """A page whose fragment (see `build.fragment`) stands in a file of the state folder.

    MkDocs asks it to read and to render as it asks any page; other plugins' hooks see it on the way.
    """

    def __init__(self, title: str | None, fragment: Path, file: File, config: MkDocsConfig) -> None:
        super().__init__(title, file, config)
        self._fragment = fragment
        self._html = ""
        self._toc: list[dict[str, object]] = []

    def read_source(self, config: MkDocsConfig) -> None:
        """Takes title, content and headings from the fragment."""
        data = json.loads(self._fragment.read_bytes())
        self.markdown = ""
        self.meta = {"title": data["title"], "hide": data["hide"]}
        self._html, self._toc = data["html"], data["toc"]

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The content is rendered already."""
        self.content = self._html
        self.toc = get_toc(self._toc)  # type: ignore[arg-type]  # plain dicts of the same form
