"""`phrasebook.tsv`: one phrase a line, the form that people review and edit.

Five columns parted by tabs: head, kind, variants (parted by `|`), status, note. The first line names them; empty lines
and lines that start with `#` are skipped; cells left out at the end of a line are empty. UTF-8.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from duizhao.errors import ConfigError

COLUMNS = ("head", "kind", "variants", "status", "note")
QUOTED = "引语"  # the kind that quoted.py gives to a term a text puts in quotes
IDIOM = "成语"
FORMULA = "提法"
SET_WORDING = "套语"  # what mining finds
# mined rows are candidates until a person accepts or rejects them; pages mark them like accepted ones
ACCEPTED, CANDIDATE, REJECTED = "accepted", "candidate", "rejected"
KINDS = (FORMULA, SET_WORDING, IDIOM, QUOTED)
SHORTEST = 3  # two characters stand inside other words everywhere; only the glossary may name such a head


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. A rejected row says that neither its head nor its variants are a phrase."""

    head: str
    kind: str
    variants: tuple[str, ...] = ()
    status: str = ACCEPTED
    note: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The head and the variants: everything that is matched in text."""
        return (self.head, *self.variants)


def read_rows(text: str, path: Path | str) -> tuple[Row, ...]:
    """The rows of a table, wordings in NFC.

    `path` is named in errors only.

    Raises:
        ConfigError: no header line, too many cells, an unknown kind or status, a wording that is empty, too short,
            without a Chinese character or given twice.
    """
    rows: list[Row] = []
    seen: dict[str, int] = {}
    headed = False
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(unicodedata.normalize("NFC", cell.strip()) for cell in line.split("\t"))
        if not headed:
            if cells != COLUMNS:
                raise ConfigError(
                    "首行不是表头", remedy=f"首行应为用制表符分开的 {' '.join(COLUMNS)}", path=path, line=number
                )
            headed = True
            continue
        row = _row(cells, path, number)
        for wording in row.wordings:
            if wording in seen:
                raise ConfigError(
                    f"“{wording}”与第 {seen[wording]} 行重复", remedy="只保留其中一处", path=path, line=number
                )
            seen[wording] = number
        rows.append(row)
    return tuple(rows)


def write_rows(rows: Iterable[Row]) -> str:
    """The table as text, header included; `read_rows` gives the same rows back."""
    return "\n".join(["\t".join(COLUMNS), *map(write_row, rows)]) + "\n"


def write_row(row: Row) -> str:
    """A row as its line, without an end."""
    return "\t".join((row.head, row.kind, "|".join(row.variants), row.status, row.note))


def has_han(text: str) -> bool:
    """Whether a Chinese character stands in `text`."""
    return any("\u3400" <= char <= "\u9fff" or char >= "\U00020000" for char in text)


def _row(cells: tuple[str, ...], path: Path | str, line: int) -> Row:
    if len(cells) > len(COLUMNS):
        raise ConfigError(
            f"有 {len(cells)} 栏", remedy=f"每行至多 {len(COLUMNS)} 栏，备注中不要用制表符", path=path, line=line
        )
    head, kind, variants, status, note = cells + ("",) * (len(COLUMNS) - len(cells))
    row = Row(head, kind, tuple(filter(None, map(str.strip, variants.split("|")))), status or ACCEPTED, note)
    if row.kind not in KINDS:
        raise ConfigError(f"不认识的类别“{kind}”", remedy=f"第二栏应为{'、'.join(KINDS)}之一", path=path, line=line)
    if row.status not in (ACCEPTED, CANDIDATE, REJECTED):
        remedy = f"第四栏应为 {ACCEPTED}、{CANDIDATE} 或 {REJECTED}"
        raise ConfigError(f"不认识的状态“{status}”", remedy=remedy, path=path, line=line)
    for wording in row.wordings:
        if not has_han(wording):
            raise ConfigError(f"“{wording}”中没有汉字", remedy="写出要收录的说法", path=path, line=line)
        if row.status != REJECTED and len(wording) < SHORTEST:
            raise ConfigError(
                f"“{wording}”太短，会在别的词里误认", remedy=f"写成 {SHORTEST} 个字以上的说法", path=path, line=line
            )
    return row
