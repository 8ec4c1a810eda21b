"""What can go wrong, said so that a person can act on it.

Every error names the file, the line where there is one, what is wrong and what to do. The text is Chinese because the
command and the site show it as it is; `cli/` alone prints it and turns it into an exit status.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self


class DuizhaoError(Exception):
    """Anything duizhao refuses to do. `str(error)` is the whole sentence shown to a person.

    Args:
        reason: what is wrong, in Chinese, without a final full stop.
        remedy: what to do about it, in Chinese, without a final full stop.
        path: the file or folder concerned.
        line: the line concerned, counted from 1.
    """

    def __init__(
        self, reason: str, *, remedy: str = "", path: Path | str | None = None, line: int | None = None
    ) -> None:
        self.reason = reason
        self.remedy = remedy
        self.path = None if path is None else str(path)
        self.line = line
        super().__init__(reason)

    def at(self, path: Path | str) -> Self:
        """The same error, said of `path`."""
        return type(self)(self.reason, remedy=self.remedy, path=path, line=self.line)

    def __str__(self) -> str:
        where = "" if self.path is None else self.path
        if self.line is not None:
            where += f" 第 {self.line} 行"
        sentence = f"{where}：{self.reason}" if where else self.reason
        return f"{sentence}。{self.remedy}。" if self.remedy else f"{sentence}。"


class SourceError(DuizhaoError):
    """One source document cannot be read. The others go on without it."""


class ToolError(SourceError):
    """A document needs a program that is missing, or that did not finish: the next build is to try again."""


class ConfigError(DuizhaoError):
    """The configuration, the taxonomy or the phrasebook is wrong: nothing can be built."""


class CorpusError(DuizhaoError):
    """The corpus folder as a whole cannot be used (missing, unreadable, no documents)."""


class StoreError(DuizhaoError):
    """The state of earlier builds cannot be used. It has been removed: building again is all it takes."""


class OutputError(DuizhaoError):
    """The site cannot be written where it was asked for."""
