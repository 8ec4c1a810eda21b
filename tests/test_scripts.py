from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

# stands in for the command: says where it runs and what it was given
ECHO = '#!/bin/sh\nprintf "%s\\n" "$PWD" "$@"\n'


def run(*command: str | Path, cwd: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": path} if path else {})
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def checkout(tmp_path: Path, project_root: Path) -> Path:
    """A copy of the scripts, in a folder with a space, whose environment is up to date but for a stub command."""
    root = tmp_path / "对照 站"
    for folder in ("scripts", "requirements"):
        shutil.copytree(project_root / folder, root / folder)
    shutil.copy(project_root / "pyproject.toml", root)
    environment = root / ".venv"
    (environment / "bin").mkdir(parents=True)
    for program, text in {"python": "#!/bin/sh\necho Python 3.99\n", "duizhao": ECHO}.items():
        (environment / "bin" / program).write_text(text)
        (environment / "bin" / program).chmod(0o755)
    (environment / "origin").write_text(f"{environment} Python 3.99\n", "utf-8")
    files = [root / "requirements" / "build.txt", root / "requirements" / "runtime.txt", root / "pyproject.toml"]
    (environment / "runtime.stamp").write_bytes(b"".join(file.read_bytes() for file in files))
    return root


@pytest.fixture
def build(checkout: Path, tmp_path: Path) -> Callable[..., list[str]]:
    """`scripts/build` called from another folder: what the command gets to see."""

    def call(*arguments: str, script: Path = checkout / "scripts" / "build", shell: str = "sh") -> list[str]:
        done = run(shell, script, *arguments, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    return call


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["build"]),
        (["--strict"], ["build", "--strict"]),
        (["--serve"], ["serve"]),
        (["--corpus", "文 稿", "--serve"], ["serve", "--corpus", "{here}/文 稿"]),
        (["--site=out", "--corpus", "/srv/文稿"], ["build", "--site={here}/out", "--corpus", "/srv/文稿"]),
        (["--site", "--serve"], ["build", "--site", "{here}/--serve"]),
        (["--corpus"], ["build", "--corpus"]),
    ],
)
def test_build_passes_its_arguments_on(
    build: Callable[..., list[str]], checkout: Path, tmp_path: Path, given: list[str], passed: list[str]
) -> None:
    assert build(*given) == [str(checkout), *(word.format(here=tmp_path) for word in passed)]


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_build_works_through_links(build: Callable[..., list[str]], checkout: Path, tmp_path: Path, shell: str) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "inner").symlink_to("../对照 站/scripts/build")
    (tmp_path / "outer").symlink_to("links/inner")
    assert build(script=tmp_path / "outer", shell=shell) == [str(checkout), "build"]


def test_build_explains_itself_without_an_environment(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    assert run(checkout / "scripts" / "build", "--help", cwd=checkout).stdout.startswith("用法：scripts/build")
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(
    ("python", "message"),
    [
        ('echo "Python 3.9.2"; [ "$1" = -V ]', "需要 Python 3.11 或更新的版本（现有：Python 3.9.2）。请安装后再运行。"),
        (
            'case $* in *ensurepip*) exit 1 ;; -V) echo "Python 3.12.1" ;; esac',
            "Python 3.12.1 缺少 venv 模块，建不了运行环境。Debian、Ubuntu 请先运行：apt install python3-venv",
        ),
    ],
)
def test_build_says_what_python_lacks(checkout: Path, tmp_path: Path, python: str, message: str) -> None:
    shutil.rmtree(checkout / ".venv")
    programs = tmp_path / "programs"
    programs.mkdir()
    for program in ("cat", "cmp", "dirname", "locale", "readlink", "sh"):
        (programs / program).symlink_to(str(shutil.which(program)))
    (programs / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (programs / "python3").chmod(0o755)
    done = run(checkout / "scripts" / "build", cwd=checkout, path=str(programs))
    assert (done.returncode, done.stderr.strip()) == (2, message)
