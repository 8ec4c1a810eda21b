"""Writing, listing, removing: the old file or the new one, never half of one, never somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao import files
from duizhao.files import LISTING, all_files, listed, listing, relist, remove, replace_file


def fill(root: Path, **contents: str) -> Path:
    """`fill(root, a="1", **{"b/c": "2"})` writes a and b/c."""
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    root.mkdir(exist_ok=True)
    return root


# replace_file


@pytest.mark.parametrize("before", [None, b"old"])
def test_a_file_is_written_whole(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "folder" / "file"
    if before is not None:
        path.parent.mkdir()
        path.write_bytes(before)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert all_files(tmp_path) == {"folder/file"}


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="space"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"


# all_files, remove


def test_all_files_of_no_folder_are_none(tmp_path: Path) -> None:
    assert all_files(tmp_path / "nothing") == set()


def test_folders_left_empty_go_with_their_files(tmp_path: Path) -> None:
    fill(tmp_path, a="", **{"b/c/d": "", "b/e": ""})
    assert remove(tmp_path, ["b/c/d", "gone", "a/no/folder"]) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "e"]
    assert remove(tmp_path, ["a", "b/e"]) == 2
    assert list(tmp_path.iterdir()) == []


# the listing


def test_a_listing_names_what_is_there(tmp_path: Path) -> None:
    fill(tmp_path, **{LISTING: listing({"b/c", "a", "名"}).decode()})
    assert (tmp_path / LISTING).read_text("utf-8") == "a\nb/c\n名\n"
    assert listed(tmp_path) == {"a", "b/c", "名"}
    assert listed(tmp_path / "elsewhere") == set()


@pytest.mark.parametrize("long", [1, 1 << 20])
def test_a_listing_short_or_long_is_kept_up_to_date(tmp_path: Path, long: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONG", long)
    relist(tmp_path, come={"a", "b/c", "名"})
    relist(tmp_path, come={"d"}, gone={"b/c"})
    relist(tmp_path, gone={"a", "b/c"})
    relist(tmp_path)
    assert listed(tmp_path) == {"名", "d"}
    relist(tmp_path, come={"b/c"})
    assert listed(tmp_path) == {"名", "d", "b/c"}
    assert (listing(listed(tmp_path)) == (tmp_path / LISTING).read_bytes()) is (long > 1)


def test_a_line_cut_short_names_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONG", 1)
    fill(tmp_path, **{LISTING: "a\nb/c\nb/cu"})
    assert listed(tmp_path) == {"a", "b/c"}
    relist(tmp_path, come={"b/d"})
    assert listed(tmp_path) == {"a", "b/c", "b/d"}


def test_a_listing_that_names_it_all_is_not_touched(tmp_path: Path) -> None:
    fill(tmp_path, **{LISTING: "a\nb\n"})
    before = (tmp_path / LISTING).stat().st_mtime_ns
    relist(tmp_path, come={"a"}, gone={"c"})
    assert (tmp_path / LISTING).stat().st_mtime_ns == before


@pytest.mark.parametrize("line", ["../precious", "/precious", "a/../../precious", "./../precious", ""])
def test_a_doctored_listing_names_nothing_outside_the_site(tmp_path: Path, line: str) -> None:
    fill(tmp_path, **{LISTING: f"old\n\n{line}\n"})
    assert listed(tmp_path) == {"old"}
