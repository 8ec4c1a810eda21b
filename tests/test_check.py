"""Checking a site: what leads nowhere is found, what leads somewhere is not complained of."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.check import Problem, check_site
from duizhao.errors import OutputError

GOOD = """<!doctype html><html><head>
<link rel="stylesheet" href="../assets/a%20b.css"><link rel="canonical" href="https://example.org/x.html">
<link rel="icon" href="data:,"><script src="../assets/a.js?v=1"></script></head>
<body id="top"><h1 id="一">标题</h1>
<a href="#top">上</a> <a href="#%E4%B8%80">一</a> <a href="#__tabbed_1">层</a>
<a href="../index.html?q=%E5%AD%A6#here">首页</a>
<a href="https://example.org/">站外</a> <a href="mailto:a@example.org">信</a> <form action="../index.html"></form>
<p style="background: url('../assets/a.js')">段</p></body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages without a fault."""
    for name, text in {
        "index.html": '<p id="here">首页</p>',
        "documents/a.html": GOOD,
        "assets/a b.css": "a { b: url(a.js) url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/\">') }",
        "assets/a.js": "",
        "404.html": '<a href="/nowhere.html">其他</a>',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_a_good_site_has_no_problems(site: Path) -> None:
    assert check_site(site) == (2, [])


@pytest.mark.parametrize(
    ("html", "reference", "reason"),
    [
        ('<a href="b.html">', "b.html", "没有这个文件"),
        ('<a href="../documents/">', "../documents/", "没有这个文件"),
        ('<a href="../../outside.html">', "../../outside.html", "没有这个文件"),
        ('<a href="/index.html">', "/index.html", "没有这个文件"),
        ('<img src="x.png">', "x.png", "没有这个文件"),
        ('<video poster="x.png">', "x.png", "没有这个文件"),
        ('<a href="#none">', "#none", "那一页里没有这个锚点"),
        ('<a href="../index.html#none">', "../index.html#none", "那一页里没有这个锚点"),
        ('<i id="here"></i><b id="here"></b>', "#here", "同一页里有两个这样的锚点"),
        ('<script src="https://cdn.example/x.js">', "https://cdn.example/x.js", "要到站外去取"),
        ('<script src="//cdn.example/x.js">', "//cdn.example/x.js", "要到站外去取"),
        ('<link rel="stylesheet" href="https://x.example/x.css">', "https://x.example/x.css", "要到站外去取"),
        ('<link rel="preconnect" href="https://x.example">', "https://x.example", "要到站外去取"),
        ('<iframe src="https://x.example">', "https://x.example", "要到站外去取"),
        ('<object data="https://x.example/a">', "https://x.example/a", "要到站外去取"),
        ('<p style="background: url(https://x.example/a.png)">', "https://x.example/a.png", "要到站外去取"),
        ('<a href="http://[x">', "http://[x", "不是网址"),
    ],
)
def test_what_leads_nowhere_is_found(site: Path, html: str, reference: str, reason: str) -> None:
    (site / "documents" / "a.html").write_text(html, "utf-8")
    assert check_site(site) == (2, [Problem("documents/a.html", reference, reason)])


@pytest.mark.parametrize("css", ["@import 'https://x.example/a';", 'b{src: URL( "https://x.example/a" )}'])
def test_a_style_sheet_that_asks_elsewhere_is_found(site: Path, css: str) -> None:
    (site / "assets" / "x.css").write_text(css, "utf-8")
    assert check_site(site)[1] == [Problem("assets/x.css", "https://x.example/a", "要到站外去取")]


@pytest.mark.parametrize("folder", ["nothing", "assets", "index.html"])
def test_where_there_is_no_site_it_says_so(site: Path, folder: str) -> None:
    with pytest.raises(OutputError, match="这里没有网站"):
        check_site(site / folder)
