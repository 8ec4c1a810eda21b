"""Whether a folder is as it was left, told by two numbers: nobody need list its files again, and compare each of them.

A sum over the files can be kept up to date: what goes is taken away, what comes is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import adler32, crc32

from duizhao.files import LISTING, files_below

_MASK = (1 << 64) - 1
_MANY = 10_000  # files in one share: to load numpy takes no longer than it saves
_FIRST, _SECOND, _ODD = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x9E3779B97F4A7C15  # SplitMix64's

File = tuple[str, int, int]
"""Path relative to its folder, size (bytes), time (nanoseconds)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a folder looks like."""

    files: int  # but for the site's listing
    sum: int  # of 64 bits, over hashes of path, size and time of each file
    listing: tuple[int, int]  # size and time of the site's listing

    @classmethod
    def of(cls, there: Iterable[File]) -> Look:
        """That of a folder with these files."""
        files = list(there)
        return cls.of_columns(
            [path for path, _, _ in files], [size for _, size, _ in files], [time for *_, time in files]
        )

    @classmethod
    def of_columns(cls, paths: list[str], sizes: list[int], times: list[int]) -> Look:
        """The same, of files in three lists."""
        look = cls(len(paths), _sum(paths, sizes, times), (0, 0))
        if LISTING not in paths:
            return look
        at = paths.index(LISTING)
        listing = sizes[at], times[at]
        return look.but([(LISTING, *listing)], (), listing)

    def but(self, gone: Iterable[File], come: Iterable[File], listing: tuple[int, int]) -> Look:
        """That of the folder without some of its files and with others."""
        files, total = self.files, self.sum
        for sign, some in ((-1, gone), (1, come)):
            for file in some:
                files += sign
                total += sign * _hash(*file)
        return Look(files, total & _MASK, listing)

    def __add__(self, other: Look) -> Look:
        """That of two shares of a folder."""
        return Look(self.files + other.files, (self.sum + other.sum) & _MASK, max(self.listing, other.listing))

    def __str__(self) -> str:
        return f"{self.files} {self.sum:x} {self.listing[0]} {self.listing[1]}"


NOTHING = Look(0, 0, (0, 0))


def look_at(folder: Path, share: int = 0, shares: int = 1) -> Look:
    """What `folder` looks like, or one of several shares of it; where there is none, as one without files."""
    return Look.of_columns(*files_below(folder, share, shares))


def _sum(paths: list[str], sizes: list[int], times: list[int]) -> int:
    if len(paths) >= _MANY:
        with suppress(OverflowError):  # a time after the year 2262
            return _sum_of_many(paths, sizes, times)
    return sum(map(_hash, paths, sizes, times)) & _MASK


def _hash(path: str, size: int, time: int) -> int:
    # mixed at the end, by the finaliser of SplitMix64 (Steele, Lea, Flood 2014): of plain sums, and of Python's own
    # hashes of tuples, those of a folder stay the same where two files change places
    encoded = path.encode("utf-8", "surrogateescape")
    number = (crc32(encoded) << 32) + adler32(encoded) + size * _ODD + time & _MASK
    number = (number ^ number >> 30) * _FIRST & _MASK
    number = (number ^ number >> 27) * _SECOND & _MASK
    return number ^ number >> 31


def _sum_of_many(paths: list[str], sizes: list[int], times: list[int]) -> int:
    """The sum of `_hash` of many files, at once: in half the time.

    Raises:
        OverflowError: a time has more than 64 bits.
    """
    import numpy as np  # which takes a tenth of a second

    count = len(paths)
    encoded = "\n".join(paths).encode("utf-8", "surrogateescape").split(b"\n")
    if len(encoded) != count:  # a path of two lines
        encoded = [path.encode("utf-8", "surrogateescape") for path in paths]
    numbers = np.fromiter(map(crc32, encoded), np.uint64, count) << np.uint64(32)
    numbers += np.fromiter(map(adler32, encoded), np.uint64, count)
    numbers += np.fromiter(sizes, np.int64, count).view(np.uint64) * np.uint64(_ODD)
    numbers += np.fromiter(times, np.int64, count).view(np.uint64)
    numbers = (numbers ^ numbers >> np.uint64(30)) * np.uint64(_FIRST)
    numbers = (numbers ^ numbers >> np.uint64(27)) * np.uint64(_SECOND)
    return int((numbers ^ numbers >> np.uint64(31)).sum())
