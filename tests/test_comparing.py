"""`duizhao compare`: a draft beside the archive, and no trace of it afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from project import Project, make_project, material

OWN = "给漏雨的粮仓换瓦拖了两个汛期，登记簿上却早早写着完工，直到仓管员来信才去看了一眼。"
DRAFT = """起草中的对照检查材料

根据会议安排，现将个人对照检查情况报告如下。

一、存在的突出问题
一是给漏雨的校舍换瓦拖了两个汛期，登记簿上却早早写着完工，直到仓管员来信才去看了一眼。
二是<b>去年入冬</b>才想起果园滴灌的图纸，请了三拨人来量，一次也没有动工。
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("comparing") / "project")
    project.write(
        "甲.txt", f"甲的对照检查材料\n\n根据会议安排，现将个人对照检查情况报告如下。\n\n一、存在的突出问题\n一是{OWN}\n"
    )
    project.write("乙.txt", material("乙的剖析材料"))
    return project


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.txt"
    path.write_text(DRAFT, "utf-8")
    return path


def test_the_terminal_says_what_stands_where_and_how_it_differs(project: Project, draft: Path) -> None:
    done = project.run("compare", draft)
    assert (done.returncode, done.stderr) == (0, "")
    assert "起草中的对照检查材料（草稿.txt）" in done.stdout
    assert "1 段，涉及 1 篇" in done.stdout
    assert "甲的对照检查材料" in done.stdout
    assert "一、存在的突出问题" in done.stdout
    assert "[-校舍-]{+粮仓+}" in done.stdout
    assert "根据会议安排" not in done.stdout  # a formula


def test_json_has_every_place(project: Project, draft: Path) -> None:
    done = project.run("compare", draft, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (told,) = json.loads(done.stdout)["drafts"]
    (parallel,) = told["parallels"]
    assert parallel["line"] == 6
    assert parallel["there"] == OWN
    assert parallel["document"]["title"] == "甲的对照检查材料"
    assert 0.9 < parallel["similarity"] < 1.0
    assert not parallel["verbatim"]
    assert 0.3 < told["share"] < 0.8
    assert [found["verdict"] for found in told["copies"]] in ([], ["大部分相同"])


def test_the_report_is_one_inert_file(project: Project, draft: Path, tmp_path: Path) -> None:
    page = tmp_path / "报告.html"
    done = project.run("compare", draft, "--html", page)
    assert done.returncode == 0
    assert page.resolve().as_uri() in done.stderr
    text = page.read_text("utf-8")
    assert "<del>校舍</del>" in text
    assert "<ins>粮仓</ins>" in text
    for outside in ("<script", "http://", "https://", " src=", "<link", "url(", "@import"):
        assert outside not in text.lower()


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile = "仓库门口贴着<img src=x onerror=alert(1)>&amp；三个字，谁也说不清是谁贴的，后来被雨冲掉了。"
    other = make_project(tmp_path / "hostile")
    other.write("甲.txt", f"甲的“<i>材料</i>”\n\n一是{hostile}\n")
    draft = tmp_path / "草稿.txt"
    draft.write_text(f"<u>草稿</u>\n\n一是{hostile}\n", "utf-8")
    assert other.run("compare", draft, "--html", tmp_path / "x.html").returncode == 0
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;&amp;amp；三个字" in page


def test_no_trace_of_the_draft_is_left(project: Project, draft: Path) -> None:
    project.run("compare", draft)
    kept = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    words = ["去年入冬</b>才想起", "校舍换瓦", "起草中的"]
    for word in words:
        for data in kept.values():
            assert word.encode() not in data
            assert word.encode("utf-32-le") not in data
    before = sorted(path for path in draft.parent.iterdir())
    project.run("compare", draft)
    assert sorted(draft.parent.iterdir()) == before
    after = {path for path in project.root.rglob("*") if path.is_file()}
    assert after == set(kept)


def test_a_draft_that_the_archive_has_is_not_compared_with_itself(project: Project) -> None:
    done = project.run("compare", project.corpus / "甲.txt")
    assert done.returncode == 0
    assert "已有这一份" in done.stdout
    assert "没有找到" in done.stdout


def test_a_copy_elsewhere_is_called_a_copy(project: Project, tmp_path: Path) -> None:
    copy = tmp_path / "另存.txt"
    copy.write_bytes((project.corpus / "甲.txt").read_bytes())
    done = project.run("compare", copy, "--json")
    (told,) = json.loads(done.stdout)["drafts"]
    assert [(found["verdict"], found["percent"]) for found in told["copies"]] == [("全文重复", 100)]
    assert told["share"] == 1.0
    assert all(parallel["verbatim"] for parallel in told["parallels"])


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(project: Project, draft: Path, tmp_path: Path) -> None:
    done = project.run("compare", tmp_path / "没有.txt", draft)
    assert done.returncode == 1
    assert "没有.txt" in done.stderr
    assert "起草中的对照检查材料" in done.stdout
    assert "Traceback" not in done.stderr


def test_an_archive_without_documents_is_refused(draft: Path, tmp_path: Path) -> None:
    empty = make_project(tmp_path / "empty")
    done = empty.run("compare", draft)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_build_after_a_comparison_makes_the_pages(project: Project, draft: Path) -> None:
    project.run("compare", draft)
    project.build()
    assert len(list((project.site / "parallels").rglob("*.html"))) == 2
