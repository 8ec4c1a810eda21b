"""Where what a build has made waits until all of it is there: a folder as the site and the Markdown will be."""

from __future__ import annotations

import os
from pathlib import Path

from duizhao.outputs import MARKDOWN, Output, Outputs, content_digest

FRAGMENTS = "fragments"  # an area of this folder alone: pages that wait for the theme's template


def staged(staging: Path, area: str) -> Path:
    """Where the files of an area wait."""
    return staging / (area if area in (MARKDOWN, FRAGMENTS) else "site")


def stage(staging: Path, area: str, path: str, content: bytes) -> None:
    """Puts a file where it waits to be published."""
    file = os.path.join(staged(staging, area), path)  # noqa: PTH118 -- a hundred thousand times
    try:
        _write(file, content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120
        _write(file, content)


def _write(file: str, content: bytes) -> None:
    with open(file, "wb") as opened:  # noqa: PTH123
        opened.write(content)


def staged_output(
    outputs: Outputs, staging: Path, area: str, path: str, content: bytes, owner: str, key: str
) -> Output:
    """A file that is to be there, staged where it is not as published."""
    digest = content_digest(content)
    is_staged = outputs.digest(area, path) != digest
    if is_staged:
        stage(staging, area, path, content)
    return Output(area, path, owner, key, digest, is_staged)
