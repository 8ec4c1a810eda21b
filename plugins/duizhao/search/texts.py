"""The text shards: documents with the texts of their passages, cut to a size that is quick to load.

They are packed with a dictionary, so that wording which many documents share takes no room: a passage each of some
documents, in the form that shards have. It halves what a shard takes, and any more clever choice hardly did better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from duizhao.search.index import IndexedDocument, entry, to_json
from duizhao.search.packing import DICTIONARY_SIZE

TEXT_SIZE = 4_500  # characters of passages a text shard may hold, unless one passage alone is longer; 4 kB on the wire
FOLDERS = 16  # of text shards, the sizes of which are in one file; 4 kB on the wire
MOST_SAMPLES = 64  # documents the dictionary is made from, and
LEAST_PASSAGES = 64  # passages there must be for each: who reads a few shards shall not load a dictionary for them

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


def text_page(number: int) -> str:
    """The name of a file that says how many passages each text shard of `FOLDERS` folders has."""
    return f"text/sizes-{number}"


def samples(documents: Sequence[tuple[str, int]]) -> list[str]:
    """The ids of the documents that the dictionary is made from, of all, each an id and how many passages it has."""
    count = min(sum(passages for _, passages in documents) // LEAST_PASSAGES, MOST_SAMPLES, len(documents))
    return [documents[i * len(documents) // count][0] for i in range(count)]


def dictionary(sampled: Iterable[IndexedDocument]) -> str:
    """What the texts of a segment are packed with: up to `DICTIONARY_SIZE` bytes of UTF-8."""
    shards = []
    for turn, document in enumerate(sampled):
        passage = document.passages[turn % len(document.passages)]  # now from the beginning, now from the end
        shards.append(to_json([[*document.head, [entry(passage)]]]))
    return b"".join(shards)[:DICTIONARY_SIZE].decode("utf-8", "ignore")
