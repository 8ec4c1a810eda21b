"""Adding files to the corpus: whole, under their own names, never over something else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duizhao.adding import add_files
from duizhao.errors import CorpusError, OutputError
from project import material


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "有.txt").write_text(material("已有的材料"), "utf-8")
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "新.txt").write_text(material("新来的材料"), "utf-8")
    return folder


def test_a_file_is_copied_under_its_name(corpus: Path, outside: Path) -> None:
    added = add_files([outside / "新.txt"], corpus)
    assert (added.names, added.failures) == (("新.txt",), ())
    assert (corpus / "新.txt").read_bytes() == (outside / "新.txt").read_bytes()
    assert sorted(path.name for path in corpus.iterdir()) == ["新.txt", "有.txt"]


def test_the_corpus_is_made_where_there_is_none(tmp_path: Path, outside: Path) -> None:
    assert add_files([outside / "新.txt"], tmp_path / "a" / "b").names == ("新.txt",)


def test_what_is_there_already_counts_as_added(corpus: Path, outside: Path) -> None:
    shutil.copy(corpus / "有.txt", outside)
    (corpus / "深").mkdir()
    shutil.copy(corpus / "有.txt", corpus / "深")
    files = [outside / "有.txt", corpus / "有.txt", corpus / "深" / "有.txt"]
    assert add_files(files, corpus).names == ("有.txt", "有.txt", "深/有.txt")


def test_a_different_file_of_that_name_is_never_overwritten(corpus: Path, outside: Path) -> None:
    (outside / "有.txt").write_text(material("别的材料"), "utf-8")
    added = add_files([outside / "有.txt", outside / "新.txt"], corpus)
    assert added.names == ("新.txt",)
    assert [failure.reason for failure in added.failures] == ["文稿库里已有一个同名而内容不同的文件"]
    assert (corpus / "有.txt").read_text("utf-8") == material("已有的材料")


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")], ids=["a folder", "a dead link"])
def test_nor_is_anything_else_of_that_name(corpus: Path, outside: Path, make) -> None:  # type: ignore[no-untyped-def]
    make(corpus / "新.txt")
    added = add_files([outside / "新.txt"], corpus)
    assert (added.names, len(added.failures)) == ((), 1)


def test_a_link_named_on_purpose_is_copied_as_a_file(corpus: Path, outside: Path) -> None:
    (outside / "链.txt").symlink_to("新.txt")
    assert add_files([outside / "链.txt"], corpus).names == ("链.txt",)
    assert not (corpus / "链.txt").is_symlink()


def test_the_longest_name_a_system_allows(corpus: Path, outside: Path) -> None:
    name = "长" * 83 + ".txt"  # 253 bytes
    shutil.copy(outside / "新.txt", outside / name)
    assert add_files([outside / name], corpus).names == (name,)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("空.txt", b"", "文件是空的（0 字节）"),
        ("没有.txt", None, "找不到这个文件"),
        (".隐藏.txt", "一、正文".encode(), "这个文件名不会被当作材料"),
        ("taxonomy.yml", "一、正文".encode(), "这个文件名不会被当作材料"),
        ("~$锁.docx", "一、正文".encode(), "这个文件名不会被当作材料"),
    ],
)
def test_what_could_not_be_built_is_not_added(
    corpus: Path, outside: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (outside / name).write_bytes(content)
    added = add_files([outside / name], corpus)
    assert (added.names, [failure.reason for failure in added.failures]) == ((), [reason])
    assert [path.name for path in corpus.iterdir()] == ["有.txt"]


def test_a_folder_is_no_file(corpus: Path, outside: Path) -> None:
    assert [failure.reason for failure in add_files([outside], corpus).failures] == ["这是文件夹，不是文件"]


def test_a_corpus_that_is_a_file_is_refused(corpus: Path, outside: Path) -> None:
    with pytest.raises(CorpusError, match="这不是文件夹"):
        add_files([outside / "新.txt"], corpus / "有.txt")


def test_a_copy_that_fails_leaves_nothing_behind(corpus: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OutputError, match="不能把文件复制到文稿文件夹"):
        add_files([outside / "新.txt"], corpus)
    assert [path.name for path in corpus.iterdir()] == ["有.txt"]
