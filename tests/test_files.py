"""Writing, listing, removing: the old file or the new one, never half of one, never somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.files import LISTING, all_files, listed, listing, remove, replace_file


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


@pytest.mark.parametrize("line", ["../precious", "/precious", "a/../../precious", "./../precious", ""])
def test_a_doctored_listing_names_nothing_outside_the_site(tmp_path: Path, line: str) -> None:
    fill(tmp_path, **{LISTING: f"old\n\n{line}\n"})
    assert listed(tmp_path) == {"old"}
