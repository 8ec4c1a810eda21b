"""Old formats through LibreOffice: what comes out, and what is said where it does not.

The files are made by LibreOffice itself from invented text.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from duizhao.errors import SourceError, ToolError
from duizhao.intake import office
from duizhao.intake.docx import read_docx
from duizhao.intake.office import find_office, read_office
from duizhao.intake.reading import Reading
from duizhao.intake.source import source_of
from duizhao.model import Source
from duizhao.places import Places
from duizhao.report import Report
from duizhao.seal import Scene, seal

needs_office = pytest.mark.skipif(find_office() is None, reason="没有安装 LibreOffice")


def word() -> bytes:
    document = docx.Document()
    document.add_heading("对照检查材料", 0)
    document.add_heading("一、存在的问题", 1)
    document.add_paragraph("理论学习不够系统。", style="List Number")
    document.add_paragraph("调查研究不够深入。", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("序号", "问题表现", "1", "联系实际不紧，学用脱节比较明显"), strict=True):
        cell.text = text
    document.add_page_break()
    document.add_paragraph("今后要在学用结合上下功夫。" * 12)
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "共一页"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The same document in other formats, by LibreOffice's name of them."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(word())
    program = find_office()
    assert program

    def make(form: str) -> bytes:
        ending = form.partition(":")[0]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", form, "--outdir", folder, folder / "a.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (folder / f"a.{ending}").read_bytes()

    return make


def said(read: Source | Reading) -> list[tuple[str, str | None]]:
    """The lines with something on them: where pages end, formats differ in how many have nothing."""
    lines = enumerate(read.text.split("\n"), 1)
    return [(line, read.styles.get(number)) for number, line in lines if line.strip()]


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(
    ("form", "name", "found"),
    [
        ("doc:MS Word 97", "甲.doc", "doc"),
        ("doc:MS Word 97", "甲.wps", "wps"),
        ("doc:MS Word 97", "甲.txt", "doc"),
        ("odt", "甲.odt", "odt"),
        ("rtf", "甲.rtf", "rtf"),
        ("rtf", "甲.doc", "rtf"),
    ],
)
def test_other_formats_say_what_the_docx_says(
    converted: Callable[[str], bytes], form: str, name: str, found: str
) -> None:
    source = source_of(converted(form), name=name)
    assert (source.format, said(source)) == (found, said(read_docx(word())))


@pytest.mark.slow
@needs_office
def test_a_pdf_says_it_too(converted: Callable[[str], bytes]) -> None:
    source = source_of(converted("pdf"), name="甲.pdf")
    squeezed = "".join(source.text.split())
    assert squeezed == "".join(read_docx(word()).text.split())
    assert [style for style in source.styles.values() if style == "furniture"] == ["furniture"] * 2


@pytest.mark.slow
@needs_office
def test_a_damaged_document_is_refused(converted: Callable[[str], bytes]) -> None:
    data = converted("odt")
    with pytest.raises(SourceError):
        source_of(data[: len(data) // 2], name="甲.odt")


def program(folder: Path, script: str) -> str:
    """A program that stands in for LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\n{script}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


only_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows 上没有脚本文件")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    return lambda script: monkeypatch.setenv("DUIZHAO_SOFFICE", program(tmp_path, script))


def test_without_the_program_the_remedy_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUIZHAO_SOFFICE", str(tmp_path / "none"))
    with pytest.raises(ToolError, match="LibreOffice") as caught:
        read_office(b"x", "doc")
    assert "另存为 docx" in caught.value.remedy


def test_a_build_that_lacked_the_program_is_not_sealed(tmp_path: Path) -> None:
    places = Places.of(tmp_path / "corpus", tmp_path)
    scene = Scene(tmp_path / "mkdocs.yml", places, tmp_path / "site", tmp_path / "docs", None)
    seal(scene, "", Report(failures=(ToolError("没有 LibreOffice"),)))
    assert not places.seal.exists()


@only_posix
def test_a_program_that_opens_nothing_means_a_bad_document(stand_in: Callable[[str], None]) -> None:
    stand_in("")
    with pytest.raises(SourceError, match="打不开这份文稿") as caught:
        read_office(b"x", "doc")
    assert not isinstance(caught.value, ToolError)


@only_posix
def test_a_program_that_does_not_end_is_ended_with_all_that_it_started(
    stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    child = tmp_path / "child"
    stand_in(
        "import pathlib, subprocess, sys, time\n"
        "started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(started.pid))\n"
        "time.sleep(600)"
    )
    waits = iter(range(10_000))

    def wait(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if timeout is None:
            return real(process)
        while not (child.exists() and child.read_text()):
            assert next(waits) < 9_000
            time.sleep(0.01)
        raise subprocess.TimeoutExpired("soffice", timeout)

    real = subprocess.Popen.wait
    monkeypatch.setattr(office.subprocess.Popen, "wait", wait)
    with pytest.raises(ToolError, match="120 秒"):
        read_office(b"x", "doc")
    state = Path("/proc", child.read_text(), "stat")
    while state.exists() and state.read_text().split()[2] not in "ZX":  # killed, it ends when the system comes to it
        assert next(waits) < 9_000
        time.sleep(0.01)


@only_posix
def test_it_runs_without_macros_in_a_profile_of_its_own_that_is_gone_afterwards(
    stand_in: Callable[[str], None], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    stand_in(
        "import pathlib, sys, urllib.request\n"
        "profile = next(a for a in sys.argv if a.startswith('-env:')).partition('file://')[2]\n"
        "settings = pathlib.Path(urllib.request.url2pathname(profile), 'user', 'registrymodifications.xcu')\n"
        f"pathlib.Path({str(log)!r}).write_text(str(settings) + chr(10) + settings.read_text())"
    )
    with pytest.raises(SourceError):
        read_office(b"x", "doc")
    place, settings = log.read_text().split("\n", 1)
    assert 'name="DisableMacrosExecution" oor:op="fuse"><value>true<' in settings
    assert not os.path.exists(place)  # noqa: PTH110 -- a text
