"""Labelled documents: what a careful reader expects of a text, as YAML.

A file holds one case or a list of them. A case says where its text comes from and what is expected of it; only what is
said is checked.

    name: 一是 hangs directly under 一、        # what the case shows; the file's name where it is left out
    shows: [items-no-bracket-level]           # the traits of real files (tests/quirks.py) that it is a case of
    text: |                                   # or `file:` a document beside the labels
      对照检查材料
      一、存在的问题
      一是学得不深。平时读得少。
    format: txt                               # of `text`; txt unless said
    path: 甲.txt                              # the name the text's file would have
    styles: {2: heading1}                     # of lines, as a reader of a format gives them
    title: 对照检查材料
    facts: {year: 2022, role: null}           # null: the document does not say
    front: [salutation 同志们：]                # kind and text, a blank between
    outline: |                                # two blanks a level; `- ` opens a passage, given by its first words
      一、存在的问题 [问题]                      # part and theme of a heading hold below it, where nothing else is said
        - 一是学得不深 [理论学习]
    back: [date 2023年1月]
    edits: [quotes, space]                    # the rules that changed the text, each once
    readings: {mzshh: 民主生活会}               # what masks and letter-words are read as
    warnings: [slip]                          # codes, each once

`documents:` is a list of such expectations where a file holds several documents. A row with neither `text` nor `file`
but `made` describes a file of some format: tests make it (tests/test_golden_formats.py), it is not scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from duizhao.intake import read_source
from duizhao.model import Facts, Source
from duizhao.taxonomy import PARTS, load_taxonomy

UNSORTED = "未分类"
FACTS = tuple(field.name for field in fields(Facts))


class LabelError(Exception):
    """Labels that are not in the form above: which file, which case, what is wrong."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an outline. `level` is the heading's, or that of the heading a passage stands under (0: none).

    `text` has no blanks: of a heading all of it, of a passage its first words. `part` and `theme` None: not said.
    """

    level: int
    is_heading: bool
    text: str
    part: str | None
    theme: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one document; None: not said."""

    title: str | None = None
    facts: Mapping[str, str | int | None] | None = None
    outline: tuple[Line, ...] | None = None
    front: tuple[str, ...] | None = None
    back: tuple[str, ...] | None = None
    edits: tuple[str, ...] | None = None
    readings: Mapping[str, str] | None = None
    warnings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled source; `group` is the labels' file, without its ending, `shows` the traits that it is a case of."""

    group: str
    name: str
    source: Source
    documents: tuple[Expected, ...]
    shows: tuple[str, ...] = ()


_SOURCE_KEYS = {"name", "shows", "text", "file", "format", "path", "styles", "documents"}
_KEYS = {field.name for field in fields(Expected)}


def load_cases(place: Path) -> list[Case]:
    """The cases of a file of labels, or of all `*.yml` in a folder.

    Raises:
        LabelError: there are none, or one is not in the form. SourceError: a document cannot be read.
    """
    files = sorted(place.glob("*.yml")) if place.is_dir() else [place]
    cases = [case for file in files for case in _cases(file)]
    if not cases:
        raise LabelError(f"{place}：没有标注（*.yml）")
    return cases


def bare(text: str) -> str:
    """`text` without blanks."""
    return "".join(text.split())


def _cases(file: Path) -> Iterator[Case]:
    try:
        data = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LabelError(f"{file}：读不了（{error}）") from error
    for row in data if isinstance(data, list) else [data]:
        if isinstance(row, dict) and "made" in row:
            continue
        if not isinstance(row, dict) or ("text" in row) == ("file" in row):
            raise LabelError(f"{file}：每一例要有 text 或 file，二者取一")
        name = str(row.get("name", file.stem))
        try:
            yield Case(file.stem, name, _source(row, file), expectations(row), tuple(row.get("shows", ())))
        except (ValueError, TypeError, AttributeError) as error:
            raise LabelError(f"{file}，“{name}”：{error}") from error


def _source(row: Mapping[str, Any], file: Path) -> Source:
    if "file" in row:
        return read_source(file.parent / row["file"], name=row["file"])
    form = row.get("format", "txt")
    styles = {int(line): str(style) for line, style in row.get("styles", {}).items()}
    return Source(row.get("path", f"甲.{form}"), "0" * 64, form, "utf-8", str(row["text"]), styles)


def expectations(row: Mapping[str, Any]) -> tuple[Expected, ...]:
    """What a case expects of each of its documents; keys that say something of its source are left alone.

    Raises:
        ValueError, TypeError, AttributeError: the row is not in the form.
    """
    if "documents" in row:
        _known(row, _SOURCE_KEYS)
        for each in row["documents"]:
            _known(each, _KEYS)
        return tuple(_expected(each) for each in row["documents"])
    _known(row, _SOURCE_KEYS | _KEYS)
    return (_expected(row),)


def _known(row: Mapping[str, Any], keys: Set[str]) -> None:
    for key in row:
        if key not in keys:
            raise ValueError(f"没有“{key}”这一项")


def _expected(row: Mapping[str, Any]) -> Expected:
    facts = row.get("facts")
    for key in facts or ():
        if key not in FACTS:
            raise ValueError(f"没有“{key}”这一要素")
    return Expected(
        title=row.get("title"),
        facts=facts,
        outline=tuple(_outline(row["outline"].splitlines())) if "outline" in row else None,
        readings=row.get("readings"),
        **{key: tuple(map(str, row[key])) for key in ("front", "back", "edits", "warnings") if key in row},
    )


def _outline(lines: Sequence[str]) -> Iterator[Line]:
    said: list[tuple[str | None, str | None]] = [(None, None)]  # part and theme, by level
    for line in filter(str.strip, lines):
        text = line.strip()
        depth, odd = divmod(len(line) - len(line.lstrip(" ")), 2)
        text, part, theme = _tagged(text)
        is_heading = not text.startswith("- ")
        if odd or depth >= len(said):
            raise ValueError(f"“{line}”缩进不对")
        del said[depth + 1 :]
        part, theme = part or said[-1][0], theme or said[-1][1]
        if is_heading:
            said.append((part, theme))
        yield Line(depth + is_heading, is_heading, bare(text if is_heading else text[2:]), part, theme)


def _tagged(text: str) -> tuple[str, str | None, str | None]:
    """A line's text, and the part and the theme that it names at its end: [问题 理论学习]."""
    head, bracket, tail = text.rpartition(" [")
    tags = tail.removesuffix("]").split() if bracket and tail.endswith("]") else []
    themes = {UNSORTED, *(theme.name for theme in load_taxonomy().themes)}
    if not tags or not all(tag in PARTS or tag in themes for tag in tags):
        return text, None, None
    part = next((tag for tag in tags if tag in PARTS), None)
    return head, part, next((tag for tag in tags if tag in themes), None)
