"""What is compared: each builder with the configuration its own manual gives for a site like this.

The others get the same documents as plain Markdown, outside the navigation (a navigation of all documents would be
drawn into every page), and the search that belongs to them.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
PEERS = ROOT / ".venv-bench" / "bin"
DUIZHAO = "duizhao"
BASELINE = "mkdocs"
MATERIAL = "material"

_MKDOCS = """site_name: 对照
use_directory_urls: false
theme:
  name: material
  language: zh
  font: false
nav:
  - 首页: index.md
"""
_UNLISTED = """validation:
  nav:
    omitted_files: ignore
"""
_WITHOUT_SEARCH = "plugins: []\n" + _UNLISTED
_WITH_SEARCH = "plugins: [search]\n" + _UNLISTED
_SPHINX = """project = "对照"
language = "zh_CN"
extensions = ["myst_parser"]
html_search_language = "zh"
suppress_warnings = ["toc.not_included"]
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a build, run in the builder's folder."""

    label: str
    command: tuple[str | Path, ...]


@dataclass(frozen=True, slots=True)
class Builder:
    """One way to make a site, ready to run in a folder of its own.

    `source`, `site` and `state` (what a cold build must not find) are relative to the folder.
    """

    name: str
    label: str
    steps: tuple[Step, ...]
    source: str
    site: str
    state: tuple[str, ...] = ()
    markdown: bool = True  # the documents as plain Markdown; otherwise as an archive has them
    incremental: bool = True  # otherwise every build is a full one
    phrasebook: bool = False


def duizhao(folder: Path) -> Builder:
    """The checkout's own configuration and hand-written pages, a corpus and a site given on the command line."""
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    command = (PROGRAMS / "duizhao", "build", "--corpus", "corpus", "--site", "site")
    return Builder(
        DUIZHAO,
        "duizhao",
        (Step("duizhao", command),),
        source="corpus",
        site="site",
        state=(".duizhao",),
        markdown=False,
        phrasebook=True,
    )


def mkdocs(folder: Path) -> Builder:
    """MkDocs with Material and without its search, then Pagefind over the site. Neither has an incremental mode."""
    _write(folder / "mkdocs.yml", _MKDOCS + _WITHOUT_SEARCH)
    steps = (
        Step("MkDocs", (PEERS / "mkdocs", "build", "--quiet")),
        Step("Pagefind", (PEERS / "python", "-m", "pagefind", "--site", "site")),
    )
    return Builder(BASELINE, "MkDocs + Pagefind", steps, source="docs", site="site", incremental=False)


def material(folder: Path) -> Builder:
    """MkDocs with Material and its search. The first step builds without search: what the second does besides."""
    _write(folder / "mkdocs.yml", _MKDOCS + _WITH_SEARCH)
    (folder / "plain.yml").write_text(_MKDOCS + _WITHOUT_SEARCH, "utf-8")
    build = (PEERS / "mkdocs", "build", "--quiet")
    steps = (
        Step("MkDocs", (*build, "--config-file", "plain.yml", "--site-dir", "plain")),
        Step("MkDocs with search", build),
    )
    return Builder(MATERIAL, "Material", steps, source="docs", site="site", state=("plain",), incremental=False)


def sphinx(folder: Path) -> Builder:
    """Sphinx with MyST; its search with jieba. On all processors; it builds again what has changed."""
    _write(folder / "conf.py", _SPHINX)
    command = (PEERS / "sphinx-build", "-q", "-j", "auto", "-c", ".", "-d", "doctrees", "docs", "site")
    return Builder("sphinx", "Sphinx", (Step("Sphinx", command),), source="docs", site="site", state=("doctrees",))


def zensical(folder: Path) -> Builder:
    """Zensical with its own search. It keeps a cache of pages."""
    _write(folder / "mkdocs.yml", _MKDOCS)
    command = (PEERS / "zensical", "build")
    return Builder("zensical", "Zensical", (Step("Zensical", command),), source="docs", site="site", state=(".cache",))


BUILDERS: Mapping[str, Callable[[Path], Builder]] = {
    DUIZHAO: duizhao,
    BASELINE: mkdocs,
    "sphinx": sphinx,
    "zensical": zensical,
}

_PACKAGES: Mapping[str, tuple[str, ...]] = {
    BASELINE: ("mkdocs", "mkdocs-material", "pagefind"),
    MATERIAL: ("mkdocs", "mkdocs-material", "jieba"),
    "sphinx": ("sphinx", "myst-parser", "jieba"),
    "zensical": ("zensical",),
}

_ASK = """import sys
from importlib.metadata import version
for name in sys.argv[1:]:
    print(name, version(name))
"""


def versions(names: list[str]) -> list[str]:
    """What the builders `names` are, one `name version` a package; duizhao with its commit where git knows it."""
    packages = list(dict.fromkeys(package for name in names for package in _PACKAGES.get(name, ())))
    ask = (
        "import sys, importlib.metadata as m; print(*(f'{name} {m.version(name)}' for name in sys.argv[1:]), sep='\\n')"
    )
    found = _answer(PEERS / "python", "-c", ask, *packages) if packages else ""
    own = f"duizhao {_answer(PROGRAMS / 'duizhao', '--version')}"
    commit = _answer("git", "-C", ROOT, "describe", "--always", "--dirty", "--exclude", "*")
    return [f"{own} ({commit})" if commit else own, *found.splitlines()]


def _answer(*command: str | Path) -> str:
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    (path.parent / "docs").mkdir()
    (path.parent / "docs" / "index.md").write_text("# 首页\n\n一批仿照体裁的文稿。\n", "utf-8")
