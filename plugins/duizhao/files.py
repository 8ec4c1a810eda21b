"""Writing files so that none is ever half there, and none is touched that need not be."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

LISTING = ".duizhao-files"  # in a site: what builds put there, one path a line; it goes where the site goes
_TEMPORARY = ".duizhao-part"  # ends the name of a file being written; what a killed build left is removed by the next
_OUTSIDE = frozenset({"", ".", ".."})


def write_if_changed(path: Path, content: bytes) -> bool:
    """Writes `content` unless the file holds just that. The old file or the new one is there at any moment.

    Raises:
        OSError: it cannot be written.
    """
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except OSError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + _TEMPORARY)
    part.write_bytes(content)
    part.replace(path)
    return True


def all_files(root: Path) -> set[str]:
    """Every file under `root`, relative to it, with `/` between folders. Nothing where there is no such folder."""
    found: set[str] = set()
    for folder, _, names in os.walk(root):
        relative = os.path.relpath(folder, root).replace(os.sep, "/")
        found.update(name if relative == "." else f"{relative}/{name}" for name in names)
    return found


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


def prune(root: Path, keep: set[str]) -> int:
    """Removes every file under `root` that is not to be kept."""
    return remove(root, all_files(root) - keep)


def publish(staging: Path, site: Path, last: str) -> tuple[int, int]:
    """Brings a staged site to its place; returns how many files were written and how many removed.

    Data and assets go before the pages that ask for them, `last` (the index's manifest) after everything, removals
    after that. What an earlier build put there and this one has not is removed, whatever corpus that was of; files that
    no build put there are left alone.

    Raises:
        OSError: the site cannot be written.
    """
    files = all_files(staging)
    before = _listed(site)
    write_if_changed(site / LISTING, _listing(before | files))  # killed from here on, the next build can clean up
    order = sorted(files, key=lambda path: (path == last, path.endswith(".html"), path))
    written = sum(write_if_changed(site / path, (staging / path).read_bytes()) for path in order)
    left = {path for path in all_files(site) if path.endswith(_TEMPORARY)}
    removed = remove(site, (before | left) - files)
    write_if_changed(site / LISTING, _listing(files))
    return written, removed


def _listing(paths: Iterable[str]) -> bytes:
    return "".join(f"{path}\n" for path in sorted(paths)).encode("utf-8", "surrogateescape")


def _listed(site: Path) -> set[str]:
    """What the site's listing names; nothing outside the site, whatever somebody wrote into it."""
    try:
        lines = (site / LISTING).read_bytes().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return set()
    return {line for line in lines if not _OUTSIDE.intersection(line.split("/")) and not Path(line).is_absolute()}
