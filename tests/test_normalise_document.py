"""A source in, the whole document out: positions, leads, parts of a text without headings, warnings."""

from __future__ import annotations

import pytest

from documents import FILLER, document, source
from duizhao.normalise import normalise
from duizhao.normalise.assembly import topic_sentence
from duizhao.normalise.ids import document_id
from duizhao.taxonomy import load_taxonomy
from properties.invariants import broken


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("学习不深。平时忙于事务。", "学习不深"),
        ("学习不深，联系实际不够", "学习不深，联系实际不够"),
        ("把握内涵“有欠缺”。学习不深。", "把握内涵“有欠缺”"),
        ("他说“学习不深。”大家同意。", "他说“学习不深。”"),
        ("怎么办？抓落实。", "怎么办"),
        ("具体如下：", "具体如下"),
        ("  学习不深。", "学习不深"),
        ("。", "。"),
        ("", ""),
    ],
)
def test_topic_sentence(text: str, lead: str) -> None:
    assert topic_sentence(text) == lead


def test_positions_hold_after_the_stops_of_headings_are_cut() -> None:
    lines = [
        "材料",
        "一、问题：",
        "（一）学习方面。",
        f"一是不深。{FILLER}",
        "（二）作风方面。一是浮。二是散。",
        "二、措施。",
        FILLER,
    ]
    made = document("\n".join(lines))
    assert broken(made, source("\n".join(lines))) == []
    assert [section.line for section in made.walk()] == [2, 3, 5, 6]
    assert [passage.line for passage in made.passages()] == [4, 5, 5, 7]
    assert [made.text[passage.start :][:3] for passage in made.passages()] == ["一是不", "一是浮", "二是散", "平时忙"]


def test_the_id_is_the_one_of_the_corpus_or_of_the_name_alone() -> None:
    given = source(f"材料\n{FILLER}", name="2022/甲.txt")
    assert normalise(given, load_taxonomy())[0].id == document_id("甲.txt")
    assert normalise(given, load_taxonomy(), id="0123456789ab")[0].id == "0123456789ab"


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["一、问题", "一是不深。", "二、原因", "一是不紧。", "三、措施", "一是学习。"], ["问题", "原因", "措施"]),
        (["一、组织保障", "我将切实加强领导，确保落实。"], ["措施"]),
        (["一、整改措施", "一是学习。", "二、组织保障", "一是督办。"], ["措施", "措施"]),
        ([FILLER, "学习不够，落实不到位，有差距。", "我将切实加强学习，坚决落实。"], ["引言", "问题", "措施"]),
        ([FILLER, "现将情况报告如下。", "一、问题", "一是不深。"], ["引言", "引言", "问题"]),
    ],
)
def test_parts_of_passages(lines: list[str], parts: list[str]) -> None:
    assert [passage.part for passage in document("\n".join(["材料", *lines])).passages()] == parts


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("深入学习习近平新时代思想。", []),
        ("对照习习近平新时代思想。", ["slip"]),
        ("社全主义思想。", ["slip"]),
        ("专题mzshh要求。", ["letter-word"]),
        ("PIZZA店。", []),
        ('一句"没完。', ["unpaired-quote"]),
        ("有字\ufffd坏了。", ["damaged"]),
    ],
)
def test_warnings(line: str, codes: list[str]) -> None:
    made = document(f"材料\n一、问题\n{line}")
    assert [(notice.code, notice.line) for notice in made.warnings] == [(code, 3) for code in codes]
    assert line in made.text


def test_warnings_come_in_the_order_of_the_text() -> None:
    made = document("材料\n二、问题\n社全主义。\n三、措施\n习习近平。\n专题mzshh。")
    assert [notice.line for notice in made.warnings] == [2, 3, 5, 6]
