"""Whole builds: what they report, what they leave alone, and that every way to a site leads to the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from changes import CHANGES, HARMS, Change, page
from duizhao import plugin, publication
from duizhao.build import unwritable
from duizhao.errors import ConfigError, OutputError
from duizhao.files import LISTING, all_files, snapshot
from duizhao.normalise.ids import document_id
from duizhao.outputs import Output
from duizhao.pages import addresses
from duizhao.places import Places
from project import COMMAND, Project, contents, make_archive, make_project, material


def fill(project: Project) -> Project:
    project.write("甲.txt", material("甲的对照检查材料"))
    project.write("旧/乙.md", material("乙的对照检查材料", "调查研究", 2021))
    project.write("丙.txt", material("丙的剖析材料", "廉洁自律", 2021))
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return fill(make_project(tmp_path / "project"))


@pytest.fixture
def built(project: Project) -> Project:
    project.build()
    return project


# What a build reports


def test_the_figures_of_a_build(project: Project) -> None:
    project.write("空.txt", "")
    report = project.build()
    assert (report.documents, report.reused, len(report.failures)) == (3, 0, 1)
    assert report.passages == sum(
        len(html.parse(page(project, name)).findall(".//p[@class='dz-passage']"))
        for name in ("甲.txt", "旧/乙.md", "丙.txt")
    )
    assert report.phrases == len(set(re.findall(r"phrases/\w\w/(\w{12})\.html", " ".join(all_files(project.site)))))
    assert report.pages == sum(path.endswith(".html") and path != "404.html" for path in all_files(project.site))
    assert (report.written, report.removed) == (len(all_files(project.site)) - 1, 0)
    assert report.site == project.site


def test_a_second_build_writes_nothing(built: Project) -> None:
    report = built.build()
    assert (report.documents, report.reused, report.written, report.removed) == (3, 3, 0, 0)


# Incremental equals full


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_build_after_a_change_is_as_a_first_build(built: Project, tmp_path: Path, change: Change) -> None:
    change(built)
    built.build()
    clean = make_project(tmp_path / "clean")
    shutil.copytree(built.corpus, clean.corpus, dirs_exist_ok=True)
    clean.build()
    assert contents(built.site) == contents(clean.site)


def test_what_a_removed_document_put_there_goes_with_it(built: Project) -> None:
    assert page(built, "丙.txt").exists()
    (built.corpus / "丙.txt").unlink()
    assert built.build().removed > 1
    assert not page(built, "丙.txt").exists()
    assert not (built.site / addresses.source_text(document_id("丙.txt"))).exists()
    assert "丙的剖析材料" not in b"".join(contents(built.site).values()).decode("utf-8", "replace")


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_build_repairs_what_happened_behind_its_back(built: Project, tmp_path: Path, harm: Change) -> None:
    harm(built)
    built.build()
    clean = make_project(tmp_path / "clean")
    shutil.copytree(built.corpus, clean.corpus, dirs_exist_ok=True)
    clean.build()
    assert contents(built.site) == contents(clean.site)


@pytest.mark.slow
def test_another_corpus_into_the_same_site_leaves_nothing_of_the_first(built: Project, tmp_path: Path) -> None:
    other = make_project(tmp_path / "other")
    other.write("己.txt", material("己的对照检查材料"))
    built.build(corpus=other.corpus)
    other.build()
    assert contents(built.site) == contents(other.site)


@pytest.mark.slow
def test_a_site_elsewhere_is_the_same_site(built: Project, tmp_path: Path) -> None:
    built.build(site=tmp_path / "elsewhere")
    assert contents(tmp_path / "elsewhere") == contents(built.site)


@pytest.mark.slow
def test_the_day_makes_no_difference(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with built.config.open("a", encoding="utf-8") as config:
        config.write("site_url: https://example.org/archive/\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    built.build()
    sitemap = (built.site / "sitemap.xml").read_text("utf-8")
    pages = {path for path in all_files(built.site) if path.endswith(".html")} - {"404.html", "index.html"}
    addresses = set(re.findall(r"<loc>https://example.org/archive/(.*?)</loc>", sitemap))
    assert addresses == pages | {""}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert built.build().written == 0


@pytest.mark.slow
@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_mkdocs_and_its_fork_build_the_same_site(built: Project, tmp_path: Path, program: str) -> None:
    command = [sys.executable, "-m", program, "build", "--quiet", "--site-dir", tmp_path / "other"]
    done = subprocess.run(command, cwd=built.root, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert nameless(contents(tmp_path / "other")) == nameless(contents(built.site))
    assert built.build().written == 0


def nameless(site: dict[str, bytes]) -> dict[str, bytes]:
    """A site without the name of what built it, which the theme writes into every page."""
    return {path: re.sub(rb'<meta name="generator"[^>]*>', b"", content) for path, content in site.items()}


# A build happens or it does not


@pytest.mark.slow
@pytest.mark.parametrize("name", ["taxonomy.yml", "phrasebook.tsv"])
def test_a_build_that_cannot_be_done_leaves_the_old_site(built: Project, name: str) -> None:
    before = contents(built.site)
    (built.corpus / "丙.txt").unlink()
    built.write(name, "- [\x00")
    with pytest.raises(ConfigError, match=name):
        built.build()
    assert contents(built.site) == before
    (built.corpus / name).unlink()
    assert built.build().documents == 2


@pytest.mark.slow
def test_a_site_that_cannot_be_written_is_named_and_the_next_build_makes_it_good(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.write("甲.txt", material("改过的对照检查材料"))

    def refuse(places: Places, output: Output, *rest: Any) -> bool:
        if output.path.endswith(".html"):
            raise OSError(30, "Read-only file system", output.path)
        return put(places, output, *rest)

    put = publication._put
    with monkeypatch.context() as patch:
        patch.setattr(publication, "_put", refuse)
        with pytest.raises(OutputError, match=r"site：写不进去（.+）。请检查写权限，或换一个位置。"):
            built.build()
    built.build()
    assert "改过的对照检查材料" in page(built, "甲.txt").read_text("utf-8")
    assert built.build().written == 0


@pytest.mark.slow
def test_a_build_killed_while_it_publishes_is_made_good_by_the_next(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    built.write("甲.txt", material("改过的对照检查材料"))
    with monkeypatch.context() as patch:
        patch.setattr(plugin, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            built.build()
    assert built.build().documents == 3
    assert "改过的对照检查材料" in page(built, "甲.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (28, "site：磁盘空间不够。请清理磁盘。"),
        (122, "site：磁盘空间不够。请清理磁盘。"),
        (13, f"site：写不进去（{os.strerror(13)}）。请检查写权限，或换一个位置。"),
    ],
)
def test_why_a_place_cannot_be_written(number: int, sentence: str) -> None:
    assert str(unwritable(Path("site"), OSError(number, "?"))) == sentence


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits the size of files as Unix does")
def test_where_files_cannot_grow_the_old_site_stays_and_the_next_build_makes_it_good(
    built: Project, tmp_path: Path
) -> None:
    before = contents(built.site)
    built.write("甲.txt", material("改过的对照检查材料"))
    script = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)); {COMMAND}"
    done = subprocess.run(
        [sys.executable, "-c", script, "build"], cwd=built.root, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 4
    assert re.search("写不进去|不能在这里写入", done.stderr)
    assert "Traceback" not in done.stderr
    assert contents(built.site) == before
    built.build()
    clean = make_project(tmp_path / "clean")
    shutil.copytree(built.corpus, clean.corpus, dirs_exist_ok=True)
    clean.build()
    assert contents(built.site) == contents(clean.site)


@pytest.mark.slow
def test_a_build_reads_the_corpus_and_leaves_it_as_it_was(built: Project) -> None:
    folders = [folder for folder in (built.corpus, *built.corpus.rglob("*")) if folder.is_dir()]
    before = snapshot(built.corpus)
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert built.run("build", "--full").returncode == 0
        assert snapshot(built.corpus) == before
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_two_builds_at_once_both_end_well(project: Project) -> None:
    command = [sys.executable, "-c", COMMAND, "build"]
    builds = [subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    ends = [(build.communicate(timeout=120)[1], build.returncode) for build in builds]
    assert [status for _, status in ends] == [0, 0], ends
    assert project.build().written == 0


@pytest.mark.parametrize("site", ["corpus", "corpus/site", ".", "docs", "docs/site", ".duizhao", "mkdocs.yml"])
def test_a_site_where_it_could_do_harm_is_refused(project: Project, site: str) -> None:
    before = contents(project.root)
    with pytest.raises(OutputError, match="请用 --site 换一个"):
        project.build(site=project.root / site)
    assert contents(project.root) == before


def test_each_corpus_has_a_state_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a")
    states = [Places.of(tmp_path / name, tmp_path).state for name in ("a", "b", "link", "x/../a")]
    assert states[0] == states[2] == states[3] != states[1]


# The whole archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_archive(tmp_path_factory.mktemp("archive"))
    project.build()
    return project


def links(project: Project, start: str, target: str) -> set[tuple[str, str, str]]:
    """(page, page, anchor) of every link from pages in the folder `start` to pages in the folder `target`."""
    found = set()
    for path in sorted((project.site / start).glob("??/*.html")):
        here = path.relative_to(project.site).as_posix()
        for href in html.parse(path).xpath("//article//a/@href"):
            there, _, anchor = href.partition("#")
            resolved = os.path.normpath(os.path.join(os.path.dirname(here), unquote(there)))  # noqa: PTH118, PTH120
            if re.fullmatch(rf"{target}/\w\w/\w+(-[\w-]+)?\.html", resolved):
                found.add((here, resolved, anchor))
    return found


def first(phrase_page: str) -> str:
    """The first page of a phrase that may have several."""
    return re.sub(r"-[\w-]+\.html$", ".html", phrase_page)


@pytest.mark.slow
def test_every_backlink_has_its_link_and_every_link_its_backlink(archive: Project) -> None:
    forward = {(document, phrase) for document, phrase, _ in links(archive, "documents", "phrases")}
    back = {(document, first(phrase)) for phrase, document, _ in links(archive, "phrases", "documents")}
    assert forward
    assert forward == back


@pytest.mark.slow
def test_every_backlink_leads_to_a_passage_that_has_the_words(archive: Project) -> None:
    passages = {
        passage.get("id"): passage.text_content()
        for path in (archive.site / "documents").glob("??/*.html")
        for passage in html.parse(path).xpath("//p[contains(@class, 'dz-passage')]")
    }
    lines = [
        line
        for path in sorted((archive.site / "phrases").glob("??/*.html"))
        for line in html.parse(path).xpath("//div[contains(@class, 'dz-uses')]//li")
    ]
    assert lines
    for line in lines:
        crumbs = line.xpath(".//a[contains(@href, '#')]/@href")
        words = [strong.text_content() for strong in line.findall(".//strong")]
        assert words
        for crumb in crumbs:
            assert [word for word in words if word not in passages[crumb.partition("#")[2]]] == [], crumb


@pytest.mark.slow
def test_the_archive_is_built_again_without_a_byte_written(archive: Project) -> None:
    report = archive.build()
    assert (report.reused, report.failures, report.written, report.removed) == (report.documents, (), 0, 0)


def test_the_listing_names_the_files_of_the_site(built: Project) -> None:
    assert (built.site / LISTING).read_text("utf-8").split() == sorted(all_files(built.site) - {LISTING})
