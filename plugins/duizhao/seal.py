"""A seal on a finished build: whether anything has changed since is told in a moment, without loading MkDocs.

It stands for all that a build reads (configuration, hand-written pages, theme, corpus, this program and all others of
its environment) and for all that it leaves (site, generated Markdown, store), by name, size and times. Where a build
may depend on more than that (other plugins, hooks, parent configurations, variables, files included from anywhere),
there is none, and every build goes its whole way.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import yaml

from duizhao.errors import SourceError, ToolError
from duizhao.files import snapshot
from duizhao.intake import Walked, lines_of
from duizhao.look import Look, look_at
from duizhao.places import CORPUS, STATE, Places
from duizhao.report import Report

_OPEN = re.compile(r"!ENV|!relative|snippets")
_ENVIRONMENT = ("SOURCE_DATE_EPOCH", "LANG", "LC_ALL")
_LARGE = 12_000_000  # bytes of the store, those of some 300 documents: to add one is work for several processes
_FIGURES = ("documents", "passages", "phrases", "pages", "warnings")


class _Loader(yaml.SafeLoader):
    """Reads a configuration for its plain values; Python objects named in it are none of them."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a build depends on and all that it makes."""

    config_file: Path
    places: Places
    site: Path
    docs: Path
    theme: Path | None  # the owner's templates

    @classmethod
    def of(cls, config_file: Path, corpus: Path | None, site: Path | None) -> Scene | None:
        """The scene of a build, given as on the command line; None where there may be more to it."""
        try:
            text = config_file.read_text("utf-8")
            config = yaml.load(text, _Loader)
            if _OPEN.search(text) or {"hooks", "INHERIT"} & config.keys():
                return None
            plugins = config["plugins"]  # a list or a mapping: MkDocs takes both
            (plugin,) = [plugins] if isinstance(plugins, dict) else plugins
            ((name, options),) = plugin.items() if isinstance(plugin, dict) else [(plugin, {})]
            root = config_file.resolve().parent
            theme = config.get("theme")
            own = theme.get("custom_dir") if isinstance(theme, dict) else None
            options = options or {}
            places = Places.configured(
                config_file, corpus and corpus.absolute(), options.get("corpus", CORPUS), options.get("state", STATE)
            )
            return (
                None
                if name != "duizhao"
                else cls(
                    config_file,
                    places,
                    site.absolute() if site else root / config.get("site_dir", "site"),
                    root / config.get("docs_dir", "docs"),
                    root / own if own else None,
                )
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError, yaml.YAMLError):
            return None  # MkDocs will say what is wrong

    def is_large(self) -> bool:
        """Whether even a small change of the archive is work for several processes."""
        try:
            return self.places.store.stat().st_size > _LARGE
        except OSError:
            return False

    def surroundings(self) -> str:
        """A digest of all that is read but the corpus; empty where files of it are links, and may change elsewhere."""
        if any(_has_links(folder) for folder in (self.docs, self.theme) if folder):
            return ""
        package = Path(__file__).parent
        return _digest(
            _environment(),
            self.config_file.read_bytes(),
            str(self.places.corpus),
            str(self.site),
            *(_folder(folder) for folder in (package, self.docs, self.theme) if folder),
        )

    @property
    def left(self) -> tuple[Path, Path]:
        """The folders that a build leaves: of generated Markdown, and the site."""
        return self.places.markdown, self.site

    def results(self, left: Iterable[Look]) -> str:
        """A digest of all that is left. `left`: what the two folders look like."""
        status = self.places.store.stat()
        return _digest(f"{status.st_size} {status.st_mtime_ns}", *map(str, left))


def sources_of(surroundings: str, walked: Iterable[Walked]) -> str:
    """A digest of all that is read; empty where `surroundings` is. Taken before a build: what changes during it is for
    the next.

    Args:
        walked: the files of the corpus. Times of change too: copying an older file over another keeps the time of
            modification.
    """
    return surroundings and _digest(surroundings, "\0".join(sorted(lines_of(walked))))


def unchanged(scene: Scene, sources: str, look_at: Callable[[Path], Look]) -> Report | None:
    """The last build's report, where that build still stands.

    Args:
        look_at: says what a folder looks like.
    """
    try:
        sealed = json.loads(scene.places.seal.read_bytes())
        if sealed["sources"] != sources or sealed["results"] != scene.results(map(look_at, scene.left)):
            return None
        failures = tuple(
            SourceError(reason, remedy=remedy, path=path, line=line)
            for reason, remedy, path, line in sealed["failures"]
        )
        figures = {name: int(sealed[name]) for name in _FIGURES}
        report = Report(failures=failures, site=scene.site)
        for name in _FIGURES:
            setattr(report, name, figures[name])
        return report
    except (OSError, ValueError, TypeError, KeyError):
        return None


def seal(scene: Scene, sources: str, report: Report) -> None:
    """Seals a build that has ended well. `sources` is the digest from before it."""
    if any(isinstance(failure, ToolError) for failure in report.failures):
        return  # a program that was missing may be there the next time
    said = {
        "sources": sources,
        "results": scene.results(report.left or map(look_at, scene.left)),
        "failures": [[each.reason, each.remedy, each.path and str(each.path), each.line] for each in report.failures],
        **{name: getattr(report, name) for name in _FIGURES},
    }
    with contextlib.suppress(OSError):  # without one, the next build is slower, no more
        scene.places.seal.write_text(json.dumps(said), "utf-8")


def _environment() -> str:
    """What is installed beside this program, by name and version."""
    folders = [folder for folder in map(Path, sys.path) if folder.is_dir()]
    installed = sorted(path.name for folder in folders for path in folder.glob("*-info"))
    return repr((sys.version, installed, [os.environ.get(name) for name in _ENVIRONMENT]))


def _folder(folder: Path) -> str:
    found = sorted(snapshot(folder).items())
    lines = (f"{path} {size} {time}" for path, (size, time) in found if not path.endswith(".pyc"))
    return _digest(str(folder), "\n".join(lines))


def _has_links(folder: Path) -> bool:
    walked = ((at, name) for at, folders, files in os.walk(folder) for name in (*folders, *files))
    return any(os.path.islink(os.path.join(at, name)) for at, name in walked)  # noqa: PTH114, PTH118 -- names are all


def _digest(*parts: str | bytes) -> str:
    hasher = blake2b(digest_size=16)
    for part in parts:
        hasher.update(part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape"))
        hasher.update(b"\0")
    return hasher.hexdigest()
