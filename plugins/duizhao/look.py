"""Whether a folder is as it was left, told by two numbers: nobody need list its files again, and compare each of them.

A sum over the files can be kept up to date: what goes is taken away, what comes is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from duizhao.files import LISTING, files_below

_MOST = 1 << 64

File = tuple[str, int, int]
"""Path relative to its folder, size (bytes), time (nanoseconds)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a folder looks like."""

    files: int  # but for the site's listing
    sum: int  # of 64 bits, over digests of path, size and time of each file
    listing: tuple[int, int]  # size and time of the site's listing

    @classmethod
    def of(cls, there: Iterable[File]) -> Look:
        """That of a folder with these files."""
        files = total = 0
        listing = (0, 0)
        for path, size, time in there:
            if path == LISTING:
                listing = (size, time)
            else:
                files += 1
                total += _hash(path, size, time)
        return cls(files, total % _MOST, listing)

    def but(self, gone: Iterable[File], come: Iterable[File], listing: tuple[int, int]) -> Look:
        """That of the folder without some of its files and with others."""
        files, total = self.files, self.sum
        for sign, some in ((-1, gone), (1, come)):
            for file in some:
                files += sign
                total += sign * _hash(*file)
        return Look(files, total % _MOST, listing)

    def __add__(self, other: Look) -> Look:
        """That of two shares of a folder."""
        return Look(self.files + other.files, (self.sum + other.sum) % _MOST, max(self.listing, other.listing))

    def __str__(self) -> str:
        return f"{self.files} {self.sum:x} {self.listing[0]} {self.listing[1]}"


NOTHING = Look(0, 0, (0, 0))


def look_at(folder: Path, share: int = 0, shares: int = 1) -> Look:
    """What `folder` looks like, or one of several shares of it; where there is none, as one without files."""
    return Look.of(files_below(folder, share, shares))


def _hash(path: str, size: int, time: int) -> int:
    # a digest: of Python's own hashes of tuples, sums stay the same where two files change places
    file = f"{path} {size} {time}".encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(file, digest_size=8).digest())
