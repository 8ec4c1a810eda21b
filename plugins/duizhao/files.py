"""Writing files so that none is ever half there, and none is touched that need not be."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

LISTING = ".duizhao-files"  # in a site: what builds put there, one path a line; it goes where the site goes
GONE = "//"  # in a listing, before a path that a line above names: it is no longer there
LONG = 1 << 20  # bytes of a listing from which on lines are added to it: to write a million anew takes half a second
TEMPORARY = ".duizhao-part"  # ends the name of a file being written; what a killed build left is removed by the next
Snapshot = dict[str, tuple[int, int]]
"""Size (bytes) and time (nanoseconds) of files, by path relative to their folder."""

_BY_DESCRIPTOR = os.scandir in os.supports_fd  # not on Windows
_OUTSIDE = frozenset({"", ".", ".."})
_SUSPECT = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|[\\:]", re.MULTILINE)


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file. The old one or the new one is there at any moment.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + TEMPORARY)
    part.write_bytes(content)
    part.replace(path)


def all_files(root: Path) -> set[str]:
    """Every file under `root`, relative to it, with `/` between folders. Nothing where there is no such folder."""
    found: set[str] = set()
    for folder, _, names in os.walk(root):
        relative = os.path.relpath(folder, root).replace(os.sep, "/")
        found.update(name if relative == "." else f"{relative}/{name}" for name in names)
    return found


def entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """What is in a folder, to be looked at as it comes; its `path` is not told.

    Of an open folder the system need not look for the way to each file: a quarter of the time that looking takes.

    Raises:
        OSError: it cannot be read.
    """
    if not _BY_DESCRIPTOR:
        with os.scandir(folder) as found:
            yield from found
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)  # of a pipe, it would wait for somebody to write
    try:
        with os.scandir(descriptor) as found:
            yield from found
    finally:
        os.close(descriptor)


def files_below(folder: Path, share: int = 0, shares: int = 1) -> tuple[list[str], list[int], list[int]]:
    """Paths, sizes and times of the files that `snapshot` has: three lists, for there may be 100,000 in a share."""
    paths: list[str] = []
    sizes: list[int] = []
    times: list[int] = []
    left = [(str(folder), "")]
    while left:
        at, prefix = left.pop()
        is_dealt_out = shares > 1 and prefix.count("/") < 2  # what stands deeper goes with its folder
        with suppress(OSError):
            for entry in entries(at):
                name = entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_dealt_out and (prefix or not is_folder) and _share(prefix + name, shares) != share:
                    continue
                if is_folder:
                    left.append((f"{at}{os.sep}{name}", f"{prefix}{name}/"))
                else:
                    status = entry.stat(follow_symlinks=False)
                    paths.append(prefix + name)
                    sizes.append(status.st_size)
                    times.append(status.st_mtime_ns)
    return paths, sizes, times


def snapshot(folder: Path, share: int = 0, shares: int = 1) -> Snapshot:
    """Every file under `folder`, or one of several shares of them, more or less equal where folders fan out."""
    return {path: (size, time) for path, size, time in zip(*files_below(folder, share, shares), strict=True)}


def _share(path: str, shares: int) -> int:
    return crc32(path.encode("utf-8", "surrogateescape")) % shares


def size_and_time(path: str | Path) -> tuple[int, int]:
    """Of one file, as in a snapshot."""
    status = os.stat(path)  # noqa: PTH116 -- a hundred thousand times
    return status.st_size, status.st_mtime_ns


def remove(root: Path, paths: Iterable[str]) -> int:
    """Removes files under `root`, and the folders they leave empty; how many there were."""
    count = 0
    for path in sorted(paths):
        file = root / path
        try:
            file.unlink()
            count += 1
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        for folder in file.parents:
            if folder == root or any(folder.iterdir()):
                break
            folder.rmdir()
    return count


def listing(paths: Iterable[str]) -> bytes:
    """The content of a site's listing, written anew."""
    return _lines(sorted(paths))


def relist(site: Path, come: Collection[str] = (), gone: Collection[str] = ()) -> None:
    """Puts paths on the site's listing, and takes others off it.

    Raises:
        OSError: it cannot be written.
    """
    path = site / LISTING
    if not come and not gone:
        return
    if _is_long(path):
        with path.open("ab") as file:
            file.write(_lines((*sorted(come), *(GONE + each for each in sorted(gone)))))
        return
    before = _listed_as_left(site)
    after = before.union(come).difference(gone)
    if after != before:
        replace_file(path, listing(after))


def listed(site: Path) -> set[str]:
    """What the site's listing names; nothing outside the site, whatever somebody wrote into it."""
    paths = _listed_as_left(site)
    if not _SUSPECT.search("\n".join(paths)):  # looked at together: there may be a million
        return paths
    return {path for path in paths if not (_OUTSIDE.intersection(path.split("/")) or os.path.isabs(path))}  # noqa: PTH117 -- of a million


def _listed_as_left(site: Path) -> set[str]:
    """What the site's listing names, where nobody but a build wrote into it."""
    try:
        text = (site / LISTING).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return set()
    *lines, _ = text.split("\n")  # a line without an end was cut short
    if f"\n{GONE}" not in text:
        return set(lines)
    paths: set[str] = set()
    for line in lines:
        if line.startswith(GONE):
            paths.discard(line.removeprefix(GONE))
        else:
            paths.add(line)
    return paths


def _lines(paths: Iterable[str]) -> bytes:
    return "\n".join((*paths, "")).encode("utf-8", "surrogateescape")


def _is_long(path: Path) -> bool:
    """Whether a listing is there, long, and whole: one whose last line was cut short is written anew."""
    try:
        with path.open("rb") as file:
            if file.seek(0, os.SEEK_END) < LONG:
                return False
            file.seek(-1, os.SEEK_END)
            return file.read() == b"\n"
    except FileNotFoundError:
        return False
