"""`duizhao mine`: writes candidates into the owner's phrasebook, and leaves alone what people wrote there."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.phrases.table import read_rows
from project import Project, make_project

LEADS = ("平时", "个别时候，", "抓工作", "有的同志", "基层")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    for at, lead in enumerate(LEADS):
        own = "".join(chr(0x5000 + 97 * at + 13 * place) for place in range(120))
        project.write(f"{at}.txt", f"第{at}组对照检查材料\n\n{lead}靠前督办少。{own}。\n")
    return project


def test_candidates_are_written_with_their_evidence_and_then_kept(project: Project) -> None:
    book = project.corpus / "phrasebook.tsv"
    done = project.run("mine")
    assert done.returncode == 0, done.stderr
    (row,) = [row for row in read_rows(book.read_text("utf-8"), book) if row.head == "靠前督办少"]
    assert row.status == "candidate"
    assert row.note.startswith("5 篇 5 处")
    settled = book.read_bytes().replace(b"\tcandidate\t", b"\trejected\t") + "# 我的\n".encode()
    book.write_bytes(settled)
    assert project.run("mine").returncode == 0
    assert book.read_bytes() == settled


def test_a_rehearsal_writes_nothing(project: Project) -> None:
    done = project.run("mine", "--dry-run", "--limit", "1")
    assert done.returncode == 0
    assert done.stdout.startswith("靠前督办少")
    assert not (project.corpus / "phrasebook.tsv").exists()


def test_a_bad_table_is_named_and_left_alone(project: Project) -> None:
    book = project.write("phrasebook.tsv", "head\tkind\tvariants\tstatus\tnote\n马上就办\t口号\n")
    before = book.read_bytes()
    done = project.run("mine")
    assert done.returncode == 2
    assert "第 2 行" in done.stderr
    assert "Traceback" not in done.stderr
    assert book.read_bytes() == before


def test_a_limit_is_a_number_of_phrases(project: Project) -> None:
    assert project.run("mine", "--limit", "0").returncode == 2
