"""The start of a line in, the number it opens with out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.normalise.numbering import heading_marker, item_marker, items, ordinal


@pytest.mark.parametrize(
    ("line", "style", "number", "value"),
    [
        ("第一部分 存在的问题", "chapter", "第一部分", 1),
        ("第二章 措施", "chapter", "第二章", 2),
        ("第三节　检查", "section", "第三节", 3),
        ("一、存在的问题", "chinese", "一、", 1),
        ("十二、其他", "chinese", "十二、", 12),
        ("一. 存在的问题", "chinese", "一.", 1),
        ("（一）理论学习", "chinese-bracket", "（一）", 1),
        ("(二)政治素质", "chinese-bracket", "(二)", 2),
        ("〔三〕能力本领", "chinese-bracket", "〔三〕", 3),
        ("1.学习不深", "arabic", "1.", 1),
        ("１2、学习不深", "arabic", "１2、", 12),
        ("1．学习不深", "arabic", "1．", 1),
        ("1)学习不深", "arabic-half-bracket", "1)", 1),
        ("1).学习不深", "arabic-half-bracket", "1).", 1),
        ("2）学习不深", "arabic-half-bracket", "2）", 2),
        ("（3）学习不深", "arabic-bracket", "（3）", 3),
        ("(4)学习不深", "arabic-bracket", "(4)", 4),
        ("①学习不深", "circled", "①", 1),
        ("⑳学习不深", "circled", "⑳", 20),
        ("⑵学习不深", "bracketed", "⑵", 2),
        ("⒊学习不深", "dotted", "⒊", 3),
        ("7.1 学习不深", "decimal-2", "7.1", 1),
        ("7.1.3 学习不深", "decimal-3", "7.1.3", 3),
        ("3 存在的问题", "arabic-blank", "3", 3),
        ("Ⅳ、学习不深", "roman", "Ⅳ、", 4),
        ("IV.学习不深", "roman", "IV.", 4),
        ("A.学习不深", "letter", "A.", 1),
    ],
)
def test_heading_marker(line: str, style: str, number: str, value: int) -> None:
    marker = heading_marker(line)
    assert marker is not None
    assert (marker.style, marker.text, marker.ordinal) == (style, number, value)
    assert line[: marker.length].rstrip() == number


@pytest.mark.parametrize(
    "line",
    [
        "第一条 遵守党章",
        "3.5万元",
        "3、4月份开展了检查",
        "一、二季度",
        "一、二是二",
        "2021年",
        "5 个项目",
        "1,000元",
        "12%的单位",
        "第一时间赶到",
        "一方面",
        "V型反转",
        "B超",
        "（略）",
        "一是学习",
        "",
    ],
)
def test_no_heading_marker(line: str) -> None:
    assert heading_marker(line) is None


@pytest.mark.parametrize(
    ("line", "style", "number", "value"),
    [
        ("一是学习不深", "item-是", "一是", 1),
        ("十一是学习不深", "item-是", "十一是", 11),
        ("二要抓落实", "item-要", "二要", 2),
        ("第一，学习", "item-第", "第一", 1),
        ("第三是学习", "item-第", "第三是", 3),
        ("其二，学习", "item-其", "其二", 2),
        ("首先，学习", "item-首先", "首先", 1),
        ("其次、学习", "item-首先", "其次", 2),
        ("最后，学习", "item-首先", "最后", 9),
    ],
)
def test_item_marker(line: str, style: str, number: str, value: int) -> None:
    marker = item_marker(line)
    assert marker is not None
    assert (marker.style, marker.text, marker.ordinal) == (style, number, value)


@pytest.mark.parametrize("line", ["一是一、二是二", "一要点", "第一时间", "其一生", "首先要学习", "唯一是", "一、学习"])
def test_no_item_marker(line: str) -> None:
    assert item_marker(line) is None


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("一是学习不深。二是落实不够。", ["一是学习不深。", "二是落实不够。"]),
        ("有两点：一是学习不深；二是落实不够。", ["一是学习不深；", "二是落实不够。"]),
        ("第一，学习不深。第二，落实不够。", ["第一，学习不深。", "第二，落实不够。"]),
        ("一要学习。二要落实。三要检查。", ["一要学习。", "二要落实。", "三要检查。"]),
        ("其一，学习不深。其二，落实不够。", ["其一，学习不深。", "其二，落实不够。"]),
        ("二是学习不深。三是落实不够。", ["二是学习不深。", "三是落实不够。"]),
        ("有的一是一、二是二，不打折扣。", []),
        ("他说“一是学习。二是落实。”大家赞成。", []),
        ("他说“学习”。一是学习。二是“落实。三是检查。", ["一是学习。", "二是“落实。", "三是检查。"]),
        ("学习不深，一是没时间，二是没计划。", []),
        ("一是学习不深。三是落实不够。", []),
        ("问题不少。一是学习不深。", []),
        ("首先，学习不深。其次，落实不够。", ["首先，学习不深。", "其次，落实不够。"]),
        (
            "说到缺点，首先，学习不深。其次，落实不够。最后，要求不严。",
            ["首先，学习不深。", "其次，落实不够。", "最后，要求不严。"],
        ),
        ("首先，学习不深。后来，落实不够。", []),
        ("他讲“首先，学习不深。其次，落实不够。”", []),
        (
            "原因有二，一是思想上放松了要求，二是工作中缺少办法。",
            ["一是思想上放松了要求，", "二是工作中缺少办法。"],
        ),
        ("原因有二，一是思想上放松了要求，二是工作中缺少办法。今后要改。", []),
        ("要做到一是一，二是二，心里有本明白账，不打折扣。", []),
        ("", []),
    ],
)
def test_items_of_a_paragraph(text: str, pieces: list[str]) -> None:
    starts = items(text)
    assert [text[start:end] for start, end in pairwise([*starts, len(text)])] == pieces


def test_one_item_is_a_list_where_the_next_paragraph_goes_on_with_it() -> None:
    text = "问题不少。一是学习不深。"
    assert items(text, item_marker("二是落实不够。")) == [5]
    assert items(text, item_marker("三是落实不够。")) == []
    assert items(text, item_marker("第二，落实不够。")) == []


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("二十一", 21),
        ("7.12", 12),
        ("⑪", 11),
        ("Ⅸ", 9),
        ("XIV", 14),
        ("C", 3),
    ],
)
def test_ordinal(number: str, value: int) -> None:
    assert ordinal(number) == value


@given(st.text(alphabet="一二三十是要第其首先次最后，、：。；“”（）()〔〕.1234567890IVXA①Ⅳ 学\u3000", max_size=30))
def test_markers_stand_where_they_say(line: str) -> None:
    for marker in (heading_marker(line), item_marker(line)):
        assert marker is None or (
            marker.ordinal >= 0
            and line[: marker.length].rstrip(" \u3000，,、：:").startswith(marker.text.rstrip("，,、：:"))
        )
    starts = items(line)
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(line) for start in starts)
