"""Bytes of a file, read with care: regular files of bearable size that are where they say."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from duizhao.errors import SourceError
from duizhao.intake.corpus import leads_inside

MOST_TEXT: Final = 20 * 1024 * 1024  # bytes of a txt, md or html file: some seven million characters
MOST_PACKED: Final = 100 * 1024 * 1024  # bytes of a file that may hold pictures
_MB: Final = 1024 * 1024
_PACKED: Final = (b"PK\x03\x04", b"{\\rtf", b"%PDF-", b"\xd0\xcf\x11\xe0")  # how such files begin


def load(path: Path, *, name: str) -> bytes:
    """The bytes of a regular file of bearable size; `path` and `name` as for `read_source`.

    Nothing else is opened: a pipe would wait for ever.

    Raises:
        SourceError: the file is missing, no regular file, too large, or may not be read.
    """
    try:
        return _loaded(path, path.absolute().parents[: name.count("/") + 1])
    except SourceError as error:
        raise error.at(name) from error


def _loaded(path: Path, folders: Sequence[Path]) -> bytes:
    try:
        if path.is_symlink() and folders and not leads_inside(path, folders[-1]):
            raise SourceError("这是指向文件夹之外的链接，为安全起见没有读", remedy="请把文件本身复制进来")
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            next(path.iterdir(), None)  # a folder listed by `scan_corpus` may not be read: that is the reason then
            raise SourceError("这是文件夹，不是文件", remedy="请给出文件夹里的文件")
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("这不是普通文件", remedy="请删除它，或换成文稿文件")
        with path.open("rb") as file:
            data = file.read(MOST_TEXT + 1)
            if len(data) > MOST_TEXT:
                if most_bytes(data) == MOST_TEXT:
                    raise oversized(status.st_size, MOST_TEXT)
                data += file.read(MOST_PACKED + 1 - len(data))
                if len(data) > MOST_PACKED:
                    raise oversized(status.st_size, MOST_PACKED)
    except FileNotFoundError as error:
        raise SourceError("找不到这个文件", remedy="请检查路径；如果是链接，请看它指向的文件还在不在") from error
    except PermissionError as error:
        raise SourceError("没有读取的权限", remedy="请修改访问权限后重试") from error
    except OSError as error:
        raise SourceError(f"读不出来（{error.strerror or '系统错误'}）", remedy="请检查磁盘和文件，或换一份") from error
    return data


def most_bytes(data: bytes) -> int:
    """How large a file that begins like this may be, in bytes."""
    return MOST_PACKED if data.startswith(_PACKED) else MOST_TEXT


def oversized(size: int, most: int) -> SourceError:
    """The error for a file of `size` bytes where `most` are taken."""
    return SourceError(
        f"文件有 {size / _MB:.0f} MB，超过了 {most // _MB} MB 的上限",
        remedy="请拆成几个文件，或去掉里面的图片后重新保存",
    )
