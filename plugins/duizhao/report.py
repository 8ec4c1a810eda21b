"""What a build did, for whoever started it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from duizhao.errors import SourceError
from duizhao.look import Look


@dataclass(slots=True)
class Report:
    """The figures of a build. `read`: documents new or changed; `written`, `removed`: files of the site."""

    documents: int = 0
    read: int = 0
    passages: int = 0
    phrases: int = 0
    pages: int = 0
    warnings: int = 0
    failures: tuple[SourceError, ...] = ()
    written: int = 0
    removed: int = 0
    site: Path | None = None
    left: tuple[Look, ...] = ()  # how it left the generated Markdown, and the site
    work: dict[str, float] = field(default_factory=dict)  # seconds of processor time by what they were spent on
    started: float = field(default_factory=time.monotonic)

    @property
    def reused(self) -> int:
        """Documents that had not changed."""
        return self.documents - self.read

    @property
    def seconds(self) -> float:
        """Since the build started."""
        return time.monotonic() - self.started
