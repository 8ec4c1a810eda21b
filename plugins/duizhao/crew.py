"""The processes that share a build's jobs: as many as there are processors, once there is enough to do."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar

from duizhao.clock import Clock
from duizhao.work import Setup, Tools

FEW = 0.7  # seconds of work that is done sooner here than elsewhere: starting the processes takes as long
FEW_TASKS = 3  # of `share`, likewise
CHUNK = 8  # jobs handed over at once
AHEAD = 4  # chunks per process that may wait: results are never piled up
J = TypeVar("J")
R = TypeVar("R")

_tools: Tools | None = None  # of a worker process


class Crew:
    """Does jobs, here or in worker processes. Processes are started when first there is enough to do, and kept."""

    def __init__(self, setup: Setup, workers: int | None = None) -> None:
        self._setup = setup
        self.workers = workers or processors()
        self._here: Tools | None = None
        self._pool: ProcessPoolExecutor | None = None
        self.clock = Clock()  # of all its processes

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._here is not None:
            self._here.close()

    def do(self, job: Callable[[Tools, J], R], jobs: Sequence[J], seconds: float) -> Iterator[R]:
        """The results, in the order of the jobs.

        Args:
            job: a function of a module.
            jobs: what it is called with, one after another.
            seconds: what one takes, more or less.
        """
        if self.workers == 1 or (self._pool is None and len(jobs) * seconds <= FEW) or len(jobs) <= CHUNK:
            return self._do_here(job, jobs)
        return self._do_elsewhere(job, jobs, CHUNK)

    def share(self, work: Callable[[J], R], tasks: Iterable[J], /) -> Iterator[R]:
        """Like `map`, for a few long tasks that need no tools.

        Args:
            work: picklable.
            tasks: so few that they may be listed.
        """
        given = [(work, task) for task in tasks]
        if self.workers == 1 or len(given) == 1 or (self._pool is None and len(given) <= FEW_TASKS):
            return self._do_here(_work, given)
        return self._do_elsewhere(_work, given, 1)

    @property
    def here(self) -> Tools:
        """The tools of this process."""
        if self._here is None:
            self._here = Tools(self._setup)
        return self._here

    def _do_here(self, job: Callable[[Tools, J], R], jobs: Iterable[J]) -> Iterator[R]:
        for each in jobs:
            result = job(self.here, each)
            self.clock.add(self.here.clock.take())
            yield result

    def _do_elsewhere(self, job: Callable[[Tools, J], R], jobs: Sequence[J], size: int) -> Iterator[R]:
        chunks = iter([jobs[start : start + size] for start in range(0, len(jobs), size)])
        waiting: deque[tuple[Future[tuple[list[R], dict[str, float]]], Sequence[J]]] = deque()
        while True:
            while len(waiting) < AHEAD * self.workers and (chunk := next(chunks, None)) is not None:
                waiting.append((self._submit(job, chunk), chunk))
            if not waiting:
                return
            future, chunk = waiting.popleft()
            try:
                results, spent = future.result()
                self.clock.add(spent)
                yield from results
            except BrokenProcessPool:  # a process died, of a lack of memory perhaps: what it had is done here
                self._pool = None
                yield from self._do_here(job, chunk)

    def _submit(self, job: Callable[[Tools, J], R], chunk: Sequence[J]) -> Future[tuple[list[R], dict[str, float]]]:
        if self._pool is None:
            # spawned, not forked: no open store, lock or thread of a server is inherited, on any system
            self._pool = ProcessPoolExecutor(
                self.workers, multiprocessing.get_context("spawn"), initializer=_start, initargs=(self._setup,)
            )
        try:
            with _deaf():
                return self._pool.submit(_run, job, chunk)
        except BrokenProcessPool:
            self._pool = None
            return self._submit(job, chunk)


def processors() -> int:
    """How many processes the system lets this one use side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(tools: Tools, given: tuple[Callable[[J], R], J]) -> R:
    work, task = given
    with tools.clock.on("检索索引"):
        return work(task)


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


def _start(setup: Setup) -> None:
    global _tools  # a worker process has one
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it was started from another thread: see `_deaf`
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _tools = Tools(setup)


def _end_with_parent() -> None:
    """A killed build leaves no process behind that goes on writing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(job: Callable[[Tools, Any], R], chunk: Sequence[Any]) -> tuple[list[R], dict[str, float]]:
    """The results of some jobs, and what was spent on them."""
    assert _tools is not None
    return [job(_tools, each) for each in chunk], _tools.clock.take()
