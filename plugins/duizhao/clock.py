"""Where the seconds of a build go: of each step by the clock on the wall, of the work in it by the processor's."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from duizhao.progress import Progress


class Clock:
    """Seconds of this process's processor time, by what they were spent on."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def on(self, work: str) -> _Span:
        """What is done inside is counted as `work`."""
        return _Span(self, work)

    def add(self, spent: dict[str, float]) -> None:
        """Adds what another process has spent."""
        for work, seconds in spent.items():
            self.spent[work] = self.spent.get(work, 0.0) + seconds

    def take(self) -> dict[str, float]:
        """What has been spent since this was asked last."""
        taken, self.spent = self.spent, {}
        return taken


class _Span:
    """A stretch of work; a class, for there are some for every page, and a generator takes three times as long."""

    __slots__ = ("_clock", "_start", "_work")

    def __init__(self, clock: Clock, work: str) -> None:
        self._clock = clock
        self._work = work

    def __enter__(self) -> None:
        self._start = time.process_time()

    def __exit__(self, *_: object) -> None:
        spent = self._clock.spent
        spent[self._work] = spent.get(self._work, 0.0) + time.process_time() - self._start


@dataclass(slots=True)
class Step:
    """A step of a build."""

    name: str
    units: int | None
    started: float  # seconds, monotonic
    seconds: float = 0.0


@dataclass(slots=True)
class Timed:
    """Watches steps for another watcher, and keeps how long each took."""

    inner: Progress
    steps: list[Step] = field(default_factory=list)

    def start(self, step: str, total: int | None) -> None:
        """A step begins; the one before has ended."""
        self.end()
        self.steps.append(Step(step, total, time.monotonic()))
        self.inner.start(step, total)

    def advance(self, units: int = 1) -> None:
        """Passed on."""
        self.inner.advance(units)

    def end(self) -> None:
        """The last step has ended."""
        if self.steps and not self.steps[-1].seconds:
            self.steps[-1].seconds = time.monotonic() - self.steps[-1].started
