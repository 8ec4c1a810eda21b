"""Corpus → documents: what has not changed since the last build comes from the store, the rest is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from duizhao.errors import CorpusError, SourceError
from duizhao.intake import read_source, scan_corpus
from duizhao.model import Document
from duizhao.normalise import normalise
from duizhao.normalise.ids import document_ids
from duizhao.progress import Progress
from duizhao.store import Stamp, Store
from duizhao.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Reading:
    """What a corpus holds: its documents by name, and the files that could not be read, each with the reason."""

    documents: tuple[Document, ...]
    failures: tuple[SourceError, ...]
    reused: int  # documents that came from the store


def read_corpus(root: Path, taxonomy: Taxonomy, store: Store, progress: Progress) -> Reading:
    """All documents under `root`; the store then holds exactly these.

    Raises:
        CorpusError: the folder cannot be used at all, or holds no document that can be read.
    """
    found = scan_corpus(root)
    ids = document_ids(name for name, _ in found)
    parser = parser_digest(taxonomy)
    documents, failures, reused = [], [], 0
    progress.start("读取文稿", len(found))
    for name, path in found:
        try:
            stamp = _stamp(path, parser, ids[name])
            document = store.document(name, stamp)
            reused += document is not None
            if document is None:
                document = _document(path, name, ids[name], taxonomy)
                store.put_document(document, stamp)
            documents.append(document)
        except SourceError as error:
            failures.append(error)
        progress.advance()
    if not documents:
        reasons = "".join(f"\n{str(failure).removesuffix('。')}" for failure in failures)
        raise CorpusError(
            f"一篇文稿也没有{'能收入：' if reasons else ''}{reasons}",
            remedy="请放入 txt、md、docx 或 html 格式的材料",
            path=root,
        )
    store.keep_documents(document.source for document in documents)
    return Reading(tuple(documents), tuple(failures), reused)


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
                yield _document(place, name, id, taxonomy)
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


def _document(path: Path, name: str, id: str | None, taxonomy: Taxonomy) -> Document:
    try:
        return normalise(read_source(path, name=name), taxonomy, id=id)
    except SourceError:
        raise
    except Exception as error:  # one document's trouble, whatever it is, never stops the others
        raise SourceError(
            f"处理时出了意外（{type(error).__name__}：{error}）", remedy="请先把它移出，并告诉维护者", path=name
        ) from error


def _stamp(path: Path, parser: str, id: str) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return Stamp(-1, -1, -1, parser, id)  # unreadable: reading it will say why
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, parser, id)


def parser_digest(taxonomy: Taxonomy) -> str:
    """Changes whenever the program or the taxonomy does: what an older one read must be read again."""
    return hashlib.blake2b(f"{_program_digest()}{taxonomy.digest}".encode(), digest_size=16).hexdigest()


@cache
def _program_digest() -> str:
    hasher = hashlib.blake2b(digest_size=16)
    package = Path(str(files("duizhao")))
    for folder in ("", "intake", "normalise"):
        for module in sorted((package / folder).glob("*.py")):
            hasher.update(module.read_bytes())
    return hasher.hexdigest()
