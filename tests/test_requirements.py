from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

FILES = ("build", "runtime", "test", "bench")


def pinned(text: str) -> dict[str, str]:
    """Name → version of every requirement of a locked file."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().replace("_", "-")


@pytest.fixture
def locked(project_root: Path) -> dict[str, str]:
    return {file: (project_root / "requirements" / f"{file}.txt").read_text("utf-8") for file in FILES}


@pytest.mark.parametrize("file", FILES)
def test_every_requirement_is_pinned_and_hashed(locked: dict[str, str], file: str) -> None:
    entries = re.split(r"\n(?=\S)", "\n" + locked[file].strip())
    entries = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
    assert entries
    assert [
        entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+ .*\\\n +--hash=sha256:[0-9a-f]{64}", entry)
    ] == []


@pytest.mark.parametrize("file", FILES)
def test_no_registry_is_named(locked: dict[str, str], file: str) -> None:
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links|--trusted-host", locked[file]) == []


def test_what_the_package_needs_is_locked(project_root: Path, locked: dict[str, str]) -> None:
    project = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))
    assert {name(needed) for needed in project["project"]["dependencies"]} <= pinned(locked["runtime"]).keys()
    assert {name(needed) for needed in project["build-system"]["requires"]} <= pinned(locked["build"]).keys()


def test_what_the_tests_need_is_locked(project_root: Path, locked: dict[str, str]) -> None:
    lines = (project_root / "requirements" / "test.in").read_text("utf-8").splitlines()
    assert {name(line) for line in lines if line and line[0] not in "#-"} <= pinned(locked["test"]).keys()


def test_tests_run_on_the_versions_a_site_owner_has(locked: dict[str, str]) -> None:
    runtime, test = pinned(locked["runtime"]), pinned(locked["test"])
    assert {package: test[package] for package in runtime.keys() & test.keys()} == {
        package: runtime[package] for package in runtime.keys() & test.keys()
    }
