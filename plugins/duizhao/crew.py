"""Who does a build's jobs: this process, or several side by side once there is enough to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TypeVar

from duizhao.clock import Clock
from duizhao.look import Look
from duizhao.work import Setup, Tools
from duizhao.workers import Workers

FEW = 0.7  # seconds of work that is done sooner here than elsewhere: starting the processes takes as long
FEW_TASKS = 3  # of `share`, likewise
CHUNK = 8  # jobs handed over at once, of many
PIECES = 16  # chunks per process that fewer are cut into
AHEAD = 2  # chunks per process that are handed over and not yet done: what comes meanwhile waits for no more
PILED = 80  # chunks per process, done or not, that nobody has asked for: while some are kept, others are made
J = TypeVar("J")
R = TypeVar("R")


class Crew:
    """Does jobs, here or in worker processes, which it takes over if given and starts when first needed if not."""

    def __init__(self, setup: Setup, workers: Workers | None = None) -> None:
        self._setup = setup
        self._resources = ExitStack()
        self._workers = workers or self._resources.enter_context(Workers())
        self._resources.callback(self._workers.dismiss)
        self._here: Tools | None = None
        self.clock = Clock()  # of all its processes

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._resources.close()

    def do(
        self, job: Callable[[Tools, J], R], jobs: Sequence[J], seconds: float, piled: int | None = PILED
    ) -> Iterator[R]:
        """The results, in the order of the jobs. Other processes begin at once, this one when asked for the first.

        Args:
            job: a function of a module.
            jobs: what it is called with, one after another.
            seconds: what one takes, more or less.
            piled: chunks per process that may be done before anybody asks; None: all, where results are small.
        """
        return self.do_together(partial(_one_by_one, job), jobs, seconds, piled)

    def do_together(
        self,
        job: Callable[[Tools, Sequence[J]], list[R]],
        jobs: Sequence[J],
        seconds: float,
        piled: int | None = PILED,
    ) -> Iterator[R]:
        """The same, of a function that is called with some of the jobs at once, and gives the results of these."""
        workers = self._workers
        is_little = len(jobs) <= CHUNK or len(jobs) * seconds <= FEW
        chunks = _cut(jobs, min(CHUNK, -(-len(jobs) // (PIECES * workers.count))))
        if workers.count == 1 or not jobs or (is_little and not workers.are_there):
            return self._do_here(job, chunks)
        return self._do_elsewhere(job, chunks, piled)

    def share(self, work: Callable[[J], R], tasks: Iterable[J], /) -> Iterator[R]:
        """Like `map`, for a few long tasks that need no tools.

        Args:
            work: picklable.
            tasks: so few that they may be listed.
        """
        given = [(work, task) for task in tasks]
        job = partial(_one_by_one, _work)
        if self._workers.count == 1 or len(given) == 1 or (not self._workers.are_there and len(given) <= FEW_TASKS):
            return self._do_here(job, _cut(given, 1))
        return self._do_elsewhere(job, _cut(given, 1), 2 * AHEAD)

    def look_at(self, folder: Path) -> Look:
        """What a folder looks like."""
        return self._workers.look_at(folder)

    @property
    def here(self) -> Tools:
        """The tools of this process."""
        if self._here is None:
            self._here = Tools(self._setup)
            self._resources.callback(self._here.close)
        return self._here

    def _do_here(self, job: Callable[[Tools, Sequence[J]], list[R]], chunks: Iterable[Sequence[J]]) -> Iterator[R]:
        for chunk in chunks:
            results = job(self.here, chunk)
            self.clock.add(self.here.clock.take())
            yield from results

    def _do_elsewhere(
        self, job: Callable[[Tools, Sequence[J]], list[R]], chunks: deque[Sequence[J]], piled: int | None
    ) -> Iterator[R]:
        waiting: deque[tuple[Future[tuple[list[R], dict[str, float]]], Sequence[J]]] = deque()
        most = len(chunks) if piled is None else piled * self._workers.count
        lock = RLock()  # chunks are handed over by this thread, and by the one that hears of those that are done

        def hand_over(submit: Callable[..., Future[tuple[list[R], dict[str, float]]] | None]) -> None:
            with lock:
                ahead = sum(not future.done() for future, _ in islice(reversed(waiting), AHEAD * self._workers.count))
                while chunks and len(waiting) < most and ahead < AHEAD * self._workers.count:
                    future = submit(self._setup, job, chunks[0])
                    if future is None:
                        return
                    waiting.append((future, chunks.popleft()))
                    future.add_done_callback(go_on)
                    ahead += 1

        def go_on(done: Future[tuple[list[R], dict[str, float]]]) -> None:
            if not done.cancelled() and done.exception() is None:  # else whoever asks for results hears of it
                hand_over(self._workers.submit_more)

        def results() -> Iterator[R]:
            while waiting or chunks:
                hand_over(self._workers.submit)
                with lock:
                    future, chunk = waiting.popleft()
                try:
                    done, spent = future.result()
                    self.clock.add(spent)
                    yield from done
                except BrokenProcessPool:  # what the process had is done here
                    self._workers.forget()
                    yield from self._do_here(job, [chunk])

        hand_over(self._workers.submit)
        return results()


def _cut(jobs: Sequence[J], size: int) -> deque[Sequence[J]]:
    """The jobs in chunks."""
    return deque(jobs[start : start + size] for start in range(0, len(jobs), size or 1))


def _one_by_one(job: Callable[[Tools, J], R], tools: Tools, jobs: Sequence[J]) -> list[R]:
    results = []
    for each in jobs:
        with tools.store.asking():
            results.append(job(tools, each))
    return results


def _work(tools: Tools, given: tuple[Callable[[J], R], J]) -> R:
    work, task = given
    with tools.clock.on("检索索引"):
        return work(task)
