"""MkDocs hooks, in the order MkDocs calls them. Each only hands over to a function that knows no MkDocs.

on_startup   keeps the plugin from build to build under `mkdocs serve`
on_config    take the lock, open the store, find the places, put templates, styles and scripts in front of the theme's
on_files     offer the generated pages that stand in the navigation, and for a while those that people link to; MkDocs
             never sees the others
on_nav       remember the navigation: the template shows it on every page
on_env       read the corpus, make all pages and the index; fill in the pages that MkDocs sets itself
on_post_template   a sitemap of all pages, without dates
on_post_build      publish
on_serve     watch the corpus
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from duizhao.build import make
from duizhao.config import DuizhaoConfig
from duizhao.errors import ConfigError, DuizhaoError, OutputError
from duizhao.files import replace_file
from duizhao.frame import Frame
from duizhao.generated import GeneratedPage, fill_in, linked, nav_titles
from duizhao.lean import lean
from duizhao.lock import locked
from duizhao.made import Made
from duizhao.outputs import MKDOCS, Outputs, site_area
from duizhao.pages.addresses import html, is_generated
from duizhao.pages.fragment import Fragment
from duizhao.pages.indexes import INDEXES, OVERVIEW
from duizhao.places import Places
from duizhao.progress import Progress, Silent
from duizhao.publication import publish
from duizhao.report import Report
from duizhao.search import CLIENT_FILES, CLIENT_SCRIPTS, served
from duizhao.sitemap import INDEX as SITEMAP
from duizhao.sitemap import site_sitemaps
from duizhao.store import Store, discard, ended_well, store_trouble
from duizhao.theme import Theme, generated_file
from duizhao.workers import Workers

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger(__name__)

_PAGES = Path(__file__).parent / "pages"
_ASSETS = "assets/duizhao"


class DuizhaoPlugin(BasePlugin[DuizhaoConfig]):  # type: ignore[no-untyped-call]  # of MkDocs
    """Builds the archive's pages, index and backlinks into a MkDocs site."""

    def __init__(self) -> None:
        self.progress: Progress = Silent()
        self.report = Report()
        self.is_command = False  # whether duizhao's own command runs: it catches errors and prints them itself
        self.corpus: Path | None = None  # given on the command line: stands above the environment and the option
        self.workers: Workers | None = None  # started ahead, by duizhao's own command
        self.full = False  # whether to forget all that is known, and make everything anew
        self.frame_key = ""  # of the frame to be kept for builds to come; empty: none is
        self._resources = contextlib.ExitStack()
        self._own: dict[str, GeneratedPage] = {}
        self._made = Made()
        self._nav: Navigation | None = None
        self._linked: dict[str, str] = {}
        self._written: set[str] = set()  # pages that MkDocs sets itself
        self._frame: tuple[Frame, Mapping[str, bytes]] | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Does nothing: that this hook exists is what makes MkDocs keep the plugin between rebuilds of a server."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Finds the places and opens the store; nobody else builds this corpus from here to the end."""
        self._resources.close()
        self.report = Report(site=Path(config.site_dir))
        with self._refusals():
            self._places = self.places(Path(config.config_file_path or "mkdocs.yml"))
            _check_places(Path(config.site_dir), self._places, Path(config.docs_dir))
            has_waited = self._resources.enter_context(locked(self._places.lock))
            if self.workers is not None and (has_waited or not ended_well(self._places.store)):
                self.workers.forget_looks()
            self._places.seal.unlink(missing_ok=True)
            if self.full:
                discard(self._places.store)
            self._store = self._resources.enter_context(Store.open(self._places.store))
            config.site_dir = str(self._places.staging / "site")  # published from there once it is whole
        config.theme.dirs.insert(0 if config.theme.custom_dir is None else 1, str(_PAGES / "overrides"))
        styles = [f"{_ASSETS}/{name}" for name in ("duizhao.css", "search.css")]
        scripts = [f"{_ASSETS}/{name}" for name in (*CLIENT_SCRIPTS, "needs.js")]
        config.extra_css = [*styles, *(style for style in config.extra_css if style not in styles)]
        present = {str(script) for script in config.extra_javascript}
        config.extra_javascript = [*(name for name in scripts if name not in present), *config.extra_javascript]
        return config

    def places(self, config_file: Path) -> Places:
        """Where the corpus and its state are."""
        return Places.configured(config_file, self.corpus, self.config.corpus, self.config.state)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Gives MkDocs the pages it is to set itself, still empty, beside the hand-written ones."""
        titles = nav_titles(config.nav)
        mentioned = {uri for uri in titles if is_generated(uri) and files.get_file_from_path(uri) is None}
        self._own = {}
        for uri in sorted({*INDEXES, *mentioned}):
            file = generated_file(config, uri)
            title = titles.get(uri) or INDEXES.get(uri) or Path(uri).stem
            self._own[uri] = GeneratedPage(title, None, file, config)
            file.page = self._own[uri]
            files.append(file)
        self._linked = linked(files)
        for uri in self._linked:  # for MkDocs to find when it looks where links lead
            file = generated_file(config, uri)
            file.page = GeneratedPage(None, None, file, config)
            files.append(file)
        assets = {asset.name: lean(asset.name, asset.read_bytes()) for asset in (_PAGES / "assets").iterdir()}
        assets |= {name: served(name) for name in CLIENT_FILES}
        for name, content in sorted(assets.items()):
            inclusion = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, f"{_ASSETS}/{name}", content=content, inclusion=inclusion))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remembers the navigation."""
        self._nav = nav
        return nav

    @event_priority(-100)  # after whatever other plugins do to the environment
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Makes everything that is generated."""
        assert self._nav is not None
        site = self._site()
        for uri in self._linked:  # and no longer: it has not to set these pages
            files.remove(_present(files, uri))
        self._written = {file.dest_uri for file in files.documentation_pages()}
        env.bytecode_cache = env.bytecode_cache or _bytecode(self._places.state / "templates")
        theme = Theme(env, config, self._nav, files)
        own = frozenset({*self._own, OVERVIEW})
        with self._refusals():
            self._made = make(self._places, site, self._store, theme, own, self.progress, self.report, self.workers)
            for failure in self.report.failures:
                if not self.is_command:
                    log.warning(str(failure))
            fragments = {uri: self._fragment(uri) for uri in own}
            outputs = Outputs(self._store.connection)
            missing = [uri for uri in self._linked if not self._made.has(outputs, site_area(site), html(uri))]
            self._frame = None
            if self.frame_key and not missing:
                self._frame = theme.frame(self._own, fragments, [*self._linked])
        for uri in missing:
            log.warning(f"{self._linked[uri]} 链接到 {uri}，但没有这一页。")
        for uri, page in self._own.items():
            page.fill(fragments[uri], config, files)
        fill_in(files, fragments[OVERVIEW])
        self.progress.start("排版", None)
        return env

    def _fragment(self, uri: str) -> Fragment:
        """A page made now, or by an earlier build from the same."""
        made = self._made.own.get(uri)
        if made is not None:
            return made
        data = self._store.fragment(uri)
        if data is None:
            raise ConfigError(f"导航里的 {uri} 没有这一页", remedy="请在 mkdocs.yml 的 nav 里改掉它")
        return Fragment.from_bytes(data)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The sitemap: MkDocs sees few of the pages, and writes the day of the build beside each."""
        if template_name != SITEMAP or not config.site_url:
            return output_content
        with self._refusals():
            outputs = Outputs(self._store.connection)
            files = site_sitemaps(config.site_url, self._made, outputs, site_area(self._site()), self._written)
        for path in files.keys() - {SITEMAP}:
            replace_file(Path(config.site_dir) / path, files[path])
        return files[SITEMAP].decode()

    def _site(self) -> Path:
        assert self.report.site is not None
        return self.report.site

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publishes."""
        site = self._site()
        with self._refusals():
            self.progress.start("写入网站", None)
            staged = Path(config.site_dir)
            (staged / "sitemap.xml.gz").unlink(missing_ok=True)  # its header holds the day too
            outputs = Outputs(self._store.connection)
            self._made.lose(site_area(site), outputs.owned(MKDOCS, site_area(site)))  # but for what it has made again
            self._made.meta["frame"] = self._kept_frame(staged)
            publish(self._made, self._places, site, self._store, self.report)
            self._resources.close()
        config.site_dir = str(site)

    def _kept_frame(self, staged: Path) -> str:
        if self._frame is None:
            return ""
        frame, plain = self._frame
        fragments = {uri: self._fragment(uri) for uri in frame.own}
        return frame.to_text(self.frame_key) if frame.gives(fragments, plain, staged) else ""

    def on_build_error(self, *, error: Exception) -> None:
        """Lets go of the store without keeping anything: the next build starts from the last good one."""
        self._resources.__exit__(type(error), error, error.__traceback__)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watches the corpus too."""
        server.watch(str(self._places.corpus))
        return server

    def _store_trouble(self, error: sqlite3.Error) -> Exception:
        """A full disk is said; a damaged store is removed, and the next build makes another."""
        trouble = store_trouble(self._places.store, error)
        if self.is_command:
            return trouble
        log.error(str(trouble))
        return Abort(str(trouble))

    @contextlib.contextmanager
    def _refusals(self) -> Iterator[None]:
        """Under `mkdocs` a refusal is logged and ends the build; duizhao's own command says it in its own way."""
        try:
            yield
        except sqlite3.Error as error:
            self._resources.close()
            raise self._store_trouble(error) from error
        except DuizhaoError as error:
            if self.is_command:
                raise
            log.error(str(error))
            raise Abort(str(error)) from error


def _bytecode(folder: Path) -> jinja2.BytecodeCache:
    """Templates as compiled by an earlier build: that takes a quarter of a second."""
    folder.mkdir(parents=True, exist_ok=True)
    return jinja2.FileSystemBytecodeCache(str(folder))


def _present(files: Files, uri: str) -> File:
    file = files.get_file_from_path(uri)
    assert file is not None
    return file


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
