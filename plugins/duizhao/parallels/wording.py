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
from numpy.typing import ArrayLike, NDArray

from duizhao.parallels.formulae import Formulae
from duizhao.search.codes import Codes, are_letters, codes_of, folded, text_of

SEED: Final = 7  # characters: set phrases are shorter
WINDOW: Final = 5
LEAST: Final = 13  # characters of its own that a sentence needs to be anybody's; SEED + WINDOW - 1 or more
OWN: Final = 0.5  # of a clause's letters: where no more are its own, all of it is a formula

Seeds = NDArray[np.uint64]
Numbers = NDArray[np.uint32]
Rows = NDArray[np.int32]

ORDINAL, START, END, FIRST, LAST, SEEDS = range(6)  # columns of `Wording.sentences`
WHERE: Final = slice(ORDINAL, END + 1)  # those that say where a sentence stands, in the order of a `Stretch`

_SENTENCE: Final = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”’」』）)]*")
_NUMBER: Final = re.compile(
    r"\s*(?:(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、]|\d{1,3}[.．](?!\d)|第?[一二三四五六七八九十]{1,2}[是，、,]|[①-⑳])\s*)?"
)  # what counts a sentence is not part of its wording
_CLAUSE_ENDS: Final = np.array([ord(sign) for sign in "，,：:"], np.uint32)
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
    text = "\n".join(passages)  # a line end ends a sentence, and no formula goes over it
    spans = np.array(list(_sentences(text)), np.int64).reshape(-1, 2)
    even, is_own = _own(text, spans, formulae)
    before = _sums(is_own)  # own characters before each place
    sizes = before[spans[:, 1]] - before[spans[:, 0]]
    is_long = sizes >= LEAST
    spans, lengths = spans[is_long], sizes[is_long]
    own = even[is_own & _inside(spans, len(text))]
    starts = _sums([len(passage) + 1 for passage in passages])
    ordinals = np.searchsorted(starts, spans[:, 0], "right") - 1
    ends = np.cumsum(lengths)
    stands = spans - starts[ordinals, np.newaxis]
    sentences = np.column_stack([ordinals, stands, ends - lengths, ends, np.zeros_like(ends)]).astype(np.int32)
    seeds, owners = _seeds(own, sentences)
    sentences[:, SEEDS] = np.bincount(owners, minlength=len(sentences))
    return Wording(text_of(own), sentences, seeds, owners, int(sizes.sum()))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences stand, without the numbers that open them."""
    for match in _SENTENCE.finditer(text):  # where sentences end is no formula's business
        start, end = match.span()
        yield _NUMBER.match(text, start, end).end(), end  # type: ignore[union-attr]  # it matches nothing, too


def _own(text: str, sentences: NDArray[np.int64], formulae: Formulae) -> tuple[Codes, NDArray[np.bool_]]:
    """A text folded, and which of its characters are the sentences' own: letters and digits outside of formulae; of
    clauses that are formulae for the most part, not even the rest."""
    codes = codes_of(text)
    even = folded(codes)
    inside = _inside(sentences, len(text))
    formula = _inside(np.array(formulae.spans(text), np.int64).reshape(-1, 2), len(text))
    own = are_letters(even) & ~formula & inside
    ends = np.isin(codes, _CLAUSE_ENDS)
    begins = np.zeros(len(text) + 1, np.bool_)
    begins[sentences[:, 0]] = True
    begins[1:] |= ends
    clause = np.cumsum(begins[:-1])
    count = int(clause[-1]) + 1 if clause.size else 0
    letters = np.bincount(clause[inside & are_letters(codes)], minlength=count)
    keep = np.bincount(clause[own], minlength=count) > OWN * letters
    return even, own & keep[clause]


def _inside(spans: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which of so many characters stand in any of some spans."""
    steps = np.bincount(spans[:, 0], minlength=size + 1) - np.bincount(spans[:, 1], minlength=size + 1)
    return np.cumsum(steps[:size]) > 0


def _sums(values: ArrayLike) -> NDArray[np.int64]:
    """The sum of all values before each place, and of all."""
    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])


def _seeds(own: Codes, sentences: Rows) -> tuple[Seeds, Numbers]:
    codes = own.astype(np.uint64)
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
    is_kept = np.zeros(count, np.bool_)
    is_kept[whole + windows[whole].argmin(axis=1)] = True
    kept = np.flatnonzero(is_kept)
    seeds, owners = hashes[kept], of[kept]
    order = np.lexsort((seeds, owners))
    seeds, owners = seeds[order], owners[order]
    fresh = np.ones(len(seeds), bool)
    fresh[1:] = (seeds[1:] != seeds[:-1]) | (owners[1:] != owners[:-1])
    return seeds[fresh], owners[fresh]
