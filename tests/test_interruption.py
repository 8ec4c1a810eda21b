"""What the tests of killed builds rely on to see a broken site."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from interruption import dangling, differences, interrupted, torn
from project import make_project, material


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three pages that lead to each other, and one that nobody comes to."""
    pages = {
        "index.html": '<link rel="stylesheet" href="style.css"><a href="a/%E7%94%B2.html#one">甲</a></html>',
        "a/甲.html": '<a class="x" href="../b.html?q=1">乙</a><a href="#top"><a href="https://example.org/no.html"></html>\n',
        "b.html": '<a href="index.html">home</a><script src="search/x.js"></script></html>',
        "apart.html": '<a href="nowhere.html">nowhere</a></html>',
        "style.css": "",
        "search/x.js": "1",
    }
    for path, text in pages.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, "utf-8")
    return tmp_path / "site"


def test_a_page_cut_short_is_torn(site: Path) -> None:
    assert torn(site) == []
    (site / "b.html").write_text('<a href="ind')
    (site / "a/甲.html").write_text("")
    assert torn(site) == ["a/甲.html", "b.html"]


def test_links_from_the_home_page_on_are_followed(site: Path) -> None:
    assert dangling(site, Random(0), 10) == []
    (site / "b.html").write_text(
        '<a href="gone.html">gone</a><a href="../out.html">out</a><script src="./y.js"></script></html>'
    )
    assert dangling(site, Random(0), 10) == ["b.html → gone.html", "b.html → ../out.html", "b.html → y.js"]
    assert dangling(site, Random(0), 2) == []  # the third page was not looked at
    (site / "index.html").unlink()
    assert dangling(site, Random(0), 10) == []


def test_differences_leave_the_index_out_where_asked(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "style.css").write_text("")
    (other / "index.html").write_text("</html>")
    assert differences(site, other, index=False) == ["a/甲.html", "apart.html", "b.html", "index.html"]
    assert differences(site, other, index=True)[-1] == "search/x.js"


@pytest.mark.slow
def test_a_build_can_be_killed_or_left_to_end(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    assert interrupted(project, 0)
    assert not project.site.exists()
    assert not interrupted(project, 600)
    assert (project.site / "index.html").exists()
