"""Looks: two numbers that tell whether a folder is as it was, kept up to date while builds change it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao import files, look
from duizhao.files import LISTING, Snapshot
from duizhao.look import NOTHING, Look, look_at
from duizhao.outputs import MARKDOWN, left, site_area
from duizhao.store import Store
from project import make_project, material

NAMES = st.sampled_from(["a.html", "b/c.html", "\udce9.txt", "甲.js"])
FOLDERS = st.dictionaries(NAMES, st.tuples(st.integers(0, 1 << 40), st.integers(0, 1 << 62)))


@given(FOLDERS, FOLDERS)
def test_what_goes_is_taken_away_and_what_comes_is_added(before: Snapshot, after: Snapshot) -> None:
    gone = [(path, *stamp) for path, stamp in before.items()]
    come = [(path, *stamp) for path, stamp in after.items()]
    assert Look.of(gone).but(gone, come, (0, 0)) == Look.of(come)
    assert (Look.of(gone) == Look.of(come)) is (before == after)


@pytest.mark.parametrize(("one", "other"), [((1, 0), (9737, 1)), ((0, 0), (1 << 61, 0)), ((5, 1), (5, 2))])
def test_files_that_change_places_are_noticed(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert Look.of([("a.html", *one), ("甲.js", *other)]) != Look.of([("a.html", *other), ("甲.js", *one)])


PATHS = st.text(st.sampled_from("a/é甲\n\udce9"), min_size=1, max_size=6)
STAMPS = st.tuples(st.integers(-1, 1 << 62), st.integers(-(1 << 62), 1 << 65))


@given(st.dictionaries(PATHS, STAMPS))
def test_many_files_at_once_give_what_each_for_itself_gives(there: Snapshot) -> None:
    files = [(path, *stamp) for path, stamp in there.items()]
    one_by_one = Look.of(files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(look, "_MANY", 0)
        assert Look.of(files) == one_by_one


def test_a_small_folder_is_looked_at_without_numpy(tmp_path: Path) -> None:
    (tmp_path / "a.html").touch()
    code = "import sys, pathlib; from duizhao import look; look.look_at(pathlib.Path()); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@given(FOLDERS)
def test_the_listing_is_looked_at_apart(there: Snapshot) -> None:
    files = [(path, *stamp) for path, stamp in there.items()]
    with_listing = Look.of([*files, (LISTING, 3, 4)])
    assert with_listing == Look.of(files).but((), (), (3, 4))
    assert str(with_listing) != str(Look.of(files))


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert look_at(tmp_path / "none") == Look(0, 0, (0, 0))


@pytest.mark.parametrize("by_descriptor", [True, False])
def test_shares_of_a_folder_are_the_folder(
    tmp_path: Path, by_descriptor: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_BY_DESCRIPTOR", by_descriptor and files._BY_DESCRIPTOR)
    for name in (
        "index.html",
        LISTING,
        "a/b.html",
        *(f"pages/{one:x}/{two}/x.html" for one in range(9) for two in "ab"),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    whole = look_at(tmp_path)
    shares = [look_at(tmp_path, share, 4) for share in range(4)]
    assert sum(shares, NOTHING) == whole
    assert (whole.files, sum(share.files > 0 for share in shares)) == (20, 4)


@pytest.mark.parametrize("change", ["added", "edited", "removed"])
def test_every_build_knows_how_it_left_things(tmp_path: Path, change: str) -> None:
    project = make_project(tmp_path / "project")
    for name in "甲乙丙":
        project.write(f"{name}.txt", material(f"{name}的对照检查材料"))
    project.build()
    if change == "removed":
        (project.corpus / "乙.txt").unlink()
    else:
        project.write("丁.txt" if change == "added" else "乙.txt", material("丁的剖析材料"))
    for _ in range(2):  # the second time nothing has changed
        project.build()
        (state,) = (project.root / ".duizhao").iterdir()
        with Store.reading(state / "store.sqlite") as store:
            assert store.meta(left(site_area(project.site))) == str(look_at(project.site))
            assert store.meta(left(MARKDOWN)) == str(look_at(state / "generated"))
