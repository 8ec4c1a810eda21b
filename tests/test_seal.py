"""The seal: nothing changed is told at once, any change breaks it, and where more may matter there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from changes import CHANGES, HARMS, Change
from duizhao.errors import SourceError, ToolError
from duizhao.intake import walk_corpus
from duizhao.look import look_at
from duizhao.report import Report
from duizhao.seal import Scene, seal, sources_of, unchanged
from project import Project, make_small


def scene(project: Project) -> Scene:
    found = Scene.of(project.config, None, None)
    assert found is not None
    return found


def sources(scene: Scene) -> str:
    return sources_of(scene.surroundings(), walk_corpus(scene.places.corpus))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_small(tmp_path / "project")


@pytest.fixture
def sealed(project: Project) -> Project:
    before = sources(scene(project))
    seal(scene(project), before, project.build())
    return project


def last(project: Project) -> Report | None:
    return unchanged(scene(project), sources(scene(project)), look_at)


def test_a_build_that_still_stands_is_reported_again(sealed: Project) -> None:
    report = last(sealed)
    assert report is not None
    assert (report.documents, report.reused, report.written, report.site) == (3, 3, 0, sealed.site)
    assert report.pages > 3


def test_the_command_tells_that_nothing_has_changed(project: Project) -> None:
    first, second, third = (project.run("build", *more).stderr for more in ((), (), ("--full",)))
    assert "（3 篇没有变化）" in second
    assert second.partition("；")[2].partition("写入")[0] == first.partition("；")[2].partition("写入")[0]
    assert "没有变化" not in third


@pytest.mark.slow
@pytest.mark.parametrize("change", (CHANGES | HARMS).values(), ids=CHANGES | HARMS)
def test_any_change_breaks_it(sealed: Project, change: Change) -> None:
    change(sealed)
    assert last(sealed) is None


def test_an_older_file_copied_over_another_breaks_it(sealed: Project) -> None:
    file = sealed.corpus / "甲.txt"
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("抓得不紧", "抓得很紧"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert last(sealed) is None


@pytest.mark.parametrize("folder", ["docs", "corpus"])
def test_a_file_more_breaks_it(sealed: Project, folder: str) -> None:
    (sealed.root / folder / "more.md").write_text("更多", "utf-8")
    assert last(sealed) is None


@pytest.mark.parametrize("name", ["~$甲.docx", ".DS_Store", ".git/HEAD"])
def test_what_no_build_reads_leaves_it_whole(sealed: Project, name: str) -> None:
    (sealed.corpus / name).parent.mkdir(exist_ok=True)
    (sealed.corpus / name).write_text("更多", "utf-8")
    assert last(sealed) is not None


def test_another_configuration_site_or_corpus_is_another_scene(sealed: Project, tmp_path: Path) -> None:
    other = Scene.of(sealed.config, None, tmp_path / "elsewhere")
    assert other is not None
    assert unchanged(other, sources(other), look_at) is None
    with sealed.config.open("a", encoding="utf-8") as config:
        config.write("site_author: 张三\n")
    assert last(sealed) is None


def test_a_build_by_mkdocs_breaks_it(sealed: Project) -> None:
    sealed.build()
    assert last(sealed) is None


def test_failures_are_told_again_and_tools_tried_again(project: Project) -> None:
    report = project.build()
    before = sources(scene(project))
    report.failures = (SourceError("坏了", remedy="请修", path="坏.docx", line=3),)
    seal(scene(project), before, report)
    told = last(project)
    assert told is not None
    assert [str(failure) for failure in told.failures] == ["坏.docx 第 3 行：坏了。请修。"]
    scene(project).places.seal.unlink()
    report.failures = (ToolError("没有安装", path="旧.doc"),)
    seal(scene(project), sources, report)
    assert last(project) is None


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"\xff", b'{"sources": 1}'])
def test_a_damaged_one_is_none(sealed: Project, damage: bytes) -> None:
    scene(sealed).places.seal.write_bytes(damage)
    assert last(sealed) is None


@pytest.mark.parametrize("plugins", ["[duizhao: {corpus: 旧}]", "{duizhao: {corpus: 旧}}"])
def test_options_are_read_in_either_form(project: Project, plugins: str) -> None:
    text = project.config.read_text("utf-8").replace("\nplugins:", "\nextra_:")
    project.config.write_text(f"{text}\nplugins: {plugins}\n", "utf-8")
    assert scene(project).places.corpus == project.corpus.parent / "旧"


@pytest.mark.parametrize(
    "more",
    [
        "plugins: {duizhao: {}, search: {}}",
        "hooks: [hook.py]",
        "INHERIT: base.yml",
        "site_author: !ENV AUTHOR",
        "plugins: [duizhao, search]",
        "plugins: [search]",
        "markdown_extensions: [pymdownx.snippets]",
        "plugins: 3",
        "x: [",
    ],
)
def test_where_more_may_matter_there_is_none(project: Project, more: str) -> None:
    lines = project.config.read_text("utf-8")
    key = more.partition(":")[0]
    project.config.write_text(lines.replace(f"\n{key}:", "\nextra_:") + f"\n{more}\n", "utf-8")
    assert Scene.of(project.config, None, None) is None
