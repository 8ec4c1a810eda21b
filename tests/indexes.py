"""Indexes for tests: made from documents at hand, and read back without the client."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from duizhao.search.codec import decode
from duizhao.search.fold import fold_text
from duizhao.search.index import DOCUMENT_FIELDS, FIELDS, IndexedDocument, IndexedPassage, entry
from duizhao.search.packing import unpack
from duizhao.search.segments import Member, Segment, Update, update_index

SCRIPT = re.compile(rb'duizhao\.register\("([^"]+)",(.*)\);\n', re.DOTALL)


@dataclass(frozen=True)
class Listed:
    """Reads documents from a list, in any process."""

    documents: Sequence[IndexedDocument]

    def __call__(self, ids: Sequence[str]) -> Iterator[IndexedDocument]:
        by_id = {document.id: document for document in self.documents}
        yield from (by_id[id] for id in ids)


@dataclass(frozen=True)
class Shown:
    """A passage as an index shows it: all its text shard says, its values by the columns, its grams by the lists."""

    document: tuple[Any, ...]
    passage: tuple[Any, ...]
    values: tuple[Any, ...]
    grams: frozenset[str]


def build(root: Path, documents: Sequence[IndexedDocument], known: Sequence[Segment] = (), **options: Any) -> Update:
    """Brings the index of a site up to date, the manifest last."""
    wanted = [Member.of(document) for document in documents]
    update = update_index(root, known, wanted, Listed(documents), **options)
    path, content = update.manifest
    (root / path).write_bytes(content)
    return update


def contents(root: Path) -> dict[str, bytes]:
    """Every file under `root`."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def load(root: Path, name: str) -> Any:
    """What the script of a name registers."""
    match = SCRIPT.fullmatch((root / f"search/{name}.js").read_bytes())
    assert match is not None
    assert match[1].decode("ascii") == name
    return json.loads(match[2])


def load_packed(root: Path, name: str) -> Any:
    """What the script of a shard of texts or lists registers, unpacked."""
    segment, kind, *_ = name.split("/")
    dictionary = load(root, f"{segment}/dictionary") if kind == "text" else ""
    return json.loads(unpack(load(root, name), dictionary.encode()))


def numbers(codes: str) -> list[int]:
    """The rising numbers whose gaps, less one, are in `codes`."""
    return [number - 1 for number in accumulate(gap + 1 for gap in decode(codes))]


def shown(root: Path) -> list[Shown]:
    """The passages that the index below `root` shows, in order."""
    manifest = load(root, "manifest")
    segments = [list(_passages(root, segment)) for segment in manifest["segments"]]
    catalogue = load(root, manifest["catalogue"])
    codes = decode(catalogue["ranges"])
    ends: dict[int, int] = defaultdict(int)
    passages = []
    for segment, skipped, rest in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
        start = ends[segment] + (-(skipped + 1) // 2 if skipped % 2 else skipped // 2)
        ends[segment] = start + rest + 1
        passages += segments[segment][start : ends[segment]]
    assert catalogue["passages"] == len(passages)
    assert catalogue["documents"] == len({each.document for each in passages})
    assert catalogue["facets"] == facets(passages)
    return passages


def facets(passages: Sequence[Shown]) -> dict[str, list[list[Any]]]:
    """Of each field the values that passages have, with the number of these, the most frequent first."""
    found = {}
    for place, field in enumerate(FIELDS):
        counts: dict[Any, int] = defaultdict(int)
        for each in passages:
            counts[each.values[place]] += 1
        counts.pop(None, None)
        found[field] = sorted(([value, count] for value, count in counts.items()), key=lambda pair: (-pair[1], pair[0]))
    return found


def expected(documents: Sequence[IndexedDocument]) -> list[Shown]:
    """What an index of `documents` must show."""
    return [
        Shown(*_document(document), *_passage(document, each)) for document in documents for each in document.passages
    ]


def _document(document: IndexedDocument) -> tuple[tuple[Any, ...]]:
    return (tuple(document.head),)


def _passage(document: IndexedDocument, passage: IndexedPassage) -> tuple[Any, ...]:
    text = fold_text(passage.text)
    return (
        tuple(entry(passage)),
        tuple(getattr(document if field in DOCUMENT_FIELDS else passage, field) for field in FIELDS),
        frozenset(text[start : start + size] for size in (1, 2) for start in range(len(text) - size + 1)),
    )


def _passages(root: Path, segment: str) -> Iterator[Shown]:
    """All that a segment holds."""
    directory = load(root, f"{segment}/directory")
    columns = [_column(root, segment, field, directory["facets"][field]) for field in FIELDS]
    grams: dict[int, set[str]] = defaultdict(set)
    for gram, passages in lists(_lists(root, segment, _pieces(*directory["grams"]))).items():
        for passage in passages:
            grams[passage].add(gram)
    number = 0
    for shard in _texts(root, segment, decode(directory["texts"])):
        for *head, passages in shard:
            for passage in passages:
                values = tuple(column[number] for column in columns)
                yield Shown(tuple(head), tuple(passage), values, frozenset(grams[number]))
                number += 1
    assert number == directory["passages"]


def _texts(root: Path, segment: str, folders: Sequence[int]) -> Iterator[list[Any]]:
    """The text shards, held against what their folders say of them."""
    for folder, count in enumerate(folders):
        sizes = decode(load(root, f"{segment}/text/sizes-{folder // 16}")[folder % 16])
        assert sum(sizes) == count
        for number, size in enumerate(sizes):
            shard = load_packed(root, f"{segment}/text/{folder:02x}/{number:02x}")
            assert sum(len(passages) for *_, passages in shard) == size
            yield shard


def _lists(root: Path, segment: str, folders: Sequence[str]) -> Iterator[list[list[str]]]:
    """The shards of lists, likewise."""
    for folder, first in enumerate(folders):
        pieces = _pieces(*load(root, f"{segment}/grams/starts-{folder // 4}")[folder % 4])
        assert pieces[0] == first
        for number, gram in enumerate(pieces):
            shard = load_packed(root, f"{segment}/grams/{folder:02x}/{number:02x}")
            assert shard[0][0] + shard[0][1][0] == gram
            yield shard


def _pieces(unigrams: str, bigrams: str) -> list[str]:
    return [*unigrams, *(bigrams[start : start + 2] for start in range(0, len(bigrams), 2))]


def _column(root: Path, segment: str, field: str, described: str) -> list[Any]:
    values, sizes = [None, *load(root, f"{segment}/facets/{field}")], decode(described)
    column = []
    for number, size in enumerate(sizes):
        runs = decode(load(root, f"{segment}/facets/{field}-{number}"))
        piece = [values[place] for place, rest in zip(runs[::2], runs[1::2], strict=True) for _ in range(rest + 1)]
        assert len(piece) == size
        column += piece
    return column


def lists(shards: Iterator[list[list[str]]]) -> dict[str, list[int]]:
    """The list of each gram, in the order of the shards that hold them."""
    codes: dict[str, str] = defaultdict(str)
    for shard in shards:
        for first, seconds, lengths, piece in shard:
            at = 0
            sizes = decode(lengths)
            assert len(sizes) == len(seconds) or (len(seconds), len(sizes)) == (
                1,
                2,
            )  # a piece says how long its list is
            for second, length in zip(seconds, sizes, strict=False):
                codes[first + second] += piece[at : at + length]
                at += length
            assert at == len(piece)
    return {gram: numbers(piece) for gram, piece in codes.items()}
