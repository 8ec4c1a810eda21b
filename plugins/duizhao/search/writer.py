"""Writes one segment of the index, in memory that does not grow with the archive and on all processors.

First, chunk by chunk of documents: a folder of text shards, columns, and runs of lists into a spool folder. Then,
partition by partition of grams: what the runs have of it, merged, into a folder of shards. What comes first in the
archive comes first in every file, whoever writes it, so any number of processes gives the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from duizhao.progress import Progress
from duizhao.search import codec
from duizhao.search.columns import Column, Tallies, columns, cut_column, join, tally
from duizhao.search.index import FIELDS, IndexedDocument, place, to_json, write_script
from duizhao.search.lists import FOLDERS as LIST_FOLDERS
from duizhao.search.lists import cut_lists, list_page
from duizhao.search.packing import pack_codes, pack_text
from duizhao.search.postings import gather, merge
from duizhao.search.readings import Readings
from duizhao.search.spool import Run, Slice, partitions, write_run
from duizhao.search.texts import FOLDERS, cut_texts, dictionary, samples, text_page

CHUNK_SIZE = 16_000  # passages of a chunk, unless one document alone has more
RUN_SIZE = 4_000_000  # characters sorted at a time

SPOOL = ".search-spool"


Given = TypeVar("Given")
Done = TypeVar("Done")


class Share(Protocol):
    """Shares work out, like `map`: results come in the order of the tasks. All of it is picklable."""

    def __call__(self, work: Callable[[Given], Done], tasks: Iterable[Given], /) -> Iterator[Done]:
        """The results, as they are asked for."""


class Read(Protocol):
    """Where documents come from; called in other processes, so it must be picklable."""

    def __call__(self, ids: Sequence[str], /) -> Iterator[IndexedDocument]:
        """The documents of these ids, in this order."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all who work on a segment must know."""

    root: Path
    segment: str
    spool: Path
    read: Read
    readings: Mapping[str, str] = field(default_factory=dict)
    dictionary: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk: documents that stand together, and the number of the first one's first passage."""

    number: int
    first: int
    ids: tuple[str, ...]
    passages: tuple[int, ...]  # of each document, how many


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is left to do with a chunk: its columns and runs; and how many passages each of its text shards has."""

    texts: tuple[int, ...]
    columns: tuple[Column, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How many files of each kind a segment has, and its tallies."""

    texts: tuple[int, ...]  # in each folder
    grams: tuple[int, ...]  # in each folder
    facets: tuple[int, ...]  # of each of `FIELDS`
    tallies: Tallies


def write_segment(
    root: Path,
    segment: str,
    documents: Sequence[tuple[str, int]],
    read: Read,
    share: Share,
    progress: Progress,
    readings: Mapping[str, str],
) -> Written:
    """Writes the segment of `documents`, each an id and how many passages it has (at least one), under `root`.

    Raises:
        OSError: it cannot be written.
    """
    spool = root / SPOOL
    spool.mkdir(parents=True)
    try:
        words = dictionary(read(samples(documents)))
        write_script(root, f"{segment}/dictionary", words)
        return _write(Job(root, segment, spool, read, readings, words), documents, share, progress)
    finally:
        remove_spool(root)


def remove_spool(root: Path) -> None:
    """Removes what a killed build has left."""
    shutil.rmtree(root / SPOOL, ignore_errors=True)


def _write(job: Job, documents: Sequence[tuple[str, int]], share: Share, progress: Progress) -> Written:
    progress.start("建立检索索引", len(documents))
    tasks = list(_tasks(documents))
    chunks = []
    for task, chunk in zip(tasks, share(partial(write_chunk, job), tasks), strict=True):
        chunks.append(chunk)
        progress.advance(len(task.ids))
    joined = [join([chunk.columns[i] for chunk in chunks]) for i in range(len(FIELDS))]
    facets = {name: _write_column(job, name, column) for name, column in zip(FIELDS, joined, strict=True)}
    parts = partitions([run for chunk in chunks for run in chunk.runs])
    progress.start("整理检索索引", len(parts))
    folders = []
    for folder in share(partial(write_lists, job), enumerate(parts)):
        folders.append(folder)
        progress.advance()
    written = Written(
        texts=tuple(len(chunk.texts) for chunk in chunks),
        grams=tuple(map(len, folders)),
        facets=tuple(len(sizes) for sizes in facets.values()),
        tallies=tally(joined, [count for _, count in documents]),
    )
    directory = {
        "passages": sum(count for _, count in documents),
        "grams": _grams([starts[0] for starts in folders]),
        "texts": codec.encode([sum(task.passages) for task in tasks]),
        "facets": {name: codec.encode(sizes) for name, sizes in facets.items()},
    }
    write_script(job.root, f"{job.segment}/directory", directory)
    for page, start in enumerate(range(0, len(chunks), FOLDERS)):
        sizes = [codec.encode(chunk.texts) for chunk in chunks[start : start + FOLDERS]]
        write_script(job.root, f"{job.segment}/{text_page(page)}", sizes)
    for page, start in enumerate(range(0, len(folders), LIST_FOLDERS)):
        firsts = [_grams(starts) for starts in folders[start : start + LIST_FOLDERS]]
        write_script(job.root, f"{job.segment}/{list_page(page)}", firsts)
    return written


def _tasks(documents: Iterable[tuple[str, int]]) -> Iterator[Task]:
    ids: list[str] = []
    passages: list[int] = []
    number = first = 0
    for id, count in documents:
        if ids and sum(passages) + count > CHUNK_SIZE:
            yield Task(number, first, tuple(ids), tuple(passages))
            number, first, ids, passages = number + 1, first + sum(passages), [], []
        ids.append(id)
        passages.append(count)
    if ids:
        yield Task(number, first, tuple(ids), tuple(passages))


def write_chunk(job: Job, task: Task) -> Chunk:
    """Reads a chunk's documents and writes its folder of text shards and its runs.

    Raises:
        ValueError: the documents are not those that were promised.
    """
    documents = tuple(job.read(task.ids))
    if [(document.id, len(document.passages)) for document in documents] != list(
        zip(task.ids, task.passages, strict=True)
    ):
        raise ValueError("documents read are not the documents asked for")
    words = job.dictionary.encode()
    counts = []
    for number, (shard, count) in enumerate(cut_texts(documents)):
        write_script(job.root, f"{job.segment}/text/{place(task.number, number)}", pack_text(to_json(shard), words))
        counts.append(count)
    return Chunk(tuple(counts), columns(documents), tuple(_runs(job, task, documents)))


def _runs(job: Job, task: Task, documents: Iterable[IndexedDocument]) -> Iterator[Run]:
    first = task.first
    readings = Readings(job.readings)
    for number, texts in enumerate(_batches(documents)):
        spoken = {place: said for place, text in enumerate(texts) if (said := readings.spoken(text)) is not None}
        postings = gather(texts, first, spoken)
        first += len(texts)
        if len(postings.grams):
            yield write_run(job.spool / f"{task.number}-{number}", postings)


def _batches(documents: Iterable[IndexedDocument]) -> Iterator[list[str]]:
    """The passages' texts, as many as are sorted at a time."""
    texts: list[str] = []
    size = 0
    for document in documents:
        for passage in document.passages:
            if texts and size + len(passage.text) > RUN_SIZE:
                yield texts
                texts, size = [], 0
            texts.append(passage.text)
            size += len(passage.text)
    if texts:
        yield texts


def write_lists(job: Job, partition: tuple[int, tuple[Slice, ...]]) -> list[str]:
    """Writes the folder of a partition's shards; with which gram each begins."""
    folder, slices = partition
    starts = []
    for number, shard in enumerate(cut_lists(merge([each.read() for each in slices]))):
        packed = pack_codes(to_json([group.entry for group in shard.groups]))
        write_script(job.root, f"{job.segment}/grams/{place(folder, number)}", packed)
        starts.append(shard.gram)
    return starts


def _grams(rising: Sequence[str]) -> list[str]:
    """Grams in two strings: those of one character come before those of two."""
    return ["".join(gram for gram in rising if len(gram) == size) for size in (1, 2)]


def _write_column(job: Job, field: str, column: Column) -> list[int]:
    """Writes a field's values and shards; how many passages each shard has."""
    write_script(job.root, f"{job.segment}/facets/{field}", list(column.values))
    sizes = []
    for number, (codes, passages) in enumerate(cut_column(column)):
        write_script(job.root, f"{job.segment}/facets/{field}-{number}", codes)
        sizes.append(passages)
    return sizes
