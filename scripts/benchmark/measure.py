"""One command measured: how long, how much processor, how much memory at most; and what it did to a folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05  # seconds between two looks at memory, at least
SHARE = 0.05  # of one processor that looking may take, at most
MIB = 2**20
_PIECES, _STRIDE, _PRIME = 300_000, 2_654_435_761, 4_294_967_291  # of the fixed piece of work: about half a second


class CommandError(Exception):
    """A command failed. Says which and with what last words."""


class TooLongError(CommandError):
    """A command was stopped at the limit."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took."""

    wall: float  # seconds
    cpu: float  # seconds, user and system, all processes of the command
    peak: int | None  # bytes, proportional set size of all its processes together; None where the system has no such


def pace() -> float:
    """Seconds that a fixed piece of work takes just now: a machine that others share is not always as quick.

    Some 50 MB of small objects, asked for in no order: neighbours slow down memory more than they do the processor.
    """
    start = time.perf_counter()
    words = {number * _STRIDE % _PRIME: str(number) for number in range(_PIECES)}
    sum(len(words[key]) for key in sorted(words))
    return time.perf_counter() - start


def total(usages: Sequence[Usage]) -> Usage:
    """What commands took that ran one after another."""
    peaks = [usage.peak for usage in usages if usage.peak is not None]
    return Usage(sum(usage.wall for usage in usages), sum(usage.cpu for usage in usages), max(peaks) if peaks else None)


def run(command: Sequence[str | Path], folder: Path, log: Path, limit: float) -> Usage:
    """Runs `command` in `folder`, its output appended to `log`; stops it, and all it started, after `limit` seconds.

    Raises:
        CommandError: it cannot be started or ends with another status than 0. TooLongError: it was stopped.
    """
    os.sync()  # what was written before is not this command's to wait for
    with log.open("ab") as output:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=_shell(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        except OSError as error:
            raise CommandError(f"{command[0]}：运行不了（{error.strerror}）") from error
        watch = _Watch(process.pid, start + limit)
        try:
            _, status, resources = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            watch.stop()
            _kill(process.pid)  # an interrupt: the command is in a session of its own and did not get it
    if watch.expired:
        raise TooLongError(f"超过了 {limit / 60:g} 分钟，已经停下")
    if process.returncode:
        raise CommandError(f"{Path(command[0]).name} 以状态 {process.returncode} 结束，最后的输出是：\n{_tail(log)}")
    return Usage(wall, resources.ru_utime + resources.ru_stime, watch.peak)


class _Watch:
    """Looks at the memory of a session until it is told to stop; kills the session at the deadline."""

    def __init__(self, session: int, deadline: float) -> None:
        self.peak: int | None = None
        self.expired = False
        self._session, self._deadline = session, deadline
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        pause = 0.0
        while not self._stopped.wait(pause):
            start = time.perf_counter()
            if start > self._deadline:
                self.expired = True
                _kill(self._session)
                return
            found = memory(self._session)
            if found is not None:
                self.peak = max(self.peak or 0, found)
            # a look walks the page tables: at great processes it is taken less often
            pause = max(INTERVAL, (time.perf_counter() - start) / SHARE)


def _shell() -> dict[str, str]:
    """The environment as people have it: modules are compiled once, not at every start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _kill(session: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # gone, or on macOS dying
        os.killpg(session, signal.SIGKILL)


def memory(session: int) -> int | None:
    """Bytes that the processes of a session hold, each shared page counted once (PSS). None but on Linux."""
    total = None
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            if int(fields[3]) != session:
                continue
            rollup = (entry / "smaps_rollup").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        for line in rollup.splitlines():
            if line.startswith(b"Pss:"):
                total = (total or 0) + int(line.split()[1]) * 1024
    return total


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was."""

    size: int  # bytes
    written: tuple[int, int]  # modification time in nanoseconds, inode
    digest: bytes


Snapshot = Mapping[str, Stamp]


@dataclass(frozen=True, slots=True)
class Change:
    """What a build did to the files of its site, in numbers of files."""

    written: int  # new, or written again
    same: int  # of these, those that hold what they held before
    removed: int


def snapshot(folder: Path, before: Snapshot | None = None) -> Snapshot:
    """All files under `folder`. What looks untouched since `before` is not read again."""
    found: dict[str, Stamp] = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root, name)
            stat = path.stat()
            key, written = path.relative_to(folder).as_posix(), (stat.st_mtime_ns, stat.st_ino)
            old = (before or {}).get(key)
            if old is None or (old.size, old.written) != (stat.st_size, written):
                old = Stamp(stat.st_size, written, _digest(path))
            found[key] = old
    return found


def _digest(path: Path) -> bytes:
    """Of a file's bytes, which leave the system's memory again: a large site read here would leave none of it to what
    the next build reads."""
    with path.open("rb") as file:
        digest = hashlib.blake2b(file.read(), digest_size=16).digest()
        if hasattr(os, "posix_fadvise"):  # not on macOS, nor on Windows
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return digest


def change(before: Snapshot, after: Snapshot) -> Change:
    """What lies between two snapshots of a folder."""
    written = [name for name, stamp in after.items() if before.get(name) != stamp]
    same = sum(name in before and before[name].digest == after[name].digest for name in written)
    return Change(len(written), same, len(before.keys() - after.keys()))
