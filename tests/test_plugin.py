"""The plugin under MkDocs' own command: what it adds to a site, and how it refuses."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from duizhao.files import all_files
from duizhao.generated import OVERVIEW_MARK
from duizhao.normalise.ids import document_id
from duizhao.pages import addresses
from duizhao.plugin import DuizhaoPlugin
from duizhao.search import CLIENT_FILES, CLIENT_SCRIPTS
from project import Project, make_project, material


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    return project


def mkdocs_build(project: Project, *, strict: bool = False) -> DuizhaoPlugin:
    """What `mkdocs build` does."""
    config = load_config(config_file=str(project.config), strict=strict)
    plugin = config.plugins["duizhao"]
    assert isinstance(plugin, DuizhaoPlugin)
    plugin.is_command, plugin.corpus, plugin.frame_key = False, None, ""  # MkDocs keeps the plugin of earlier tests
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    assert Path(config.site_dir) == project.site
    return plugin


def test_a_site_has_our_scripts_before_the_owners_and_our_styles(project: Project) -> None:
    with project.config.open("a", encoding="utf-8") as config:
        config.write("extra_javascript: [own.js]\nextra_css: [own.css]\n")
    (project.root / "docs" / "own.js").touch()
    (project.root / "docs" / "own.css").touch()
    mkdocs_build(project)
    home = (project.site / "index.html").read_text("utf-8")
    places = [home.index(f"assets/duizhao/{name}") for name in CLIENT_SCRIPTS]
    assert [*places, home.index("own.js")] == sorted([*places, home.index("own.js")])
    assert home.index("assets/duizhao/duizhao.css") < home.index("own.css")
    assert {f"assets/duizhao/{name}" for name in CLIENT_FILES} <= all_files(project.site)


def test_the_overview_stands_where_a_page_asks_for_it(project: Project) -> None:
    (project.root / "docs" / "index.md").write_text(f"# 我的站\n\n前言。\n\n{OVERVIEW_MARK}\n\n后记。\n", "utf-8")
    (project.root / "docs" / "other.md").write_text("# 别的\n\n没有总览。\n", "utf-8")
    mkdocs_build(project)
    home = (project.site / "index.html").read_text("utf-8")
    assert home.index("前言。") < home.index('href="documents/year-2022.html"') < home.index("后记。")
    assert OVERVIEW_MARK not in home
    assert "按年度" not in (project.site / "other.html").read_text("utf-8")


def test_templates_of_the_owner_stand_above_ours(project: Project) -> None:
    (project.root / "own").mkdir()
    (project.root / "own" / "main.html").write_text("<title>自己的模板</title>", "utf-8")
    text = project.config.read_text("utf-8")
    project.config.write_text(text.replace("name: material", "name: material\n  custom_dir: own"), "utf-8")
    mkdocs_build(project)
    assert (project.site / "guide.html").read_text("utf-8") == "<title>自己的模板</title>"


def test_generated_pages_are_without_the_blank_lines_of_templates(project: Project) -> None:
    (project.root / "own").mkdir()
    footer = "\n\n  <footer>\n    <pre>\n\n  a</pre>\n\n  </footer>\n"
    said = f'{{% extends "base.html" %}}{{% block footer %}}{footer}{{% endblock %}}'
    (project.root / "own" / "main.html").write_text(said, "utf-8")
    text = project.config.read_text("utf-8")
    project.config.write_text(text.replace("name: material", "name: material\n  custom_dir: own"), "utf-8")
    mkdocs_build(project)
    (page,) = project.site.glob("documents/??/*.html")
    assert "\n<footer>\n<pre>\n\n  a</pre>\n</footer>\n" in page.read_text("utf-8")


def test_the_corpus_may_come_from_the_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.corpus).rename(project.root / "elsewhere")
    monkeypatch.setenv("DUIZHAO_CORPUS", "elsewhere")
    assert mkdocs_build(project).report.documents == 1


def test_files_left_out_are_warned_of_and_fail_a_strict_build(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    project.write("空.txt", "")
    with caplog.at_level(logging.WARNING):
        mkdocs_build(project)
    assert "空.txt：文件是空的（0 字节）。请放入有正文的文件，或删除它。" in caplog.text
    with pytest.raises(Abort):
        mkdocs_build(project, strict=True)


def test_a_refusal_is_logged_in_chinese_and_lets_go_of_the_store(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    own = project.write("taxonomy.yml", "meetings: 3\n")
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        mkdocs_build(project)
    assert "taxonomy.yml：“meetings”的写法不对。" in caplog.text
    own.unlink()
    assert mkdocs_build(project).report.documents == 1


def test_hand_written_pages_may_link_to_generated_ones(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    (project.root / "docs" / "more.md").write_text("[文稿](documents/index.md) [无](nothing.md)\n", "utf-8")
    with caplog.at_level(logging.WARNING):
        mkdocs_build(project)
    assert 'href="documents/index.html"' in (project.site / "more.html").read_text("utf-8")
    assert "nothing.md" in caplog.text
    assert "documents/index.md" not in caplog.text


def test_hand_written_pages_may_link_to_any_generated_page(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    page = addresses.document_page(document_id("甲.txt"))
    (project.root / "docs" / "deep").mkdir()
    links = f"[甲](../{page}#title) [提法][t] [无](../documents/zz/zz.md)\n\n[t]: ../phrases/letter-j.md\n"
    (project.root / "docs" / "deep" / "more.md").write_text(links, "utf-8")
    with caplog.at_level(logging.WARNING):
        mkdocs_build(project)
    written = (project.site / "deep" / "more.html").read_text("utf-8")
    assert f'href="../{addresses.html(page)}#title"' in written
    assert 'href="../phrases/letter-j.html"' in written
    assert [record.message for record in caplog.records if "没有这一页" in record.message] == [
        "duizhao: deep/more.md 链接到 documents/zz/zz.md，但没有这一页。"
    ]
    assert "甲的对照检查材料</h1>" in (project.site / addresses.html(page)).read_text("utf-8")
