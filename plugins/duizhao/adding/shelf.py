"""The files of a corpus folder: which names are free, and putting a file there whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePosixPath

from duizhao.adding.names import key, numbered
from duizhao.errors import CorpusError, OutputError, SourceError
from duizhao.intake import corrections_names, name_of

_PART = ".duizhao-part"  # a copy under way; hidden, so no build takes it for a document


class Shelf:
    """The names of a folder, as any system tells them apart, and the way into it.

    With `dry` nothing is written: names are only set aside.

    Raises:
        CorpusError: the corpus is not a folder.
    """

    def __init__(self, root: Path, *, dry: bool = False) -> None:
        if root.exists() and not root.is_dir():
            raise CorpusError("这不是文件夹", remedy="请给出存放文稿的文件夹", path=root)
        self._root = root
        self._dry = dry
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for folder, folders, files in os.walk(root):
            below = PurePosixPath(Path(os.path.relpath(folder, root)).as_posix())
            self._folders.update(key(name_of(str(below / name))) for name in folders)
            self._files.update(key(name_of(str(below / name))) for name in files)

    def free(self, path: str) -> str:
        """The path for a new file: the one asked for, its name numbered where that is taken.

        Raises:
            SourceError: without a path; a file stands where the folder should be.
        """
        asked = PurePosixPath(path)
        for parent in asked.parents:
            if key(str(parent)) in self._files:
                raise SourceError(
                    f"文稿库里已有一个叫“{parent}”的文件，不能再建同名的文件夹", remedy="请用 --into 换一个文件夹"
                )
        paths = (str(asked.with_name(numbered(asked.name, number))) for number in count(1))
        return next(path for path in paths if key(path) not in self._files and key(path) not in self._folders)

    def beside(self, path: str, name: str, companion: str) -> str:
        """Where the corrections of a new file go: beside it, named after it as they were.

        Args:
            path: of the file here.
            name: of the file where it comes from.
            companion: of its corrections there.
        """
        file = PurePosixPath(path)
        own, shared = (str(file.with_name(each)) for each in corrections_names(file.name))
        if companion == corrections_names(name)[0] or key(shared) in self._files:
            return own
        stem = PurePosixPath(key(path)).with_suffix("")
        others = (PurePosixPath(other) for other in self._files if other != key(path))
        return own if any(other.with_suffix("") == stem for other in others if other.name) else shared

    def put(self, path: str, data: bytes) -> bool:
        """A new file at a path that was free; whether it still was.

        Raises:
            OutputError: it cannot be written. Nothing of it is left then.
        """
        self._files.add(key(path))
        self._folders.update(key(str(parent)) for parent in PurePosixPath(path).parents)
        if self._dry:
            return True
        target = self._root / path
        part = self._root / f"{_PART}-{secrets.token_hex(4)}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            return _moved(part, target)
        except OSError as error:
            raise OutputError("不能把文件复制到文稿文件夹", remedy="请检查写权限和磁盘空间", path=self._root) from error
        finally:
            with suppress(OSError):  # there is none, or no folder to have it
                part.unlink()


def _moved(part: Path, target: Path) -> bool:
    """Gives a file its name, unless something has it."""
    try:
        os.link(part, target)  # which, unlike a rename, never replaces anything
    except FileExistsError:
        return False
    except OSError:  # no hard links on this file system
        if os.path.lexists(target):
            return False
        part.rename(target)
    return True
