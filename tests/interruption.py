"""Builds that are stopped by force, and what a site has to be like at any moment."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from random import Random
from urllib.parse import unquote, urlsplit

from duizhao.files import all_files
from project import COMMAND, Project, contents

_LINK = re.compile(rb"""<(?:a|link|script|img)\b[^>]*?\b(?:href|src)=["']?([^"'\s>]+)""")


def interrupted(project: Project, seconds: float) -> bool:
    """Starts a build and kills it, with every process it has started, after so long; whether it was still at it."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "build"],
        cwd=project.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.wait()
        return True
    return False


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)


def build(project: Project, *options: str) -> float:
    """A build that has to end well; its seconds."""
    start = time.monotonic()
    done = project.run("build", *options)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - start


def torn(site: Path) -> list[str]:
    """The pages that are not there to their end."""
    return [
        path
        for path in sorted(all_files(site))
        if path.endswith(".html") and not (site / path).read_bytes().rstrip().endswith(b"</html>")
    ]


def dangling(site: Path, random: Random, pages: int) -> list[str]:
    """Links that lead nowhere, on so many pages that a reader may come to from the home page; none without one."""
    there = all_files(site)
    waiting = ["index.html"] if "index.html" in there else []
    seen, found = set(waiting), []
    while waiting and pages:
        pages -= 1
        page = waiting.pop(random.randrange(len(waiting)))
        for target in _targets(page, (site / page).read_bytes()):
            if target not in there:
                found.append(f"{page} → {target}")
            elif target.endswith(".html") and target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


def _targets(page: str, content: bytes) -> Iterator[str]:
    for match in _LINK.findall(content):
        link = urlsplit(match.decode())
        if link.path and not link.scheme and not link.netloc:
            yield _resolved(PurePosixPath(page).parent / unquote(link.path))


def _resolved(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def differences(one: Path, other: Path, *, index: bool) -> list[str]:
    """The files in which two sites differ; `index` says whether the search index counts."""
    mine, yours = contents(one), contents(other)
    return sorted(
        path
        for path in mine.keys() | yours.keys()
        if mine.get(path) != yours.get(path) and (index or not path.startswith("search/"))
    )
