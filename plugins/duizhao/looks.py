"""Several processes look at folders, share by share: whoever is free takes the next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from duizhao.look import NOTHING, Look, look_at

_SHARES = 16  # of a folder
R = TypeVar("R")


class Process(Protocol):
    """What takes a call, and does it in its turn."""

    def submit(self, work: Callable[..., R], *given: object) -> Future[R]:
        """Hands over a call."""


class Looks:
    """Folders that processes look at while nobody waits for it, share by share."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._told: dict[Path, list[Future[Look]]] = {folder: [Future() for _ in range(_SHARES)] for folder in folders}
        self._waiting = deque((folder, share) for folder in self._told for share in range(_SHARES))
        self._lock = threading.Lock()

    def go_on(self, process: Process) -> None:
        """Gives a process the next share, and when it has done that, another."""
        with self._lock:
            if not self._waiting:
                return
            folder, share = self._waiting.popleft()
        told = self._told[folder][share]
        try:
            process.submit(look_at, folder, share, _SHARES).add_done_callback(partial(self._tell, process, told))
        except (BrokenProcessPool, RuntimeError):  # dead, or told to end
            self._give_up(told)

    def seen(self, folder: Path) -> Look | None:
        """What a folder looked like; None where nobody has looked."""
        told = self._told.get(folder)
        try:
            return sum((share.result() for share in told), NOTHING) if told else None
        except CancelledError:
            return None

    def _tell(self, process: Process, told: Future[Look], done: Future[Look]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._give_up(told)
        else:
            told.set_result(done.result())
            self.go_on(process)

    def _give_up(self, told: Future[Look]) -> None:
        """Whoever asks will have to look."""
        with self._lock:
            waiting = [self._told[folder][share] for folder, share in self._waiting]
            self._waiting.clear()
        for each in (told, *waiting):
            each.cancel()
