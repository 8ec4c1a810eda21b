"""Links all documents of a ledger at once: by sorting, and with the closer look shared out to all processors."""

from __future__ import annotations

from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duizhao.parallels.join import Places, shared, split
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.likeness import is_alike, sifted
from duizhao.parallels.roll import Roll
from duizhao.parallels.wording import FIRST, LAST, SEEDS, WHERE
from duizhao.search.writer import Share

_TASK: Final = 20_000  # pairs looked at closely at a time
_TEXTS, _PAIRS = "texts.tmp", "pairs.tmp"

Lines = NDArray[np.int64]
"""Like `wording.Rows`, for all documents together."""


def link_all(roll: Roll, cap: int, folder: Path, share: Share) -> None:
    """Links all documents.

    Args:
        folder: for what the closer look reads.
    """
    seeds, places = roll.ledger.all_seeds()
    found = shared(seeds, places, roll.group_of, cap)
    roll.ledger.keep_sorted(seeds, places)
    del seeds, places
    bases, rows = _written(roll.ledger, folder, roll.size)
    one, other = _flat(found.one, bases), _flat(found.other, bases)
    totals = rows[:, SEEDS].astype(np.int64)
    chosen, sure = sifted(found.count, totals[one], totals[other])
    doubtful = np.flatnonzero(~sure)
    picked = chosen[doubtful]
    fewer = np.minimum(totals[one[picked]], totals[other[picked]])
    bounds = [rows[side[picked]][:, [FIRST, LAST]] for side in (one, other)]
    np.column_stack([*bounds, found.count[picked], fewer]).astype(np.int64).tofile(folder / _PAIRS)
    tasks = [(start, min(start + _TASK, len(picked))) for start in range(0, len(picked), _TASK)]
    told = list(share(partial(_look, folder), tasks)) if tasks else []
    alike = sure.copy()
    if told:
        alike[doubtful] = np.concatenate(told)
    chosen = chosen[alike]
    for name in (_TEXTS, _PAIRS):
        (folder / name).unlink(missing_ok=True)
    _keep_all(roll, found.one[chosen], found.other[chosen], bases, rows[:, WHERE])


def _written(ledger: Ledger, folder: Path, size: int) -> tuple[NDArray[np.int64], Lines]:
    """Puts all own characters into a file. By number, where a document's sentences start among all; and these, their
    `FIRST` and `LAST` counting in the file."""
    bases = np.zeros(size, np.int64)
    rows: list[Lines] = [np.zeros((0, 6), np.int64)]
    at = count = 0
    with (folder / _TEXTS).open("wb") as file:
        for number, text, sentences in ledger.texts():
            file.write(text.encode("utf-32-le", "surrogatepass"))
            moved = sentences.astype(np.int64)
            moved[:, [FIRST, LAST]] += at
            rows.append(moved)
            bases[number] = count
            at += len(text)
            count += len(sentences)
    return bases, np.concatenate(rows)


def _flat(places: Places, bases: NDArray[np.int64]) -> NDArray[np.int64]:
    numbers, sentences = split(places)
    return bases[numbers] + sentences


def _look(folder: Path, task: tuple[int, int]) -> NDArray[np.bool_]:
    """The closer look at some pairs; in any process."""
    start, stop = task
    pairs = np.fromfile(folder / _PAIRS, np.int64, (stop - start) * 6, offset=start * 48).reshape(-1, 6)
    with (folder / _TEXTS).open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as texts:

        def text(first: int, last: int) -> str:
            return texts[4 * first : 4 * last].decode("utf-32-le", "surrogatepass")

        told = [is_alike(count, fewer, text(a, b), text(c, d)) for a, b, c, d, count, fewer in pairs.tolist()]
    return np.array(told, bool)


def _keep_all(roll: Roll, one: Places, other: Places, bases: NDArray[np.int64], where: Lines) -> None:
    own = np.concatenate([one, other])
    theirs = np.concatenate([other, one])
    order = np.lexsort((theirs, own))
    numbers, sentences = split(own[order])
    others, lines = split(theirs[order])
    rows = np.column_stack([sentences, others, lines]).astype(np.int32)
    known = sorted(roll.entries)
    bounds = np.searchsorted(numbers, known), np.searchsorted(numbers, known, "right")
    for number, start, stop in zip(known, bounds[0].tolist(), bounds[1].tolist(), strict=True):
        links = rows[start:stop]
        there = where[bases[links[:, 1]] + links[:, 2]].astype(np.int32)
        roll.ledger.link(number, np.hstack([links, there]), roll.shown(number, links))
