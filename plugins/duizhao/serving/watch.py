"""When sources have changed, and which: the system's notices say when to look, a snapshot says what is there.

A snapshot makes the rest simple. What is only read is no change; a burst of notices is one; what happens during a
build is seen after it; where no notices come (network shares, the limit of inotify), looking now and then does.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from duizhao.serving.layout import Layout, is_noise

Stamp = tuple[int, int, int]  # size, times of the last change of content and of the rest; all 0 of a watched folder
Snapshot = Mapping[str, Stamp]  # by path

_MOST_NAMES = 3  # of files that one line of the terminal names
SETTLE = 0.3  # seconds without any change after which a file being written or copied counts as whole
_POLL = 1.0  # seconds between two looks where no notices come
_PATROL = 10.0  # and where they do, for those that get lost
_THRIFT = 20  # a look is followed by at least so many times the time it took
_TICK = 0.5  # seconds: on Windows, Ctrl+C waits for the end of a wait
_EVENTS: list[type[FileSystemEvent]] = [  # all but those of reading
    FileCreatedEvent,
    FileModifiedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]


def snapshot(layout: Layout) -> Snapshot:
    """Every watched file, and every watched folder itself. What cannot be looked at is passed over."""
    found: dict[str, Stamp] = {}
    folders: list[str] = []
    ignored = {str(folder) for folder in layout.ignored}
    for root in layout.watched:
        if root.is_dir():
            found[str(root)] = (0, 0, 0)
            folders.append(str(root))
        elif stamp := _stamp(root):
            found[str(root)] = stamp
    while folders:
        try:
            with os.scandir(folders.pop()) as listing:
                entries = [entry for entry in listing if not is_noise(entry.name) and entry.path not in ignored]
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif stamp := _stamp(entry):
                found[entry.path] = stamp
    return found


def _stamp(file: Path | os.DirEntry[str]) -> Stamp | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two snapshots, as names for people, sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @classmethod
    def between(cls, before: Snapshot, after: Snapshot, layout: Layout) -> Changes:
        """From one snapshot to a later one."""

        def names(paths: set[str]) -> tuple[str, ...]:
            return tuple(sorted(map(layout.name, paths)))

        changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
        return cls(names(after.keys() - before.keys()), names(changed), names(before.keys() - after.keys()))

    def __str__(self) -> str:
        kinds = (("新增", self.added), ("改动", self.changed), ("删除", self.removed))
        said = "，".join(f"{kind} {_listed(names)}" for kind, names in kinds if names)
        return f"{said}。" if said else ""


def _listed(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


class Watch:
    """Waits for changes, from `with` to its end."""

    def __init__(self) -> None:
        self._stirred = _Stirred()
        self._observer: BaseObserver | None = None
        self._roots: object = None
        self._complete = False  # whether notices come of everything

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop()

    def changed(self, layout: Layout, seen: Snapshot) -> Snapshot:
        """The sources once they differ from those seen and have come to rest. Waits as long as it takes."""
        while True:
            self._cover(layout)
            self._stirred.event.clear()
            began = time.monotonic()
            now = snapshot(layout)
            cost = time.monotonic() - began
            while now != seen:
                time.sleep(SETTLE)
                before, now = now, snapshot(layout)
                if now == before:
                    return now
            self._wait(max(_PATROL if self._complete else _POLL, cost * _THRIFT))

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and not self._stirred.event.wait(min(left, _TICK)):
            pass

    def _cover(self, layout: Layout) -> None:
        """Has notices sent of all that is watched and there; a folder that was made anew is another one."""
        roots = [(root, _identity(root)) for root in layout.watched]
        if roots == self._roots:
            return
        self._stop()
        self._roots, self._observer = roots, Observer()
        try:
            for root, there in roots:
                if there:
                    folder = root.is_dir()
                    place = root if folder else root.parent  # a file that is replaced is another one, too
                    self._observer.schedule(self._stirred, str(place), recursive=folder, event_filter=_EVENTS)
            self._observer.start()
            self._complete = all(there for _, there in roots)
        except (OSError, RuntimeError):  # too many folders for this system, or a kind it sends no notices of
            self._stop()

    def _stop(self) -> None:
        self._complete = False
        if self._observer is not None:
            self._observer.stop()
            if self._observer.is_alive():
                self._observer.join()
            self._observer = None


class _Stirred(FileSystemEventHandler):
    """Takes notices, on threads of the observer's."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.event.set()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if path.is_dir() else (1, 1)
