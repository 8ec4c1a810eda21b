"""The project that a command works on: its configuration, its places, its store, its site.

What loads much is imported where it is used: a build with nothing to do ends before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.cli.terminal import bars, say_profile
from duizhao.clock import Timed
from duizhao.errors import ConfigError, CorpusError
from duizhao.intake import Walked, walk_corpus
from duizhao.places import Places, find_config
from duizhao.report import Report
from duizhao.seal import Scene, seal, sources_of, unchanged
from duizhao.workers import Workers

if TYPE_CHECKING:
    from duizhao.store import Store


def config_of(given: Path | None) -> Path:
    """The configuration file: the one named, else the one found."""
    if given is not None and not given.is_file():
        raise ConfigError("没有这个文件", remedy="请检查 --config 后面的路径", path=given)
    return given or find_config(Path.cwd())


def places_of(config_file: Path, corpus: Path | None) -> Places:
    """Where the corpus and its state are."""
    from duizhao import site

    return site.places_of(site.configured(config_file, corpus, None), config_file)


def site_of(config_file: Path, site: Path | None = None) -> Path:
    """The folder of the site: the one named, else the one configured."""
    from duizhao.site import configured

    return Path(configured(config_file, None, site).site_dir)


def built(
    config_file: Path, corpus: Path | None, site: Path | None, *, full: bool = False, profile: bool = False
) -> Report:
    """Builds the site, unless nothing has changed, while bars show how far it is; with `profile` says how long each
    step took."""
    report = Report()
    scene = Scene.of(config_file, corpus, site)
    with Workers() as workers:
        if scene and scene.is_large():
            workers.start(scene.left)
        around, walked = _looked_over(scene)
        sources = sources_of(around, walked)
        if scene and sources and not full and (last := unchanged(scene, sources, workers.look_at)):
            last.started = report.started
            return last
        if scene:
            workers.load(scene.places.corpus)
        with bars() as progress:
            timed = Timed(progress)
            timed.start("准备", None)
            is_done = False
            if scene and around and not full:
                from duizhao.framed import build_framed

                is_done = build_framed(scene.places, scene.site, around, walked, timed, workers, report)
                if not is_done:
                    workers.wait()  # what had been begun would get in the way
            if not is_done:
                from duizhao.site import build_site

                done = build_site(config_file, corpus, site, timed, full=full, workers=workers, frame_key=around)
                done.read = min(done.documents, done.read + report.read)  # by the build that was given up
                done.started, report = report.started, done
            timed.end()
    if profile:
        say_profile(timed.steps, report.work)
    if scene and sources:
        seal(scene, sources, report)
    return report


def _looked_over(scene: Scene | None) -> tuple[str, list[Walked]]:
    """What a build depends on: a digest of what surrounds the corpus, and the corpus's files; nothing where that cannot
    be told, or is too much to tell. Whatever is wrong, the build will say so."""
    with suppress(OSError, CorpusError):
        if scene and (around := scene.surroundings()):
            return around, walk_corpus(scene.places.corpus)
    return "", []


@contextmanager
def store_of(places: Places) -> Iterator[Store]:
    """The store, with all that the corpus now holds: what has changed since the last build is read first."""
    from duizhao.build import refreshed

    with ExitStack() as stack:
        with bars() as progress:
            store = stack.enter_context(refreshed(places, progress, Report()))
        yield store
