"""Files out of the corpus: what a person may call them, and that none is lost on the way."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from duizhao.errors import CorpusError, OutputError
from duizhao.files import all_files
from duizhao.normalise.ids import document_ids
from duizhao.removing import Files

NAMES = ("甲.txt", "旧/甲.txt", "旧/乙.md", "旧/深/丙.docx", "新/丙.docx")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name in NAMES:
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path / "corpus"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("甲.txt", ["甲.txt"]),
        ("旧/甲.txt", ["旧/甲.txt"]),
        ("旧\\甲.txt", ["旧/甲.txt"]),
        ("旧/甲", ["旧/甲.txt"]),
        ("乙.md", ["旧/乙.md"]),
        ("乙", ["旧/乙.md"]),
        ("深/丙", ["旧/深/丙.docx"]),
        ("甲", ["旧/甲.txt", "甲.txt"]),
        ("丙.docx", ["新/丙.docx", "旧/深/丙.docx"]),
        (document_ids(NAMES)["旧/乙.md"], ["旧/乙.md"]),
        (".md", []),
        ("md", []),
        ("旧", []),
        ("", []),
        ("没有", []),
        ("../corpus/乙.md", []),
    ],
)
def test_what_a_file_may_be_called(corpus: Path, given: str, names: list[str]) -> None:
    assert Files.of(corpus).called(given) == names


def test_it_may_be_called_by_its_path(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Files.of(corpus).called(str(corpus / "旧" / "甲.txt")) == ["旧/甲.txt"]
    monkeypatch.chdir(corpus / "旧")
    assert Files.of(corpus).called("./深/../甲.txt") == ["旧/甲.txt"]
    assert Files.of(Path("..")).called("深/丙.docx") == ["旧/深/丙.docx"]


def test_a_file_is_moved_under_its_path_and_empty_folders_go(corpus: Path, tmp_path: Path) -> None:
    aside = tmp_path / "state" / "removed"
    assert Files.of(corpus).remove("旧/深/丙.docx", aside) == aside / "旧/深/丙.docx"
    assert (aside / "旧/深/丙.docx").read_text("utf-8") == "旧/深/丙.docx"
    assert all_files(corpus) == set(NAMES) - {"旧/深/丙.docx"}
    assert not (corpus / "旧" / "深").exists()
    assert (corpus / "旧").is_dir()


def test_the_corpus_itself_stays(corpus: Path) -> None:
    files = Files.of(corpus)
    for name in NAMES:
        assert files.remove(name, None) is None
    assert list(corpus.iterdir()) == []


def test_what_was_removed_before_is_not_overwritten(corpus: Path, tmp_path: Path) -> None:
    Files.of(corpus).remove("甲.txt", tmp_path / "removed")
    (corpus / "甲.txt").write_text("另一份", "utf-8")
    assert Files.of(corpus).remove("甲.txt", tmp_path / "removed") == tmp_path / "removed" / "甲 (2).txt"
    assert (tmp_path / "removed" / "甲.txt").read_text("utf-8") == "甲.txt"


def across_disks(self: Path, target: Path) -> Path:
    raise OSError(errno.EXDEV, "Invalid cross-device link")


def test_another_disk_is_no_obstacle(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "rename", across_disks)
    Files.of(corpus).remove("甲.txt", tmp_path / "removed")
    assert (tmp_path / "removed" / "甲.txt").read_text("utf-8") == "甲.txt"
    assert not (corpus / "甲.txt").exists()


def test_a_file_that_cannot_go_stays_in_one_place(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def busy(self: Path, missing_ok: bool = False) -> None:
        if self.is_relative_to(corpus):
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "rename", across_disks)
    monkeypatch.setattr(Path, "unlink", busy)
    with pytest.raises(CorpusError, match="移不出来"):
        Files.of(corpus).remove("甲.txt", tmp_path / "removed")
    assert all_files(corpus) == set(NAMES)
    assert all_files(tmp_path / "removed") == set()


def test_a_place_that_cannot_be_written_is_said(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "removed").write_text("a file", "utf-8")
    with pytest.raises(OutputError, match="不能在这里存放移出的文件"):
        Files.of(corpus).remove("甲.txt", tmp_path / "removed")
    assert all_files(corpus) == set(NAMES)


def test_a_corpus_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="找不到文稿文件夹"):
        Files.of(tmp_path / "nowhere")


# Corrections


def put(corpus: Path, *names: str) -> None:
    for name in names:
        (corpus / name).write_text("year: 2020\n", "utf-8")


@pytest.mark.parametrize("corrections", ["乙.meta.yml", "乙.md.meta.yml"])
def test_corrections_go_along(corpus: Path, tmp_path: Path, corrections: str) -> None:
    put(corpus, f"旧/{corrections}")
    Files.of(corpus).remove("旧/乙.md", tmp_path / "aside")
    assert all_files(corpus) == set(NAMES) - {"旧/乙.md"}
    assert all_files(tmp_path / "aside") == {"旧/乙.md", f"旧/{corrections}"}


def test_corrections_of_two_files_stay_with_the_other(corpus: Path, tmp_path: Path) -> None:
    (corpus / "旧" / "乙.txt").write_text("另一份", "utf-8")
    put(corpus, "旧/乙.meta.yml")
    files = Files.of(corpus)
    assert files.companion("旧/乙.md") is None
    files.remove("旧/乙.md", tmp_path / "aside")
    assert (corpus / "旧" / "乙.meta.yml").is_file()
    assert files.companion("旧/乙.txt") == corpus / "旧" / "乙.meta.yml"


def test_a_folder_that_only_corrections_were_left_in_is_gone_too(corpus: Path) -> None:
    put(corpus, "新/丙.meta.yml")
    assert Files.of(corpus).remove("新/丙.docx", None) is None
    assert not (corpus / "新").exists()


def test_corrections_keep_to_their_file_under_a_new_name(corpus: Path, tmp_path: Path) -> None:
    for _ in range(2):
        put(corpus, "旧/乙.md.meta.yml")
        Files.of(corpus).remove("旧/乙.md", tmp_path / "aside")
        (corpus / "旧").mkdir(exist_ok=True)
        (corpus / "旧" / "乙.md").write_text("又一份", "utf-8")
    assert all_files(tmp_path / "aside") == {
        *("旧/乙.md", "旧/乙.md.meta.yml"),
        *("旧/乙 (2).md", "旧/乙 (2).md.meta.yml"),
    }
