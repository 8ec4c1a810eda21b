"""The theme's template around generated pages: shells where they do, the template itself where they do not.

A shell is made with marks in place of a page's own title, headings and content, and is used only where filling it for
a page gives, byte for byte, what the template gives for that page; indents and blank lines are left out then. Where
another plugin or a hook has a say in single pages, there are no shells, and every page goes the way MkDocs' own go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from duizhao.frame import Frame, Surround
from duizhao.generated import GeneratedPage, fill_in, shows_overview
from duizhao.pages.fragment import Fragment
from duizhao.pages.indexes import OVERVIEW
from duizhao.pages.shell import CONTENT, FIRST, FOLDER, KINDS, NAME, PARENT, SECOND, TITLE, Kind, Shell, TocStyle
from duizhao.sitemap import INDEX as SITEMAP

_ERROR_PAGE = "404.html"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_PART = "<p>dz5part5dz</p>"  # content without a heading, of a page that may have none itself
_MEDDLERS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


class Theme:
    """Sets generated pages into the template of the site's theme."""

    def __init__(self, env: jinja2.Environment, config: MkDocsConfig, nav: Navigation, files: Files) -> None:
        self._env = env
        self._config = config
        self._nav = nav
        self._files = files
        self._doc_files = files.documentation_pages()
        self._has_set = False  # a page that no shell fits

    def shells(self) -> Mapping[Kind, Shell]:
        """A shell for each kind of page that can have one."""
        return self._shells

    @cached_property
    def _shells(self) -> Mapping[Kind, Shell]:
        toc = self._toc_style
        shells = {}
        for kind in KINDS if toc else ():
            example = _example(kind)
            marked = _marked(kind.uri, kind.hide, has_headings=kind.has_headings)
            shell = Shell.of(self._template_for(marked), toc) if toc else None
            if shell and shell.fill(example.uri, example.title, example.headings, example.html) == self._template_for(
                example
            ).encode("utf-8", "replace"):
                shells[kind] = shell.lean()
        return shells

    def set(self, fragment: Fragment) -> bytes:
        """A page as the site has it, made the way MkDocs makes its own."""
        config = self._config
        self._has_set = True
        page = self._page(fragment)
        config._current_page = page  # what MkDocs tells hooks and templates
        try:
            config.plugins.on_pre_page(page, config=config, files=self._files)
            page.read_source(config)
            page.markdown = config.plugins.on_page_markdown(
                page.markdown or "", page=page, config=config, files=self._files
            )
            page.render(config, self._files)
            page.content = config.plugins.on_page_content(
                page.content or "", page=page, config=config, files=self._files
            )
            output = self._rendered(page)
            output = config.plugins.on_post_page(output, page=page, config=config)
        finally:
            config._current_page = None
        return output.encode("utf-8", "xmlcharrefreplace")

    def frame(
        self, own: Mapping[str, GeneratedPage], fragments: Mapping[str, Fragment], linked: Sequence[str]
    ) -> tuple[Frame, Mapping[str, bytes]] | None:
        """What is kept for builds to come, and what the pages without anything generated are if nothing generated
        shows anywhere else; None where the configuration or the templates allow none. The generated pages `own` are
        left with marks in them.

        Args:
            own: the generated pages that MkDocs sets itself, by address.
            fragments: what they show, and the overview.
            linked: generated pages that hand-written ones link to.
        """
        toc = self._toc_style
        if toc is None or len(self._shells) < len(KINDS) or self._has_set or self._has_more_to_do():
            return None
        marked = {uri: _marked(uri, each.hide, has_headings=bool(each.headings)) for uri, each in fragments.items()}
        marked[OVERVIEW] = _marked_part(has_headings=bool(fragments[OVERVIEW].headings))
        showing = {page.file.dest_uri: uri for uri, page in own.items()}
        pages = [file.page for file in self._doc_files if file.page]
        before = [(page, page.content, deepcopy(page.toc)) for page in pages if shows_overview(page)]
        showing |= {page.file.dest_uri: OVERVIEW for page, *_ in before}
        try:
            for uri, generated in own.items():
                generated.fill(marked[uri], self._config, self._files)
            fill_in(self._files, marked[OVERVIEW])
            markup = {page.file.dest_uri: self._rendered_another_day(page) for page in pages}
        except Exception:  # of templates that expect more than marks
            return None
        finally:
            for page, content, headings in before:
                page.content, page.toc = content, headings
        surrounds = []
        for path, uri in showing.items():
            shell = Shell.of(markup.pop(path).replace(_PART, CONTENT), toc)
            if shell is None:
                return None
            surrounds.append(Surround(path, uri, bool(fragments[uri].headings), shell))
        written = [page.file.dest_uri for page in pages]
        frame = Frame(self._config.site_url, self._shells, frozenset(fragments), linked, written, surrounds)
        plain = {path: page.encode("utf-8", "xmlcharrefreplace") for path, page in markup.items()}
        return frame, plain

    def _template_for(self, fragment: Fragment) -> str:
        page = self._page(fragment)
        page.read_source(self._config)
        page.render(self._config, self._files)
        return self._rendered(page)

    def _rendered_another_day(self, page: Page) -> str:
        """A page with another date than this build's: one that shows it is not the same tomorrow."""
        today, page.update_date = page.update_date, _LONG_AGO.date().isoformat()
        try:
            return self._rendered(page, build_date_utc=_LONG_AGO)
        finally:
            page.update_date = today

    def _has_more_to_do(self) -> bool:
        """Whether MkDocs does anything that a build without it would leave out."""
        config, theme = self._config, self._config.theme
        own = theme.custom_dir and Path(theme.custom_dir, _ERROR_PAGE).exists()
        return bool(
            config.strict
            or config.hooks
            or config.extra_templates
            or own
            or set(theme.static_templates) - {_ERROR_PAGE, SITEMAP}
            or [name for name, plugin in config.plugins.items() if type(plugin).__module__ != "duizhao.plugin"]
        )

    def _rendered(self, page: Page, **said: object) -> str:
        page.active = True
        context = get_context(self._nav, self._doc_files, self._config, page)
        context.update(said)  # type: ignore[typeddict-item]  # what a context says
        template = self._env.get_template(page.meta.get("template", "main.html"))
        context = self._config.plugins.on_page_context(context, page=page, config=self._config, nav=self._nav)
        try:
            return template.render(context)
        finally:
            page.active = False

    def _page(self, fragment: Fragment) -> GeneratedPage:
        return GeneratedPage(None, fragment, generated_file(self._config, fragment.uri), self._config)

    @cached_property
    def _toc_style(self) -> TocStyle | None:
        """How the theme writes entries of the table of contents; None where it has no template of its own for them, or
        where there are to be no shells."""
        if self._is_meddled_with():
            return None
        try:
            template = self._env.get_template("partials/toc-item.html")
        except jinja2.TemplateNotFound:
            return None
        leaf, second = _entry(FIRST), _entry(SECOND)
        return TocStyle.of(template.render(toc_item=leaf), template.render(toc_item=_entry(PARENT, leaf, second)))

    def _is_meddled_with(self) -> bool:
        """Whether anything but this plugin hears of single pages."""
        events: Mapping[str, Sequence[Callable[..., object]]] = self._config.plugins.events
        deep = any(file.src_uri.count("/") > 1 and file.page for file in self._doc_files)
        return deep or any(
            type(getattr(handler, "__self__", None)).__module__ != "duizhao.plugin"
            for event in _MEDDLERS
            for handler in events.get(event, ())
        )


def generated_file(config: MkDocsConfig, uri: str) -> File:
    """The file of a generated page, as MkDocs sees it."""
    return File.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)


def _marked(uri: str, hide: tuple[str, ...], *, has_headings: bool) -> Fragment:
    headings = _marked_headings() if has_headings else []
    return Fragment(uri, TITLE, hide, [_heading(1, TITLE, "title", *headings)], CONTENT)


def _marked_part(*, has_headings: bool) -> Fragment:
    return Fragment(OVERVIEW, "", (), _marked_headings() if has_headings else [], _PART)


def _marked_headings() -> list[dict[str, Any]]:
    return [_heading(2, FIRST, FIRST), _heading(2, SECOND, SECOND)]


def _example(kind: Kind) -> Fragment:
    inner = _heading(3, "（一）学习", "s1", _heading(4, "1.计划", "s2"), _heading(4, "2.笔记", "s3"))
    headings = [_heading(2, "一、问题", "s0", inner), _heading(2, "二、措施", "s4")] if kind.has_headings else []
    uri = kind.uri.replace(FOLDER, "5c").replace(NAME, "5c1e")
    return Fragment(
        uri,
        "一份材料",
        kind.hide,
        [_heading(1, "一份材料", "title", *headings)],
        '<h1 id="title">一份材料</h1>\n<p>正文</p>',
    )


def _heading(level: int, name: str, id: str, *children: dict[str, Any]) -> dict[str, Any]:
    return {"level": level, "id": id, "name": name, "children": list(children)}


def _entry(mark: str, *children: object) -> dict[str, object]:
    return {"url": f"#{mark}", "id": mark, "title": mark, "level": 2, "children": list(children)}
