"""The frame: what follows a change of the corpus alone needs no MkDocs and gives the same; anything else asks it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from changes import CHANGES, HARMS, Change, edit_site
from duizhao import framed, seal, site, workers
from duizhao.cli.project import built
from duizhao.errors import ConfigError
from duizhao.generated import OVERVIEW_MARK
from duizhao.lock import locked
from duizhao.places import Places
from duizhao.report import Report
from duizhao.seal import Scene
from duizhao.store import Store
from project import Project, contents, make_project, make_small, material

OVERRIDE = '{%% extends "base.html" %%}{%% block content %%}{{ super() }}%s{%% endblock %%}'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_small(tmp_path / "project")


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


def has_frame(project: Project) -> bool:
    with Store.reading(places(project).store) as store:
        return bool(store.meta("frame"))


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
    kept = "search/index.html"
    return {path: data for path, data in contents(site).items() if path == kept or not path.startswith("search/")}


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
    assert has_frame(project)
    project.build()
    assert not has_frame(project)
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
        "{{ build_date_utc.strftime('%Y-%m-%d') }}",
        "{{ page.update_date }}",
        "{{ (page.toc|first).children[2].title.upper() if page.file.src_uri == 'documents/index.md' }}",
    ],
)
def test_templates_that_show_more_of_what_is_generated_leave_none(project: Project, block: str) -> None:
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    override(project, block)
    built(project.config, None, None)
    assert not has_frame(project)


@pytest.mark.parametrize("line", ["extra_templates: [list.html]", "nav: [index.md, themes/index.md]"])
def test_where_mkdocs_may_show_more_there_is_none(
    project: Project, asked: list[str], line: str, tmp_path: Path
) -> None:
    (project.root / "docs" / "list.html").write_text("{% for page in nav.pages %}{{ page.content }}{% endfor %}")
    text = project.config.read_text("utf-8")
    project.config.write_text(text.replace(f"\n{line.partition(':')[0]}:", "\nextra_:") + f"\n{line}\n", "utf-8")
    built(project.config, None, None)
    assert has_frame(project) == ("templates" not in line)
    project.write("甲.txt", material("甲的对照检查材料", "一岗双责"))
    built(project.config, None, None)
    assert len(asked) == (2 if "templates" in line else 1)
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
    assert not has_frame(project)


def test_a_link_that_has_lost_its_page_needs_mkdocs_to_say_so(
    project: Project, asked: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    (project.root / "docs" / "guide.md").write_text("# 说明\n\n[三年前](documents/year-2021.md)\n", "utf-8")
    built(project.config, None, None)
    (project.corpus / "旧/乙.md").unlink()
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    report = built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
    assert report.read == 1  # by the build in the frame, before the link was missed
    assert report.reused == report.documents - 1
    assert "guide.md 链接到 documents/year-2021.md，但没有这一页。" in caplog.text


def test_headings_that_templates_treat_in_their_own_way_need_it(
    project: Project, asked: list[str], tmp_path: Path
) -> None:
    built(project.config, None, None)
    project.write("taxonomy.yml", "themes:\n- {name: 学习&调研, gloss: '', heading: [调查研究], words: [调查研究]}\n")
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
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


def leave(project: Project) -> None:
    """A build that ends while it publishes, whatever it has made left where it waits."""

    def refuse(*given: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(framed, "publish", refuse)
        with pytest.raises(KeyboardInterrupt):
            built(project.config, None, None)


def test_what_a_build_cut_short_has_left_is_for_nobody(project: Project, asked: list[str], tmp_path: Path) -> None:
    built(project.config, None, None)
    before = (project.corpus / "甲.txt").read_bytes()
    project.write("甲.txt", material("甲的对照检查材料", "一岗双责"))
    project.write("密.txt", material("不该留下的材料", "一岗双责"))
    leave(project)
    project.write("甲.txt", before)
    (project.corpus / "密.txt").unlink()
    built(project.config, None, None)
    assert asked == ["MkDocs"]
    assert equals_a_clean_build(project, tmp_path / "clean")


def test_a_frame_of_another_form_is_none(project: Project, asked: list[str]) -> None:
    built(project.config, None, None)
    with Store.open(places(project).store) as store, store.transaction():
        store.set_meta("frame", 'another program\n{"form": "another"}')
    project.write("甲.txt", material("甲的对照检查材料", "一岗双责"))
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2


def test_only_sitemaps_go_with_sitemaps(project: Project, asked: list[str], tmp_path: Path) -> None:
    configure(project, "site_url: https://example.org/")
    (project.root / "docs" / "sitemaps").mkdir()
    (project.root / "docs" / "sitemaps" / "x.md").write_text("# 站点\n", "utf-8")
    (project.root / "docs" / "sitemaps" / "a.png").write_bytes(b"png")
    built(project.config, None, None)
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    built(project.config, None, None)
    assert asked == ["MkDocs"]
    assert equals_a_clean_build(project, tmp_path / "clean")


def test_a_strict_project_is_strict_every_time(project: Project) -> None:
    configure(project, "strict: true")
    (project.root / "docs" / "guide.md").write_text("# 说明\n\n[没有](nothing.md)\n", "utf-8")
    for _ in range(2):
        with pytest.raises(ConfigError, match="strict"):
            built(project.config, None, None)


@pytest.mark.parametrize("hooks", ["hooks : [hook.py]", '"hooks": [hook.py]', "? hooks\n: [hook.py]"])
def test_hooks_are_heard_however_they_are_written(project: Project, asked: list[str], hooks: str) -> None:
    configure(project, hooks)
    (project.root / "hook.py").write_text("def on_config(config):\n    pass\n", "utf-8")
    for word in ("一岗双责", "调查研究"):
        project.write("甲.txt", material("甲的对照检查材料", word))
        built(project.config, None, None)
    assert asked == ["MkDocs"] * 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_links_among_hand_written_pages_are_followed_every_time(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "README.md"
    outside.write_text("# 说明\n\n旧。\n", "utf-8")
    (project.root / "docs" / "readme.md").symlink_to(outside)
    built(project.config, None, None)
    outside.write_text("# 说明\n\n新。\n", "utf-8")
    built(project.config, None, None)
    assert "新。" in (project.site / "readme.html").read_text("utf-8")


def test_an_error_page_of_the_owners_is_made_every_time(project: Project, asked: list[str], tmp_path: Path) -> None:
    override(project, "")
    own = "{% for page in nav.pages %}{{ page.content }}{% endfor %}"
    (project.root / "theme" / "404.html").write_text(own, "utf-8")
    for word in ("一岗双责", "调查研究"):
        project.write("甲.txt", material("甲的对照检查材料", word))
        built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
    assert equals_a_clean_build(project, tmp_path / "clean")


@pytest.mark.parametrize("harm", ["a page that is not there", "a title with signs"])
def test_what_never_fits_leaves_none(project: Project, harm: str) -> None:
    if harm == "a title with signs":
        project.write("甲.txt", material("甲&乙的对照检查材料"))
    else:
        (project.root / "docs" / "guide.md").write_text("# 说明\n\n[没有](documents/year-1999.md)\n", "utf-8")
    built(project.config, None, None)
    assert not has_frame(project)


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes are started ahead of every build."""
    monkeypatch.setattr(seal, "_LARGE", 0)
    monkeypatch.setattr(workers, "processors", lambda: 2)


@pytest.mark.usefixtures("ahead")
def test_workers_look_at_the_site_and_a_frame_serves(project: Project, asked: list[str], tmp_path: Path) -> None:
    built(project.config, None, None)
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    built(project.config, None, None)
    assert asked == ["MkDocs"]
    edit_site(project)
    project.write("戊.txt", material("戊的对照检查材料", "一岗双责", 2023))
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
    assert equals_a_clean_build(project, tmp_path / "clean")


def test_a_build_that_waited_for_another_sees_what_came_meanwhile(
    project: Project, asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built(project.config, None, None)
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))

    @contextmanager
    def waited(path: Path) -> Iterator[bool]:
        with locked(path):
            project.write("戊.txt", material("戊的对照检查材料", "一岗双责", 2023))
            yield True

    monkeypatch.setattr(framed, "locked", waited)
    built(project.config, None, None)
    assert asked == ["MkDocs"]
    assert equals_a_clean_build(project, tmp_path / "clean")


@pytest.mark.usefixtures("ahead")
def test_what_a_build_did_that_was_killed_before_this_one_began_is_seen(
    project: Project, asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built(project.config, None, None)
    project.write("丁.txt", material("丁的对照检查材料", "一岗双责", 2023))
    load = workers.Workers.load

    def look_and_load(self: workers.Workers, corpus: Path) -> None:
        self.look_at(project.site)
        load(self, corpus)

    @contextmanager
    def after_a_kill(path: Path) -> Iterator[bool]:
        with locked(path) as has_waited:
            edit_site(project)
            (path.parent / "store.sqlite.clean").unlink()
            yield has_waited

    monkeypatch.setattr(workers.Workers, "load", look_and_load)
    monkeypatch.setattr(framed, "locked", after_a_kill)
    built(project.config, None, None)
    assert asked == ["MkDocs"] * 2
    assert equals_a_clean_build(project, tmp_path / "clean")
