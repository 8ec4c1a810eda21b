"""A folder in, its documents' names out."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from duizhao import files
from duizhao.errors import CorpusError, SourceError
from duizhao.intake import is_candidate, read_source, scan_corpus


def write(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("对照检查材料", encoding="utf-8")
    return root


def names(root: Path) -> list[str]:
    return [name for name, _ in scan_corpus(root)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("甲.txt", True),
        ("甲.docx", True),
        ("甲", True),
        ("甲.xyz", True),  # reported as unreadable rather than passed over
        ("~甲.txt", True),
        ("甲.yml", True),
        (".甲.txt", False),
        (".DS_Store", False),
        ("._甲.docx", False),
        ("~$甲.docx", False),
        ("Thumbs.db", False),
        ("desktop.ini", False),
        ("taxonomy.yml", False),
        ("phrasebook.tsv", False),
        ("甲.meta.yml", False),
    ],
)
def test_candidates(name: str, expected: bool) -> None:
    assert is_candidate(Path("/some/.hidden/folder") / name) is expected


@pytest.mark.parametrize("by_descriptor", [True, False])
def test_documents_are_sorted_by_name_subfolders_too(
    tmp_path: Path, by_descriptor: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_BY_DESCRIPTOR", by_descriptor and files._BY_DESCRIPTOR)
    write(tmp_path, "b.txt", "a/z.md", "a.txt", "2024/甲.docx", ".git/x.txt", "__MACOSX/x.txt", "taxonomy.yml")
    assert scan_corpus(tmp_path) == [(name, tmp_path / name) for name in ("2024/甲.docx", "a.txt", "a/z.md", "b.txt")]


def test_names_are_composed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "pīnyīn.txt")
    assert names(write(tmp_path, decomposed)) == ["pīnyīn.txt"]


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system knows one spelling of a name")
def test_two_spellings_of_a_name_stay_two_documents(tmp_path: Path) -> None:
    composed, decomposed = "pīnyīn.txt", unicodedata.normalize("NFD", "pīnyīn.txt")
    write(tmp_path, composed, decomposed)
    assert dict(scan_corpus(tmp_path)) == {composed: tmp_path / composed, decomposed: tmp_path / decomposed}


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="its file system knows Unicode names only")
@pytest.mark.parametrize(("raw", "name"), [("甲.txt".encode("gbk"), "甲.txt"), (b"\xff\xfe\xff.txt", None)])
def test_a_name_in_another_encoding_is_readable(tmp_path: Path, raw: bytes, name: str | None) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_text("对照", encoding="utf-8")
    ((found, path),) = scan_corpus(tmp_path)
    assert found.encode("utf-8")
    assert name in (None, found)
    assert read_source(path, name=found).text == "对照"


def test_links_inside_are_read_in_their_place_and_links_out_are_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", "secret.txt", "folder/secret.txt")
    root = write(tmp_path / "corpus", "a.txt", "sub/b.txt")
    (root / "again.txt").symlink_to(root / "sub/b.txt")
    (root / "sub-again").symlink_to(root / "sub")
    (root / "loop").symlink_to(root)
    (root / "sub/up.txt").symlink_to("../a.txt")
    (root / "gone.txt").symlink_to(root / "nothing")
    (root / "round").symlink_to(root / "round")
    (root / "out.txt").symlink_to(outside / "secret.txt")
    (root / "out").symlink_to(outside)
    found = dict(scan_corpus(root))
    assert list(found) == ["a.txt", "again.txt", "gone.txt", "out", "out.txt", "round", "sub/b.txt", "sub/up.txt"]
    refused = {}
    for name, path in found.items():
        try:
            read_source(path, name=name)
        except SourceError as error:
            refused[name] = error.reason
    assert list(refused) == ["gone.txt", "out", "out.txt", "round"]
    assert "之外" in refused["out"]
    assert "之外" in refused["out.txt"]


def test_what_is_no_regular_file_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(write(tmp_path, "a.txt") / "pipe.txt")
    assert names(tmp_path) == ["a.txt"]
    with pytest.raises(SourceError, match="不是普通文件"):
        read_source(tmp_path / "pipe.txt", name="pipe.txt")


def test_a_folder_that_may_not_be_read_is_listed_for_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt", "closed/b.txt")
    scandir, iterdir = os.scandir, Path.iterdir

    def refuse(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def refuse_too(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(files, "_BY_DESCRIPTOR", False)
    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(Path, "iterdir", refuse_too)
    assert names(tmp_path) == ["a.txt", "closed"]
    with pytest.raises(SourceError, match="没有读取的权限"):
        read_source(tmp_path / "closed", name="closed")


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="找不到"):
        scan_corpus(tmp_path / "missing")
    with pytest.raises(CorpusError, match="不是文件夹"):
        scan_corpus(write(tmp_path, "a.txt") / "a.txt")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CorpusError, match="不是文件夹"):
        scan_corpus(tmp_path / "pipe")


def test_an_empty_corpus_has_no_documents(tmp_path: Path) -> None:
    assert scan_corpus(tmp_path) == []
