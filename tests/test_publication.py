"""Publishing: what differs is brought, what is gone is taken away, nobody else's file is touched, in a safe order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from duizhao import publication
from duizhao.errors import OutputError
from duizhao.files import LISTING, all_files
from duizhao.made import Made
from duizhao.outputs import MARKDOWN, Output, Outputs, content_digest, site_area
from duizhao.places import Places
from duizhao.publication import publish
from duizhao.report import Report
from duizhao.search.segments import MANIFEST
from duizhao.staging import stage
from duizhao.store import Store

Publish = Callable[..., tuple[int, int]]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "corpus", tmp_path / "state")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def bring(places: Places, site: Path) -> Iterator[Publish]:
    """`bring(a="1", **{"b/c": "2"})` publishes a site of a and b/c; `markdown={…}` the generated Markdown."""
    with Store.open(places.store) as store:

        def bring(*, markdown: dict[str, str] | None = None, **contents: str) -> tuple[int, int]:
            shutil.rmtree(places.staging, ignore_errors=True)  # as every build does first
            made, known, area = Made(), Outputs(store.connection), site_area(site)
            for where, files in ((area, contents), (MARKDOWN, markdown or {})):
                for path, content in files.items():
                    digest = content_digest(content.encode())
                    is_staged = known.digest(where, path) != digest
                    if is_staged:
                        stage(places.staging, where, path, content.encode())
                    made.add([Output(where, path, "test", "", digest, is_staged)])
                made.lose(where, known.paths(where) - set(files))
            report = Report()
            publish(made, places, site, store, report)
            return report.written, report.removed

        yield bring


def test_it_brings_what_differs_and_takes_away_what_was(bring: Publish, site: Path, places: Places) -> None:
    assert bring(a="1", **{"b/c": "2"}, markdown={"a.md": "1", "b.md": "2"}) == (2, 0)
    assert bring(a="1", d="3", markdown={"b.md": "3"}) == (1, 1)
    assert all_files(site) == {"a", "d", LISTING}
    assert not (site / "b").exists()
    assert all_files(places.markdown) == {"b.md"}
    assert not places.staging.exists()


def test_the_same_again_touches_nothing(bring: Publish, site: Path) -> None:
    bring(a="1", **{"b/c": "2"})
    times = {path: (site / path).stat().st_mtime_ns for path in all_files(site)}
    assert bring(a="1", **{"b/c": "2"}) == (0, 0)
    assert {path: (site / path).stat().st_mtime_ns for path in all_files(site)} == times


def test_what_is_there_already_is_not_written_though_nobody_knew(bring: Publish, site: Path) -> None:
    site.mkdir()
    (site / "a").write_text("1")
    (site / "b").write_text("2")
    before = (site / "a").stat().st_mtime_ns
    assert bring(a="1", b="3") == (1, 0)
    assert (site / "a").stat().st_mtime_ns == before


def test_what_no_build_put_there_is_left_alone(bring: Publish, site: Path) -> None:
    (site / "b").mkdir(parents=True)
    (site / "CNAME").write_text("example.org")
    (site / "b" / "mine").write_text("mine")
    bring(a="1", **{"b/c": "2"})
    bring(a="1")
    assert all_files(site) == {"a", "CNAME", "b/mine", LISTING}


def test_what_another_corpus_put_there_goes(bring: Publish, site: Path) -> None:
    site.mkdir()
    (site / "theirs").write_text("1")
    (site / LISTING).write_text("theirs\n")
    assert bring(a="1") == (1, 1)
    assert all_files(site) == {"a", LISTING}


@pytest.mark.parametrize("survived", range(6))
def test_cut_short_it_is_made_good_by_the_next(
    bring: Publish, site: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    bring(a="1", b="1")
    put, done = publication._put, 0

    def killed(*arguments: object) -> bool:
        nonlocal done
        if done == survived:
            raise KeyboardInterrupt
        done += 1
        return put(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(publication, "_put", killed)
        if survived < 5:
            with pytest.raises(KeyboardInterrupt):
                bring(a="2", b="2", c="2", d="2", e="2")
    bring(a="3", z="")
    assert all_files(site) == {"a", "z", LISTING}
    assert (site / "a").read_text() == "3"


def test_data_comes_before_pages_and_the_manifest_last(bring: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    put = publication._put
    monkeypatch.setattr(
        publication, "_put", lambda places, output, *rest: order.append(output.path) or put(places, output, *rest)
    )
    bring(**{"a.html": "", "z.png": "", "search/x.js": "", MANIFEST: ""}, markdown={"a.md": ""})
    assert order == ["a.md", "search/x.js", "z.png", "a.html", MANIFEST]


@pytest.mark.parametrize("can_move", [True, False])
def test_the_files_of_a_new_folder_come_together(
    bring: Publish, site: Path, monkeypatch: pytest.MonkeyPatch, can_move: bool
) -> None:
    alone: list[str] = []
    put = publication._put
    monkeypatch.setattr(
        publication, "_put", lambda places, output, *rest: alone.append(output.path) or put(places, output, *rest)
    )
    if not can_move:  # as from one disk to another
        monkeypatch.setattr(publication, "_put_folder", lambda *paths: False)
    first = {"index.html": "1", "new/a.html": "1", "new/a.js": "1", "new/deep/b.js": "1", "data/c.js": "1"}
    assert bring(**first) == (5, 0)
    assert ("data/c.js" in alone, "new/deep/b.js" in alone) == (not can_move, not can_move)
    assert {path: (site / path).read_text() for path in first} == first
    alone.clear()
    assert bring(**first | {"data/d.js": "2", "new/a.html": "2"}) == (2, 0)
    assert alone == ["data/d.js", "new/a.html"]
    assert bring(**first | {"data/d.js": "2", "new/a.html": "2"}) == (0, 0)


def test_two_owners_of_one_address_are_refused() -> None:
    made = Made()
    made.add([Output("site", "themes/a.html", "one", "", b"", is_staged=True)])
    with pytest.raises(OutputError, match=r"两个名称用了同一个网址 themes/a\.html。请在 taxonomy\.yml 中改换"):
        made.add([Output("site", "themes/a.html", "other", "", b"", is_staged=True)])


def test_a_site_that_cannot_be_written_says_so(bring: Publish, site: Path) -> None:
    site.write_text("a file")
    with pytest.raises(OutputError, match="site：写不进去"):
        bring(a="1")
