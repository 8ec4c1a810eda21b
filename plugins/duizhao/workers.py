"""Worker processes: started when first there is enough to do, or ahead, so that they load while others prepare.

This module is small on purpose: they are started before anything else of the program has been loaded.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from duizhao.files import Snapshot, snapshot

if TYPE_CHECKING:
    from duizhao.work import Setup, Tools

J = TypeVar("J")
R = TypeVar("R")

_tools: Tools | None = None  # of a worker process


class Workers:
    """As many processes as there are processors; none until they are asked for."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or processors()
        self._pool: ProcessPoolExecutor | None = None
        self._ending: list[threading.Thread] = []
        self._seen: dict[Path, Future[Snapshot]] = {}

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()
        for ending in self._ending:
            ending.join()
        self._ending.clear()

    def dismiss(self) -> None:
        """Nothing is left for them to do: they end while this process goes on."""
        if self._pool is not None:
            end = partial(self._pool.shutdown, wait=True, cancel_futures=True)
            self._pool = None
            self._ending.append(threading.Thread(target=end))
            self._ending[-1].start()

    @property
    def are_there(self) -> bool:
        """Whether they have been started."""
        return self._pool is not None

    def start(self, corpus: Path, folders: Iterable[Path]) -> None:
        """Starts them: they load the program and the phrasebook, and look at some folders, see `snapshot`."""
        if self.count > 1:
            self._seen = {folder: self._submit(snapshot, folder) for folder in folders}
            for _ in range(self.count):
                self._submit(_load, corpus)

    def snapshot(self, folder: Path) -> Snapshot:
        """What there is in a folder: as a process has found it, where it was told to look."""
        try:
            seen = self._seen.pop(folder, None)
            return seen.result() if seen else snapshot(folder)
        except BrokenProcessPool:
            self.forget()
            return snapshot(folder)

    def submit(
        self, setup: Setup, job: Callable[[Tools, J], R], chunk: Sequence[J]
    ) -> Future[tuple[list[R], dict[str, float]]]:
        """Hands over some jobs; what comes back are their results, and what was spent on them."""
        return self._submit(_run, setup, job, chunk)

    def submit_more(
        self, setup: Setup, job: Callable[[Tools, J], R], chunk: Sequence[J]
    ) -> Future[tuple[list[R], dict[str, float]]] | None:
        """The same, from any thread; None where there are no processes any more, for none are started then."""
        pool = self._pool
        with suppress(BrokenProcessPool, RuntimeError):  # dead, or told to end
            return pool.submit(_run, setup, job, chunk) if pool is not None else None
        return None

    def forget(self) -> None:
        """A process has died, of a lack of memory perhaps: the others are of no use any more."""
        self._pool = None

    def _submit(self, work: Callable[..., R], *given: object) -> Future[R]:
        if self._pool is None:
            # spawned, not forked: no open store, lock or thread of a server is inherited, on any system
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, context, initializer=_begin)
        try:
            with _deaf():
                return self._pool.submit(work, *given)
        except BrokenProcessPool:
            self._pool = None
            return self._submit(work, *given)


def processors() -> int:
    """How many processes the system lets this one use side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started inside never hear Ctrl+C, which reaches all: the parent alone says what becomes of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it was started from another thread: see `_deaf`
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed build leaves no process behind that goes on writing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _load(corpus: Path) -> None:
    import duizhao.intake.source
    import duizhao.normalise.document
    import duizhao.paralleling  # noqa: F401
    from duizhao.errors import ConfigError
    from duizhao.phrases import load_phrasebook
    from duizhao.work import owner_phrasebooks

    with suppress(ConfigError, OSError):  # the build says so
        load_phrasebook(*owner_phrasebooks(corpus))


def _run(setup: Setup, job: Callable[[Tools, Any], R], chunk: Sequence[Any]) -> tuple[list[R], dict[str, float]]:
    """The results of some jobs, and what was spent on them."""
    from duizhao.work import Tools

    global _tools  # a worker process has one
    if _tools is None or _tools.setup != setup:
        if _tools is not None:
            _tools.close()
        _tools = Tools(setup)
    return [job(_tools, each) for each in chunk], _tools.clock.take()
