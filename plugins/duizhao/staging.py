"""Where what a build has made waits until all of it is there: a folder as the site and the Markdown will be."""

from __future__ import annotations

from pathlib import Path

from duizhao.outputs import MARKDOWN, Output, Outputs, content_digest

FRAGMENTS = "fragments"  # an area of this folder alone: pages that wait for the theme's template


def staged(staging: Path, area: str) -> Path:
    """Where the files of an area wait."""
    return staging / (area if area in (MARKDOWN, FRAGMENTS) else "site")


def stage(staging: Path, area: str, path: str, content: bytes) -> None:
    """Puts a file where it waits to be published."""
    file = staged(staging, area) / path
    try:
        file.write_bytes(content)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def staged_output(
    outputs: Outputs, staging: Path, area: str, path: str, content: bytes, owner: str, key: str
) -> Output:
    """A file that is to be there, staged where it is not as published."""
    digest = content_digest(content)
    is_staged = outputs.digest(area, path) != digest
    if is_staged:
        stage(staging, area, path, content)
    return Output(area, path, owner, key, digest, is_staged)
