"""The index a site carries: plain scripts that the browser loads piece by piece.

    search/manifest.js                      lists the segments; the one file whose name never changes
    search/<segment>/directory.js           where each gram, passage and facet of the segment is found
    search/<segment>/grams/<nn>/<nn>.js     lists of passages by gram (see `postings.py`)
    search/<segment>/facets/<field>-<n>.js  values of a field, passage by passage, in runs
    search/<segment>/text/<nn>/<nn>.js      documents with the texts of their passages

A segment is named after a hash of all it holds, so every file below it may be cached for ever, and a tab open on an
older site never meets a file that says something else. Each script calls `duizhao.register(name, data)`: this works
where fetch, modules and wasm do not, from `file://`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from duizhao.search import codec
from duizhao.search.fold import fold_text
from duizhao.search.postings import Group, cut_postings

FORMAT = 1  # raise it with any change of what a shard says or how it says it
TEXT_SIZE = 6_000  # characters of passages a text shard may hold, unless one passage alone is longer
COLUMN_SIZE = 12_000  # runs in a shard of a field's values

DOCUMENT_FIELDS = ("year", "meeting", "kind")
PASSAGE_FIELDS = ("part", "theme")


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What search knows of a passage. `trail` is its breadcrumb below the document: `二、原因剖析 › （一）…`."""

    id: str
    text: str
    part: str | None
    theme: str | None
    trail: str


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What search knows of a document. `url` is its page, relative to the site's root and percent-encoded."""

    id: str
    url: str
    title: str
    year: int | None
    meeting: str | None
    kind: str | None
    passages: tuple[IndexedPassage, ...]


def build_index(documents: Iterable[IndexedDocument]) -> Iterator[tuple[str, bytes]]:
    """Every file of the index: its path relative to the site's root, and its content.

    The same documents in the same order give the same bytes on any machine. Results of a search come in the order of
    the documents given here.
    """
    documents = tuple(documents)
    segments = []
    if any(document.passages for document in documents):
        texts = [_json(shard) for shard in _cut_texts(documents)]
        segment = _digest(texts)
        segments.append(segment)
        yield from _write_segment(segment, documents, texts)
    yield _script("manifest", _json({"format": FORMAT, "segments": segments}))


def _write_segment(
    segment: str, documents: Sequence[IndexedDocument], texts: Sequence[bytes]
) -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate(texts):
        yield _script(f"{segment}/text/{_place(number)}", text)
    facets: dict[str, Any] = {}
    for field in (*DOCUMENT_FIELDS, *PASSAGE_FIELDS):
        values, runs = _runs(_column(field, documents))
        pieces = [runs[start : start + COLUMN_SIZE] for start in range(0, len(runs), COLUMN_SIZE)]
        for number, piece in enumerate(pieces):
            codes = codec.encode([part for value, length in piece for part in (value, length - 1)])
            yield _script(f"{segment}/facets/{field}-{number}", _json(codes))
        facets[field] = [values, codec.encode([sum(length for _, length in piece) for piece in pieces])]
    starts: list[tuple[str, int]] = []
    folded = [fold_text(passage.text) for document in documents for passage in document.passages]
    for number, shard in enumerate(cut_postings(folded)):
        yield _script(f"{segment}/grams/{_place(number)}", _json([_lists(group) for group in shard.groups]))
        starts.append((shard.gram, shard.grams))
    directory = {
        "documents": len(documents),
        "passages": len(folded),
        "unigrams": "".join(gram for gram, _ in starts if len(gram) == 1),
        "bigrams": "".join(gram for gram, _ in starts if len(gram) == 2),
        "grams": codec.encode([grams for _, grams in starts]),
        "texts": codec.encode([sum(len(passages) for *_, passages in shard) for shard in _cut_texts(documents)]),
        "facets": facets,
    }
    yield _script(f"{segment}/directory", _json(directory))


def _cut_texts(documents: Iterable[IndexedDocument]) -> Iterator[list[list[Any]]]:
    """The text shards: in each some documents, in each of these some of its passages, all in order."""
    shard: list[list[Any]] = []
    size = 0
    for document in documents:
        head = [document.id, document.url, document.title, document.year, document.meeting, document.kind]
        entry: list[Any] | None = None
        for passage in document.passages:
            if shard and size + len(passage.text) > TEXT_SIZE:
                yield shard
                shard, size, entry = [], 0, None
            if entry is None:
                entry = [*head, []]
                shard.append(entry)
            entry[-1].append([passage.id, passage.text, passage.part, passage.theme, passage.trail])
            size += len(passage.text)
    if shard:
        yield shard


def _column(field: str, documents: Iterable[IndexedDocument]) -> Iterator[str | int | None]:
    for document in documents:
        for passage in document.passages:
            yield getattr(document if field in DOCUMENT_FIELDS else passage, field)


def _runs(column: Iterable[str | int | None]) -> tuple[list[str | int], list[tuple[int, int]]]:
    """A column's values in order of appearance, and its runs: (place of the value from 1, or 0 for none; length)."""
    places: dict[str | int | None, int] = {None: 0}
    numbers = np.array([places.setdefault(value, len(places)) for value in column], dtype=np.int64)
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    lengths = np.diff(starts, append=len(numbers))
    values = [value for value in places if value is not None]
    return values, list(zip(numbers[starts].tolist(), lengths.tolist(), strict=True))


def _lists(group: Group) -> list[str]:
    return [group.first, group.seconds, codec.encode(group.lengths), group.codes]


def _place(number: int) -> str:
    """Two-level folders: a folder of ten thousand files is slow on a share and too much for a FAT stick."""
    return f"{number >> 8:02x}/{number & 255:02x}"


def _digest(texts: Iterable[bytes]) -> str:
    """A segment's name. Text shards hold all that the other shards are made from."""
    digest = hashlib.sha256(b"duizhao index %d\n" % FORMAT)
    for text in texts:
        digest.update(text)
        digest.update(b"\n")
    return digest.hexdigest()[:16]


def _json(data: object) -> bytes:
    # A lone surrogate has no UTF-8: written as \udxxx, which is what a script calls it.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _script(name: str, data: bytes) -> tuple[str, bytes]:
    return f"search/{name}.js", b'duizhao.register("%s",%s);\n' % (name.encode("ascii"), data)
