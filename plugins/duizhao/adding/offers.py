"""What a person gives (files, folders, zip archives, standard input) → the files offered, one in memory at a time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from duizhao.adding.names import pasted_name, portable, with_ending
from duizhao.adding.packed import is_packed, open_packed
from duizhao.errors import CorpusError, SourceError
from duizhao.intake import (
    FORMATS,
    READERS,
    corrections_beside,
    corrections_file,
    corrections_names,
    is_candidate,
    is_corrections,
    is_searched,
    name_of,
    scan_corpus,
)
from duizhao.intake.files import load
from duizhao.intake.sniff import sniff

PASTED: Final = Path("-")  # stands for standard input
_STDIN: Final = "标准输入"


@dataclass(frozen=True, slots=True)
class Companion:
    """The corrections beside a file on its way: what it is called for people, its name, what it holds."""

    origin: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Offer:
    """A file on its way into the corpus.

    `origin` is what the person would call it, `folder` where it is to go (below the corpus, `/` between folders, "."
    for its top), `name` its file name there, None where the text is to give one. `held`: the path in the corpus of a
    file that is there already. `companion`: its corrections, which go with it.
    """

    origin: str
    folder: str
    name: str | None
    data: bytes
    held: str | None = None
    companion: Companion | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a person asks for. `into`: a folder below the corpus; `name`: of what comes from standard input."""

    paths: tuple[Path, ...]
    corpus: Path
    into: str = ""
    name: str | None = None


def offers(given: Given, pasted: Callable[[], bytes]) -> Iterator[Offer | SourceError]:
    """Every file offered, or why it is none. `pasted` reads standard input."""
    for path in given.paths:
        try:
            if path == PASTED:
                yield from _from_stdin(given, pasted())
            elif os.path.isdir(path):  # noqa: PTH112 -- never raises
                yield from _from_folder(given, path)
            elif is_corrections(path.name):
                _go_along(path, given.paths)
            elif is_candidate(path):
                yield from _from_file(given, Path(os.path.realpath(path)), path, name_of(path.name), given.into)
            else:
                raise SourceError("这个文件名不会被当作材料", remedy="请改名后再加入", path=path)
        except SourceError as error:
            yield error


def _go_along(path: Path, given: Sequence[Path]) -> None:
    """Corrections go where their document goes: alone they are nothing to be added.

    Raises:
        SourceError: their document is not among what is given.
    """
    if not any(path.parent == other.parent and path.name in corrections_names(other.name) for other in given):
        raise SourceError(
            "这是更正文件，不是文稿；它跟着自己的文稿走",
            remedy="请加入它旁边的文稿，更正会一同收入；文稿已在库里的，请把它放到那份文稿旁边",
            path=path,
        )


def below(folder: str) -> str:
    """A folder that a person names, as a path below the corpus.

    Raises:
        ValueError: it is not below it, or hidden; with what to write instead, in Chinese.
    """
    path = PurePosixPath(folder.replace("\\", "/"))
    if path.is_absolute() or any(portable(part) != name_of(part) or not is_searched(part) for part in path.parts):
        raise ValueError("要写成文稿文件夹下面的一个文件夹，如 2024/发言提纲。")
    return "" if not path.parts else name_of(str(path))


def _from_folder(given: Given, path: Path) -> Iterator[Offer | SourceError]:
    root = Path(os.path.realpath(path))
    corpus = Path(os.path.realpath(given.corpus))
    if corpus != root and corpus.is_relative_to(root):
        raise SourceError("文稿库就在这个文件夹里面", remedy="请给出其中的文件或别的文件夹", path=path)
    if not root.is_relative_to(corpus) and not is_searched(root.name):
        raise SourceError("这个文件夹名不会被当作材料", remedy="请改名后再加入", path=path)
    try:
        found = scan_corpus(root)
    except CorpusError as error:
        raise SourceError(error.reason, remedy=error.remedy, path=path) from error
    if not found:
        raise SourceError("里面没有可以收入的文件", remedy=f"请放入 {FORMATS} 格式的材料", path=path)
    for name, file in found:
        try:
            yield from _from_file(given, file, path / name, name, str(PurePosixPath(given.into, name_of(root.name))))
        except SourceError as error:
            yield error
    yield from (error.at(path / str(error.path)) for error in corrections_beside(found).unused)


def _from_file(given: Given, file: Path, origin: Path, name: str, base: str) -> Iterator[Offer | SourceError]:
    """A file. `name` is its path in the folder given, which no link may leave; `base` stands for that folder."""
    held = _held(file, given.corpus)
    path = PurePosixPath(base, name)
    try:
        is_archive = held is None and file.is_file() and not file.is_symlink() and is_packed(file, name)
    except OSError:
        is_archive = False  # reading it will say why
    if is_archive:
        yield from _unpacked(file, str(origin), str(path.parent), path.stem)
        return
    try:
        data = load(file, name=name)
    except SourceError as error:
        raise error.at(origin) from error
    companion = None if held else _companion(file, origin, name)
    yield Offer(str(origin), str(path.parent), path.name, data, held=held, companion=companion)


def _companion(file: Path, origin: Path, name: str) -> Companion | None:
    """The corrections beside a file."""
    beside = corrections_file(file)
    if beside is None:
        return None
    label = origin.with_name(beside.name)
    try:
        return Companion(str(label), beside.name, load(beside, name=str(PurePosixPath(name).with_name(beside.name))))
    except SourceError as error:
        raise error.at(label) from error


def _from_stdin(given: Given, data: bytes) -> Iterator[Offer | SourceError]:
    if not data.strip():
        raise SourceError("什么也没有", remedy="请把文稿接到命令的输入，如 duizhao add - < 文件", path=_STDIN)
    name = portable(given.name) if given.name else None
    if name and not is_candidate(Path(name)):
        raise SourceError("这个文件名不会被当作材料", remedy="请用 --name 换一个名称", path=name)
    if is_packed(data, name or ".zip"):
        stem = PurePosixPath(name).stem if name else pasted_name(hashlib.sha256(data).hexdigest())
        yield from _unpacked(data, _STDIN, given.into, stem)
        return
    form = sniff(data, PurePosixPath(name or "").suffix.lower().lstrip("."))
    yield Offer(_STDIN, given.into, with_ending(name, form) if name and form in READERS else name, data)


def _unpacked(file: Path | bytes, origin: str, folder: str, stem: str) -> Iterator[Offer | SourceError]:
    """What is in an archive: in a folder of the archive's name, unless it has one of its own or is a single file."""
    try:
        with open_packed(file) as package:
            used: set[str] = set()
            if package.top is None and len(package.members) > 1:
                folder = str(PurePosixPath(folder, portable(stem)))
            for member in package.members:
                path = PurePosixPath(folder, member.name)
                label = f"{origin}/{member.name}"
                try:
                    data = package.read(member)
                    beside = package.corrections_of(member)
                    companion = None
                    if beside is not None:
                        used.add(beside.name)
                        name = PurePosixPath(beside.name).name
                        companion = Companion(f"{origin}/{beside.name}", name, package.read(beside))
                except SourceError as error:
                    yield error.at(label)
                else:
                    yield Offer(label, str(path.parent), path.name, data, companion=companion)
            for name in sorted(set(package.corrections) - used):
                yield SourceError(
                    "旁边没有这个名字的文稿，更正没有用上",
                    remedy="请改成与文稿相同的名字，再一同加入",
                    path=f"{origin}/{name}",
                )
    except SourceError as error:
        raise error.at(origin) from error


def _held(file: Path, corpus: Path) -> str | None:
    """The name in the corpus of a file that is there."""
    place, root = Path(os.path.realpath(file.parent)) / file.name, Path(os.path.realpath(corpus))
    if not place.is_relative_to(root):
        return None
    path = place.relative_to(root)
    return name_of(path.as_posix()) if all(map(is_searched, path.parts[:-1])) else None
