"""Where each page of the site stands, relative to its root. Names are plain ASCII: they must do on a USB stick too."""

from __future__ import annotations

import posixpath
import re
from functools import cache, lru_cache

from duizhao.normalise.ids import digest
from duizhao.phrases.pinyin import pinyin

PHRASES = "phrases/"  # the folder of phrases' pages
FOLDERS = ("documents", "meetings", "phrases", "search", "themes")  # of generated pages


def is_generated(uri: str) -> bool:
    """Whether an address is one of a generated page, if there is such a page."""
    return uri.endswith(".md") and uri.partition("/")[0] in FOLDERS


@cache
def slug(name: str) -> str:
    """A readable ASCII name: 理论学习 → li-lun-xue-xi."""
    words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", pinyin(name))]
    return "-".join(words)[:60] or digest(name)


def document_page(id: str) -> str:
    """A document's page. Two characters of fan-out: FAT file systems hold only so many names in a folder."""
    return f"documents/{id[:2]}/{id}.md"


def source_text(id: str) -> str:
    """A document's untouched source text."""
    return f"sources/{id[:2]}/{id}.txt"


def parallels_page(id: str) -> str:
    """What of a document stands elsewhere."""
    return f"parallels/{id[:2]}/{id}.html"


def parallels_shard(id: str) -> str:
    """The same for scripts."""
    return f"parallels/{id[:2]}/{id}.js"


def phrase_page(id: str) -> str:
    """A phrase's page."""
    return f"phrases/{id[:2]}/{id}.md"


def phrase_card(id: str) -> str:
    """What pages show of a phrase when a reader points at it: a script."""
    return f"phrases/{id[:2]}/{id}.js"


def uses_page(id: str, year: int, mark: str = "") -> str:
    """All uses of a phrase in a year (0: unknown); of a long list, the page of that mark."""
    return f"phrases/{id[:2]}/{id}-{_year(year)}{_marked(mark)}.md"


def year_page(year: int, mark: str = "") -> str:
    """The documents of a year."""
    return f"documents/year-{_year(year)}{_marked(mark)}.md"


def meeting_page(name: str) -> str:
    """A meeting and its documents."""
    return f"meetings/{slug(name)}.md"


def meeting_year_page(name: str, year: int, mark: str = "") -> str:
    """All documents of a meeting in a year."""
    return f"meetings/{slug(name)}/{_year(year)}{_marked(mark)}.md"


def theme_page(name: str) -> str:
    """A theme, its first lead sentences by part."""
    return f"themes/{slug(name)}.md"


def leads_page(name: str, part: str, year: int, mark: str = "") -> str:
    """All lead sentences of a theme in one part, of a year."""
    return f"themes/{slug(name)}/{slug(part)}-{_year(year)}{_marked(mark)}.md"


def letter_page(letter: str, mark: str = "") -> str:
    """The phrases whose pinyin starts with a letter (# for the rest)."""
    return f"phrases/letter-{'other' if letter == '#' else letter.lower()}{_marked(mark)}.md"


def html(page: str) -> str:
    """The address of a page once built."""
    if page.endswith(".md"):
        return page[:-3] + ".html"
    path, hash_, anchor = page.partition("#")
    return path[:-3] + ".html#" + anchor if hash_ and path.endswith(".md") else page


def relative(target: str, page: str) -> str:
    """The way from one page of the site to another, both relative to its root and ending in .md, as built (.html)."""
    path, hash_, anchor = target.partition("#")
    if path == page:
        return f"{hash_}{anchor}" or posixpath.basename(html(path))
    return _way(path, page) + hash_ + anchor


def _way(target: str, page: str) -> str:
    if target.partition("/")[0] != page.partition("/")[0]:
        return _way_out(target, page.count("/"))
    folders, parents = html(target).split("/"), page.split("/")[:-1]
    shared = 0
    while shared < len(parents) and shared < len(folders) - 1 and folders[shared] == parents[shared]:
        shared += 1
    return "../" * (len(parents) - shared) + "/".join(folders[shared:])


@lru_cache(maxsize=1 << 14)  # documents use the same phrases
def _way_out(target: str, depth: int) -> str:
    return "../" * depth + html(target)


def _year(year: int) -> str:
    return str(year) if year else "unknown"


def _marked(mark: str) -> str:
    return f"-{mark}" if mark else ""
