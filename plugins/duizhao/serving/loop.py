"""Build, tell, wait for a change, and again."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Protocol

from duizhao.errors import DuizhaoError
from duizhao.files import LISTING
from duizhao.serving.layout import Layout
from duizhao.serving.server import Server
from duizhao.serving.watch import Changes, Snapshot, Watch, snapshot


class Outcome(Protocol):
    """What a build did; `build.Report` is one."""

    @property
    def documents(self) -> int:
        """Documents in the site."""

    @property
    def failures(self) -> Sequence[DuizhaoError]:
        """Documents left out."""

    @property
    def written(self) -> int:
        """Files of the site that were written."""

    @property
    def removed(self) -> int:
        """Files of the site that were removed."""

    @property
    def seconds(self) -> float:
        """How long it took, so far."""


def serve(
    plan: Callable[[], Layout],
    build: Callable[[], Outcome],
    address: tuple[str, int],
    say: Callable[[str], None],
    complain: Callable[[DuizhaoError], None],
) -> None:
    """Serves and rebuilds until interrupted (Ctrl+C, SIGTERM). A build that fails is told and leaves the old site.

    Args:
        plan: says what to serve and watch; asked before each build, as it may depend on what is watched.
        build: builds the site.
        address: host and port to listen on.
        say: is given lines for people.
        complain: is given what is wrong.

    Raises:
        DuizhaoError: `plan` fails the first time, or the address cannot be listened on.
    """
    layout = plan()
    with Server(address, layout) as server, Watch() as watch, _until_interrupted():
        say(f"打开：{server.url}　按 Ctrl+C 结束。")
        changes, heard, listing = Changes(), set[str](), _listing(layout)
        while True:
            seen = snapshot(layout)  # older than what the build sees: nothing is lost in between
            try:
                latest = plan()
                if latest != layout:
                    layout = server.layout = latest
                    continue
                report = build()
            except DuizhaoError as error:
                problems: Sequence[DuizhaoError] = (error,)
                server.board.post(problems, failed=True, renewed=False)
                line = f"{changes}没有生成成功，改好后会自动重做。"
            else:
                problems = report.failures
                before, listing = listing, _listing(layout)  # `duizhao add` may have built what is new before us
                renewed = report.written + report.removed > 0 or listing != before
                server.board.post(problems, failed=False, renewed=renewed)
                line = f"{changes}{_figures(report)}"
            for problem in problems:
                if str(problem) not in heard:
                    complain(problem)
            heard = set(map(str, problems))
            say(f"{time.strftime('%H:%M:%S')} {line}")
            changes = Changes.between(seen, watch.changed(layout, seen), layout)


def _listing(layout: Layout) -> Snapshot:
    return snapshot(Layout(layout.site, (layout.site / LISTING,)))


@contextlib.contextmanager
def _until_interrupted() -> Iterator[None]:
    """Ctrl+C, and where the system has them SIGTERM and Ctrl+Break, end what is inside; that is no error."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    others = {}
    if threading.current_thread() is threading.main_thread():  # the only one that may ask for signals
        numbers = (getattr(signal, name, None) for name in ("SIGTERM", "SIGBREAK"))
        others = {number: signal.signal(number, interrupt) for number in numbers if number is not None}
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in others.items():
            signal.signal(number, handler)


def _figures(report: Outcome) -> str:
    left_out = f"，{len(report.failures)} 个文件未收入" if report.failures else ""
    done = (
        f"写入 {report.written} 个文件，删除 {report.removed} 个" if report.written + report.removed else "网站没有变化"
    )
    return f"共 {report.documents} 篇{left_out}；{done}，用时 {report.seconds:.1f} 秒。"
