"""A document as parallels see it: its sentences without their formulae, and seeds that stand for runs of characters.

A seed is the hash of `SEED` adjoining letters or digits of a sentence, folded, formulae and punctuation left out. Of
every `WINDOW` seeds in a row the least is kept (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003), so that two
sentences that share a run of `SEED + WINDOW - 1` characters share a seed, wherever the run stands in either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duizhao.parallels.formulae import Formulae
from duizhao.search.fold import fold_evenly

SEED: Final = 7  # characters: set phrases are shorter
WINDOW: Final = 5
LEAST: Final = 13  # characters of its own that a sentence needs to be anybody's; SEED + WINDOW - 1 or more
OWN: Final = 0.5  # of a clause's letters: where no more are its own, all of it is a formula

Seeds = NDArray[np.uint64]
Numbers = NDArray[np.uint32]
Rows = NDArray[np.int32]

ORDINAL, START, END, FIRST, LAST, SEEDS = range(6)  # columns of `Wording.sentences`

_SENTENCE: Final = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”’」』）)]*")
_NUMBER: Final = re.compile(
    r"\s*(?:(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、]|\d{1,3}[.．](?!\d)|第?[一二三四五六七八九十]{1,2}[是，、,]|[①-⑳])\s*)?"
)  # what counts a sentence is not part of its wording
_CLAUSE: Final = re.compile(r"[^，,：:]+")
_DROPPED: Final = re.compile(r"[\W_]+")
_FACTOR: Final = np.uint64(0x9E3779B185EBCA87)


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a document can be borrowed.

    `text`: the sentences' own characters, one sentence after another. `sentences`: of each, in reading order, the
    passage (its ordinal), where it starts and ends in the passage, where its own characters start and end in `text`,
    and how many seeds it has. `seeds` stand by sentences, each sentence's rising, none twice; `owners` says which
    sentence each belongs to. `size`: all of the document's own characters, those of shorter sentences too.
    """

    text: str
    sentences: Rows
    seeds: Seeds
    owners: Numbers
    size: int

    def own(self, sentence: int) -> str:
        """A sentence's own characters."""
        return self.text[self.sentences[sentence, FIRST] : self.sentences[sentence, LAST]]


def wording(passages: Sequence[str], formulae: Formulae) -> Wording:
    """The wording of a document, given by the texts of its passages."""
    pieces: list[str] = []
    rows: list[tuple[int, int, int, int, int, int]] = []
    at = size = 0
    for ordinal, passage in enumerate(passages):
        for start, end, own in _sentences(passage, formulae):
            size += len(own)
            if len(own) >= LEAST:
                pieces.append(own)
                rows.append((ordinal, start, end, at, at + len(own), 0))
                at += len(own)
    sentences = np.array(rows, np.int32).reshape(-1, 6)
    text = "".join(pieces)
    seeds, owners = _seeds(text, sentences)
    sentences[:, SEEDS] = np.bincount(owners, minlength=len(sentences))
    return Wording(text, sentences, seeds, owners, size)


def _sentences(passage: str, formulae: Formulae) -> Iterator[tuple[int, int, str]]:
    blanked = fold_evenly(formulae.blanked(passage))
    for match in _SENTENCE.finditer(passage):  # where sentences end is no formula's business
        start, end = match.span()
        start = _NUMBER.match(passage, start, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        own = "".join(_own(passage[start:end], blanked[start:end]))
        if start < end:
            yield start, end, own


def _own(sentence: str, blanked: str) -> Iterator[str]:
    """What is a sentence's own: of clauses that are formulae for the most part, not even the rest.

    Args:
        blanked: the sentence without its formulae, folded.
    """
    for clause in _CLAUSE.finditer(sentence):
        start, end = clause.span()
        own = blanked[start:end]
        if not own.isalnum():  # else nothing is to be dropped
            own = _DROPPED.sub("", own)
        if own and (len(own) == end - start or len(own) > OWN * len(_DROPPED.sub("", clause[0]))):
            yield own


def _seeds(text: str, sentences: Rows) -> tuple[Seeds, Numbers]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    count = codes.size - SEED + 1
    if count < WINDOW:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint32)
    hashes = np.zeros(count, np.uint64)
    for place in range(SEED):
        hashes = hashes * _FACTOR + codes[place : place + count]
    hashes ^= hashes >> np.uint64(31)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(29)
    of = np.repeat(np.arange(len(sentences), dtype=np.uint32), sentences[:, LAST] - sentences[:, FIRST])
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    whole = np.flatnonzero(of[: len(windows)] == of[SEED + WINDOW - 2 :])
    kept = np.unique(whole + windows[whole].argmin(axis=1))
    seeds, owners = hashes[kept], of[kept]
    order = np.lexsort((seeds, owners))
    seeds, owners = seeds[order], owners[order]
    fresh = np.ones(len(seeds), bool)
    fresh[1:] = (seeds[1:] != seeds[:-1]) | (owners[1:] != owners[:-1])
    return seeds[fresh], owners[fresh]
