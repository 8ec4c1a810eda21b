"""The owner's word on a document: what the file may say, what it may not, and what becomes of it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import SourceError
from duizhao.intake import read_corrections, read_source
from duizhao.intake.corrections import corrections_beside
from duizhao.model import Corrections
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from project import material
from properties.invariants import broken


def corrections(folder: Path, text: str | bytes, meta: str = "甲.meta.yml") -> Corrections | None:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / meta).write_bytes(data)
    return read_corrections(folder / "甲.docx", "旧/甲.docx")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("year: 2023\nmeeting: 主题教育专题民主生活会\n", {"year": 2023, "meeting": "主题教育专题民主生活会"}),
        ("年度: 2023\n文种: 剖析材料\n职务: 副局长", {"year": 2023, "kind": "剖析材料", "role": "副局长"}),
        ('year: "2022"\nunit: 某局\n', {"year": 2022, "unit": "某局"}),
        ("# 还没有写\n", {}),
        ("", {}),
        ("role:\nunit: null\nlevel: ~", {"role": None, "unit": None, "level": None}),
        ("title: 某某同志的\n  对照检查材料", {"title": "某某同志的 对照检查材料"}),
        ("unit: 008", {"unit": "008"}),
        ("subject: 党员".encode("gbk"), {"subject": "党员"}),
        ("\ufeffframe: 六个带头\r\n", {"frame": "六个带头"}),
    ],
)
def test_what_can_be_said(tmp_path: Path, text: str | bytes, values: dict[str, str | int | None]) -> None:
    found = corrections(tmp_path, text)
    assert found == Corrections("甲.meta.yml", values)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("year: 2023\nyaer: 2024", 2, "没有“yaer”这一项"),
        ("\n\nyear: 二〇二三", 3, "应是四位数的年份，写的是“二〇二三”"),
        ("year: 2023年度", 1, "应是四位数的年份"),
        ("year: 20233", 1, "应是四位数的年份"),
        ("unit:\n- 甲\n- 乙", 2, "只能有一个值"),
        ("unit: {a: b}", 1, "只能有一个值"),
        ("title:", 1, "标题是空的"),
        ("kind: 甲\n文种: 乙", 2, "写了两次"),
        ("- year\n- 2023", 1, "一行一项"),
        ("只有一句话", 1, "一行一项"),
        ("year: 2023\nunit: [甲", 2, "写法不对"),
        ("unit: " + "甲" * 201, 1, "太长，有 201 个字"),
        ("? [a]\n: b", 1, "没有“…”这一项"),
        ("a: &a [x]\nb: [*a]", 1, "没有“a”这一项"),
        ("#" * 70_000, None, "太大"),
        (bytes(range(256)), None, "二进制"),
    ],
)
def test_what_cannot_be_said_is_refused_with_file_and_line(
    tmp_path: Path, text: str | bytes, line: int | None, reason: str
) -> None:
    with pytest.raises(SourceError) as caught:
        corrections(tmp_path, text)
    assert reason in caught.value.reason
    assert (caught.value.path, caught.value.line) == ("旧/甲.meta.yml", line)
    assert caught.value.remedy


@given(st.text(st.sampled_from("year: 2023\nunit标题[]{}&*-?|>'\"#!%@`~\t"), max_size=60))
def test_any_text_is_taken_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with contextlib.suppress(SourceError):
        corrections(tmp_path_factory.getbasetemp(), text)


def test_the_file_of_the_whole_name_comes_before_that_of_the_stem(tmp_path: Path) -> None:
    corrections(tmp_path, "unit: 乙局")
    found = corrections(tmp_path, "unit: 甲局", "甲.docx.meta.yml")
    assert found == Corrections("甲.docx.meta.yml", {"unit": "甲局"})
    assert read_corrections(tmp_path / "乙.docx", "乙.docx") is None
    other = read_corrections(tmp_path / "甲.txt", "甲.txt")
    assert other
    assert other.values == {"unit": "乙局"}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="没有符号链接")
def test_a_link_that_leads_out_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside.yml").write_text("unit: 甲", "utf-8")
    folder = tmp_path / "corpus" / "旧"
    folder.mkdir(parents=True)
    (folder / "甲.meta.yml").symlink_to(tmp_path / "outside.yml")
    with pytest.raises(SourceError, match="文件夹之外"):
        read_corrections(folder / "甲.docx", "旧/甲.docx")


def test_stamps_change_with_the_file(tmp_path: Path) -> None:
    found = [(path, tmp_path / path) for path in ("甲.docx", "乙.docx", "没有/丙.docx")]
    assert corrections_beside(found).stamps == {}
    corrections(tmp_path, "year: 2023")
    first = corrections_beside(found).stamps
    assert list(first) == ["甲.docx"]
    corrections(tmp_path, "year: 2023\n")
    second = corrections_beside(found).stamps
    corrections(tmp_path, "year: 2023", "甲.docx.meta.yml")
    assert len({*first.values(), *second.values(), *corrections_beside(found).stamps.values()}) == 3


def test_corrections_of_no_document_are_named(tmp_path: Path) -> None:
    corrections(tmp_path, "year: 2023")
    corrections(tmp_path, "year: 2023", "乙.meta.yml")
    found = corrections_beside([("旧/甲.docx", tmp_path / "甲.docx")])
    assert [error.path for error in found.unused] == ["旧/乙.meta.yml"]
    assert "没有用上" in str(found.unused[0])


def written(folder: Path, title: str) -> Path:
    path = folder / "甲.txt"
    path.write_text(material(title), "utf-8")
    return path


def test_corrected_facts_name_the_file_as_their_evidence(tmp_path: Path) -> None:
    (document,) = normalise(
        read_source(written(tmp_path, "甲的对照检查材料"), name="甲.txt"),
        load_taxonomy(),
        corrections=Corrections("甲.meta.yml", {"year": 2019, "role": "局长", "kind": None}),
    )
    facts = document.facts
    assert (facts.year.value, facts.year.evidence, facts.year.line) == (2019, "更正：甲.meta.yml", None)
    assert (facts.role.value, facts.role.evidence) == ("局长", "更正：甲.meta.yml")
    assert (facts.kind.value, facts.kind.evidence) == (None, "更正：甲.meta.yml")


def test_a_corrected_title_leaves_the_one_in_the_text_in_its_place(tmp_path: Path) -> None:
    source = read_source(written(tmp_path, "甲的对照检查材料"), name="甲.txt")
    (document,) = normalise(source, load_taxonomy(), corrections=Corrections("甲.meta.yml", {"title": "另一个标题"}))
    assert document.title == "另一个标题"
    assert [(matter.kind, matter.text) for matter in document.front][:1] == [("written-title", "甲的对照检查材料")]
    assert broken(document, source) == []


def test_what_the_taxonomy_does_not_have_is_taken_with_a_notice(tmp_path: Path) -> None:
    values = {"meeting": "某某专题民主生活会", "kind": "对照检查材料", "level": "市级"}
    source = read_source(written(tmp_path, "甲的对照检查材料"), name="甲.txt")
    (document,) = normalise(source, load_taxonomy(), corrections=Corrections("甲.meta.yml", values))
    assert document.meeting == "某某专题民主生活会"
    told = [notice.message for notice in document.warnings if notice.code == "correction"]
    assert any("某某专题民主生活会" in message for message in told)
    assert not any("对照检查材料" in message for message in told)
