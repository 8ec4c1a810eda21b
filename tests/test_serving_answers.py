"""From a request's path to an answer: which file, which type, what is put into pages."""

from __future__ import annotations

import os
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import CorpusError
from duizhao.serving.answers import CLIENT, answer, content_type, locate, with_client
from duizhao.serving.layout import Layout
from duizhao.serving.news import News

NEWS = News("b1")
SCRIPT = b'<script src="/.duizhao/client.js" data-build="b1"></script>'
PAGE = "<html><body>首页</body></html>".encode()


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A site of a few files, with a file beside it that is nobody's business."""
    site = tmp_path / "site"
    (site / "documents").mkdir(parents=True)
    (site / "index.html").write_bytes(PAGE)
    (site / "documents" / "index.html").write_bytes(b"<body>list</body>")
    (site / "404.html").write_bytes(b"<body>gone</body>")
    (site / "a b.txt").write_bytes(b"text")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return Layout(site, ())


# Which file


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/", PAGE.replace(b"</body>", SCRIPT + b"</body>")),
        ("/index.html", PAGE.replace(b"</body>", SCRIPT + b"</body>")),
        ("/documents/", b"<body>list" + SCRIPT + b"</body>"),
        ("/a%20b.txt", b"text"),
        ("//a%20b.txt", b"text"),
        ("/documents/./index.html", b"<body>list" + SCRIPT + b"</body>"),
    ],
)
def test_a_path_names_a_file_of_the_site(layout: Layout, path: str, body: bytes) -> None:
    given = answer(layout, NEWS, path)
    assert (given.status, given.body) == (HTTPStatus.OK, body)
    assert given.headers["Content-Length"] == str(len(body))
    assert given.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.txt", "/%2e%2e/secret.txt", "/documents/..%2f..%2fsecret.txt", "/documents/../../secret.txt"),
        *("/nothing", "/a%00b", "/%ff", "/" + "字" * 300, "*", "", "a%20b.txt", "/index.html/x", "/assets/"),
    ],
)
def test_what_the_site_has_not_is_its_own_page_for_that(layout: Layout, path: str) -> None:
    given = answer(layout, NEWS, path)
    assert (given.status, given.body) == (HTTPStatus.NOT_FOUND, b"<body>gone" + SCRIPT + b"</body>")
    assert given.headers["Content-Type"] == "text/html; charset=utf-8"


@given(st.lists(st.sampled_from(["/", "..", ".", "%2e", "%2F", "\\", "%5c", "C:", "~", "\0", "字", "x"])).map("".join))
def test_no_path_leaves_the_site(path: str) -> None:
    site = Path.cwd() / "site"
    file = locate(Layout(site, ()), path)
    assert file is None or Path(os.path.normpath(file)).is_relative_to(site)


@pytest.mark.parametrize("path", ["/documents", "//documents"])
def test_a_folder_is_asked_for_with_a_slash_so_that_its_links_hold(layout: Layout, path: str) -> None:
    given = answer(layout, NEWS, path)
    assert (given.status, given.headers["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, "/documents/")


def test_a_site_may_stand_below_the_root_as_on_its_host(layout: Layout) -> None:
    layout = replace(layout, mount="/archive/")
    assert answer(layout, NEWS, "/").headers["Location"] == "/archive/"
    assert answer(layout, NEWS, "/archive/a%20b.txt").body == b"text"
    assert answer(layout, NEWS, "/archive/documents").headers["Location"] == "/archive/documents/"
    assert answer(layout, NEWS, "/a%20b.txt").status == HTTPStatus.NOT_FOUND
    assert answer(layout, NEWS, CLIENT).status == HTTPStatus.OK


# Types


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.JS", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.md", "text/markdown; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.png", "image/png"),
        ("a", "application/octet-stream"),
        ("a.nonesuch", "application/octet-stream"),
    ],
)
def test_text_is_utf_8_whatever_the_system_thinks(name: str, expected: str) -> None:
    assert content_type(Path(name)) == expected


# What is put into pages


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<body>a</body></html>", b"<body>a" + SCRIPT + b"</body></html>"),
        (b"<body><pre>&lt;/body></pre></body>", b"<body><pre>&lt;/body></pre>" + SCRIPT + b"</body>"),
        (b"<body><!-- </body> --></body>", b"<body><!-- </body> -->" + SCRIPT + b"</body>"),
        (b"no end", b"no end" + SCRIPT),
        (b"", SCRIPT),
    ],
)
def test_the_client_stands_at_the_end_of_the_page(page: bytes, expected: bytes) -> None:
    assert with_client(page, NEWS) == expected


def test_the_file_itself_is_not_touched(layout: Layout) -> None:
    answer(layout, NEWS, "/")
    assert (layout.site / "index.html").read_bytes() == PAGE


# Asked again


def test_what_a_browser_has_it_need_not_fetch(layout: Layout) -> None:
    for path in ("/", "/a%20b.txt"):
        first = answer(layout, NEWS, path)
        again = answer(layout, NEWS, path, first.headers["ETag"])
        assert (again.status, again.body) == (HTTPStatus.NOT_MODIFIED, b"")
        assert answer(layout, NEWS, path, None, first.headers["Last-Modified"]).status == HTTPStatus.NOT_MODIFIED


def test_two_versions_within_one_second_are_told_apart(layout: Layout) -> None:
    file = layout.site / "a b.txt"
    os.utime(file, ns=(0, 1_000_000_000))
    first = answer(layout, NEWS, "/a%20b.txt").headers
    os.utime(file, ns=(0, 1_000_000_001))
    second = answer(layout, NEWS, "/a%20b.txt", first["ETag"], first["Last-Modified"])
    assert (second.status, second.headers["Last-Modified"]) == (HTTPStatus.OK, first["Last-Modified"])


def test_a_page_is_fetched_again_after_each_build_for_it_names_the_build(layout: Layout) -> None:
    page, text = (answer(layout, NEWS, path).headers["ETag"] for path in ("/", "/a%20b.txt"))
    assert answer(layout, News("b2"), "/", page).status == HTTPStatus.OK
    assert answer(layout, News("b2"), "/a%20b.txt", text).status == HTTPStatus.NOT_MODIFIED


@pytest.mark.parametrize("since", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_an_older_or_senseless_date_gets_the_file(layout: Layout, since: str) -> None:
    assert answer(layout, NEWS, "/a%20b.txt", None, since).status == HTTPStatus.OK


# No site


def test_where_there_is_no_site_yet_a_page_says_why(tmp_path: Path) -> None:
    news = News("b1", True, (CorpusError("找不到 <文稿> 文件夹", path="corpus"),))
    given = answer(Layout(tmp_path / "site", ()), news, "/")
    assert given.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert "corpus：找不到 &lt;文稿&gt; 文件夹。" in given.body.decode()
    assert given.headers["Cache-Control"] == "no-store"
    assert SCRIPT in given.body  # it waits for the site


def test_a_site_without_a_page_for_it_gets_one(layout: Layout) -> None:
    (layout.site / "404.html").unlink()
    given = answer(layout, NEWS, "/nothing")
    assert (given.status, "没有这一页" in given.body.decode()) == (HTTPStatus.NOT_FOUND, True)
