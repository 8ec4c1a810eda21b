"""Jobs for worker processes, which must be able to import them."""

from __future__ import annotations

from pathlib import Path

from duizhao.work import Tools


def note(tools: Tools, job: tuple[Path, int]) -> int:
    """Leaves a file that says that it has been done."""
    folder, number = job
    (folder / str(number)).touch()
    return number
