"""The values by which results are filtered: of each field one value a passage, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from duizhao.search import codec
from duizhao.search.index import DOCUMENT_FIELDS, FIELDS, IndexedDocument, Value

COLUMN_SIZE = 12_000  # runs in a shard of a field's values


@dataclass(frozen=True, slots=True)
class Column:
    """A field's values in order of appearance, and of each passage the place of its value from 1, or 0 for none."""

    values: tuple[Value, ...]
    places: npt.NDArray[np.uint32]


def columns(documents: Sequence[IndexedDocument]) -> tuple[Column, ...]:
    """The columns of `FIELDS`, in this order, over all passages of `documents`."""
    lengths = [len(document.passages) for document in documents]
    found = []
    for field in FIELDS:
        places: dict[Any, int] = {None: 0}
        if field in DOCUMENT_FIELDS:
            of_documents = [_place(places, getattr(document, field)) for document in documents]
            numbers = np.repeat(np.array(of_documents, dtype=np.uint32), lengths)
        else:
            passages = chain.from_iterable(document.passages for document in documents)
            numbers = np.array([_place(places, getattr(passage, field)) for passage in passages], dtype=np.uint32)
        found.append(Column(tuple(value for value in places if value is not None), numbers))
    return tuple(found)


def _place(places: dict[Any, int], value: Value | None) -> int:
    return places.setdefault(value, len(places))


def join(pieces: Sequence[Column]) -> Column:
    """One column of several that follow one another."""
    places: dict[Value, int] = {}
    numbers = []
    for piece in pieces:
        known = [0, *(places.setdefault(value, len(places) + 1) for value in piece.values)]
        numbers.append(np.array(known, dtype=np.uint32)[piece.places])
    return Column(tuple(places), np.concatenate(numbers))


def cut_column(column: Column) -> Iterator[tuple[str, int]]:
    """The shards of a column, each with the number of its passages: codes of (place, length less one) of each run."""
    starts = np.flatnonzero(np.diff(column.places, prepend=~column.places[:1]))
    lengths = np.diff(starts, append=len(column.places))
    runs = np.stack([column.places[starts], lengths - 1], axis=1)
    for start in range(0, len(runs), COLUMN_SIZE):
        piece = slice(start, start + COLUMN_SIZE)
        yield codec.encode(runs[piece].ravel()), int(lengths[piece].sum())


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many passages have which value: in all, and document by document, so that a document can be subtracted.

    `documents` has a code for each: pairs of a value's place in `totals` and a count.
    """

    totals: tuple[tuple[str, Value, int], ...]  # field, value, passages
    documents: tuple[str, ...]

    def without(self, dead: Sequence[int]) -> Iterator[tuple[str, Value, int]]:
        """The totals less those of some documents (by their places); what nothing is left of is left out."""
        counts = [count for *_, count in self.totals]
        numbers = codec.decode("".join(self.documents[place] for place in dead))
        for at in range(0, len(numbers), 2):
            counts[numbers[at]] -= numbers[at + 1]
        for (field, value, _), count in zip(self.totals, counts, strict=True):
            if count:
                yield field, value, count


def tally(found: Sequence[Column], lengths: Sequence[int]) -> Tallies:
    """The tallies of documents of so many passages each, with the columns of `FIELDS`."""
    values = [(field, value) for field, column in zip(FIELDS, found, strict=True) for value in column.values]
    offsets = np.cumsum([0, *(len(column.values) for column in found)])
    owners = np.repeat(np.arange(len(lengths), dtype=np.int64) * len(values), lengths)
    keys = [
        owners[column.places > 0] + (column.places[column.places > 0] - 1 + offset)
        for column, offset in zip(found, offsets, strict=False)
    ]
    distinct, counts = np.unique(np.concatenate(keys), return_counts=True)
    places = distinct % max(len(values), 1)
    codes, sizes = codec.encode_many(np.stack([places, counts], axis=1).ravel().astype(np.uint32))
    pairs = np.searchsorted(distinct, np.arange(len(lengths) + 1, dtype=np.int64) * len(values))
    ends = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])[2 * pairs].tolist()
    text = codes.tobytes().decode("ascii")
    totals = np.bincount(places, weights=counts, minlength=len(values)).astype(np.int64).tolist()
    return Tallies(
        tuple((field, value, total) for (field, value), total in zip(values, totals, strict=True)),
        tuple(text[start:end] for start, end in pairwise(ends)),
    )
