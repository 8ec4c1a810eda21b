"""Links what a few changed documents change, and no more: with the result that linking all of them would have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duizhao.parallels.join import REPEATS, Places, cap_for, counted, rare, split
from duizhao.parallels.ledger import LINK, Entry, Index, Ledger, Links
from duizhao.parallels.likeness import is_alike, sifted
from duizhao.parallels.roll import Roll
from duizhao.parallels.wording import SEEDS, WHERE, Wording

Sentence = tuple[int, int]
"""A document's number, and the sentence's in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What there was of documents that go or are grouped otherwise: their seeds, their links, all groups."""

    seeds: NDArray[np.uint64]
    rare: NDArray[np.bool_]  # of each seed, whether few enough texts had it
    group_of: NDArray[np.int64]  # by number, as it was
    moved: tuple[int, ...]
    groups: frozenset[str]  # that they were in
    linked: frozenset[int]  # documents with links to those that go
    last: int  # the last number

    @classmethod
    def before(cls, old: Roll, gone: Sequence[Entry], moved: Sequence[Entry], cap: int) -> Change:
        """To be asked for before anything is changed: `old` is as it is then."""
        ledger = old.ledger
        none = np.zeros(0, np.uint64)
        seeds = np.unique(np.concatenate([none, *(ledger.wording(entry.number).seeds for entry in (*gone, *moved))]))
        # once documents are gone, so may be their places
        query, places = ledger.index().find(seeds, old.group_of, REPEATS * cap)
        linked = {number for entry in gone for number in ledger.links(entry.number)[:, 1].tolist()}
        return cls(
            seeds,
            _rare(query, old.group_of[split(places)[0]], len(seeds), cap),
            old.group_of,
            tuple(entry.number for entry in moved),
            frozenset(entry.copies for entry in (*gone, *moved)),
            frozenset(linked - {entry.number for entry in gone}),
            old.size - 1,
        )


def link_some(roll: Roll, cap: int, change: Change) -> None:
    """Links again what a change has touched; `roll` is as it is now."""
    ledger = roll.ledger
    fresh = [number for number in roll.entries if number > change.last]
    again = [*fresh, *change.moved]
    wordings = _Wordings(ledger)
    new = [wordings[number].seeds for number in again]
    index = ledger.index()
    flipped = _flipped(np.unique(np.concatenate([change.seeds, *new])), index, roll, change, cap)
    dirty: dict[int, set[int]] = {number: set(range(len(wordings[number].sentences))) for number in again}
    numbers, sentences = split(flipped)
    for number, sentence in zip(numbers.tolist(), sentences.tolist(), strict=True):
        dirty.setdefault(number, set()).add(sentence)
    found = _alike(_shared_with(dirty, index, roll, wordings, cap), wordings)
    touched = {*dirty, *change.linked}
    for number in (number for number in dirty if number <= change.last):
        links = ledger.links(number)
        some = links[np.isin(links[:, 0], list(dirty[number])), 1]
        touched.update(other for other in some.tolist() if other in roll.entries)
    additions: dict[int, set[tuple[int, ...]]] = {}
    for one, other in found:
        additions.setdefault(one[0], set()).add(wordings.link(one, other))
        additions.setdefault(other[0], set()).add(wordings.link(other, one))
    for number in touched | additions.keys():
        rows = additions.get(number, set()).union(
            (sentence, other, line, *where)
            for sentence, other, line, *where in ledger.links(number).tolist()
            if other in roll.entries and sentence not in dirty.get(number, ()) and line not in dirty.get(other, ())
        )
        links = np.array(sorted(rows), np.int32).reshape(-1, LINK)
        ledger.link(number, links, roll.shown(number, links))
    regrouped = change.groups | {roll.entries[number].copies for number in again}
    for number, entry in roll.entries.items():  # their pages name their copies
        if entry.copies in regrouped and number not in touched:
            ledger.link(number, ledger.links(number), roll.shown(number, ledger.links(number)))


class _Wordings(dict[int, Wording]):
    """Wordings by number, each read once."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def __missing__(self, number: int) -> Wording:
        found = self[number] = self._ledger.wording(number)
        return found

    def link(self, own: Sentence, other: Sentence) -> tuple[int, ...]:
        """A row of the links of the document that has `own`."""
        number, line = other
        return own[1], number, line, *self[number].sentences[line, WHERE].tolist()


def _flipped(seeds: NDArray[np.uint64], index: Index, roll: Roll, change: Change, cap: int) -> Places:
    """Where those of the seeds stand that have become common property, or ceased to be."""
    was = np.full(roll.size, -1, np.int64)
    was[: len(change.group_of)] = change.group_of[: roll.size]
    after, before = (_rare_among(seeds, index, group_of, cap) for group_of in (roll.group_of, was))
    before[np.searchsorted(seeds, change.seeds)] = change.rare
    _, places = index.find(seeds[after != before])
    found: Places = places[roll.group_of[split(places)[0]] >= 0]
    return found


def _rare_among(seeds: NDArray[np.uint64], index: Index, group_of: NDArray[np.int64], cap: int) -> NDArray[np.bool_]:
    query, places = index.find(seeds, group_of, REPEATS * cap)
    return _rare(query, group_of[split(places)[0]], len(seeds), cap)


def _rare(query: NDArray[np.int64], groups: NDArray[np.int64], count: int, cap: int) -> NDArray[np.bool_]:
    """Of each seed, whether it is in few enough texts; entries of group -1 are of documents that are not there."""
    there = groups >= 0
    runs = np.append(query[there], count)  # so that there are `count` runs and one more
    found = rare(runs, np.append(groups[there], 0), cap)
    return found[:count]


def _shared_with(
    dirty: Mapping[int, set[int]], index: Index, roll: Roll, wordings: _Wordings, cap: int
) -> Iterator[tuple[Sentence, Sentence, int]]:
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
    query, places = index.find(asked, roll.group_of, REPEATS * cap)
    groups = roll.group_of[split(places)[0]]
    there = (groups >= 0) & _rare(query, groups, len(asked), cap)[query]
    query, places, groups = query[there], places[there], groups[there]
    wanted = np.searchsorted(asked, all_seeds)
    low, high = np.searchsorted(query, wanted), np.searchsorted(query, wanted, "right")
    counts = high - low
    at = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    theirs: Places = places[at]
    asker: Places = np.repeat(all_owners, counts)
    apart = roll.group_of[split(asker)[0]] != groups[at]
    asker, theirs, seed = asker[apart], theirs[apart], query[at][apart]
    one, other = np.minimum(asker, theirs), np.maximum(asker, theirs)
    order = np.lexsort((seed, other, one))  # a pair of two dirty sentences is met from both sides
    one, other, seed = one[order], other[order], seed[order]
    fresh = np.ones(len(one), bool)
    fresh[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1]) | (seed[1:] != seed[:-1])
    found = counted(one[fresh], other[fresh])
    sides = (zip(*(part.tolist() for part in split(side)), strict=True) for side in (found.one, found.other))
    yield from zip(*sides, found.count.tolist(), strict=True)


def _alike(pairs: Iterable[tuple[Sentence, Sentence, int]], wordings: _Wordings) -> Iterator[tuple[Sentence, Sentence]]:
    listed = list(pairs)
    if not listed:
        return
    count = np.array([total for *_, total in listed], np.int64)
    one = np.array([wordings[number].sentences[line, SEEDS] for (number, line), _, _ in listed], np.int64)
    other = np.array([wordings[number].sentences[line, SEEDS] for _, (number, line), _ in listed], np.int64)
    chosen, sure = sifted(count, one, other)
    fewer = np.minimum(one, other)[chosen]
    for at, seeds, is_sure in zip(chosen.tolist(), fewer.tolist(), sure.tolist(), strict=True):
        first, second, total = listed[at]
        if is_sure or is_alike(total, seeds, wordings[first[0]].own(first[1]), wordings[second[0]].own(second[1])):
            yield first, second


def matches(wording: Wording, ledger: Ledger, leave_out: Iterable[str]) -> Links:
    """Links of a document that the archive does not have.

    Args:
        leave_out: ids of documents that are not to be compared with.
    """
    roll = Roll(ledger)
    for number, entry in roll.entries.items():
        if entry.id in set(leave_out):
            roll.group_of[number] = -1
    draft = roll.size
    roll.group_of = np.append(roll.group_of, roll.group_of.max(initial=0) + 1)
    wordings = _Wordings(ledger)
    wordings[draft] = wording
    cap = int(ledger.meta("cap") or cap_for(len(roll.entries)))
    pairs = _shared_with({draft: set(range(len(wording.sentences)))}, ledger.index(), roll, wordings, cap)
    return np.array([wordings.link(two, one) for one, two in _alike(pairs, wordings)], np.int32).reshape(-1, LINK)
