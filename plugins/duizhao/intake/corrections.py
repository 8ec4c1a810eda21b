"""The owner's word on a document: `NAME.meta.yml` beside `NAME.docx`, read and checked."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml

from duizhao.errors import SourceError
from duizhao.intake.encoding import decode
from duizhao.intake.files import load
from duizhao.model import Corrections

ENDING: Final = ".meta.yml"
KEYS: Final[Mapping[str, str]] = {
    "title": "标题",
    "year": "年度",
    "meeting": "会议",
    "frame": "框架",
    "kind": "文种",
    "subject": "主体",
    "role": "职务",
    "unit": "单位",
    "level": "层级",
}
"""What can be corrected, by its name in the file; the Chinese name does as well."""

_NAMES: Final = {chinese: key for key, chinese in KEYS.items()} | {key: key for key in KEYS}
_MOST: Final = 64 * 1024  # bytes of a file
_LONGEST: Final = 200  # characters of a value
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_EXAMPLE: Final = "例如 year: 2023"


def read_corrections(path: Path, name: str) -> Corrections | None:
    """The corrections that stand beside a document; None where there are none.

    Args:
        path: the document; for `材料.docx` they are in `材料.docx.meta.yml` or, for all files of that stem, in
            `材料.meta.yml`.
        name: the document's, relative to the corpus with `/` between folders.

    Raises:
        SourceError: the file cannot be read, or says what it cannot: it is named, with the line.
    """
    file = corrections_file(path)
    if file is None:
        return None
    own_name = str(PurePosixPath(name).with_name(file.name))
    data = load(file, name=own_name)
    try:
        return corrections_in(data, file.name)
    except SourceError as error:
        raise error.at(own_name) from error


def is_corrections(name: str) -> bool:
    """Whether a file is named as corrections are."""
    return name.lower().endswith(ENDING)


def corrections_names(name: str) -> tuple[str, str]:
    """The names that corrections of a document called `name` may have, the one that is its alone first."""
    return name + ENDING, PurePosixPath(name).stem + ENDING


def corrections_file(path: Path) -> Path | None:
    """The corrections that stand beside a document."""
    return next((each for each in _candidates(path) if os.path.lexists(each)), None)


def corrections_in(data: bytes, file: str) -> Corrections:
    """The corrections that bytes hold; `file`: the name of their file.

    Raises:
        SourceError: (without a path) they say what they cannot; with the line.
    """
    return Corrections(file, _checked(data))


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside documents. `stamps`: of those with corrections, what tells whether they are still the same."""

    stamps: Mapping[str, str]  # by name
    unused: tuple[SourceError, ...]  # corrections of no document


def corrections_beside(found: Sequence[tuple[str, str | Path]]) -> Beside:
    """The corrections of the documents of a corpus, given as names and paths; they are looked at, not read.

    Raises no error: of what cannot be looked at, reading says so.
    """
    stamps: dict[str, str] = {}
    unused: list[SourceError] = []
    folders: dict[str, list[tuple[str, str | Path]]] = {}
    for name, path in found:
        folders.setdefault(os.path.dirname(path), []).append((name, path))  # noqa: PTH120 -- of 100,000 files
    for folder, documents in folders.items():
        try:
            files = {name for name in os.listdir(folder) if name.endswith(ENDING)}  # noqa: PTH208 -- names are all
        except OSError:
            continue
        if not files:
            continue
        left = set(files)
        for document, path in documents:
            names = corrections_names(os.path.basename(path))  # noqa: PTH119 -- of 100,000 files
            left.difference_update(names)
            if file := next((name for name in names if name in files), None):
                stamps[document] = _stamp(Path(folder, file))
        place = PurePosixPath(documents[0][0])
        unused += (
            SourceError("旁边没有这个名字的文稿，更正没有用上", remedy="请改成与文稿相同的名字，或删除它").at(
                place.with_name(name).as_posix()
            )
            for name in sorted(left)
            if not name.startswith(".")
        )
    return Beside(stamps, tuple(unused))


def _candidates(path: Path) -> tuple[Path, Path]:
    own, shared = corrections_names(path.name)
    return path.with_name(own), path.with_name(shared)


def _stamp(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return f"{file.name} -"
    return f"{file.name} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _checked(data: bytes) -> dict[str, str | int | None]:
    if len(data) > _MOST:
        raise SourceError("更正文件太大，不像是更正", remedy="请只写要更正的几项")
    root = _parsed(decode(data)[0] if data else "")
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise _wrong("应当一行一项，写成“名称: 内容”", _EXAMPLE, root)
    values: dict[str, str | int | None] = {}
    for key_node, node in root.value:
        key = _NAMES.get(key_node.value) if isinstance(key_node, yaml.ScalarNode) else None
        if key is None:
            said = key_node.value if isinstance(key_node, yaml.ScalarNode) else "…"
            raise _wrong(f"没有“{said}”这一项", f"可以更正的有：{'、'.join(map(' '.join, KEYS.items()))}", key_node)
        if key in values:
            raise _wrong(f"“{key_node.value}”写了两次", "请只留一行", key_node)
        values[key] = _value(key, key_node.value, node)
    return values


def _parsed(text: str) -> Any:
    try:
        return yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SourceError(
            "更正文件的写法不对，读不出来",
            remedy=f"请检查冒号后的空格、缩进和引号，{_EXAMPLE}",
            line=mark.line + 1 if mark else None,
        ) from error


def _value(key: str, said: str, node: Any) -> str | int | None:
    if not isinstance(node, yaml.ScalarNode):
        raise _wrong(f"“{said}”只能有一个值", f"请在冒号后写一个{'年份' if key == 'year' else '词语'}", node)
    text = " ".join(node.value.split())
    if node.tag == "tag:yaml.org,2002:null" or not text:
        if key == "title":
            raise _wrong("标题是空的", "请写出标题，或删去这一行", node)
        return None
    if key == "year":
        if not _YEAR.fullmatch(text):
            raise _wrong(f"“{said}”应是四位数的年份，写的是“{text[:20]}”", _EXAMPLE, node)
        return int(text)
    if len(text) > _LONGEST:
        raise _wrong(f"“{said}”太长，有 {len(text)} 个字", f"请控制在 {_LONGEST} 个字以内", node)
    return text


def _wrong(reason: str, remedy: str, node: Any) -> SourceError:
    return SourceError(reason, remedy=remedy, line=node.start_mark.line + 1)
