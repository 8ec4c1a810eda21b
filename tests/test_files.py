"""Writing, listing, removing, publishing: the old file or the new one, never half of one, never somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao import files
from duizhao.files import LISTING, all_files, prune, publish, remove, write_if_changed

MANIFEST = "search/manifest.js"


def fill(root: Path, **contents: str) -> Path:
    """`fill(root, a="1", **{"b/c": "2"})` writes a and b/c."""
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    root.mkdir(exist_ok=True)
    return root


# write_if_changed


@pytest.mark.parametrize(
    ("before", "content", "written"),
    [(None, b"new", True), (b"old", b"new", True), (b"new", b"new", False), (b"", b"", False)],
)
def test_a_file_is_written_only_where_it_changes(
    tmp_path: Path, before: bytes | None, content: bytes, written: bool
) -> None:
    path = tmp_path / "folder" / "file"
    if before is not None:
        path.parent.mkdir()
        path.write_bytes(before)
    assert write_if_changed(path, content) is written
    assert path.read_bytes() == content
    assert all_files(tmp_path) == {"folder/file"}


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="space"):
        write_if_changed(path, b"new")
    assert path.read_bytes() == b"old"


# all_files, remove, prune


def test_all_files_of_no_folder_are_none(tmp_path: Path) -> None:
    assert all_files(tmp_path / "nothing") == set()


def test_folders_left_empty_go_with_their_files(tmp_path: Path) -> None:
    fill(tmp_path, a="", **{"b/c/d": "", "b/e": ""})
    assert remove(tmp_path, ["b/c/d", "gone", "a/no/folder"]) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "e"]
    assert prune(tmp_path, keep=set()) == 2
    assert list(tmp_path.iterdir()) == []


# publish


def test_publishing_brings_what_is_staged_and_takes_away_what_was(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert publish(fill(tmp_path / "first", a="1", **{"b/c": "2"}), site, MANIFEST) == (2, 0)
    assert publish(fill(tmp_path / "second", a="1", d="3"), site, MANIFEST) == (1, 1)
    assert all_files(site) == {"a", "d", LISTING}
    assert not (site / "b").exists()


def test_publishing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    staging, site = fill(tmp_path / "staging", a="1", **{"b/c": "2"}), tmp_path / "site"
    publish(staging, site, MANIFEST)
    times = {path: (site / path).stat().st_mtime_ns for path in all_files(site)}
    assert publish(staging, site, MANIFEST) == (0, 0)
    assert {path: (site / path).stat().st_mtime_ns for path in all_files(site)} == times


def test_what_no_build_put_there_is_left_alone(tmp_path: Path) -> None:
    site = fill(tmp_path / "site", CNAME="example.org", **{"b/mine": "mine"})
    publish(fill(tmp_path / "first", a="1", **{"b/c": "2"}), site, MANIFEST)
    publish(fill(tmp_path / "second", a="1"), site, MANIFEST)
    assert all_files(site) == {"a", "CNAME", "b/mine", LISTING}


@pytest.mark.parametrize("line", ["../precious", "{tmp}/precious", "a/../../precious", "./../precious"])
def test_a_doctored_listing_removes_nothing_outside_the_site(tmp_path: Path, line: str) -> None:
    site = fill(tmp_path / "site", old="")
    fill(tmp_path, precious="dear")
    (site / LISTING).write_text(f"old\n\n{line.format(tmp=tmp_path)}\n")
    publish(fill(tmp_path / "staging", a="1"), site, MANIFEST)
    assert (tmp_path / "precious").read_text() == "dear"
    assert all_files(site) == {"a", LISTING}


@pytest.mark.parametrize("survived", range(6))
def test_a_publication_cut_short_is_made_good_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    site = tmp_path / "site"
    publish(fill(tmp_path / "first", a="1", b="1"), site, MANIFEST)
    done = 0

    def killed(path: Path, content: bytes) -> bool:
        nonlocal done
        if done == survived:
            path.with_name(f"{path.name}{files._TEMPORARY}").write_bytes(content[:1])
            raise KeyboardInterrupt
        done += 1
        return write_if_changed(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_if_changed", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(fill(tmp_path / "second", a="2", c="2", d="2", e="2"), site, MANIFEST)
    publish(fill(tmp_path / "third", a="3"), site, MANIFEST)
    assert all_files(site) == {"a", LISTING}
    assert (site / "a").read_text() == "3"


def test_data_comes_before_pages_and_the_manifest_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staging = fill(tmp_path / "staging", **{"a.html": "", "z.png": "", "search/x.js": "", MANIFEST: ""})
    order: list[str] = []

    def watched(path: Path, content: bytes) -> bool:
        order.append(path.name)
        return True

    monkeypatch.setattr(files, "write_if_changed", watched)
    publish(staging, tmp_path / "site", MANIFEST)
    assert order == [LISTING, "x.js", "z.png", "a.html", "manifest.js", LISTING]


def test_a_site_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(OSError):  # noqa: PT011 -- whichever the system gives
        publish(fill(tmp_path / "staging", a="1"), tmp_path / "site", MANIFEST)
