"""Adding to the corpus: whole, under a name of its own, never over something else, never twice."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import FILLER
from duizhao.adding import Arrival, Arrivals, Given, Held, Shelf, arrivals, below, offers
from duizhao.adding.arrival_text import arrival_text
from duizhao.errors import CorpusError, OutputError, SourceError
from duizhao.files import all_files
from duizhao.intake import read_source, scan_corpus
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
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
    (folder / "新.txt").write_text(material("新来的材料", "三会一课"), "utf-8")
    return folder


def held(corpus: Path) -> list[Held]:
    sources = [read_source(path, name=name) for name, path in scan_corpus(corpus)] if corpus.is_dir() else []
    return [Held.of(made) for source in sources for made in normalise(source, load_taxonomy())]


def taken(
    corpus: Path, *paths: Path | str, into: str = "", name: str | None = None, pasted: bytes = b"", dry: bool = False
) -> list[Arrival | SourceError]:
    """What became of each file that was given."""
    way_in = Arrivals(Shelf(corpus, dry=dry), held(corpus), load_taxonomy())
    results: list[Arrival | SourceError] = []
    for offer in offers(Given(tuple(map(Path, paths)), corpus, into, name), lambda: pasted):
        try:
            results.append(offer if isinstance(offer, SourceError) else way_in.take(offer))
        except SourceError as error:
            results.append(error)
    return results


def names(results: list[Arrival | SourceError]) -> list[str]:
    """Names in the corpus, `=` before one that was there already; of what was refused, the reason."""
    return [
        result.reason if isinstance(result, SourceError) else ("" if result.is_new else "=") + result.name
        for result in results
    ]


def zipped(files: Mapping[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


# Files


def test_a_file_is_copied_under_its_name(corpus: Path, outside: Path) -> None:
    assert names(taken(corpus, outside / "新.txt")) == ["新.txt"]
    assert (corpus / "新.txt").read_bytes() == (outside / "新.txt").read_bytes()
    assert all_files(corpus) == {"新.txt", "有.txt"}


def test_the_corpus_is_made_where_there_is_none(tmp_path: Path, outside: Path) -> None:
    assert names(taken(tmp_path / "a" / "b", outside / "新.txt")) == ["新.txt"]
    assert (tmp_path / "a" / "b" / "新.txt").is_file()


def test_it_goes_into_a_folder_where_one_is_named(corpus: Path, outside: Path) -> None:
    assert names(taken(corpus, outside / "新.txt", into="2024/发言")) == ["2024/发言/新.txt"]
    assert (corpus / "2024" / "发言" / "新.txt").is_file()


def test_the_same_content_is_not_copied_again(corpus: Path, outside: Path) -> None:
    (outside / "另一个名称.txt").write_bytes((corpus / "有.txt").read_bytes())
    (outside / "新的副本.txt").write_bytes((outside / "新.txt").read_bytes())
    results = taken(corpus, *(outside / name for name in ("另一个名称.txt", "新.txt", "新的副本.txt")))
    assert names(results) == ["=有.txt", "新.txt", "=新.txt"]
    assert all_files(corpus) == {"新.txt", "有.txt"}


def test_a_file_of_the_corpus_stays_where_it_is(corpus: Path) -> None:
    (corpus / "深").mkdir()
    (corpus / "深" / "有.txt").write_bytes((corpus / "有.txt").read_bytes())
    assert names(taken(corpus, corpus / "有.txt", corpus / "深" / "有.txt")) == ["=有.txt", "=深/有.txt"]
    assert names(taken(corpus, corpus)) == ["=有.txt", "=深/有.txt"]


def test_a_different_file_of_that_name_takes_another(corpus: Path, outside: Path) -> None:
    folders = []
    for at in range(3):
        folders.append(outside / str(at))
        folders[-1].mkdir()
        (folders[-1] / "有.txt").write_text(material(f"别的材料{at}"), "utf-8")
    results = taken(corpus, *(folder / "有.txt" for folder in folders))
    assert names(results) == ["有 (2).txt", "有 (3).txt", "有 (4).txt"]
    assert (corpus / "有.txt").read_text("utf-8") == material("已有的材料")


def test_names_that_differ_in_capitals_alone_are_one(corpus: Path, outside: Path) -> None:
    (corpus / "Plan.TXT").write_text(material("计划"), "utf-8")
    (outside / "plan.txt").write_text(material("又一份计划"), "utf-8")
    assert names(taken(corpus, outside / "plan.txt")) == ["plan (2).txt"]


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")], ids=["a folder", "a dead link"])
def test_nothing_else_of_that_name_is_touched(corpus: Path, outside: Path, make) -> None:  # type: ignore[no-untyped-def]
    make(corpus / "新.txt")
    way_in = Arrivals(Shelf(corpus), [], load_taxonomy())
    (offer,) = offers(Given((outside / "新.txt",), corpus), bytes)
    assert not isinstance(offer, SourceError)
    assert way_in.take(offer).name == "新 (2).txt"


def test_a_file_that_came_in_the_meantime_is_not_overwritten(corpus: Path, outside: Path) -> None:
    way_in = Arrivals(Shelf(corpus), [], load_taxonomy())
    (corpus / "新.txt").write_text("别人刚放进来的", "utf-8")
    (offer,) = offers(Given((outside / "新.txt",), corpus), bytes)
    assert not isinstance(offer, SourceError)
    assert way_in.take(offer).name == "新 (2).txt"
    assert (corpus / "新.txt").read_text("utf-8") == "别人刚放进来的"
    assert all_files(corpus) == {"新.txt", "新 (2).txt", "有.txt"}


def test_nor_where_the_disk_knows_no_hard_links(corpus: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    test_a_file_that_came_in_the_meantime_is_not_overwritten(corpus, outside)


def test_a_link_named_on_purpose_is_copied_as_a_file(corpus: Path, outside: Path) -> None:
    (outside / "链.txt").symlink_to("新.txt")
    assert names(taken(corpus, outside / "链.txt")) == ["链.txt"]
    assert not (corpus / "链.txt").is_symlink()


def test_the_longest_name_a_system_allows(corpus: Path, outside: Path) -> None:
    name = "长" * 83 + ".txt"  # 253 bytes
    for at in range(2):
        (outside / name).write_text(material(f"材料{at}"), "utf-8")
        taken(corpus, outside / name)
    assert all_files(corpus) == {"有.txt", name, "长" * 82 + " (2).txt"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("空.txt", b"", "文件是空的（0 字节）"),
        ("没有.txt", None, "找不到这个文件"),
        ("纸.pdf", b"%PDF-1.7", "PDF 已损坏，打不开"),
        ("坏.docx", b"PK\x03\x04" + b"\0" * 40, "还不能读这种格式（压缩包）"),
        ("坏.zip", b"PK\x03\x04" + b"\0" * 40, "压缩包坏了，打不开"),
        ("假.zip", "一、正文".encode(), "假.zip"),
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
    results = taken(corpus, outside / name, outside / "新.txt")
    assert names(results) == [reason, "新.txt"]
    if isinstance(results[0], SourceError):
        assert results[0].path == str(outside / name)
        assert results[0].remedy
        assert all_files(corpus) == {"新.txt", "有.txt"}


def test_a_corpus_that_is_a_file_is_refused(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="这不是文件夹"):
        Shelf(corpus / "有.txt")


def test_a_corpus_that_cannot_be_made_is_said(corpus: Path, outside: Path) -> None:
    with pytest.raises(OutputError, match="不能把文件复制到文稿文件夹"):
        taken(corpus / "有.txt" / "下面", outside / "新.txt")


def test_a_copy_that_fails_leaves_nothing_behind(corpus: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="不能把文件复制到文稿文件夹"):
        taken(corpus, outside / "新.txt")
    assert all_files(corpus) == {"有.txt"}


def test_a_document_that_trips_the_program_is_refused(
    corpus: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(arrivals, "normalise", trips)
    way_in = Arrivals(Shelf(corpus), [], load_taxonomy())
    (offer,) = offers(Given((outside / "新.txt",), corpus), bytes)
    assert not isinstance(offer, SourceError)
    with pytest.raises(SourceError, match="处理时出了意外"):
        way_in.take(offer)
    assert all_files(corpus) == {"有.txt"}


# Folders


def test_a_folder_keeps_its_shape_under_its_name(corpus: Path, outside: Path) -> None:
    (outside / "深" / "更深").mkdir(parents=True)
    (outside / "深" / "更深" / "甲.md").write_text(f"# 甲\n\n{FILLER}", "utf-8")
    for litter in (".DS_Store", "~$新.docx", "深/Thumbs.db", "taxonomy.yml"):
        (outside / litter).write_bytes(b"x")
    (outside / ".git").mkdir()
    (outside / ".git" / "甲.txt").write_bytes(b"x")
    assert names(taken(corpus, outside, into="收集")) == ["收集/outside/新.txt", "收集/outside/深/更深/甲.md"]
    assert names(taken(corpus, outside)) == ["=收集/outside/新.txt", "=收集/outside/深/更深/甲.md"]


def test_a_link_in_a_folder_may_not_lead_out_of_it(corpus: Path, outside: Path, tmp_path: Path) -> None:
    (tmp_path / "秘密.txt").write_text(material("秘密"), "utf-8")
    (outside / "链.txt").symlink_to(tmp_path / "秘密.txt")
    assert names(taken(corpus, outside)) == ["outside/新.txt", "这是指向文件夹之外的链接，为安全起见没有读"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("空", "里面没有可以收入的文件"),
        (".藏", "这个文件夹名不会被当作材料"),
        ("..", "文稿库就在这个文件夹里面"),
    ],
)
def test_folders_that_are_refused(corpus: Path, outside: Path, name: str, reason: str) -> None:
    (outside / name).mkdir(exist_ok=True)
    (outside / ".藏" / "甲.txt").parent.mkdir(exist_ok=True)
    (outside / ".藏" / "甲.txt").write_text(FILLER, "utf-8")
    assert names(taken(corpus, outside / name)) == [reason]


def test_a_folder_where_the_corpus_has_a_file_of_that_name(corpus: Path, outside: Path) -> None:
    (corpus / "outside").write_text(material("一份没有扩展名的材料"), "utf-8")
    assert names(taken(corpus, outside)) == ["文稿库里已有一个叫“outside”的文件，不能再建同名的文件夹"]
    assert all_files(corpus) == {"outside", "有.txt"}


@pytest.mark.parametrize("text", ["", ".", "2024", "2024/发言", "2024\\发言/"])
def test_folders_below_the_corpus(text: str) -> None:
    assert below(text) == text.strip("./").replace("\\", "/")


@pytest.mark.parametrize("text", ["..", "a/../../b", "/etc", "C:/x", "C:", ".git", "a/.b", "__MACOSX", "a?"])
def test_folders_that_are_not_below_it(text: str) -> None:
    with pytest.raises(ValueError, match="要写成文稿文件夹下面的一个文件夹"):
        below(text)


# Archives


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["甲.txt"], ["甲.txt"]),
        (["甲.txt", "旧/乙.txt"], ["材料/甲.txt", "材料/旧/乙.txt"]),
        (["夹/甲.txt", "夹/旧/乙.txt"], ["夹/甲.txt", "夹/旧/乙.txt"]),
        (["../甲.txt", "夹/甲.txt"], ["路径指向文件夹之外，为安全起见没有解压", "材料/夹/甲.txt"]),
    ],
)
def test_an_archive_gives_a_folder(corpus: Path, outside: Path, members: list[str], expected: list[str]) -> None:
    data = zipped({name: material(f"材料{at}") for at, name in enumerate(members)})
    (outside / "材料.zip").write_bytes(data)
    results = taken(corpus, outside / "材料.zip")
    assert names(results) == expected
    found = {name for name in expected if name.endswith(".txt")}
    assert all_files(corpus) == {"有.txt", *found}


def test_what_an_archive_refuses_is_named_by_both_paths(corpus: Path, outside: Path) -> None:
    (outside / "材料.zip").write_bytes(zipped({"好.txt": material("好"), "空.txt": ""}))
    results = taken(corpus, outside / "材料.zip")
    assert [str(result.path) for result in results if isinstance(result, SourceError)] == [
        f"{outside / '材料.zip'}/空.txt"
    ]


def test_an_archive_in_a_folder_gives_a_folder_there(corpus: Path, outside: Path) -> None:
    (outside / "旧").mkdir()
    (outside / "旧" / "包.zip").write_bytes(zipped({"甲.txt": material("甲"), "乙.txt": material("乙")}))
    assert names(taken(corpus, outside)) == ["outside/新.txt", "outside/旧/包/甲.txt", "outside/旧/包/乙.txt"]


def test_an_archive_in_an_archive_is_left_to_the_person(corpus: Path, outside: Path) -> None:
    with zipfile.ZipFile(outside / "外.zip", "w") as archive:
        archive.writestr("内.zip", zipped({"甲.txt": material("甲")}))
    assert names(taken(corpus, outside / "外.zip")) == ["还不能读这种格式（压缩包）"]


# Standard input


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (material("粘贴来的对照检查材料"), None, "粘贴来的对照检查材料.txt"),
        (material("粘贴来的对照检查材料"), "甲", "甲.txt"),
        (material("粘贴来的对照检查材料"), "甲.md", "甲.md"),
        (material("粘贴来的对照检查材料"), "甲.docx", "甲.txt"),
        (material("粘贴来的对照检查材料"), "a/b:c", "a_b_c.txt"),
        (
            f"<!doctype html><html><body><h1>网页上的发言提纲</h1><p>{FILLER}</p></body></html>",
            None,
            "网页上的发言提纲.html",
        ),
    ],
)
def test_what_is_pasted_is_named_by_its_title(corpus: Path, text: str, name: str | None, expected: str) -> None:
    assert names(taken(corpus, "-", name=name, pasted=text.encode())) == [expected]
    assert (corpus / expected).read_text("utf-8") == text


def test_without_a_title_the_content_gives_a_name(corpus: Path) -> None:
    (first,), (second,) = (names(taken(corpus, "-", pasted=FILLER.encode(), dry=True)) for _ in range(2))
    assert first == second
    assert first.startswith("粘贴-")
    assert first.endswith(".txt")


def test_what_is_pasted_may_be_in_any_encoding_or_an_archive(corpus: Path) -> None:
    assert names(taken(corpus, "-", pasted=material("国标编码的材料").encode("gb18030"))) == ["国标编码的材料.txt"]
    data = zipped({"甲.txt": material("甲"), "乙.txt": material("乙")})
    assert names(taken(corpus, "-", name="包", pasted=data)) == ["包/甲.txt", "包/乙.txt"]


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_nothing_pasted_is_refused(corpus: Path, data: bytes) -> None:
    assert names(taken(corpus, "-", pasted=data)) == ["什么也没有"]


# Rehearsal


def test_a_rehearsal_says_the_same_and_changes_nothing(corpus: Path, outside: Path) -> None:
    (outside / "有.txt").write_text(material("别的材料"), "utf-8")
    (outside / "包.zip").write_bytes(zipped({"新.txt": material("包里的"), "坏.txt": ""}))
    given = (outside / "有.txt", outside / "新.txt", outside / "包.zip", outside)
    rehearsed = taken(corpus, *given, dry=True)
    assert all_files(corpus) == {"有.txt"}
    assert [str(each) for each in rehearsed] == [str(each) for each in taken(corpus, *given)]


# Near-duplicates


def test_a_document_much_like_one_that_is_there_is_said_to_be(corpus: Path, outside: Path) -> None:
    changed = material("已有的材料").replace("每月安排两天集中研讨，力戒形式主义。", "每周都要碰头，谁拖谁说明。")
    (outside / "改.txt").write_text(changed, "utf-8")
    (outside / "再改.txt").write_text(changed.replace("已有", "再改"), "utf-8")
    first, second = taken(corpus, outside / "改.txt", outside / "再改.txt")
    assert isinstance(first, Arrival)
    assert isinstance(second, Arrival)
    assert [(each.name, each.overlap.verdict) for each in first.likenesses] == [("有.txt", "大部分相同")]
    assert [(each.name, each.overlap.verdict) for each in second.likenesses] == [
        ("改.txt", "全文重复"),
        ("有.txt", "大部分相同"),
    ]


# What is said


def test_an_arrival_is_told_in_a_few_lines(corpus: Path, outside: Path) -> None:
    (outside / "有.txt").write_text(material("已有的材料") + "最后补一句。", "utf-8")
    (arrival,) = taken(corpus, outside / "有.txt")
    assert isinstance(arrival, Arrival)
    lines = arrival_text(arrival, lambda name: f"<{name}>").splitlines()
    assert lines[:2] == [
        "已有的材料",
        f"  文件：有 (2).txt（来自 {outside / '有.txt'}；有.txt 是另一份，没有动它）",
    ]
    assert lines[2].startswith("  年度 2022 · 会议 ")
    assert lines[3].startswith("  4 个标题 · 9 个段落 · ")
    assert lines[4].startswith("  主题：")
    assert lines[-3].startswith("  近似：与《已有的材料》全文重复 9")
    assert lines[-2:] == ["        <有.txt>", "  网址：<有 (2).txt>"]


def test_it_is_never_more_than_a_screenful(corpus: Path, outside: Path) -> None:
    lines = "\n".join(f"（{'三' if at % 2 else '九'}）第{at}方面。{FILLER}" for at in range(60))
    (outside / "乱.txt").write_text(f"乱\n\n{lines}\n" * 5, "utf-8")
    (arrival,) = taken(corpus, outside / "乱.txt")
    assert isinstance(arrival, Arrival)
    assert len(arrival.warnings) > 5
    told = arrival_text(arrival, str).splitlines()
    assert len(told) <= 20
    assert any(line.startswith("  提示：另有 ") for line in told)


# Any names at all

parts = st.text(st.sampled_from("aA甲é .~:\\_-2()"), min_size=1, max_size=6)


@given(st.lists(st.lists(parts, min_size=1, max_size=3), min_size=1, max_size=6))
def test_names_never_meet(tmp_path_factory: pytest.TempPathFactory, paths: list[list[str]]) -> None:
    """Whatever an archive calls its files, each that is taken has a file of its own; a rehearsal says which."""
    corpus = tmp_path_factory.mktemp("corpus")
    data = zipped({"/".join(path): material(f"材料{at}") for at, path in enumerate(paths)})
    rehearsed = taken(corpus, "-", pasted=data, dry=True)
    results = taken(corpus, "-", pasted=data)
    assert names(rehearsed) == names(results)
    new = [result.name for result in results if isinstance(result, Arrival) and result.is_new]
    assert len({name.casefold() for name in new}) == len(new)
    assert {name for name, _ in scan_corpus(corpus)} == all_files(corpus) == set(new)


# Corrections


def correct(file: Path, text: str = "year: 2019\n", *, own: bool = False) -> Path:
    place = file.with_name((file.name if own else file.stem) + ".meta.yml")
    place.write_text(text, "utf-8")
    return place


@pytest.mark.parametrize("own", [True, False])
def test_corrections_go_along_and_hold(corpus: Path, outside: Path, own: bool) -> None:
    beside = correct(outside / "新.txt", own=own)
    (arrival,) = taken(corpus, outside / "新.txt")
    assert isinstance(arrival, Arrival)
    assert (arrival.corrections, arrival.left, arrival.facts.year.value) == (beside.name, None, 2019)
    assert all_files(corpus) == {"有.txt", "新.txt", beside.name}
    assert (corpus / beside.name).read_bytes() == beside.read_bytes()
    assert f"更正：{beside.name}" in arrival_text(arrival, lambda path: path)


def test_corrections_take_the_name_of_their_file_here(corpus: Path, outside: Path) -> None:
    (outside / "有.txt").write_text(material("另一份材料"), "utf-8")
    correct(outside / "有.txt")
    (arrival,) = taken(corpus, outside / "有.txt")
    assert isinstance(arrival, Arrival)
    assert (arrival.name, arrival.corrections) == ("有 (2).txt", "有 (2).meta.yml")


def test_corrections_touch_no_other_file_of_that_stem(corpus: Path, outside: Path) -> None:
    (outside / "有.md").write_text(material("另一份材料"), "utf-8")
    correct(outside / "有.md")
    (arrival,) = taken(corpus, outside / "有.md")
    assert isinstance(arrival, Arrival)
    assert (arrival.name, arrival.corrections) == ("有.md", "有.md.meta.yml")


def test_wrong_corrections_are_named_and_nothing_is_copied(corpus: Path, outside: Path) -> None:
    beside = correct(outside / "新.txt", "year: 去年\n")
    (error,) = taken(corpus, outside / "新.txt")
    assert isinstance(error, SourceError)
    assert (str(error.path), error.line) == (str(beside), 1)
    assert all_files(corpus) == {"有.txt"}


def test_corrections_of_what_is_there_already_are_left_and_said(corpus: Path, outside: Path) -> None:
    (outside / "同.txt").write_bytes((corpus / "有.txt").read_bytes())
    beside = correct(outside / "同.txt")
    (arrival,) = taken(corpus, outside / "同.txt")
    assert isinstance(arrival, Arrival)
    assert (arrival.is_new, arrival.corrections, arrival.left) == (False, None, str(beside))
    assert all_files(corpus) == {"有.txt"}
    assert "没有复制" in arrival_text(arrival, lambda path: path)


def test_corrections_alone_say_what_they_are(corpus: Path, outside: Path) -> None:
    beside = correct(outside / "新.txt")
    (error,) = taken(corpus, beside)
    assert isinstance(error, SourceError)
    assert "更正文件" in error.reason
    assert "旁边的文稿" in error.remedy
    assert names(taken(corpus, beside, outside / "新.txt")) == ["新.txt"]  # as * gives them
    assert all_files(corpus) == {"有.txt", "新.txt", "新.meta.yml"}


def test_corrections_in_folders_and_archives(corpus: Path, outside: Path) -> None:
    correct(outside / "新.txt")
    correct(outside / "孤.txt")
    assert names(taken(corpus, outside)) == ["outside/新.txt", "旁边没有这个名字的文稿，更正没有用上"]
    packed = zipped(
        {"夹/甲.txt": material("甲的材料"), "夹/甲.meta.yml": "year: 2019\n", "夹/乙.meta.yml": "year: 1\n"}
    )
    first, second = taken(corpus, "-", name="包.zip", pasted=packed)
    assert isinstance(first, Arrival)
    assert isinstance(second, SourceError)
    assert (first.name, first.corrections, first.facts.year.value) == ("夹/甲.txt", "夹/甲.meta.yml", 2019)
    assert str(second.path) == "标准输入/夹/乙.meta.yml"
    (alone,) = taken(corpus, "-", name="包.zip", pasted=zipped({"甲.meta.yml": "year: 2019\n"}))
    assert isinstance(alone, SourceError)


def test_a_rehearsal_says_where_corrections_would_go(corpus: Path, outside: Path) -> None:
    correct(outside / "新.txt")
    (arrival,) = taken(corpus, outside / "新.txt", dry=True)
    assert isinstance(arrival, Arrival)
    assert arrival.corrections == "新.meta.yml"
    assert all_files(corpus) == {"有.txt"}
