"""What `scripts/bench search` counts in a browser, with an engine of which every byte and millisecond is known."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from benchmark.engines import Engine
from benchmark.host import LEVEL, Host
from benchmark.visitor import LateError, VisitError, ask, find_chromium

LOAD = """(name) => new Promise((resolve) => {
    const script = document.createElement('script');
    script.addEventListener('load', resolve);
    script.src = name;
    document.head.append(script);
})"""
ENGINE = Engine(
    "tiny",
    "Tiny",
    "tiny",
    "index.html",
    ("own.js",),
    f"window.load = {LOAD};",
    "async () => { await load('own.js'); }",
    "async (words) => ({ keys: (found[words] ?? []), total: (found[words] ?? []).length, exact: true })",
    """async (words) => {
        await load('shard.js');
        await load('theme.js');
        return { first: 7, page: 9, found: words in found };
    }""",
    "async (words) => { if (!(words in found)) return null; await load('more.js'); return 5; }",
)
FILES = {
    "index.html": '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><p>网</p>',
    "own.js": "window.found = { 网: ['a', 'b'], '\"网\"': ['a'] };",
    "shard.js": "// " + "shard " * 50,
    "more.js": "// " + "more " * 90,
    "theme.js": "// no part of the engine",
}
OWN = {"own.js", "shard.js", "more.js"}
R = TypeVar("R")


@pytest.fixture
def program() -> str:
    found = find_chromium()
    if found is None:
        pytest.skip("没有找到 Chromium：请安装 chromium，或用环境变量 DUIZHAO_CHROMIUM 指明位置")
    return found


@pytest.fixture
def host(tmp_path: Path) -> Host:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return Host(tmp_path)


def size(name: str) -> int:
    return len(gzip.compress(FILES[name].encode(), LEVEL, mtime=0))


def aside(act: Callable[[], R]) -> R:
    """In a thread of its own: this one may be Playwright's already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


def test_every_query_is_somebodys_first(program: str, host: Host) -> None:
    with host:
        found = aside(lambda: ask(program, ENGINE, host, OWN, ["网", "雨"], 30, print))
    assert (found.start, found.start_requests) == (size("own.js"), 1)
    assert [(answer.keys, answer.total, answer.exact) for answer in found.answers] == [
        (("a", "b"), 2, True),
        ((), 0, True),
    ]
    first, second = found.visits
    assert (first.found, first.first, first.sent, first.requests) == (True, 7, size("shard.js"), 1)
    assert (first.settled, first.settled_sent) == (14, size("shard.js") + size("more.js"))
    assert (second.found, second.sent, second.settled_sent) == (False, size("shard.js"), size("shard.js"))


def test_an_engine_that_has_everything_in_memory_is_asked_in_one_page(program: str, host: Host) -> None:
    with host:
        found = aside(lambda: ask(program, replace(ENGINE, is_cold=False, rest=""), host, OWN, ["网", "网"], 30, print))
    assert [visit.sent for visit in found.visits] == [size("shard.js"), 0]  # the second finds it in the cache


def test_queries_are_quoted_for_an_engine_that_is_asked_so(program: str, host: Host) -> None:
    with host:
        found = aside(lambda: ask(program, replace(ENGINE, quoted=True), host, OWN, ["网"], 30, print))
    assert found.answers[0].keys == ("a",)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"start": "() => new Promise(() => {})"}, LateError),
        ({"first": "() => new Promise(() => {})"}, LateError),
        ({"answer": "async () => { throw new Error('坏了'); }"}, VisitError),
        ({"page": "missing.html"}, VisitError),
    ],
)
def test_an_engine_that_cannot_be_asked_says_so_and_nothing_hangs(
    program: str, host: Host, changes: dict[str, str], error: type[VisitError]
) -> None:
    engine = replace(ENGINE, **changes)  # type: ignore[arg-type]
    with host, pytest.raises(error):
        aside(lambda: ask(program, engine, host, OWN, ["网"], 1.5, print))
