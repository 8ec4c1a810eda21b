"""The default taxonomy and an owner's additions, read and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from duizhao.errors import ConfigError
from duizhao.yaml_loader import Loader


@dataclass(frozen=True, slots=True)
class Aspect:
    """One prescribed aspect of a meeting: its name, the theme it belongs to, the words headings use for it."""

    name: str
    theme: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting of one year."""

    id: str
    year: int
    name: str
    frame: str
    said: tuple[str, ...]
    source: str
    confidence: str
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A kind of meeting that belongs to no one year."""

    name: str
    said: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class Event:
    """Words that date a text; where `unless` stands, they do not."""

    year: int
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A name and the words that stand for it, in a title also `titles`; where `unless` stands, they do not."""

    name: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: words of headings, words of passages."""

    name: str
    gloss: str
    heading: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong wording and the right one; after a character of `unless` it is not wrong."""

    wrong: str
    right: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mask:
    """A wording of which `hidden` is masked at times (**学习教育); certain where one of `beside` stands in the text."""

    words: str
    hidden: str
    beside: tuple[str, ...]


@dataclass(frozen=True, eq=False)  # compared and hashed as the one object it is, cheaply
class Taxonomy:
    """Everything `data/taxonomy.yml` says. `digest` changes when any of it does."""

    meetings: tuple[Meeting, ...]
    occasions: tuple[Occasion, ...]
    events: tuple[Event, ...]
    kinds: tuple[Words, ...]
    subjects: tuple[str, ...]
    levels: tuple[Words, ...]
    parts: tuple[Words, ...]
    cues: Mapping[str, tuple[str, ...]]
    turns: Mapping[str, tuple[str, ...]]
    themes: tuple[Theme, ...]
    readings: Mapping[str, str]
    masks: tuple[Mask, ...]
    slips: tuple[Slip, ...]

    @cached_property
    def digest(self) -> str:
        """A hash of the whole content, the same on every machine."""
        return hashlib.blake2b(repr(self).encode(), digest_size=16).hexdigest()


UNSORTED = "未分类"  # the theme of a passage that no word tells
PARTS = ("引言", "问题", "原因", "措施", "结尾")
_KEYED = ("meetings", "occasions", "kinds", "levels", "parts", "themes", "slips", "masks", "events")
_KEY = {"meetings": "id", "slips": "wrong", "masks": "words", "events": "year"}
_ROWS: Mapping[str, type] = {
    "meetings": Meeting,
    "occasions": Occasion,
    "events": Event,
    "kinds": Words,
    "levels": Words,
    "parts": Words,
    "themes": Theme,
    "masks": Mask,
    "slips": Slip,
}


@lru_cache(maxsize=4)
def load_taxonomy(owner_file: Path | None = None) -> Taxonomy:
    """The default taxonomy, with the owner's file (same form) laid over it where there is one.

    Raises:
        ConfigError: the owner's file is not readable YAML of that form.
    """
    data = yaml.load(files("duizhao").joinpath("data/taxonomy.yml").read_bytes(), Loader)
    if owner_file is not None and owner_file.exists():
        data = _overlaid(data, _owner_data(owner_file), owner_file)
    try:
        rows = {key: tuple(_row(_ROWS[key], row) for row in data[key]) for key in _ROWS}
        taxonomy = Taxonomy(
            **rows,
            subjects=tuple(data["subjects"]),
            cues={part: tuple(words) for part, words in data["cues"].items()},
            turns={part: tuple(words) for part, words in data["turns"].items()},
            readings=dict(data["readings"]),
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ConfigError(
            f"主题词表的写法不对（{error}）", remedy="请对照自带的 taxonomy.yml 检查各行的字段", path=owner_file
        ) from error
    _check(taxonomy, owner_file)
    return taxonomy


def _owner_data(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_bytes(), Loader)
    except (yaml.YAMLError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError(
            "读不了这份主题词表",
            remedy="请检查缩进、冒号和引号是否成对",
            path=path,
            line=mark.line + 1 if mark else None,
        ) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError("主题词表的最外层应是“名称: 内容”", remedy="请对照自带的 taxonomy.yml 改写", path=path)
    return data


def _overlaid(base: dict[str, Any], owner: dict[str, Any], path: Path) -> dict[str, Any]:
    merged = dict(base)
    for key, value in owner.items():
        if key not in base:
            raise ConfigError(f"没有“{key}”这一项", remedy=f"可用的有：{'、'.join(base)}", path=path)
        if not isinstance(value, type(base[key])):
            raise ConfigError(f"“{key}”的写法不对", remedy="请对照自带的 taxonomy.yml 改写", path=path)
        if key in _KEYED:
            name = _KEY.get(key, "name")
            if not all(isinstance(row, dict) and name in row for row in value):
                raise ConfigError(f"“{key}”下的每一行都要有“{name}”", remedy="请补上", path=path)
            replaced = {row[name]: row for row in value}
            kept = [replaced.pop(row[name], row) for row in base[key]]
            merged[key] = [*kept, *replaced.values()]
        else:
            merged[key] = {**base[key], **value} if isinstance(value, dict) else value
    return merged


def _row(kind: type, data: Mapping[str, Any]) -> Any:
    known = {field.name for field in fields(kind)}
    unknown = [key for key in data if key not in known]
    if unknown:
        raise ValueError(f"多出了“{unknown[0]}”")
    values = {key: _value(key, value) for key, value in data.items()}
    return kind(**values)


def _value(key: str, value: Any) -> Any:
    if key == "aspects":
        return tuple(_row(Aspect, row) for row in value)
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return value


def _check(taxonomy: Taxonomy, path: Path | None) -> None:
    themes = {theme.name for theme in taxonomy.themes}
    for meeting in taxonomy.meetings:
        if not isinstance(meeting.year, int):
            raise ConfigError(f"会议“{meeting.id}”的 year 应是数字", remedy="例如 year: 2026", path=path)
        for aspect in meeting.aspects:
            if aspect.theme not in themes:
                raise ConfigError(
                    f"会议“{meeting.id}”的方面“{aspect.name}”用了没有的主题“{aspect.theme}”",
                    remedy=f"可用的有：{'、'.join(sorted(themes))}",
                    path=path,
                )
    for part in (*(row.name for row in taxonomy.parts), *taxonomy.cues, *taxonomy.turns):
        if part not in PARTS:
            raise ConfigError(f"没有“{part}”这个部分", remedy=f"可用的有：{'、'.join(PARTS)}", path=path)


def mentions(text: str, words: Sequence[str]) -> str | None:
    """The first of `words` that stands in `text`, or None."""
    return next((word for word in words if word in text), None)
