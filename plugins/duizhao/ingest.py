"""Corpus → store: which files are there, which have changed since the last build, and reading those."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from duizhao.contributions import Changes
from duizhao.crew import Crew
from duizhao.errors import CorpusError, SourceError, ToolError
from duizhao.intake import Walked, scan_corpus, walk_corpus
from duizhao.model import Document
from duizhao.normalise.ids import document_ids
from duizhao.outputs import Output
from duizhao.progress import Progress
from duizhao.records import Stamp
from duizhao.settled import Seen, remember, unsettled
from duizhao.store import Store
from duizhao.taxonomy import Taxonomy
from duizhao.work import ReadJob, ReadResult, normalised, read_documents

# Documents that the store takes at once: what is read is kept even if the build is cut short. Each time, sums are
# settled and most pages of a store's tables of phrases are written; fewer times are less work, but more to do again.
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A corpus against what the store holds of it."""

    jobs: tuple[ReadJob, ...]  # to be read
    gone: tuple[str, ...]  # names of documents and failures no longer there
    failures: tuple[SourceError, ...]  # files that could not be read then and are the same now, or belong to none
    seen: Seen | None = field(default=None, compare=False)  # what may be remembered when all this is in the store


def compare(root: Path, taxonomy: Taxonomy, store: Store, walked: Sequence[Walked] | None = None) -> Difference:
    """What is to be read, and what has gone.

    Args:
        walked: the files of the corpus, where somebody has just looked.

    Raises:
        CorpusError: the folder cannot be used at all.
    """
    if walked is None:
        walked = walk_corpus(root)
    parser = parser_digest(taxonomy)
    rest = unsettled(walked, parser, store)
    stamps = rest.beside.stamps
    failed = _failed(store)
    jobs, failures = [], []
    with store.asking():
        for name, (path, status) in rest.found.items():
            id = rest.ids[name]
            stamp = Stamp(*status, f"{parser} {stamps[name]}" if name in stamps else parser)
            known, known_id, sha256 = _known(name, store)
            if known == stamp and known_id == id:
                continue
            if name in failed and failed[name][0] == stamp:
                failures.append(_failure(failed[name][1]))
                continue
            is_comparable = known is not None and known.parser == stamp.parser and known_id == id
            jobs.append(ReadJob(name, Path(path), id, stamp, sha256 if is_comparable else ""))
    jobs.sort(key=lambda job: job.id)  # the order in which the store keeps documents
    return Difference(tuple(jobs), tuple(sorted(rest.gone)), (*failures, *rest.beside.unused), rest.seen)


def _known(name: str, store: Store) -> tuple[Stamp | None, str, str]:
    """Stamp of a file when it was read last, id of its first document, and its SHA-256."""
    row = store.connection.execute(
        "SELECT id, sha256, size, modified, changed, parser FROM documents WHERE name = ? AND piece = 0", (name,)
    ).fetchone()
    return (Stamp(*row[2:]), row[0], row[1]) if row else (None, "", "")


def _failed(store: Store) -> dict[str, tuple[Stamp, str]]:
    """Files that could not be read, by name: their stamps then, and what was said of them."""
    rows = store.connection.execute("SELECT name, error, size, modified, changed, parser FROM failures")
    return {name: (Stamp(*stamp), error) for name, error, *stamp in rows}


class Taken(NamedTuple):
    """What became of a file: how many documents the store has of it, the pages of these, or an error."""

    documents: int
    outputs: Sequence[Output]
    error: SourceError | None


def take_in(difference: Difference, store: Store, crew: Crew, progress: Progress) -> Iterator[Taken]:
    """Reads what is to be read into the store, and takes out what has gone."""
    progress.start("读取文稿", len(difference.jobs))
    results = crew.do_together(read_documents, difference.jobs, seconds=0.008)
    unread: set[str] = set()  # files that the store has nothing of
    for _ in range(0, len(difference.jobs), BATCH):
        taken = []
        with store.transaction() as connection:  # those who read may ask the store until it is committed
            changes = Changes(connection)
            for result in islice(results, BATCH):
                _keep(result, changes, connection)
                if result.error is not None:
                    unread.add(result.job.name)
                taken.append(Taken(len(result.records), result.outputs, result.error))
                progress.advance()
            changes.finish()
        yield from taken
    with store.transaction() as connection:
        if difference.gone:
            changes = Changes(connection)
            for name in difference.gone:
                changes.drop(name)
                connection.execute("DELETE FROM failures WHERE name = ?", (name,))
            changes.finish()
        if difference.seen:
            unread.update(_failed(store))
            remember(difference.seen, unread, store)


def _keep(result: ReadResult, changes: Changes, connection: sqlite3.Connection) -> None:
    job = result.job
    connection.execute("DELETE FROM failures WHERE name = ?", (job.name,))
    if result.records:
        changes.drop(job.name, since=len(result.records))
        for record in result.records:
            changes.put(record, job.stamp)
    elif result.error is None:
        changes.restamp(job.name, job.stamp)
    else:
        changes.drop(job.name)
        if isinstance(result.error, ToolError):
            return  # what is missing may be there the next time
        stamp = job.stamp
        connection.execute(
            "INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?)",
            (job.name, stamp.size, stamp.modified, stamp.changed, stamp.parser, _failure_text(result.error)),
        )


def _failure_text(error: SourceError) -> str:
    return json.dumps([error.reason, error.remedy, error.path, error.line], ensure_ascii=True)


def _failure(text: str) -> SourceError:
    reason, remedy, path, line = json.loads(text)
    return SourceError(reason, remedy=remedy, path=path, line=line)


def require_documents(root: Path, store: Store, failures: Sequence[SourceError]) -> None:
    """A corpus without a document gives no site.

    Raises:
        CorpusError: with the reasons why its files could not be read.
    """
    if store.connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None:
        reasons = "".join(f"\n{str(failure).removesuffix('。')}" for failure in failures)
        from duizhao.intake import FORMATS

        raise CorpusError(
            f"一篇文稿也没有{'能收入：' if reasons else ''}{reasons}",
            remedy=f"请放入 {FORMATS} 格式的材料",
            path=root,
        )


def read_files(paths: Iterable[Path], root: Path, taxonomy: Taxonomy) -> Iterator[Document | SourceError]:
    """Documents from files anywhere, those that `root` holds named and identified as in that corpus.

    A folder stands for the document files in it, as a corpus of its own. A file that cannot be read gives its error in
    its place.
    """
    members = _members(root, missing_ok=True)
    given = list(paths)
    loose = _together([path for path in given if not os.path.isdir(path)])  # noqa: PTH112 -- never raises
    for path in given:
        try:
            entries = {path: loose[path]} if path in loose else _members(path)
        except CorpusError as error:
            yield SourceError(error.reason, remedy=error.remedy, path=path)
            continue
        for file, named in entries.items():
            member = members.get(_place(file))
            name, id = member or named
            # a link that a person named on purpose is followed anywhere, one of a corpus only inside it
            place = file if member or file is not path else Path(os.path.realpath(file))
            try:
                yield from normalised(place, name, id, taxonomy)
            except SourceError as error:
                yield error


def _together(files: Sequence[Path]) -> Mapping[Path, tuple[str, str]]:
    """Names and ids of files from anywhere: file names, or where two share one, paths from their common folder."""
    names = {file: file.name for file in files}
    if len({*names.values()}) < len({*map(_place, files)}):
        common = os.path.commonpath([_place(file).parent for file in files])
        names = {file: _place(file).relative_to(common).as_posix() for file in files}
    ids = document_ids(names.values())
    return {file: (name, ids[name]) for file, name in names.items()}


def names_of(root: Path, paths: Iterable[Path]) -> list[str]:
    """The names that files directly given have in the corpus `root`; those it does not hold are left out."""
    members = _members(root)
    return [members[place][0] for place in map(_place, paths) if place in members]


def _members(root: Path, *, missing_ok: bool = False) -> Mapping[Path, tuple[str, str]]:
    """The name and id of each document file of a folder."""
    try:
        found = scan_corpus(Path(os.path.realpath(root)))
    except CorpusError:
        if missing_ok:
            return {}
        raise
    ids = document_ids(name for name, _ in found)
    return {path: (name, ids[name]) for name, path in found}


def _place(path: Path) -> Path:
    """Where a file is, links in its folders followed, itself not."""
    return Path(os.path.realpath(path.parent)) / path.name


def parser_digest(taxonomy: Taxonomy) -> str:
    """Changes whenever the program or the taxonomy does: what an older one read must be read again."""
    return program_digest("intake", "normalise", "parallels") + program_digest("") + taxonomy.digest[:16]


@cache
def program_digest(*folders: str) -> str:
    """A digest of the program's own modules and data in some of its folders."""
    hasher = hashlib.blake2b(digest_size=8)
    package = Path(str(files("duizhao")))
    for folder in folders:
        for module in sorted((package / folder).glob("*")):
            if module.suffix in (".py", ".tsv", ".yml", ".txt"):
                hasher.update(module.read_bytes())
    return hasher.hexdigest()
