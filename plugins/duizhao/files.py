"""Writing files so that none is ever half there, and none is touched that need not be."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

LISTING = ".duizhao-files"  # in a site: what builds put there, one path a line; it goes where the site goes
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


def files_below(folder: Path, share: int = 0, shares: int = 1) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of the files that `snapshot` has."""
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
                    yield prefix + name, status.st_size, status.st_mtime_ns


def snapshot(folder: Path, share: int = 0, shares: int = 1) -> Snapshot:
    """Every file under `folder`, or one of several shares of them, more or less equal where folders fan out."""
    return {path: (size, time) for path, size, time in files_below(folder, share, shares)}


def _share(path: str, shares: int) -> int:
    return crc32(path.encode("utf-8", "surrogateescape")) % shares


def size_and_time(path: Path) -> tuple[int, int]:
    """Of one file, as in a snapshot."""
    status = path.stat()
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


def listed_as_left(site: Path) -> list[str]:
    """What the site's listing names, sorted, where nobody but a build wrote into it."""
    try:
        text = (site / LISTING).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return []
    return text.removesuffix("\n").split("\n") if text else []


def listing(paths: Iterable[str]) -> bytes:
    """The content of a site's listing."""
    return "\n".join((*sorted(paths), "")).encode("utf-8", "surrogateescape")


def listed(site: Path) -> set[str]:
    """What the site's listing names; nothing outside the site, whatever somebody wrote into it."""
    lines = listed_as_left(site)
    text = "\n".join(lines)
    if not _SUSPECT.search(text):  # looked at together: there may be a million
        return set(lines)
    return {line for line in lines if not (_OUTSIDE.intersection(line.split("/")) or os.path.isabs(line))}  # noqa: PTH117 -- of a million lines
