"""A document in, what is known about it as a whole out."""

from __future__ import annotations

import pytest

from documents import FILLER, document
from duizhao.model import Fact, Facts
from duizhao.normalise.alignment import Piece, align, match_meetings
from duizhao.taxonomy import load_taxonomy

ASPECTS_2022 = [
    "带头深刻领悟“两个确立”的决定性意义方面",
    "带头用党的创新理论凝心铸魂方面",
    "带头坚持和加强党的全面领导方面",
    "带头坚持以人民为中心方面",
    "带头发扬斗争精神方面",
    "带头落实全面从严治党政治责任方面",
]


def facts(title: str, *lines: str, aspects: list[str] | None = None, name: str = "甲.txt") -> Facts:
    numbered = [f"（{'一二三四五六七'[at]}）{aspect}\n一是不深。{FILLER}" for at, aspect in enumerate(aspects or [])]
    return document("\n".join([title, *lines, "一、存在的问题", *numbered, FILLER]), name=name).facts


@pytest.mark.parametrize(
    ("title", "intro", "year"),
    [
        ("2022年度民主生活会对照检查材料", FILLER, 2022),
        ("２０２２年度民主生活会对照检查材料", FILLER, 2022),
        ("民主生活会对照检查材料", f"按照2022年度民主生活会的安排，{FILLER}", 2022),
        # a plain year in a title is often the year after
        ("2023年民主生活会对照检查材料", f"按照2022年度民主生活会的安排，{FILLER}", 2022),
        ("民主生活会对照检查材料", f"2021年度的工作完成后，按照2022年度民主生活会的安排，{FILLER}", 2022),
        ("党史学习教育专题民主生活会对照检查材料", FILLER, 2021),
        ("主题教育专题民主生活会对照检查材料", FILLER, 2023),
        ("“三严三实”专题民主生活会发言提纲", FILLER, 2015),
        ("党纪学习教育心得体会", FILLER, 2024),
        ("民主生活会对照检查材料", f"学习了党的二十届三中全会精神，{FILLER}", 2024),
        ("20xx年民主生活会对照检查材料", FILLER, None),
        ("民主生活会对照检查材料", FILLER, None),
    ],
)
def test_year(title: str, intro: str, year: int | None) -> None:
    assert facts(title, intro).year.value == year


@pytest.mark.parametrize(
    ("date", "year"),
    [("2023年1月9日", 2022), ("2022年12月30日", 2022), ("2022年9月20日", 2022), ("二〇二四年一月二十日", 2023)],
)
def test_a_date_tells_the_year_where_nothing_else_does(date: str, year: int) -> None:
    assert document(f"民主生活会对照检查材料\n一、问题\n{FILLER}\n张××\n{date}").facts.year.value == year


def test_aspects_tell_the_year_whatever_the_title_says() -> None:
    found = facts("2023年专题民主生活会对照检查材料", FILLER, aspects=ASPECTS_2022)
    assert (found.year.value, found.meeting.value, found.frame.value) == (2022, "年度民主生活会", "六个带头")
    assert found.year.evidence in ASPECTS_2022


@pytest.mark.parametrize(
    ("title", "meeting"),
    [
        ("2022年度民主生活会对照检查材料", "年度民主生活会"),
        ("2022年度mzshh对照检查材料", "年度民主生活会"),
        ("党史学习教育专题mzshh对照检查材料", "党史学习教育专题民主生活会"),
        ("2022年度组织生活会个人剖析材料", "组织生活会"),
        ("2022年度zzshh个人剖析材料", "组织生活会"),
        ("巡视整改专题民主生活会整改方案", "巡视整改专题民主生活会"),
        ("巡察整改专题民主生活会对照检查材料", "巡视整改专题民主生活会"),
        ("以案促改专题民主生活会剖析材料", "以案促改专题民主生活会"),
        ("警示教育专题组织生活会剖析材料", "警示教育专题组织生活会"),
        ("“不忘初心、牢记使命”专题民主生活会检视剖析材料", "“不忘初心、牢记使命”专题民主生活会"),
        ("2019年度述职述廉报告", None),
        ("党纪学习教育心得体会", None),
    ],
)
def test_meeting(title: str, meeting: str | None) -> None:
    assert facts(title, FILLER).meeting.value == meeting


@pytest.mark.parametrize(
    ("title", "intro", "frame"),
    [
        ("六个带头对照检查材料", FILLER, "六个带头"),
        ("民主生活会对照检查材料（五个带头）", FILLER, "五个带头"),
        ("民主生活会对照检查材料", f"围绕“四个带头”查摆，{FILLER}", "四个带头"),
        ("民主生活会对照检查材料", f"对照六个方面查摆，{FILLER}", "六个方面"),
        ("民主生活会对照检查材料", f"坚持三个摆进去，{FILLER}", "三个摆进去"),
        ("民主生活会对照检查材料", FILLER, None),
    ],
)
def test_frame(title: str, intro: str, frame: str | None) -> None:
    assert facts(title, intro).frame.value == frame


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("个人对照检查材料", "对照检查材料"),
        ("班子对照检查情况", "对照检查材料"),
        ("个人剖析材料", "剖析材料"),
        ("党性分析报告", "剖析材料"),
        ("个人检视剖析材料", "检视剖析材料"),
        ("民主生活会发言提纲", "发言提纲"),
        ("个人对照检查发言材料", "发言提纲"),
        ("班子成员相互批评意见", "批评意见"),
        ("民主生活会整改方案", "整改方案"),
        ("民主生活会召开情况的报告", "情况报告"),
        ("民主生活会主持词", "主持词"),
        ("党纪学习教育心得体会", "心得体会"),
        ("2022年度述职述廉报告", "述职述廉报告"),
        ("工作札记", None),
    ],
)
def test_kind(title: str, kind: str | None) -> None:
    assert facts(title, FILLER).kind.value == kind


def test_each_fact_has_the_words_and_the_line_that_say_so() -> None:
    found = facts("清河县水务局副局长2022年度民主生活会对照检查材料", FILLER, aspects=ASPECTS_2022)
    assert found.unit == Fact("清河县水务局", "清河县水务局", 1)
    assert found.kind == Fact("对照检查材料", "对照检查材料", 1)
    assert found.year == Fact(2022, ASPECTS_2022[0], 4)


def test_a_file_name_speaks_where_there_is_no_title() -> None:
    found = document(f"一、问题\n{FILLER}", name="2022/水务局副局长2022年度民主生活会对照检查材料.txt").facts
    assert (found.year, found.kind.value) == (Fact(2022, "2022年度", 0), "对照检查材料")


def test_headings_are_aligned_to_the_aspects_prescribed() -> None:
    taxonomy = load_taxonomy()
    headings = [Piece(text, line) for line, text in enumerate([*ASPECTS_2022[::-1], "其他方面"])]
    best = match_meetings(headings, taxonomy)[0]
    assert (best.meeting.id, best.share > 0.5) == ("2022-niandu", True)
    themes = {at: aspect.theme for at, aspect in align(headings, best.meeting, taxonomy).items()}
    assert themes == {
        0: "从严治党",
        1: "斗争精神与风险防范",
        2: "人民立场",
        3: "党的全面领导",
        4: "理论学习",
        5: "政治忠诚",
    }
