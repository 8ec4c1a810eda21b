"""A site's pages for crawlers: one `sitemap.xml`, or of a large site an index of several.

Format: sitemaps.org protocol 0.9, which allows 50,000 addresses a file. No dates: the same pages give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from html import escape
from urllib.parse import quote

from duizhao.made import Made
from duizhao.outputs import MKDOCS, Outputs

INDEX = "sitemap.xml"  # the one with all pages or with the names of the others
_OTHERS = "sitemaps/"
_NAMED = re.compile(rf"{re.escape(INDEX)}|{_OTHERS}[0-9a-f]+\.xml")
LARGEST = 2_000  # addresses of a file, on average
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def site_sitemaps(site_url: str, made: Made, outputs: Outputs, area: str, written: Iterable[str]) -> dict[str, bytes]:
    """Those of the site that is being made. `written`: the files that MkDocs sets itself, below the site's root."""
    pages = {*written, *made.paths(outputs.paths(area) - outputs.owned(MKDOCS, area), area)}
    return sitemaps(
        site_url.rstrip("/") + "/", (path for path in pages if path.endswith(".html") and path != "404.html")
    )


def is_sitemap(path: str) -> bool:
    """Whether a file of a site is a sitemap."""
    return bool(_NAMED.fullmatch(path))


def sitemaps(root: str, pages: Iterable[str]) -> dict[str, bytes]:
    """The files by their paths, relative to the site's root.

    Args:
        root: the site's address, ending in a slash.
        pages: paths of all pages, relative to the site's root.
    """
    found = sorted(set(pages))
    buckets = 1
    while buckets * LARGEST < len(found):
        buckets *= 2
    if buckets == 1:
        return {INDEX: _file("urlset", "url", (_address(root, page) for page in found))}
    dealt: dict[str, list[str]] = {}
    for page in found:  # by name, so that a page more or less changes one file
        number = int.from_bytes(blake2b(page.encode(), digest_size=4).digest()) % buckets
        dealt.setdefault(f"{_OTHERS}{number:x}.xml", []).append(page)
    files = {path: _file("urlset", "url", (_address(root, page) for page in some)) for path, some in dealt.items()}
    return {INDEX: _file("sitemapindex", "sitemap", (root + path for path in sorted(files))), **files}


def _address(root: str, page: str) -> str:
    return root + quote(page.removesuffix("index.html") if page == "index.html" else page)


def _file(tag: str, entry: str, addresses: Iterable[str]) -> bytes:
    entries = "".join(f"<{entry}><loc>{escape(address)}</loc></{entry}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} {_SPACE}>\n{entries}</{tag}>\n'.encode()
