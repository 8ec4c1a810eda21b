"""Sitemaps: every page once, no file too long, little changed by a page more."""

from __future__ import annotations

from lxml import etree

from duizhao.sitemap import LARGEST, sitemaps

ROOT = "https://example.org/a/"


def addresses(file: bytes) -> list[str]:
    return [str(element.text) for element in etree.fromstring(file).iter("{*}loc")]


def test_a_small_site_has_one_file() -> None:
    (file,) = sitemaps(ROOT, ["index.html", "b&c/甲.html", "a.html", "a.html"]).values()
    assert addresses(file) == [ROOT + "a.html", ROOT + "b%26c/%E7%94%B2.html", ROOT]


def test_a_large_site_has_an_index() -> None:
    pages = [f"documents/{number}.html" for number in range(3 * LARGEST)]
    files = sitemaps(ROOT, pages)
    index = addresses(files.pop("sitemap.xml"))
    assert index == sorted(ROOT + path for path in files)
    listed = [address for file in files.values() for address in addresses(file)]
    assert sorted(listed) == sorted(ROOT + page for page in pages)
    assert max(len(addresses(file)) for file in files.values()) < 2 * LARGEST
    more = sitemaps(ROOT, [*pages, "documents/more.html"])
    assert len([path for path, file in files.items() if more[path] != file]) == 1
