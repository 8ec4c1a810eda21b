"""Headless Chromium for the tests of this folder, which are all marked `browser`.

`page` and `phone` fail at teardown on a console error, an uncaught exception or a request to another origin, unless
the test has declared it: `expect_trouble("ERR_FILE_NOT_FOUND")`.
"""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from benchmark.visitor import FLAGS, find_chromium
from project import Project, make_archive

expect.set_options(timeout=60_000)  # milliseconds: a slow machine is no failure
INLINE_SCHEMES = {"about", "blob", "data"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, before `-m` selects."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser: `DUIZHAO_CHROMIUM`, else the first of `visitor.NAMES` on the path; without one, skipped."""
    program = find_chromium()
    if program is None:
        pytest.skip("没有找到 Chromium：请安装 chromium，或用环境变量 DUIZHAO_CHROMIUM 指明位置")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS, headless=True)
        yield browser
        browser.close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on a free loopback port: `serve(site)` gives its base URL, without a slash at the end."""
    servers: dict[Path, ThreadingHTTPServer] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            handler = functools.partial(_QuietHandler, directory=str(folder))
            servers[folder] = ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture
def expected_trouble() -> list[str]:
    """What the test said it provokes: each an excerpt of a message."""
    return []


@pytest.fixture
def expect_trouble(expected_trouble: list[str]) -> Callable[[str], None]:
    """Declare a message that the page will report; the test then fails if it does not come."""
    return expected_trouble.append


@pytest.fixture
def page(chromium: Browser, expected_trouble: list[str]) -> Iterator[Page]:
    """A page of desk size in a fresh context."""
    with _watched_page(chromium, expected_trouble, viewport={"width": 1280, "height": 800}) as page:
        yield page


@pytest.fixture
def phone(chromium: Browser, expected_trouble: list[str]) -> Iterator[Page]:
    """A page of phone size, with touch, in a fresh context."""
    size = {"width": 375, "height": 812}
    with _watched_page(chromium, expected_trouble, viewport=size, has_touch=True, is_mobile=True) as page:
        yield page


@pytest.fixture
def plain(chromium: Browser, expected_trouble: list[str]) -> Iterator[Page]:
    """A page of desk size with scripts switched off."""
    with _watched_page(chromium, expected_trouble, java_script_enabled=False) as page:
        yield page


@pytest.fixture(scope="session")
def archive_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The samples, and the seeds where they are at hand, built into a site."""
    project = make_archive(tmp_path_factory.mktemp("archive"))
    project.build()
    return project


@pytest.fixture(params=["http", "file"])
def archive(request: pytest.FixtureRequest, archive_project: Project, serve: Callable[[Path], str]) -> str:
    """The address of that site, without a slash at the end, over http and from files."""
    return serve(archive_project.site) if request.param == "http" else archive_project.site.as_uri()


@pytest.fixture(scope="session")
def parsed(archive_project: Project) -> list[dict[str, Any]]:
    """What `duizhao parse --json` says of that archive's documents."""
    done = archive_project.run("parse", "--json", "corpus")
    assert (done.returncode, done.stderr) == (0, "")
    documents: list[dict[str, Any]] = json.loads(done.stdout)["documents"]
    return documents


@contextmanager
def _watched_page(browser: Browser, expected: list[str], **options: Any) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", **options)
    troubles: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text} ({message.location['url']})")

    def follow(request: Request) -> None:
        if _is_foreign(request):
            troubles.append(f"request to another origin: {request.url}")

    # on the context, so that pages opened from the page are watched too
    context.on("console", hear)
    context.on("weberror", lambda error: troubles.append(f"exception: {error.error}"))
    context.on("request", follow)
    try:
        yield context.new_page()
    finally:
        context.close()
    missing = [words for words in expected if not any(words in trouble for trouble in troubles)]
    unforeseen = [trouble for trouble in troubles if not any(words in trouble for words in expected)]
    if missing or unforeseen:
        absent = (f"declared, but did not happen: {words}" for words in missing)
        pytest.fail("\n".join([*unforeseen, *absent]), pytrace=False)


def _is_foreign(request: Request) -> bool:
    """Whether a request leaves the origin of the page that makes it; a navigation may go to any local origin."""
    target = urlsplit(request.url)
    if target.scheme in INLINE_SCHEMES:
        return False
    if request.is_navigation_request():
        return target.scheme != "file" and target.hostname != "127.0.0.1"
    document = urlsplit(request.frame.url)
    return (target.scheme, target.netloc) != (document.scheme, document.netloc)
