"""Marks of Markdown in, text out; what only looks like one stays."""

from __future__ import annotations

import pytest

from duizhao.intake import source_of
from duizhao.normalise import normalise
from duizhao.normalise.draft import Draft, restore
from duizhao.normalise.hygiene import MARKS
from duizhao.normalise.markup import MARKUP
from duizhao.normalise.rules import Rule, tidy
from duizhao.pages.labels import RULES
from duizhao.taxonomy import load_taxonomy


@pytest.mark.parametrize("rule", MARKUP, ids=lambda rule: rule.name)
def test_each_rule_does_what_its_example_says_and_has_a_name(rule: Rule) -> None:
    before, after = rule.example
    draft = tidy(Draft(before), "md", [rule])
    assert draft.text == after
    assert {edit.rule for edit in draft.edits} == {rule.name}
    assert rule.name in RULES
    assert tidy(Draft(before), "txt", [rule]).text == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("* 学习不深\n  + 联系实际不紧", "学习不深\n联系实际不紧"),
        ("* * *", ""),
        ("> - 学习不深", "学习不深"),
        ("1. 学习不深\n2) 落实不力", "1. 学习不深\n2) 落实不力"),  # numbers are text
        ("**学习教育 - 专题**", "学习教育 - 专题"),
        ("完成-3项，占比>5", "完成-3项，占比>5"),
        ("**条意见，走访**户", "**条意见，走访**户"),
        ("*发展需要和*县实际", "*发展需要和*县实际"),
        ('![图](a.png)[网页](https://a.b/c?d=1 "题")[文](<a b.md>)', "图网页文"),
        ("［1］见[2](略)和[3]（注）", "［1］见[2](略)和[3]（注）"),
        ("甲<!-- 一 -->乙<!-- 没有完", "甲乙<!-- 没有完"),
        ("| a | b |\n|---|:-:|\n| 1 | |", "a\tb\n---\t:-:\n1\t"),
        ("|绝对值|", "绝对值"),
        ("甲|乙", "甲|乙"),
        ("~~~\n甲\n~~~", "\n甲\n"),
    ],
)
def test_marks_and_what_looks_like_them(before: str, after: str) -> None:
    assert tidy(Draft(before), "md", (*MARKS, *MARKUP)).text == after


@pytest.mark.parametrize("mark", ["<!--", "[", "![a](", "| ", "> ", "- ", "`", "***", "[a](b"])
def test_long_lines_of_marks_take_linear_time(mark: str) -> None:
    text = mark * 20_000
    draft = tidy(Draft(text), "md", MARKUP)
    assert restore(draft.text, draft.edits) == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_whole_document(end: str) -> None:
    text = end.join(
        [
            "---",
            "title: 不是标题",
            "---",
            "",
            "# 关于某某的对照检查材料",
            "",
            "<!-- 草稿 -->",
            "## 一、存在的问题",
            "",
            "> 学习不够系统，[联系](a.md)实际不够紧密。",
            "",
            "| 序号 | 问题表现 |",
            "| --- | --- |",
            "| 1 | 调查研究不够深入扎实 |",
            "",
            "## 二、下步措施",
            "",
            "- 加强学习，每周不少于一次。",
        ]
    )
    source = source_of(text.encode(), name="甲.md")
    (document,) = normalise(source, load_taxonomy())
    assert restore(document.text, document.edits) == source.text
    assert document.title == "关于某某的对照检查材料"
    assert [passage.text for passage in document.passages()] == [
        "学习不够系统，联系实际不够紧密。",
        "1\t调查研究不够深入扎实",
        "加强学习，每周不少于一次。",
    ]
    assert [section.label for section in document.sections] == ["一、存在的问题", "二、下步措施"]
