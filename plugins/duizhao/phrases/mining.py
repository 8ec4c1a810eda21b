"""Mining: the wordings that many documents share, with the evidence that each is one.

From all repeated runs (`repeats`), those stay that start and end where words do (`edges`), stand by themselves often
enough (net frequency: occurrences inside no longer wording), and are more than two wordings that happen to meet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log2, sqrt
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from duizhao.phrases.edges import is_whole
from duizhao.phrases.repeats import Repeat, repeats
from duizhao.phrases.stream import Stream, plain, stream
from duizhao.phrases.variants import grouped

FEWEST: Final = 3  # documents that must share a wording
_LOOSE: Final = "的了是在和与及对把被有等也都还就"  # what stands beside a wording and is no part of it
_RARE: Final = 1 / 500  # … and the share of all documents
_POOL: Final = 12  # repeats looked at for each candidate wanted
_REACH: Final = 10  # characters on each side that the edges are judged by
_NET: Final = 0.3  # of its occurrences that must stand by themselves
_BOUND: Final = 0.3  # of the rarer half's occurrences that must be with the other half


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mined phrase and its evidence. Counts are of all its wordings; `net` those inside no longer wording; `left` and
    `right` the entropy of what stands beside the head, in nats."""

    head: str
    variants: tuple[str, ...]
    count: int
    documents: int
    net: int
    left: float
    right: float

    @property
    def evidence(self) -> str:
        """In one line, as the phrasebook notes it."""
        return f"{self.documents} 篇 {self.count} 处，独立 {self.net}；左 {self.left:.1f} 右 {self.right:.1f}"


@dataclass(frozen=True, slots=True)
class _Run:
    """A repeat with its characters."""

    words: str
    repeat: Repeat
    spellings: tuple[str, ...]  # as the texts write it, the commonest first
    begins: float  # share of its places where a clause begins with it
    ends: float  # … and ends

    @property
    def score(self) -> float:
        free = min(self.repeat.left, self.repeat.right)
        shared, length = log2(1 + self.repeat.documents), log2(len(self.words))
        return float(shared * length * sqrt(free) * (0.2 + self.ends + self.begins / 2))


def mined(texts: Iterable[Iterable[str]], known: Collection[str], limit: int) -> list[Candidate]:
    """The `limit` best candidates, best first.

    Args:
        texts: the passages of each document, copies of documents left out.
        known: wordings that the phrasebook has settled: they are no candidates.
    """
    return best(stream(texts), known, limit)


def best(source: Stream, known: Collection[str], limit: int) -> list[Candidate]:
    """The same from a stream."""
    fewest = max(FEWEST, round(source.starts.size * _RARE))
    settled = {plain(words) for words in known}
    pool = sorted(
        (_run(source, each) for each in repeats(source.codes, source.starts, fewest, source.codes_of(_LOOSE))),
        key=lambda run: (-run.score, run.words),
    )[: _POOL * limit]
    whole = [run for run in pool if is_whole(run.words, _contexts(source, run.repeat))]
    bound = _bound(whole)
    nets = _nets(source, {run.words for run in bound} | settled)
    alone = [run for run in bound if nets[run.words] >= max(_NET * run.repeat.count, FEWEST - 1)]
    groups = grouped(run for run in alone if run.words not in settled)
    return [_candidate(group, nets) for group in groups[:limit]]


def _run(source: Stream, repeat: Repeat) -> _Run:
    spelled = Counter(source.wording(place, repeat.length) for place in repeat.places)
    spellings = tuple(words for words, _ in sorted(spelled.items(), key=lambda item: (-item[1], item[0])))
    before = [place == 0 or source.codes[place - 1] == 0 for place in repeat.places]
    after = [source.codes[min(place + repeat.length, source.codes.size - 1)] == 0 for place in repeat.places]
    return _Run(plain(spellings[0]), repeat, spellings, sum(before) / len(before), sum(after) / len(after))


def _contexts(source: Stream, repeat: Repeat) -> list[tuple[str, int]]:
    return [source.around(place, repeat.length, _REACH) for place in repeat.places]


def _nets(source: Stream, words: Collection[str]) -> Counter[str]:
    """How often each wording stands in no longer one."""
    listed = sorted(words)
    if not listed:
        return Counter()
    automaton = AhoCorasick(listed, matchkind=MatchKind.LeftmostLongest, store_patterns=False)
    counts: Counter[int] = Counter()
    for piece in source.pieces():
        counts.update(index for index, _, _ in automaton.find_matches_as_indexes(piece))
    return Counter({listed[index]: count for index, count in counts.items()})


def _bound(runs: Sequence[_Run]) -> list[_Run]:
    """Without those that are two others side by side, as often as chance has it."""
    counts = {run.words: run.repeat.count for run in runs}

    def meet(run: _Run) -> bool:
        words = run.words
        halves = ((counts.get(words[:at], 0), counts.get(words[at:], 0)) for at in range(2, len(words) - 1))
        return any(one and other and run.repeat.count < _BOUND * min(one, other) for one, other in halves)

    return [run for run in runs if not meet(run)]


def _candidate(group: Sequence[_Run], nets: Counter[str]) -> Candidate:
    first = group[0]
    spellings = dict.fromkeys(words for run in group for words in run.spellings)
    head = first.words if first.words in spellings else first.spellings[0]
    return Candidate(
        head,
        tuple(words for words in spellings if words != head),
        sum(run.repeat.count for run in group),
        max(run.repeat.documents for run in group),
        sum(nets[run.words] for run in group),
        first.repeat.left,
        first.repeat.right,
    )
