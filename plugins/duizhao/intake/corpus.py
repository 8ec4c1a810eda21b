"""Which files of a folder are the archive's documents, and under which names."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from duizhao.errors import CorpusError, SourceError
from duizhao.files import entries

_OWN_FILES: Final = frozenset({"taxonomy.yml", "phrasebook.tsv"})
_LITTER: Final = frozenset({"thumbs.db", "desktop.ini"})
_LITTER_FOLDERS: Final = frozenset({"__MACOSX"})

FileStamp = tuple[int, int, int]
"""Size (bytes) of a file, times of the last change of its content and of the rest (nanoseconds); all -1 of what cannot
be looked at: reading it will say why."""


class Walked(NamedTuple):
    """A file that a corpus holds: a document, or what says something of documents.

    Paths are plain text: to make objects of 100,000 takes as long as to find them.
    """

    relative: str  # path below the corpus, `/` between folders, as the system has it
    path: str
    stamp: FileStamp  # of what a link leads to
    is_document: bool


def is_candidate(path: Path) -> bool:
    """Whether a file is meant as a document, by its name alone.

    Everything is, so that a file in an unknown format is reported rather than passed over, except hidden files, lock
    files of office programs (`~$…`), litter of file managers, and the archive's own `taxonomy.yml`, `phrasebook.tsv`
    and `*.meta.yml`.
    """
    name = path.name.lower()
    return not _is_litter(name) and not _is_own(name)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _LITTER


def _is_own(name: str) -> bool:
    return name.endswith(".meta.yml") or name in _OWN_FILES


def is_searched(folder: str) -> bool:
    """Whether a folder of that name is looked into: hidden ones and litter of file managers are not."""
    return not folder.startswith(".") and folder not in _LITTER_FOLDERS


def scan_corpus(root: Path) -> list[tuple[str, Path]]:
    """Every document file under `root`, subfolders too, as (name, path), sorted by name.

    Raises:
        CorpusError: see `walk_corpus`.
    """
    return [(name, Path(path)) for name, (path, _) in named_documents(walk_corpus(root)).items()]


def walk_corpus(root: Path) -> list[Walked]:
    """Every file under `root`, subfolders too, that a build may read, as it is now; in any order.

    Hidden folders are passed over, and so are hidden files. A link to a folder is not followed: one that stays inside
    is found in its own place anyway. What cannot be read, or is a link that leads out of `root`, is there all the same:
    `read_source` then says why it refuses it.

    Raises:
        CorpusError: `root` is missing, is not a folder, or may not be read.
    """
    try:
        return _walk(root)
    except FileNotFoundError as error:
        raise CorpusError("找不到文稿文件夹", remedy="请检查路径，或先建好文件夹、放入文稿", path=root) from error
    except NotADirectoryError as error:
        raise CorpusError("这不是文件夹", remedy="请给出存放文稿的文件夹", path=root) from error
    except OSError as error:
        raise CorpusError("文稿文件夹打不开", remedy="请检查访问权限", path=root) from error


def named_documents(walked: Iterable[Walked]) -> dict[str, tuple[str, FileStamp]]:
    """The documents among the files of a corpus: path and stamp of each by its name, sorted.

    A name is the path relative to the corpus in NFC with `/` between folders, whatever the system.
    """
    documents = sorted((each.relative, each.path, each.stamp) for each in walked if each.is_document)
    if _are_names("\n".join(relative for relative, _, _ in documents)):
        return {relative: (path, stamp) for relative, path, stamp in documents}
    named: dict[str, tuple[str, FileStamp]] = {}
    # Two spellings of one name can stand side by side on disk: the one already in NFC keeps it, whatever the order.
    spelt = sorted(
        (name != relative, relative, name, path, stamp)
        for relative, path, stamp in documents
        for name in [name_of(relative)]
    )
    for _, relative, name, path, stamp in spelt:
        named[relative.encode("utf-8", "backslashreplace").decode() if name in named else name] = (path, stamp)
    return dict(sorted(named.items()))


def lines_of(walked: Iterable[Walked]) -> list[str]:
    """A line for each of some files: another one where its path or its stamp is another."""
    return [f"{size} {modified} {changed} /{path}" for path, _, (size, modified, changed), _ in walked]


def are_plain(walked: Collection[Walked]) -> bool:
    """Whether files are all named as they are spelt, and no name takes two lines."""
    text = "\n".join([each.relative for each in walked])
    return _are_names(text) and text.count("\n") < max(len(walked), 1)


def _are_names(text: str) -> bool:
    """Whether paths are all names as they stand; looked at together, for there may be 100,000."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return unicodedata.is_normalized("NFC", text)


def _walk(root: Path) -> list[Walked]:
    found: list[Walked] = []
    folders = [("", str(root))]
    while folders:
        prefix, folder = folders.pop()
        try:
            for entry in entries(folder):
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    if is_searched(name):
                        folders.append((f"{prefix}{name}/", f"{folder}{os.sep}{name}"))
                    continue
                lowered = name.lower()
                if _is_litter(lowered):
                    continue
                path = f"{folder}{os.sep}{name}"
                is_document = not _is_own(lowered)
                if not is_document or _may_be_read(entry, path, root):
                    found.append(Walked(prefix + name, path, _stamp(entry), is_document))
        except OSError:
            if not prefix:
                raise
            found.append(Walked(prefix.rstrip("/"), folder, _stamp(Path(folder)), is_document=True))
    return found


def _may_be_read(entry: os.DirEntry[str], path: str, root: Path) -> bool:
    if entry.is_symlink():
        return not (os.path.isdir(path) and leads_inside(Path(path), root))  # noqa: PTH112 -- never raises
    return entry.is_file(follow_symlinks=False)


def _stamp(file: os.DirEntry[str] | Path) -> FileStamp:
    try:
        status = file.stat()
    except OSError:
        return (-1, -1, -1)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def leads_inside(path: Path, root: Path) -> bool:
    """Whether `path`, with every symbolic link followed, is inside `root`. A loop of links is not."""
    try:
        return Path(os.path.realpath(path, strict=False)).is_relative_to(os.path.realpath(root))
    except OSError:
        return False


def name_of(relative: str) -> str:
    """The name of a file found under `relative`: in NFC, and in Unicode whatever the system it comes from wrote."""
    try:
        relative.encode("utf-8")
    except UnicodeEncodeError:
        # A name that is not UTF-8 comes from another system: read it as the text of such a file would be.
        try:
            from duizhao.intake.encoding import decode  # which takes a while to load

            relative = decode(os.fsencode(relative))[0]
        except SourceError:
            relative = relative.encode("utf-8", "backslashreplace").decode("utf-8")
    return unicodedata.normalize("NFC", relative)
