"""Which files of a folder are the archive's documents, and under which names."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Final

from duizhao.errors import CorpusError, SourceError
from duizhao.intake.encoding import decode

_OWN_FILES: Final = frozenset({"taxonomy.yml", "phrasebook.tsv"})
_LITTER: Final = frozenset({"thumbs.db", "desktop.ini"})
_LITTER_FOLDERS: Final = frozenset({"__MACOSX"})


def is_candidate(path: Path) -> bool:
    """Whether a file is meant as a document, by its name alone.

    Everything is, so that a file in an unknown format is reported rather than passed over, except hidden files, lock
    files of office programs (`~$…`), litter of file managers, and the archive's own `taxonomy.yml`, `phrasebook.tsv`
    and `*.meta.yml`.
    """
    return _is_wanted(path.name)


def _is_wanted(name: str) -> bool:
    name = name.lower()
    if name.startswith((".", "~$")) or name.endswith(".meta.yml"):
        return False
    return name not in _OWN_FILES and name not in _LITTER


def is_searched(folder: str) -> bool:
    """Whether a folder of that name is looked into: hidden ones and litter of file managers are not."""
    return not folder.startswith(".") and folder not in _LITTER_FOLDERS


def scan_corpus(root: Path) -> list[tuple[str, Path]]:
    """Every document file under `root`, subfolders too, as (name, path), sorted by name: see `list_corpus`."""
    return [(name, Path(path)) for name, path in list_corpus(root)]


def list_corpus(root: Path) -> list[tuple[str, str]]:
    """Every document file under `root`, subfolders too, as (name, path), sorted by name.

    Paths are plain text: to make objects of 100,000 takes as long as to find them.

    A name is the path relative to `root` in NFC with `/` between folders, whatever the system. Hidden folders are
    passed over. A link to a folder is not followed: one that stays inside is found in its own place anyway. What cannot
    be read, or is a link that leads out of `root`, is listed all the same: `read_source` then says why it refuses it.

    Raises:
        CorpusError: `root` is missing, is not a folder, or may not be read.
    """
    try:
        entries = _walk(root)
    except FileNotFoundError as error:
        raise CorpusError("找不到文稿文件夹", remedy="请检查路径，或先建好文件夹、放入文稿", path=root) from error
    except NotADirectoryError as error:
        raise CorpusError("这不是文件夹", remedy="请给出存放文稿的文件夹", path=root) from error
    except OSError as error:
        raise CorpusError("文稿文件夹打不开", remedy="请检查访问权限", path=root) from error
    named: dict[str, str] = {}
    # Two spellings of one name can stand side by side on disk: the one already in NFC keeps it, whatever the order.
    spelt = sorted(
        (name != relative, relative, name, path) for relative, path in entries for name in [name_of(relative)]
    )
    for _, relative, name, path in spelt:
        named[relative.encode("utf-8", "backslashreplace").decode() if name in named else name] = path
    return sorted(named.items())


def _walk(root: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    folders = [("", str(root))]
    while folders:
        prefix, folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError:
            if not prefix:
                raise
            found.append((prefix.rstrip("/"), folder))
            continue
        for entry in entries:
            relative = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if is_searched(entry.name):
                    folders.append((relative + "/", entry.path))
            elif _is_wanted(entry.name) and _is_document(entry, root):
                found.append((relative, entry.path))
    return found


def _is_document(entry: os.DirEntry[str], root: Path) -> bool:
    if entry.is_symlink():
        path = Path(entry.path)
        return not (path.is_dir() and leads_inside(path, root))
    return entry.is_file(follow_symlinks=False)


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
            relative = decode(os.fsencode(relative))[0]
        except SourceError:
            relative = relative.encode("utf-8", "backslashreplace").decode("utf-8")
    return unicodedata.normalize("NFC", relative)
