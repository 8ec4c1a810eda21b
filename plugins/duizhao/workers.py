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
from multiprocessing.util import Finalize
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from duizhao.garbage import look_seldom
from duizhao.look import Look, look_at
from duizhao.looks import Looks

if TYPE_CHECKING:
    from duizhao.work import Setup, Tools

J = TypeVar("J")
R = TypeVar("R")

_NICENESS = 5  # a third of the weight that the first process has in the scheduler of Linux
_tools: Tools | None = None  # of a worker process


class Workers:
    """As many processes as there are processors; none until they are asked for."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or processors()
        self._processes: list[_Process] = []
        self._ending: list[threading.Thread] = []
        self._looks = Looks(())

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()
        self.wait()

    def dismiss(self) -> None:
        """Nothing is left for them to do: they end while this process goes on."""
        self._end(cancel=True)

    def wait(self) -> None:
        """Until those that are to end have ended, and write no more."""
        for ending in self._ending:
            ending.join()
        self._ending.clear()

    @property
    def are_there(self) -> bool:
        """Whether they have been started."""
        return bool(self._processes)

    def start(self, folders: Iterable[Path]) -> None:
        """Starts them: whoever is free looks at the folders, see `look_at`."""
        if self.count > 1:
            self._looks = Looks(folders)
            for process in self._started():
                self._looks.go_on(process)

    def load(self, corpus: Path) -> None:
        """There will be something to do for those that have been started: before they look on, the first loads what
        reads documents, the others what makes pages."""
        with suppress(BrokenProcessPool):  # whoever hands over jobs finds out
            for place, process in enumerate(self._processes):
                if place == 0:
                    process.submit(_load_readers, corpus)
                else:
                    process.submit(_load_pages)

    def look_at(self, folder: Path) -> Look:
        """What a folder looks like; of those given to `start`, what it looked like then."""
        seen = self._looks.seen(folder)
        return look_at(folder) if seen is None else seen

    def forget_looks(self) -> None:
        """Somebody else may have been at the folders since."""
        self._looks = Looks(())

    def submit(
        self, setup: Setup, job: Callable[[Tools, Sequence[J]], list[R]], chunk: Sequence[J]
    ) -> Future[tuple[list[R], dict[str, float]]]:
        """Hands over some jobs; what comes back are their results, and what was spent on them.

        The process with the least to do takes them, the first of several: alone, it is the one that has its readers.
        """
        try:
            return _least_busy(self._started()).submit(_run, setup, job, chunk)
        except BrokenProcessPool:
            self.forget()
            return self.submit(setup, job, chunk)

    def submit_more(
        self, setup: Setup, job: Callable[[Tools, Sequence[J]], list[R]], chunk: Sequence[J]
    ) -> Future[tuple[list[R], dict[str, float]]] | None:
        """The same, from any thread; None where there are no processes any more, for none are started then."""
        processes = self._processes
        with suppress(BrokenProcessPool, RuntimeError):  # dead, or told to end
            return _least_busy(processes).submit(_run, setup, job, chunk) if processes else None
        return None

    def forget(self) -> None:
        """A process has died, of a lack of memory perhaps. The others end with what they have been given."""
        self._end(cancel=False)

    def _started(self) -> list[_Process]:
        if not self._processes:
            self._processes = [_Process() for _ in range(self.count)]
        return self._processes

    def _end(self, *, cancel: bool) -> None:
        for process in self._processes:
            self._ending.append(threading.Thread(target=process.end, args=(cancel,)))
            self._ending[-1].start()
        self._processes = []


class _Process:
    """One process, and how much it has been given."""

    def __init__(self) -> None:
        # spawned, not forked: no open store, lock or thread of a server is inherited, on any system
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_begin)
        self._lock = threading.Lock()
        self.waiting = 0  # calls not yet done

    def submit(self, work: Callable[..., R], *given: object) -> Future[R]:
        with _deaf():
            future = self._pool.submit(work, *given)
        self._count(1)
        future.add_done_callback(lambda _: self._count(-1))
        return future

    def end(self, cancel: bool) -> None:
        self._pool.shutdown(wait=True, cancel_futures=cancel)

    def _count(self, more: int) -> None:
        with self._lock:
            self.waiting += more


def _least_busy(processes: Sequence[_Process]) -> _Process:
    return min(processes, key=lambda process: process.waiting)


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
    look_seldom()
    if hasattr(os, "nice"):  # what the first process writes, others wait for: it goes first
        os.nice(_NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it was started from another thread: see `_deaf`
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # ends here and now, after all that multiprocessing has to end: Python would take the process's objects apart first
    Finalize(None, os._exit, (0,), exitpriority=-1_000)


def _end_with_parent() -> None:
    """A killed build leaves no process behind that goes on writing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _load_readers(corpus: Path) -> None:
    import duizhao.intake.source
    import duizhao.normalise.document  # noqa: F401
    from duizhao.errors import ConfigError
    from duizhao.phrases import load_phrasebook
    from duizhao.work import owner_phrasebooks

    with suppress(ConfigError, OSError):  # the build says so
        load_phrasebook(*owner_phrasebooks(corpus))
    _load_pages()


def _load_pages() -> None:
    import duizhao.paralleling
    import duizhao.work  # noqa: F401


def _run(
    setup: Setup, job: Callable[[Tools, Sequence[J]], list[R]], chunk: Sequence[J]
) -> tuple[list[R], dict[str, float]]:
    """The results of some jobs, and what was spent on them."""
    from duizhao.work import Tools

    global _tools  # a worker process has one
    if _tools is None or _tools.setup != setup:
        if _tools is not None:
            _tools.close()
        _tools = Tools(setup)
    results = job(_tools, chunk)
    return results, _tools.clock.take()
