"""The text shards: documents with the texts of their passages, cut to a size that is quick to load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from duizhao.search.index import IndexedDocument, entry

TEXT_SIZE = 3_000  # characters of passages a text shard may hold, unless one passage alone is longer; 4 kB on the wire

Shard = list[list[Any]]  # documents, each with its passages last


def cut_texts(documents: Iterable[IndexedDocument]) -> Iterator[tuple[Shard, int]]:
    """The shards, each with the number of its passages: some documents, of each some passages, all in order."""
    shard: Shard = []
    size = count = 0
    for document in documents:
        passages: list[list[str | None]] | None = None
        for passage in document.passages:
            if shard and size + len(passage.text) > TEXT_SIZE:
                yield shard, count
                shard, size, count, passages = [], 0, 0, None
            if passages is None:
                passages = []
                shard.append([*document.head, passages])
            passages.append(entry(passage))
            size += len(passage.text)
            count += 1
    if shard:
        yield shard, count
