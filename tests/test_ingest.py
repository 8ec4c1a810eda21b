"""Reading a corpus: what is unchanged comes from the store, what cannot be read is named, ids agree everywhere."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from duizhao.archive import Archive
from duizhao.build import refreshed
from duizhao.errors import CorpusError, SourceError
from duizhao.ingest import names_of, read_files
from duizhao.intake import office
from duizhao.model import Document
from duizhao.normalise import document
from duizhao.normalise.ids import document_id
from duizhao.places import Places
from duizhao.progress import Silent
from duizhao.records import document_key
from duizhao.report import Report
from duizhao.taxonomy import load_taxonomy
from project import material


@dataclass(frozen=True)
class Reading:
    documents: list[Document]
    failures: tuple[SourceError, ...]
    reused: int


Read = Callable[[], Reading]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "旧").mkdir(parents=True)
    (folder / "甲.txt").write_text(material("甲的对照检查材料"), "utf-8")
    (folder / "旧" / "乙.md").write_text(material("乙的对照检查材料", "调查研究"), "utf-8")
    return folder


@pytest.fixture
def read(corpus: Path) -> Read:
    """Reads the corpus, each time with the store of the last."""

    def again() -> Reading:
        report = Report()
        with refreshed(Places.of(corpus, corpus.parent / "state"), Silent(), report) as store:
            archive = Archive(store.connection)
            documents = [archive.document(document_key(id)) for id in archive.ids()]
            documents.sort(key=lambda each: (each.source, each.ordinal))
            return Reading(documents, report.failures, report.reused)

    return again


def names(reading: Reading) -> list[str]:
    return [document.source for document in reading.documents]


def test_all_is_read_once_and_then_reused(read: Read) -> None:
    first, second = read(), read()
    assert (names(first), first.reused) == (["旧/乙.md", "甲.txt"], 0)
    assert (second.documents, second.reused) == (first.documents, 2)


def test_a_file_that_changed_is_read_again(read: Read, corpus: Path) -> None:
    read()
    (corpus / "甲.txt").write_text(material("改过的对照检查材料"), "utf-8")
    second = read()
    assert (second.documents[1].title, second.reused) == ("改过的对照检查材料", 1)


def test_a_change_that_keeps_size_and_time_is_seen(read: Read, corpus: Path) -> None:
    read()
    file = corpus / "甲.txt"
    before = file.stat()
    file.write_text(material("丁的对照检查材料"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert read().documents[1].title == "丁的对照检查材料"


def test_a_document_removed_or_renamed_is_gone_under_its_old_name(read: Read, corpus: Path) -> None:
    read()
    (corpus / "甲.txt").rename(corpus / "丙.txt")
    (corpus / "旧" / "乙.md").unlink()
    assert names(read()) == ["丙.txt"]


def test_a_file_written_again_is_not_a_file_that_changed(read: Read, corpus: Path) -> None:
    first = read()
    (corpus / "甲.txt").write_bytes((corpus / "甲.txt").read_bytes())
    (corpus / "新").mkdir()
    (corpus / "甲.txt").rename(corpus / "新" / "甲.txt")
    second = read()
    assert names(second) == ["新/甲.txt", "旧/乙.md"]
    assert [each.id for each in first.documents[::-1]] == [each.id for each in second.documents]
    os.utime(corpus / "新" / "甲.txt")
    assert read().reused == 2


def test_another_taxonomy_reads_all_again(read: Read, corpus: Path) -> None:
    read()
    (corpus / "taxonomy.yml").write_text("slips:\n- {wrong: 抓得不紧, right: 抓得不够紧}\n", "utf-8")
    again = read()
    assert again.reused == 0
    assert [notice.code for document in again.documents for notice in document.warnings] == ["slip", "slip"]


def test_corrections_read_their_document_again_and_no_other(read: Read, corpus: Path) -> None:
    first = read()
    meta = corpus / "甲.meta.yml"
    meta.write_text("year: 2019\n", "utf-8")
    second = read()
    assert (names(second), second.reused) == (names(first), 1)
    assert [document.year for document in second.documents][1] == 2019
    assert read().reused == 2
    meta.write_text("year: 2018\n", "utf-8")
    assert [document.year for document in read().documents][1] == 2018
    meta.unlink()
    assert read().documents == first.documents


def test_wrong_corrections_leave_out_their_document_until_they_are_put_right(read: Read, corpus: Path) -> None:
    meta = corpus / "甲.meta.yml"
    meta.write_text("unit: 某局\nyaer: 2019\n", "utf-8")
    first = read()
    assert names(first) == ["旧/乙.md"]
    assert [(error.path, error.line) for error in first.failures] == [("甲.meta.yml", 2)]
    assert read().failures[0].line == 2
    meta.unlink()
    assert (names(read()), read().failures) == (["旧/乙.md", "甲.txt"], ())


def test_what_needs_a_missing_program_is_tried_again(read: Read, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "丙.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    monkeypatch.setenv("DUIZHAO_SOFFICE", str(corpus / "none"))
    assert [error.path for error in read().failures] == ["丙.doc"]
    asked = []
    monkeypatch.setattr(office, "find_office", lambda: asked.append("again"))
    assert [error.path for error in read().failures] == ["丙.doc"]
    assert asked == ["again"]


def test_another_phrasebook_is_looked_for_in_all(read: Read, corpus: Path) -> None:
    read()
    (corpus / "phrasebook.tsv").write_text("head\tkind\tvariants\tstatus\tnote\n办法不多\t提法\t\t\t\n", "utf-8")
    with refreshed(Places.of(corpus, corpus.parent / "state"), Silent(), Report()) as store:
        found = {phrase.head: count for phrase, count in Archive(store.connection).phrases()}
    assert found["办法不多"] == 2
    (corpus / "phrasebook.tsv").unlink()
    with refreshed(Places.of(corpus, corpus.parent / "state"), Silent(), Report()) as store:
        assert "办法不多" not in {phrase.head for phrase, _ in Archive(store.connection).phrases()}


def test_what_cannot_be_read_is_named_and_the_others_are_read(read: Read, corpus: Path) -> None:
    (corpus / "空.txt").touch()
    (corpus / "乱.docx").write_bytes(bytes(range(256)) * 8)
    (corpus / "夹.docx").mkdir()
    for reading in (read(), read()):
        assert names(reading) == ["旧/乙.md", "甲.txt"]
        assert [str(failure).partition("：")[0] for failure in reading.failures] == ["乱.docx", "空.txt"]
    (corpus / "空.txt").write_text(material("不空的材料"), "utf-8")
    (corpus / "乱.docx").unlink()
    assert (len(names(read())), read().failures) == (3, ())


def test_an_accident_with_one_document_never_stops_the_others(
    read: Read, monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    normalise = document.normalise

    def stumble(source, taxonomy, *, id=None, corrections=None):  # type: ignore[no-untyped-def]
        if source.path == "甲.txt":
            raise RecursionError("too deep")
        return normalise(source, taxonomy, id=id, corrections=corrections)

    monkeypatch.setattr(document, "normalise", stumble)
    reading = read()
    assert names(reading) == ["旧/乙.md"]
    assert [str(failure) for failure in reading.failures] == [
        "甲.txt：处理时出了意外（RecursionError：too deep）。请先把它移出，并告诉维护者。"
    ]


def test_a_document_of_more_passages_than_the_store_can_number_is_named(
    read: Read, monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    monkeypatch.setattr("duizhao.work.MOST_PASSAGES", 40)
    lines = [f"第{number}件事还没有办好，要从自己身上找原因。" for number in range(60)]
    (corpus / "长.txt").write_text("\n".join(["对照检查材料", *lines]), "utf-8")
    assert [str(failure) for failure in read().failures] == ["长.txt：一份文稿的段落多于 40 段。请分成几个文件。"]


def test_a_file_of_several_documents_grows_and_shrinks(read: Read, corpus: Path) -> None:
    file = corpus / "合编.txt"
    parts = [f"篇{number}：{material(f'第{number}位同志的对照检查材料')}\n" for number in "一二三"]
    titles = []
    for count in (3, 2, 1, 3):
        file.write_text("".join(parts[:count]), "utf-8")
        titles.append([each.title for each in read().documents if each.source == "合编.txt"])
        assert (read().reused, read().failures) == (count + 2, ())
    assert [len(each) for each in titles] == [3, 2, 1, 3]
    assert titles[0] == titles[3]
    file.unlink()
    assert names(read()) == ["旧/乙.md", "甲.txt"]


def test_a_corpus_without_a_document_is_refused_with_all_reasons(read: Read, corpus: Path) -> None:
    (corpus / "甲.txt").write_bytes(b"")
    (corpus / "旧" / "乙.md").unlink()
    with pytest.raises(CorpusError, match=r"一篇文稿也没有能收入：\n甲.txt：文件是空的"):
        read()
    (corpus / "甲.txt").unlink()
    with pytest.raises(
        CorpusError, match="一篇文稿也没有。请放入 txt、md、docx、html、rtf、pdf、doc 或 wps 格式的材料。"
    ):
        read()


# Files from anywhere


def parsed(root: Path, *paths: Path) -> list[tuple[str, str]]:
    results = list(read_files(paths, root, load_taxonomy()))
    return [(each.source, each.id) for each in results if isinstance(each, Document)]


def test_a_file_of_the_corpus_is_what_it_is_there(read: Read, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "旧" / "甲.txt").write_text(material("另一篇甲"), "utf-8")  # the same name in two folders
    (corpus / unicodedata.normalize("NFD", "é.txt")).write_text(material("组合字符"), "utf-8")
    (corpus / "链.txt").symlink_to("甲.txt")
    expected = [(document.source, document.id) for document in read().documents]
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    assert sorted(parsed(corpus, *files)) == sorted(expected)
    assert sorted(parsed(corpus, corpus)) == sorted(expected)
    monkeypatch.chdir(corpus / "旧")
    assert sorted(parsed(Path(".."), Path("乙.md"), Path("../甲.txt"))) == sorted(
        pair for pair in expected if pair[0] in {"旧/乙.md", "甲.txt"}
    )


def test_a_file_from_elsewhere_goes_by_its_name_alone(corpus: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    (elsewhere / "深").mkdir(parents=True)
    (elsewhere / "深" / "丁.txt").write_text(material("丁"), "utf-8")
    (elsewhere / "链.txt").symlink_to(corpus / "甲.txt")
    assert parsed(corpus, elsewhere / "深" / "丁.txt") == [("丁.txt", document_id("丁.txt"))]
    assert parsed(corpus, elsewhere) == [("深/丁.txt", document_id("丁.txt"))]  # links out of a folder are not read
    assert parsed(corpus, elsewhere / "链.txt") == [("链.txt", document_id("链.txt"))]  # a link named on purpose is
    assert parsed(tmp_path / "no corpus", elsewhere / "深" / "丁.txt") == [("丁.txt", document_id("丁.txt"))]


@pytest.mark.parametrize("name", ["没有.txt", "字" * 300, "回环.txt", "空夹"])
def test_what_is_no_file_gives_its_error_in_its_place(corpus: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "回环.txt").symlink_to("回环.txt")
    (tmp_path / "空夹").mkdir()
    results = list(read_files([tmp_path / name, corpus / "甲.txt"], corpus, load_taxonomy()))
    assert [type(each) for each in results] == ([SourceError] if name != "空夹" else []) + [Document]


def test_names_of_files_of_the_corpus(corpus: Path, tmp_path: Path) -> None:
    assert names_of(corpus, [corpus / "旧" / "乙.md", tmp_path / "甲.txt"]) == ["旧/乙.md"]
