"""The frame: what follows a change of the corpus alone needs no MkDocs and gives the same; anything else asks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from changes import CHANGES, HARMS, Change
from duizhao import site
from duizhao.cli.project import built
from duizhao.frame import Frame
from duizhao.generated import OVERVIEW_MARK
from duizhao.places import Places
from duizhao.report import Report
from duizhao.seal import Scene
from duizhao.store import Store
from project import Project, contents, make_project, material

OVERRIDE = '{%% extends "base.html" %%}{%% block content %%}{{ super() }}%s{%% endblock %%}'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    project.write("旧/乙.md", material("乙的发言提纲", "调查研究", 2021))
    project.write("丙.txt", material("丙的剖析材料", "三会一课"))
    return project


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A word for each time that MkDocs builds."""
    words: list[str] = []
    build = site.build_site

    def noted(*given: object, **named: object) -> Report:
        words.append("MkDocs")
        return build(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(site, "build_site", noted)
    return words


def places(project: Project) -> Places:
    scene = Scene.of(project.config, None, None)
    assert scene is not None
    return scene.places


def frame(project: Project) -> Frame | None:
    with Store.reading(places(project).store) as store:
        text = store.meta("frame")
    return Frame.from_text(text) if text else None


def equals_a_clean_build(project: Project, root: Path) -> bool:
    clean = make_project(root)
    for folder in ("docs", "corpus", "theme"):
        if (project.root / folder).exists():
            shutil.copytree(project.root / folder, clean.root / folder, dirs_exist_ok=True)
    shutil.copy(project.config, clean.config)
    clean.build()
    return without_index(clean.site) == without_index(project.site)


def without_index(site: Path) -> dict[str, bytes]:
    """The pages and assets: of an index, an incremental build has other segments."""
    return {path: content for path, content in contents(site).items() if not path.startswith("search/i")}


def configure(project: Project, line: str) -> None:
    with project.config.open("a", encoding="utf-8") as config:
        config.write(line + "\n")


def override(project: Project, block: str) -> None:
    """Templates of the owner's own."""
    (project.root / "theme").mkdir()
    (project.root / "theme" / "main.html").write_text(OVERRIDE % block, "utf-8")
    text = project.config.read_text("utf-8").replace("name: material", "name: material\n  custom_dir: theme")
    project.config.write_text(text, "utf-8")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_corpus_needs_no_mkdocs(
    project: Project, asked: list[str], change: Change, tmp_path: Path
) -> None:
    configure(project, "site_url: https://example.org/a/")
    built(project.config, None, None)
    assert asked.pop() == "MkDocs"
    change(project)
    built(project.config, None, None)
    assert asked == []
    assert equals_a_clean_build(project, tmp_path / "clean")
    assert built(project.config, None, None).written == 0


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_what_was_done_to_the_site_needs_it(project: Project, asked: list[str], harm: Change, tmp_path: Path) -> None:
    built(project.config, None, None)
    harm(project)
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
    assert equals_a_clean_build(project, tmp_path / "clean")


@pytest.mark.parametrize(
    "change",
    [
        lambda project: configure(project, "site_author: 张三"),
        lambda project: (project.root / "docs" / "guide.md").write_text("# 说明\n\n另一种。\n", "utf-8"),
        lambda project: (project.root / "docs" / "more.md").write_text("# 更多\n", "utf-8"),
        lambda project: override(project, "<p>页脚</p>"),
    ],
    ids=["configuration", "a page", "a page more", "templates"],
)
def test_any_other_change_needs_it(
    project: Project, asked: list[str], change: Callable[[Project], object], tmp_path: Path
) -> None:
    built(project.config, None, None)
    change(project)
    project.write("甲.txt", material("甲的对照检查材料", "一岗双责"))
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
    assert equals_a_clean_build(project, tmp_path / "clean")


def test_mkdocs_own_command_leaves_none(project: Project, asked: list[str]) -> None:
    built(project.config, None, None)
    assert frame(project)
    project.build()
    assert frame(project) is None
    project.write("甲.txt", material("甲的对照检查材料", "一岗双责"))
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2


@pytest.mark.parametrize(
    "block",
    [
        "{% for page in nav.pages %}{{ page.content|length }}{% endfor %}",
        "{% for page in nav.pages %}{% for top in page.toc %}{{ top.children|length }}{% endfor %}{% endfor %}",
        "{{ page.content }}",
        "{{ page.title|length }}{{ page.content|length }}",
    ],
)
def test_templates_that_show_more_of_what_is_generated_leave_none(project: Project, block: str) -> None:
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    override(project, block)
    built(project.config, None, None)
    assert frame(project) is None


@pytest.mark.parametrize("line", ["extra_templates: [list.html]", "nav: [index.md, themes/index.md]"])
def test_where_mkdocs_may_show_more_there_is_none(project: Project, line: str, tmp_path: Path) -> None:
    (project.root / "docs" / "list.html").write_text("{% for page in nav.pages %}{{ page.content }}{% endfor %}")
    text = project.config.read_text("utf-8")
    project.config.write_text(text.replace(f"\n{line.partition(':')[0]}:", "\nextra_:") + f"\n{line}\n", "utf-8")
    built(project.config, None, None)
    assert (frame(project) is None) == ("templates" in line)
    project.write("甲.txt", material("甲的对照检查材料", "一岗双责"))
    built(project.config, None, None)
    assert equals_a_clean_build(project, tmp_path / "clean")


@pytest.mark.parametrize("home", [f"# 我的站\n\n{OVERVIEW_MARK}\n\n后记。\n", f"{OVERVIEW_MARK}\n\n## 后记\n"])
def test_an_overview_among_other_text_is_filled_in(
    project: Project, asked: list[str], home: str, tmp_path: Path
) -> None:
    (project.root / "docs" / "index.md").write_text(home, "utf-8")
    built(project.config, None, None)
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    built(project.config, None, None)
    assert asked == ["MkDocs"]
    assert equals_a_clean_build(project, tmp_path / "clean")


def test_an_overview_shown_twice_leaves_none(project: Project) -> None:
    (project.root / "docs" / "index.md").write_text(f"{OVERVIEW_MARK}\n\n---\n\n{OVERVIEW_MARK}\n", "utf-8")
    built(project.config, None, None)
    assert frame(project) is None


def test_a_link_that_has_lost_its_page_needs_mkdocs_to_say_so(
    project: Project, asked: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    (project.root / "docs" / "guide.md").write_text("# 说明\n\n[三年前](documents/year-2021.md)\n", "utf-8")
    built(project.config, None, None)
    (project.corpus / "旧/乙.md").unlink()
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
    assert "guide.md 链接到 documents/year-2021.md，但没有这一页。" in caplog.text


def test_headings_that_templates_treat_in_their_own_way_need_it(
    project: Project, asked: list[str], tmp_path: Path
) -> None:
    built(project.config, None, None)
    project.write("taxonomy.yml", "themes:\n- {name: 学习&调研, gloss: , heading: [调查研究], words: [调查研究]}\n")
    built(project.config, None, None)
    assert equals_a_clean_build(project, tmp_path / "clean")


def test_another_site_needs_it(project: Project, asked: list[str], tmp_path: Path) -> None:
    built(project.config, None, None)
    built(project.config, None, tmp_path / "other")
    assert asked == ["MkDocs"] * 2
    assert contents(project.site) == contents(tmp_path / "other")
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    built(project.config, None, tmp_path / "other")
    assert asked == ["MkDocs"] * 2
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 3
    assert without_index(project.site) == without_index(tmp_path / "other")


def test_to_forget_everything_is_to_ask(project: Project, asked: list[str]) -> None:
    built(project.config, None, None)
    built(project.config, None, None, full=True)
    assert asked == ["MkDocs"] * 2
