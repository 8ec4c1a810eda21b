"""Files out of the corpus: found by what a person calls them, and set aside rather than deleted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from duizhao.adding.names import numbered
from duizhao.errors import CorpusError, OutputError
from duizhao.intake import corrections_file, corrections_names, scan_corpus
from duizhao.normalise.ids import document_ids, nfc


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a corpus: each one's place on disk and its document's id, by its name."""

    root: Path
    places: Mapping[str, Path]
    ids: Mapping[str, str]

    @classmethod
    def of(cls, root: Path) -> Files:
        """Those that a corpus has now.

        Raises:
            CorpusError: it cannot be used.
        """
        places = dict(scan_corpus(root))
        return cls(root, places, document_ids(places))

    def called(self, given: str) -> list[str]:
        """The names that `given` can mean: that name or id alone, the path of that file, or every name that ends so.

        The end of a name starts at a folder or file name; its ending (.docx) may be left out.
        """
        wanted = nfc(given)
        exact = [name for name, id in self.ids.items() if wanted in (name, id)]
        if exact:
            return exact
        place = Path(os.path.realpath(Path(given).parent)) / Path(given).name
        root = Path(os.path.realpath(self.root))
        there = [name for name, path in self.places.items() if root / path.relative_to(self.root) == place]
        if there:
            return there
        end = PurePosixPath(wanted.replace("\\", "/")).parts
        return [
            name
            for name in self.places
            if end and any(path.parts[-len(end) :] == end for path in (PurePosixPath(name), _bare(name)))
        ]

    def companion(self, name: str) -> Path | None:
        """The corrections that go with a file; those for all files of its stem stay while there is another."""
        place = self.places[name]
        file = corrections_file(place)
        if file is None or file.name == corrections_names(place.name)[0]:
            return file
        others = (each for each in self.places.values() if each != place and os.path.lexists(each))
        return None if any((each.parent, each.stem) == (place.parent, place.stem) for each in others) else file

    def remove(self, name: str, aside: Path | None) -> Path | None:
        """Takes a file and its corrections out of the corpus, and the folders it leaves empty; gives where it is now.

        Args:
            name: one of `places`.
            aside: the folder to move it to, under its path and a free name; None deletes it.

        Raises:
            CorpusError: it cannot be taken out. OutputError: it cannot be moved there. It is where it was then.
        """
        place = self.places[name]
        target = None if aside is None else _free(aside, name)
        companion = self.companion(name)
        try:
            _take(place, target)
            if companion is not None:
                _take(companion, None if target is None else _beside(target, place, companion))
        except OSError as error:
            raise CorpusError(
                f"移不出来（{error.strerror or '系统错误'}）", remedy="请检查写权限，或先关掉打开它的程序", path=place
            ) from error
        for folder in place.parents:
            if folder == self.root or any(folder.iterdir()):
                break
            folder.rmdir()
        return target


def _beside(target: Path, place: Path, companion: Path) -> Path:
    """Where the corrections of a file go that was moved to `target`: named after it, as they were."""
    own, shared = (target.with_name(name) for name in corrections_names(target.name))
    is_own = companion.name == corrections_names(place.name)[0]
    return own if is_own or os.path.lexists(shared) else shared


def _take(place: Path, target: Path | None) -> None:
    if target is None:
        place.unlink()
    else:
        _move(place, target)


def _bare(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    return path.with_name(path.stem)


def _free(aside: Path, name: str) -> Path:
    paths = (aside / PurePosixPath(name).with_name(numbered(PurePosixPath(name).name, number)) for number in count(1))
    return next(path for path in paths if not os.path.lexists(path))


def _move(place: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("不能在这里存放移出的文件", remedy="请检查写权限和磁盘空间", path=target.parent) from error
    try:
        place.rename(target)
    except OSError:  # on another disk, say: a whole copy or none, and only then is the file itself removed
        try:
            shutil.copy2(place, target, follow_symlinks=False)
            place.unlink()
        except OSError:
            target.unlink(missing_ok=True)
            raise
