"""MkDocs hooks, in the order MkDocs calls them. Each only hands over to a function that knows no MkDocs.

on_startup   keeps the plugin from build to build under `mkdocs serve`
on_config    open the store, find the places, put templates, styles and scripts in front of the theme's
on_files     prepare: read the corpus, generate pages, index and data; offer them as files of the site
on_page_markdown   the home page's overview
on_post_page  progress
on_post_template   a sitemap without dates
on_post_build      publish the staged site
on_serve     watch the corpus
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from duizhao.build import Places, Prepared, Report, prepare, unwritable
from duizhao.config import CORPUS_VARIABLE, DuizhaoConfig
from duizhao.errors import DuizhaoError, OutputError
from duizhao.files import publish
from duizhao.generated import GeneratedPage, nav_titles
from duizhao.progress import Progress, Silent
from duizhao.search import CLIENT_SCRIPTS, client_dir
from duizhao.store import Store

log = get_plugin_logger(__name__)

OVERVIEW_MARK = "<!-- duizhao:overview -->"
MANIFEST = "search/manifest.js"
_PAGES = Path(__file__).parent / "pages"
_ASSETS = "assets/duizhao"
_LASTMOD = re.compile(r"\s*<lastmod>[^<]*</lastmod>")


class DuizhaoPlugin(BasePlugin[DuizhaoConfig]):  # type: ignore[no-untyped-call]  # of MkDocs
    """Builds the archive's pages, index and backlinks into a MkDocs site."""

    def __init__(self) -> None:
        self.progress: Progress = Silent()
        self.report = Report()
        self.is_command = False  # whether duizhao's own command runs: it catches errors and prints them itself
        self.corpus: Path | None = None  # given on the command line: stands above the environment and the option
        self.say_address: Callable[[str], None] = lambda address: None  # told where a development server listens
        self._resources = contextlib.ExitStack()
        self._prepared = Prepared((), "")

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Does nothing: that this hook exists is what makes MkDocs keep the plugin between rebuilds of a server."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Finds the places and opens the store; nobody else builds this corpus from here to the end."""
        self._resources.close()
        self.report = Report(site=Path(config.site_dir))
        with self._refusals():
            self._places = self.places(Path(config.config_file_path or "mkdocs.yml"))
            _check_places(Path(config.site_dir), self._places, Path(config.docs_dir))
            self._store = self._resources.enter_context(Store.open(self._places.store))
            config.site_dir = str(self._places.staging)  # published from there once it is whole
        config.theme.dirs.insert(0 if config.theme.custom_dir is None else 1, str(_PAGES / "overrides"))
        styles = [f"{_ASSETS}/duizhao.css", f"{_ASSETS}/search.css"]
        scripts = [f"{_ASSETS}/{name}" for name in (*CLIENT_SCRIPTS, "passage.js")]
        config.extra_css = [*styles, *(style for style in config.extra_css if style not in styles)]
        present = {str(script) for script in config.extra_javascript}
        config.extra_javascript = [*(name for name in scripts if name not in present), *config.extra_javascript]
        return config

    def places(self, config_file: Path) -> Places:
        """Where the corpus and its state are."""
        root = config_file.resolve().parent
        corpus = self.corpus or os.environ.get(CORPUS_VARIABLE) or self.config.corpus
        return Places.of(root / corpus, root / self.config.state)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Generates everything, and gives it to MkDocs beside the hand-written pages."""
        with self._refusals():
            self._prepared = prepare(self._places, self._store, self.progress, self.report)
        for failure in self.report.failures:
            if not self.is_command:
                log.warning(str(failure))
        titles = nav_titles(config.nav)
        for path in self._prepared.files:
            file = _file(config, path, self._places.generated / path)
            if path.endswith(".md"):
                file.page = GeneratedPage(titles.get(path), self._places.fragments / path, file, config)
            files.append(file)
        for name in (*CLIENT_SCRIPTS, "search.css"):
            files.append(_file(config, f"{_ASSETS}/{name}", client_dir() / name))
        for asset in sorted((_PAGES / "assets").iterdir()):
            files.append(_file(config, f"{_ASSETS}/{asset.name}", asset))
        self.report.pages = sum(file.is_documentation_page() for file in files)
        self.progress.start("排版", self.report.pages)
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Puts the archive's overview where a hand-written page asks for it."""
        if OVERVIEW_MARK not in markdown:
            return markdown
        return markdown.replace(OVERVIEW_MARK, self._prepared.overview)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Counts."""
        self.progress.advance()
        return output

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Takes the day of the build out of the sitemap: the same corpus gives the same bytes on any day."""
        return _LASTMOD.sub("", output_content) if template_name == "sitemap.xml" else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publishes what was staged."""
        site = self.report.site
        assert site is not None
        with self._refusals():
            self.progress.start("写入网站", None)
            try:
                (self._places.staging / "sitemap.xml.gz").unlink(missing_ok=True)  # its header holds the day too
                self.report.written, self.report.removed = publish(self._places.staging, site, MANIFEST)
            except OSError as error:
                raise unwritable(site, error) from error
            self._resources.close()
        config.site_dir = str(site)

    def on_build_error(self, *, error: Exception) -> None:
        """Lets go of the store without keeping anything: the next build starts from the last good one."""
        self._resources.__exit__(type(error), error, error.__traceback__)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watches the corpus too."""
        server.watch(str(self._places.corpus))
        self.say_address(server.url)
        return server

    @contextlib.contextmanager
    def _refusals(self) -> Iterator[None]:
        """Under `mkdocs` a refusal is logged and ends the build; duizhao's own command says it in its own way."""
        try:
            yield
        except DuizhaoError as error:
            if self.is_command:
                raise
            log.error(str(error))
            raise Abort(str(error)) from error


def _file(config: MkDocsConfig, uri: str, path: Path) -> File:
    return File.generated(config, uri, abs_src_path=str(path), inclusion=InclusionLevel.NOT_IN_NAV)


def _check_places(site: Path, places: Places, docs: Path) -> None:
    """A site inside its corpus would read itself; what is inside the site could be overwritten."""
    site = site.resolve()
    for name, folder in (("文稿", places.corpus), ("手写页面", docs), ("构建状态", places.state)):
        inner = folder.resolve()
        if site == inner or site.is_relative_to(inner) or inner.is_relative_to(site):
            raise OutputError(
                f"网站文件夹和{name}文件夹（{inner}）不能相同，也不能一个套着另一个",
                remedy="请用 --site 换一个位置",
                path=site,
            )
    if site.exists() and not site.is_dir():
        raise OutputError("这里已有一个同名文件", remedy="请用 --site 换一个文件夹", path=site)
