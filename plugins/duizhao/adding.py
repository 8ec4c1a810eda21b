"""Files into the corpus: copied under their own names, never over a different file."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from duizhao.errors import CorpusError, OutputError, SourceError
from duizhao.ingest import names_of
from duizhao.intake import is_candidate, read_source

_PART = ".duizhao-part"  # a copy under way; hidden, so no build takes it for a document


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: names in the corpus (relative to it), and what was refused."""

    names: tuple[str, ...]
    failures: tuple[SourceError, ...]


def add_files(files: Iterable[Path], corpus: Path) -> Added:
    """Copies files into the top of the corpus; one that is there already with the same content counts as added.

    Raises:
        CorpusError: the corpus is not a folder. OutputError: it cannot be written.
    """
    if corpus.exists() and not corpus.is_dir():
        raise CorpusError("这不是文件夹", remedy="请给出存放文稿的文件夹", path=corpus)
    places, failures = [], []
    for file in files:
        try:
            places.append(_added(file, corpus))
        except SourceError as error:
            failures.append(error)
    return Added(tuple(names_of(corpus, places)) if places else (), tuple(failures))


def _added(file: Path, corpus: Path) -> Path:
    """Where the file is in the corpus, now."""
    original = Path(os.path.realpath(file))
    read_source(original, name=str(file))  # refuses what could not be built anyway
    if original.is_relative_to(os.path.realpath(corpus)):
        return original
    if not is_candidate(file):
        raise SourceError("这个文件名不会被当作材料", remedy="请改名后再加入", path=file)
    target = corpus / file.name
    if target.exists() or target.is_symlink():
        if target.is_file() and filecmp.cmp(original, target, shallow=False):
            return target
        raise SourceError("文稿库里已有一个同名而内容不同的文件", remedy="请改名后再加入", path=file)
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        part = corpus / f"{_PART}-{os.getpid()}"
        shutil.copyfile(original, part)
        part.replace(target)
    except OSError as error:
        raise OutputError("不能把文件复制到文稿文件夹", remedy="请检查写权限和磁盘空间", path=corpus) from error
    return target
