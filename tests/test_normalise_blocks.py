"""Lines in, blocks of text out: without page furniture, without hard wraps."""

from __future__ import annotations

import pytest

from duizhao.normalise.blocks import FURNITURE, blocks, drop_furniture, drop_table_headers, ends_sentence, join_wraps
from duizhao.normalise.draft import Draft

# 26 characters a line, two of them taken by the indent of a paragraph's first.
WRAPPED = """一、存在的问题
　　学习上满足于听过看过，联系思想和工作实际想得
不多，结合岗位职责谋划得不细，学归学、做归做的情
况还有，学到的东西没有及时变成解决问题的办法。
　　落实上习惯于开会发文，到现场督促检查的次数不
多，有的事情部署过了就当作完成了，到底办得怎么样
心里没有底，等到上级来查才发现还差一截。
　　作风上有时图省事，一个电话了解情况，一份材料
应付检查，面对面听意见的时候少，点对点解难题的时
候更少，与群众的距离拉远了。"""


def lines(text: str, styles: dict[int, str] | None = None) -> list[str]:
    return [block.text for block in blocks(Draft(text), styles or {})]


def test_blocks_are_lines_with_something_on_them() -> None:
    found = blocks(Draft("　　甲\n\n 乙 \n\t\n丙"), {5: "table-row"})
    assert [(block.start, block.end, block.text, block.line, block.style) for block in found] == [
        (2, 3, "甲", 1, None),
        (6, 7, "乙", 3, None),
        (11, 12, "丙", 5, "table-row"),
    ]


@pytest.mark.parametrize("row", [example for example, _ in FURNITURE])
def test_each_row_of_furniture_finds_its_example(row: str) -> None:
    assert drop_furniture(Draft(f"甲\n{row}\n乙"), {}).text == "甲\n乙"


@pytest.mark.parametrize(
    "row",
    [
        "[ 字号: 大 中 小 ]",
        "【打印本页】 【关闭窗口】",
        "分享到：",
        "阅读量：1234次",
        "您现在的位置：首页>>党建园地>>学习材料",
        "网站首页 » 党建 » 正文",
        "信息来源：组织部",
        "上一篇：没有了",
        "第 1 页，共 12 页",
        "— 12 —",
        "-3-",
        "(此件公开发布)",
        "本文由某某网友上传，仅供参考",
    ],
)
def test_furniture_has_many_forms(row: str) -> None:
    assert drop_furniture(Draft(f"甲\n{row}\n乙"), {}).text == "甲\n乙"


@pytest.mark.parametrize(
    "row",
    [
        "关闭了一批落后产能。",
        "来源于群众、服务于群众，是我们的优势。",
        "打印店、复印店较多的路段整治不力。",
        "相关科室配合不够",
        "首页",
        "正文",
        "第1页的目标没有完成",
        "来源：" + "情况" * 60,
        "打印" + " " * 200 + "机",
    ],
)
def test_text_is_no_furniture(row: str) -> None:
    assert drop_furniture(Draft(f"甲\n{row}\n乙"), {}).text == f"甲\n{row}\n乙"


def test_breadcrumbs_set_one_word_a_line_go_as_a_whole() -> None:
    assert lines(drop_furniture(Draft("首页\n党建\n对照检查\n正文\n对照检查材料\n一、问题"), {}).text) == [
        "对照检查材料",
        "一、问题",
    ]


def test_lines_that_the_reader_marked_go() -> None:
    draft = Draft("主办单位\n甲\n序号\t问题\n1\t学习")
    draft = drop_furniture(draft, {1: "furniture"})
    assert lines(drop_table_headers(draft, {3: "table-header"}).text) == ["甲", "1\t学习"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_removed_line_takes_its_line_end_along(end: str) -> None:
    draft = drop_furniture(Draft(f"甲{end}— 3 —{end}乙"), {})
    assert draft.text == f"甲{end}乙"
    assert [(edit.rule, edit.before) for edit in draft.edits] == [("furniture", f"{end}— 3 —")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_hard_wraps_are_undone(end: str) -> None:
    joined = lines(join_wraps(Draft(WRAPPED.replace("\n", end)), {}).text)
    assert [line[:4] for line in joined] == ["一、存在", "学习上满", "落实上习", "作风上有"]
    assert "联系思想和工作实际想得不多" in joined[1]


def test_a_page_number_between_wrapped_lines_does_not_part_them() -> None:
    draft = drop_furniture(Draft(WRAPPED.replace("想得\n", "想得\n— 1 —\n")), {})
    assert "工作实际想得不多" in join_wraps(draft, {}).text


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["学习不够深入。"] * 12),  # sentences, short as they are
        "\n".join(WRAPPED.split("\n")[:6]),  # too few lines to tell
        "\n\n".join(WRAPPED.split("\n")),  # an empty line after each
        "\n".join(["理论学习方面存在差距"] * 4 + ["落实不够到位，原因是多方面的，主要是思想认识上有偏差。" * 3] * 8),
    ],
)
def test_lines_that_are_paragraphs_stay(text: str) -> None:
    assert join_wraps(Draft(text), {}).text == text


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("学习。", True),
        ("“学习。”", True),
        ("如下：", True),
        ("学习；", True),
        ("学习", False),
        ("学习，", False),
        ("", False),
    ],
)
def test_ends_sentence(text: str, ends: bool) -> None:
    assert ends_sentence(text) is ends
