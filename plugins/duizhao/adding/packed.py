"""Zip archives as people make them: documents in folders, names in any encoding, nothing trusted."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from duizhao.adding.names import portable
from duizhao.errors import SourceError
from duizhao.intake import corrections_names, is_candidate, is_corrections, is_searched
from duizhao.intake.sniff import sniff_parts

MOST_MEMBERS: Final = 100_000
MOST_UNPACKED: Final = 4 << 30  # bytes of all members together
MOST_RATIO: Final = 200  # unpacked to packed: prose is 2 or 3, a bomb 1,000
_SMALL: Final = 1 << 20  # bytes; below it the ratio does not matter
_LARGE: Final = 100 << 20  # bytes of one member, all of them in memory at once; no reader takes more

_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
_UTF8: Final = 0x800  # flag: the name is UTF-8
_ENCRYPTED: Final = 0x1 | 0x2000  # flags: the content, the directory
_OFFICE: Final = "[Content_Types].xml"  # in every file of Office; a folder named word may be in anybody's archive
_ABSOLUTE: Final = re.compile("/|[A-Za-z]:")
_DAMAGED: Final = ("压缩包坏了，打不开", "请重新下载或重新压缩")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive that is meant as a document. `name`: its path there as any system takes it."""

    name: str
    info: zipfile.ZipInfo
    refusal: SourceError | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """An open archive. Hidden files and the litter of file managers are not among its members.

    `corrections`: those of its documents, by their paths.
    """

    archive: zipfile.ZipFile
    members: tuple[Member, ...]
    corrections: Mapping[str, Member]

    @property
    def top(self) -> str | None:
        """The one folder that everything is in, if there is one."""
        tops = {member.name.partition("/")[0] if "/" in member.name else "" for member in self.members}
        return (tops.pop() or None) if len(tops) == 1 else None

    def corrections_of(self, member: Member) -> Member | None:
        """What stands beside a member to correct it."""
        path = PurePosixPath(member.name)
        places = (str(path.with_name(name)) for name in corrections_names(path.name))
        return next((self.corrections[place] for place in places if place in self.corrections), None)

    def read(self, member: Member) -> bytes:
        """What a member holds.

        Raises:
            SourceError: without a path; it would lead out of a folder, is a link, is damaged, or unpacks to too much.
        """
        if member.refusal:
            raise member.refusal
        size, packed = member.info.file_size, member.info.compress_size
        if size > _LARGE or (size > _SMALL and size > MOST_RATIO * packed):
            raise SourceError("解压出来太大，为安全起见没有解压", remedy="如果确实是文稿，请自己解压后再加入")
        try:
            with self.archive.open(member.info) as file:
                return file.read(_LARGE + 1)
        except NotImplementedError as error:
            raise SourceError("用了不认识的压缩方法", remedy="请自己解压后再加入") from error
        except Exception as error:  # damage shows in many ways
            raise SourceError("在压缩包里坏了，解不出来", remedy="请重新下载或重新压缩") from error


def is_packed(file: Path | bytes, name: str) -> bool:
    """Whether a file is a zip of documents, rather than of a format that is a zip itself (docx, xlsx …).

    Raises:
        OSError: it cannot be read.
    """
    if _head(file) not in _MAGIC:
        return False
    is_zip_by_name = PurePosixPath(name).suffix.lower() == ".zip"
    try:
        with zipfile.ZipFile(_stream(file)) as archive:
            parts = archive.namelist()
    except Exception:  # damaged, in whichever way: the name says what it was meant to be
        return is_zip_by_name
    return _OFFICE not in parts if is_zip_by_name else sniff_parts(parts) == "archive"


@contextmanager
def open_packed(file: Path | bytes) -> Iterator[Package]:
    """The archive in a file.

    Raises:
        SourceError: without a path; it is damaged, encrypted, too large, or has nothing that is meant as a document.
    """
    try:
        archive = zipfile.ZipFile(_stream(file))
    except Exception as error:  # damage shows in many ways
        raise SourceError(_DAMAGED[0], remedy=_DAMAGED[1]) from error
    with archive:
        found = _members(archive.infolist())
        corrections = {member.name: member for member in found if is_corrections(member.name)}
        yield Package(archive, tuple(member for member in found if member.name not in corrections), corrections)


def _members(infos: Sequence[zipfile.ZipInfo]) -> tuple[Member, ...]:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise SourceError("压缩包设了密码，打不开", remedy="请自己解压后，把里面的文稿加进来")
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise SourceError("压缩包解开来太大，为安全起见没有解压", remedy="如果确实是文稿，请自己解压后再加入")
    found = tuple(member for name, info in zip(_names(infos), infos, strict=True) if (member := _member(name, info)))
    if all(is_corrections(member.name) for member in found):
        raise SourceError("压缩包里没有可以收入的文件", remedy="请看一看里面是什么")
    return found


def _member(path: str, info: zipfile.ZipInfo) -> Member | None:
    if path.endswith("/"):
        return None  # a folder: those of files are known from their paths
    parts = [part for part in path.split("/") if part not in ("", ".")]
    *folders, name = [portable(part) for part in parts] or [""]
    whole = "/".join([*folders, name])
    if (
        not name
        or not (is_candidate(Path(name)) or is_corrections(name))
        or name.startswith(".")
        or not all(map(is_searched, folders))
    ):
        return None
    if _ABSOLUTE.match(path) or ".." in parts:
        return Member(whole, info, SourceError("路径指向文件夹之外，为安全起见没有解压", remedy="请自己解压后再加入"))
    if stat.S_ISLNK(info.external_attr >> 16):
        return Member(whole, info, SourceError("这是链接，不是文件", remedy="请把它指向的文件放进压缩包"))
    return Member(whole, info)


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Names as they were meant. Those not marked as UTF-8 are of one encoding: UTF-8, else the one of Chinese Windows.

    Judged together, since a short name in GBK can pass for UTF-8. `zipfile` reads them as code page 437, byte for byte.
    """
    raw = [None if info.flag_bits & _UTF8 else info.orig_filename.encode("cp437") for info in infos]
    for encoding in ("utf-8", "gb18030", "cp437"):
        try:
            names = [
                info.orig_filename if data is None else data.decode(encoding)
                for info, data in zip(infos, raw, strict=True)
            ]
        except UnicodeDecodeError:
            continue
        break
    return [name.partition("\0")[0].replace("\\", "/") for name in names]


def _head(file: Path | bytes) -> bytes:
    if isinstance(file, bytes):
        return file[:4]
    with file.open("rb") as stream:
        return stream.read(4)


def _stream(file: Path | bytes) -> Path | io.BytesIO:
    return io.BytesIO(file) if isinstance(file, bytes) else file
