"""A headless Chromium that asks an engine: everything once for its answers, then each query as somebody's first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Error, Page, TimeoutError, sync_playwright

from benchmark.engines import Engine
from benchmark.host import Host

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # a request that leaves the machine fails at once instead of waiting for a time-out
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


LATE = "too late"  # what the page says of a script that runs into the limit


class VisitError(Exception):
    """An engine could not be asked; says why."""


class LateError(VisitError):
    """A script ran into the limit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that an engine finds for a query, or the first of it."""

    keys: tuple[str, ...]  # what its results are called
    total: int | None  # results there are, where the engine says so
    exact: bool | None  # whether `total` is exact; otherwise it says that it is a bound


@dataclass(frozen=True, slots=True)
class Visit:
    """One query asked by somebody who has just come."""

    found: bool
    first: float  # milliseconds until the first result can be shown, or until it is known that there is none
    page: float  # milliseconds until a page of results can be shown
    sent: int  # bytes, for a page of results
    requests: int
    settled: float  # milliseconds until the number of results is known, from the start
    settled_sent: int  # bytes, likewise


@dataclass(frozen=True, slots=True)
class Findings:
    """What a run of the browser says of an engine."""

    start: int  # bytes before the first query
    start_requests: int
    answers: tuple[Answer, ...]
    visits: tuple[Visit, ...]


def find_chromium() -> str | None:
    """`DUIZHAO_CHROMIUM`, else the first of `NAMES` on the path."""
    return os.environ.get("DUIZHAO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def ask(
    program: str,
    engine: Engine,
    host: Host,
    own: set[str],
    queries: Sequence[str],
    limit: float,
    say: Callable[[str], None],
) -> Findings:
    """Asks `queries` in one run of the browser `program`: first for all answers in one page, then each on its own.

    The first round also has the host compress what is asked for, as a real host has it. In the second every query has a
    new profile: nothing is in any cache. An engine that loads its whole index at once is asked in one page: it has
    nothing else to load. Of what the host sends, `own` files count.

    Raises:
        VisitError: a script fails. LateError: it takes more than `limit` seconds.
    """
    words = [f'"{query}"' if engine.quoted else query for query in queries]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS), headless=True)
            try:
                with _page(browser, engine, host, limit) as page:
                    page.wait_for_load_state("networkidle", timeout=limit * 1000)
                    start, start_requests = _taken(host, own)
                    say("答案")
                    answers = tuple(_answer(page, engine, query, limit) for query in words)
                    host.take()
                    say("逐个冷启动" if engine.is_cold else "逐个")
                    if not engine.is_cold:
                        visits = tuple(_visit(page, engine, host, own, query, limit) for query in words)
                if engine.is_cold:
                    visits = tuple(_cold_visits(browser, engine, host, own, words, limit))
            finally:
                browser.close()
    except TimeoutError as error:
        raise LateError(f"浏览器里超过了 {limit:g} 秒") from error
    except Error as error:
        if LATE in error.message:
            raise LateError(f"浏览器里超过了 {limit:g} 秒") from error
        raise VisitError(f"浏览器里出错：{error.message.splitlines()[0]}") from error
    return Findings(start, start_requests, answers, visits)


def _cold_visits(
    browser: Browser, engine: Engine, host: Host, own: set[str], words: Sequence[str], limit: float
) -> Iterator[Visit]:
    for query in words:
        with _page(browser, engine, host, limit) as page:
            yield _visit(page, engine, host, own, query, limit)


@contextmanager
def _page(browser: Browser, engine: Engine, host: Host, limit: float) -> Iterator[Page]:
    """A page in a new profile, where the engine can be asked."""
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
        if engine.prepare:
            page.add_init_script(engine.prepare)
        page.goto(f"{host.address}/{engine.page}", wait_until="load", timeout=limit * 1000)
        _run(page, engine.start, "", limit)
        yield page
    finally:
        context.close()


def _answer(page: Page, engine: Engine, query: str, limit: float) -> Answer:
    answer = _run(page, engine.answer, query, limit)
    return Answer(tuple(answer["keys"]), answer["total"], answer["exact"])


def _visit(page: Page, engine: Engine, host: Host, own: set[str], query: str, limit: float) -> Visit:
    host.take()
    answer = _run(page, engine.first, query, limit)
    sent, requests = _taken(host, own)
    rest = _run(page, engine.rest, query, limit) if engine.rest else None
    more, _ = _taken(host, own)
    first, page = answer["first"], answer["page"]
    return Visit(answer["found"], first, page, sent, requests, page + (rest or 0), sent + more)


# a script that never ends is left behind; Playwright itself would wait for it
_RACE = """(query) => {{
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(reject, {limit}, new Error('{late}'))));
    return Promise.race([({script})(query), late]).finally(() => clearTimeout(timer));
}}"""


def _run(page: Page, script: str, query: str, limit: float) -> Any:
    return page.evaluate(_RACE.format(script=script, limit=limit * 1000, late=LATE), query)


def _taken(host: Host, own: set[str]) -> tuple[int, int]:
    """Bytes and number of the answers sent from `own` files since it was last asked."""
    sizes = [sent.size for sent in host.take() if sent.path in own]
    return sum(sizes), len(sizes)
