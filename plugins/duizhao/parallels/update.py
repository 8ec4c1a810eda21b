"""Brings a ledger to what an archive holds: all at once, or what a few changed documents change.

Both ways give the same links. A link between two sentences depends on their own characters and on which of their seeds
are common property, on nothing else: so only sentences of changed documents, and those with a seed that has become
common property or ceased to be, are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duizhao.parallels.copies import regrouped
from duizhao.parallels.join import Places, Shared, cap_for, rare, shared, split
from duizhao.parallels.ledger import Entry, Index, Ledger, Links
from duizhao.parallels.likeness import is_alike, sifted
from duizhao.parallels.signature import Shingles
from duizhao.parallels.wording import FIRST, LAST, SEEDS, Rows, Wording
from duizhao.search.writer import Share

FEW: Final = 12  # an archive of which more than one document in so many has changed is looked at as a whole
_TASK: Final = 20_000  # pairs looked at closely at a time
_TEXTS, _PAIRS = "texts.tmp", "pairs.tmp"


@dataclass(frozen=True, slots=True)
class Member:
    """A document that the archive has."""

    id: str
    digest: str  # of all that it says
    signature: bytes


class Reader:
    """Where wordings and shingles come from."""

    def __init__(
        self,
        wordings: Callable[[Sequence[str]], Iterable[tuple[str, Wording]]],
        shingles: Callable[[str], Shingles],
        share: Share = map,
    ) -> None:
        self.wordings = wordings  # of documents, by their ids
        self.shingles = shingles  # of a document's whole text
        self.share = share


def update(ledger: Ledger, folder: Path, members: Sequence[Member], version: str, reader: Reader) -> None:
    """Brings `ledger` to `members`.

    Args:
        folder: for what waits in files meanwhile.
        version: of the program and of what it takes for formulae; a ledger of another is made anew.
    """
    cap = cap_for(len(members))
    if ledger.meta("version") != version:
        ledger.clear()
        ledger.set_meta("version", version)
    before = {entry.id: entry for entry in ledger.entries()}
    now = {member.id: member for member in members}
    gone = [entry for entry in before.values() if entry.id not in now or now[entry.id].digest != entry.digest]
    kept = before.keys() - {entry.id for entry in gone}
    fresh = [member for member in members if member.id not in kept]
    if not gone and not fresh and ledger.meta("cap") == str(cap):
        return
    labels = regrouped(
        {entry.id: entry.copies for entry in before.values()},
        {member.id: member.signature for member in members},
        [member.id for member in fresh],
        reader.shingles,
    )
    moved = {id for id in kept if labels[id] != before[id].copies}
    is_small = (len(gone) + len(fresh) + len(moved)) * FEW <= len(members) and ledger.meta("cap") == str(cap)
    change = _Change.before(ledger, gone, [before[id] for id in sorted(moved)]) if is_small else None
    ledger.remove(entry.number for entry in gone)
    digests = {member.id: member.digest for member in fresh}
    for id, wording in reader.wordings(list(digests)):
        ledger.add(id, digests[id], wording)
    ledger.regroup({id: label for id, label in labels.items() if label != (before[id].copies if id in kept else id)})
    ledger.set_meta("cap", str(cap))
    archive = _Archive(ledger, now)
    if change is None:
        _link_all(archive, cap, folder, reader.share)
    else:
        _link_some(archive, cap, change)


class _Archive:
    """The documents of a ledger, as they are now."""

    def __init__(self, ledger: Ledger, members: Mapping[str, Member]) -> None:
        self.ledger = ledger
        self.entries = {entry.number: entry for entry in ledger.entries()}
        self.size = ledger.last() + 1
        numbers = {label: at for at, label in enumerate(sorted({entry.copies for entry in self.entries.values()}))}
        self.group_of = np.full(self.size, -1, np.int64)  # by number; -1: gone
        for number, entry in self.entries.items():
            self.group_of[number] = numbers[entry.copies]
        self._copies: dict[str, list[str]] = {}
        for entry in self.entries.values():
            self._copies.setdefault(entry.copies, []).append(f"{entry.id} {entry.digest}")

    def shown(self, number: int, links: Links) -> str:
        """A digest of all that a document's page shows of others, and of itself."""
        hasher = blake2b(digest_size=12)
        own = self.entries[number]
        hasher.update(f"{own.id} {own.digest}\n{sorted(self._copies[own.copies])}\n".encode())
        others = [self.entries[other] for other in np.unique(links[:, 1]).tolist()]
        names = {other.number: f"{other.id} {other.digest} {other.copies}" for other in others}
        hasher.update(repr(sorted((names[other], one, two) for one, other, two in links.tolist())).encode())
        hasher.update(repr(sorted(len(self._copies[other.copies]) for other in others)).encode())
        return hasher.hexdigest()


# All at once


def _link_all(archive: _Archive, cap: int, folder: Path, share: Share) -> None:
    seeds, places = archive.ledger.all_seeds()
    found = shared(seeds, places, archive.group_of, cap)
    archive.ledger.keep_sorted(seeds, places)
    del seeds, places
    bases, rows = _written(archive.ledger, folder, archive.size)
    one, other = _flat(found.one, bases), _flat(found.other, bases)
    totals = rows[:, SEEDS].astype(np.int64)
    chosen, sure = sifted(found.count, totals[one], totals[other])
    doubtful = np.flatnonzero(~sure)
    picked = chosen[doubtful]
    fewer = np.minimum(totals[one[picked]], totals[other[picked]])
    bounds = [rows[side[picked]][:, [FIRST, LAST]] for side in (one, other)]
    np.column_stack([*bounds, found.count[picked], fewer]).astype(np.int64).tofile(folder / _PAIRS)
    tasks = [(start, min(start + _TASK, len(picked))) for start in range(0, len(picked), _TASK)]
    told = [verdict for verdict in share(partial(_look, folder), tasks)] if tasks else []
    alike = sure.copy()
    if told:
        alike[doubtful] = np.concatenate(told)
    chosen = chosen[alike]
    for name in (_TEXTS, _PAIRS):
        (folder / name).unlink(missing_ok=True)
    _keep_all(archive, found.one[chosen], found.other[chosen])


def _written(ledger: Ledger, folder: Path, size: int) -> tuple[NDArray[np.int64], Rows]:
    """Puts all own characters into a file. By number, where a document's sentences start among all; and these, their
    `FIRST` and `LAST` counting in the file."""
    bases = np.zeros(size, np.int64)
    rows: list[Rows] = [np.zeros((0, 6), np.int64)]
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


def _keep_all(archive: _Archive, one: Places, other: Places) -> None:
    own = np.concatenate([one, other])
    theirs = np.concatenate([other, one])
    order = np.lexsort((theirs, own))
    numbers, sentences = split(own[order])
    others, lines = split(theirs[order])
    rows = np.column_stack([sentences, others, lines]).astype(np.int32)
    known = sorted(archive.entries)
    bounds = np.searchsorted(numbers, known), np.searchsorted(numbers, known, "right")
    for number, start, stop in zip(known, bounds[0].tolist(), bounds[1].tolist(), strict=True):
        links = rows[start:stop]
        archive.ledger.link(number, links, archive.shown(number, links))


# What a few documents change


@dataclass(frozen=True, slots=True)
class _Change:
    """What there was of documents that go or are grouped otherwise: their seeds, their links, all groups."""

    seeds: NDArray[np.uint64]
    group_of: NDArray[np.int64]  # by number, as it was
    moved: tuple[int, ...]
    linked: frozenset[int]  # documents with links to those that go
    last: int  # the last number

    @classmethod
    def before(cls, ledger: Ledger, gone: Sequence[Entry], moved: Sequence[Entry]) -> _Change:
        """To be asked for before anything is changed."""
        old = _Archive(ledger, {})
        seeds = [ledger.wording(entry.number).seeds for entry in (*gone, *moved)]
        linked = {number for entry in gone for number in ledger.links(entry.number)[:, 1].tolist()}
        return cls(
            np.unique(np.concatenate([np.zeros(0, np.uint64), *seeds])),
            old.group_of,
            tuple(entry.number for entry in moved),
            frozenset(linked - {entry.number for entry in gone}),
            old.size - 1,
        )


def _link_some(archive: _Archive, cap: int, change: _Change) -> None:
    ledger = archive.ledger
    fresh = [number for number in archive.entries if number > change.last]
    again = [*fresh, *change.moved]
    wordings = _Wordings(ledger)
    new = [wordings[number].seeds for number in again]
    index = ledger.index()
    flipped = _flipped(np.unique(np.concatenate([change.seeds, *new])), index, archive, change, cap)
    dirty: dict[int, set[int]] = {number: set(range(len(wordings[number].sentences))) for number in again}
    for number, sentence in zip(*map(np.ndarray.tolist, split(flipped)), strict=True):
        dirty.setdefault(number, set()).add(sentence)
    found = _alike(_shared_with(dirty, index, archive, wordings, cap), wordings)
    touched = {*dirty, *change.linked}
    for number in dirty:
        links = ledger.links(number) if number <= change.last else np.zeros((0, 3), np.int32)
        touched.update(other for other in links[:, 1].tolist() if other in archive.entries)
    additions: dict[int, set[tuple[int, int, int]]] = {}
    for (number, sentence), (other, line) in found:
        additions.setdefault(number, set()).add((sentence, other, line))
        additions.setdefault(other, set()).add((line, number, sentence))
    for number in touched | additions.keys():
        rows = {
            (one, other, two)
            for one, other, two in (ledger.links(number).tolist())
            if other in archive.entries
            and one not in dirty.get(number, ())
            and two not in dirty.get(other, ())
        } | additions.get(number, set())
        links = np.array(sorted(rows), np.int32).reshape(-1, 3)
        ledger.link(number, links, archive.shown(number, links))
    regrouped = {archive.entries[number].copies for number in again}
    for number, entry in archive.entries.items():  # their pages name their copies
        if entry.copies in regrouped and number not in touched:
            ledger.link(number, ledger.links(number), archive.shown(number, ledger.links(number)))


class _Wordings(dict[int, Wording]):
    """Wordings by number, each read once."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def __missing__(self, number: int) -> Wording:
        found = self[number] = self._ledger.wording(number)
        return found


def _flipped(
    seeds: NDArray[np.uint64], index: Index, archive: _Archive, change: _Change, cap: int
) -> Places:
    """Where those of the seeds stand that have become common property, or ceased to be."""
    query, places = index.find(seeds)
    numbers, _ = split(places)
    was = np.full(archive.size, -1, np.int64)
    was[: len(change.group_of)] = change.group_of[: archive.size]
    after = _rare(query, archive.group_of[numbers], len(seeds), cap)
    before = _rare(query, was[numbers], len(seeds), cap)
    here = (after != before)[query] & (archive.group_of[numbers] >= 0)
    return places[here]


def _rare(query: NDArray[np.int64], groups: NDArray[np.int64], count: int, cap: int) -> NDArray[np.bool_]:
    """Of each seed, whether it is in few enough texts; entries of group -1 are of documents that are not there."""
    there = groups >= 0
    runs = np.append(query[there], count)  # so that there are `count` runs and one more
    found = rare(runs, np.append(groups[there], 0), cap)
    return found[:count]


def _shared_with(
    dirty: Mapping[int, set[int]], index: Index, archive: _Archive, wordings: _Wordings, cap: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int], int]]:
    """The pairs of sentences with at least one of the dirty ones, and how many seeds each shares."""
    seeds, owners = [], []
    for number, sentences in dirty.items():
        wording = wordings[number]
        mine = np.isin(wording.owners, list(sentences))
        seeds.append(wording.seeds[mine])
        owners.append((np.uint64(number) << np.uint64(32)) | wording.owners[mine].astype(np.uint64))
    if not seeds:
        return
    all_seeds, all_owners = np.concatenate(seeds), np.concatenate(owners)
    asked = np.unique(all_seeds)
    query, places = index.find(asked)
    groups = archive.group_of[split(places)[0]]
    there = (groups >= 0) & _rare(query, groups, len(asked), cap)[query]
    query, places, groups = query[there], places[there], groups[there]
    wanted = np.searchsorted(asked, all_seeds)
    low, high = np.searchsorted(query, wanted), np.searchsorted(query, wanted, "right")
    counts = high - low
    at = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    mine, theirs = np.repeat(all_owners, counts), places[at]
    apart = archive.group_of[split(mine)[0]] != groups[at]
    one, other = np.minimum(mine, theirs)[apart], np.maximum(mine, theirs)[apart]
    pairs, totals = np.unique(np.column_stack([one, other, mine[apart]]), axis=0, return_counts=True)
    # a pair of two dirty sentences was met from both sides
    seen: dict[tuple[int, int], int] = {}
    for (first, second, _), total in zip(pairs.tolist(), totals.tolist(), strict=True):
        seen[first, second] = max(total, seen.get((first, second), 0))
    mask = 0xFFFFFFFF
    for (first, second), total in seen.items():
        yield (first >> 32, first & mask), (second >> 32, second & mask), total


def _alike(
    pairs: Iterable[tuple[tuple[int, int], tuple[int, int], int]], wordings: _Wordings
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    listed = list(pairs)
    if not listed:
        return
    count = np.array([total for *_, total in listed], np.int64)
    one, other = (
        np.array([wordings[pair[side][0]].sentences[pair[side][1], SEEDS] for pair in listed], np.int64)
        for side in (0, 1)
    )
    chosen, sure = sifted(count, one, other)
    fewer = np.minimum(one, other)[chosen]
    for at, seeds, is_sure in zip(chosen.tolist(), fewer.tolist(), sure.tolist(), strict=True):
        first, second, total = listed[at]
        if is_sure or is_alike(total, seeds, wordings[first[0]].own(first[1]), wordings[second[0]].own(second[1])):
            yield first, second


def matches(wording: Wording, ledger: Ledger, leave_out: Iterable[str]) -> list[tuple[int, int, int]]:
    """Links of a document that the archive does not have: (own sentence, number, sentence).

    Args:
        leave_out: ids of documents that are not to be compared with.
    """
    archive = _Archive(ledger, {})
    for number, entry in archive.entries.items():
        if entry.id in set(leave_out):
            archive.group_of[number] = -1
    draft = archive.size
    archive.group_of = np.append(archive.group_of, archive.group_of.max(initial=0) + 1)
    wordings = _Wordings(ledger)
    wordings[draft] = wording
    cap = int(ledger.meta("cap") or cap_for(len(archive.entries)))
    pairs = _shared_with({draft: set(range(len(wording.sentences)))}, ledger.index(), archive, wordings, cap)
    return [(two[1], *one) for one, two in _alike(pairs, wordings)]
