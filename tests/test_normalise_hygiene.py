"""Text as it comes in, text as it is shown out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.normalise import draft
from duizhao.normalise.draft import Draft
from duizhao.normalise.hygiene import RULES
from duizhao.normalise.markup import MARKUP
from duizhao.normalise.rules import Rule, tidy
from duizhao.pages import labels

LONG = "按照上级关于开好专题民主生活会的统一部署和有关要求我认真学习了规定的篇目并广泛征求了各方面的意见"  # over 40


def tidied(text: str, format: str = "txt") -> str:
    return tidy(Draft(text), format, RULES).text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_does_what_its_example_says(rule: Rule) -> None:
    before, after = rule.example
    made = tidy(Draft(before), next(iter(rule.formats or ["txt"])), [rule])
    assert made.text == after
    assert {edit.rule for edit in made.edits} == {rule.name}


# edits that other modules make, beside the rules of the table
OTHER_EDITS = (
    *("compilation", "furniture", "table-header", "page-number", "hard-wrap", "title-lines"),
    *("repeated-title", "repeated-text", "repeated-paragraph", "glued-title", "heading-stop"),
)


@pytest.mark.parametrize("name", [*(rule.name for rule in (*RULES, *MARKUP)), *OTHER_EDITS])
def test_each_rule_has_a_chinese_name(name: str) -> None:
    assert re.search("[\u4e00-\u9fff]", labels.rule(name))


def test_no_edit_is_left_out_here() -> None:
    said = set()
    for module in (Path(draft.__file__).parent).glob("*.py"):
        said |= set(
            re.findall(r'\.then\("([a-z-]+)"', re.sub(r"\s+", " ", module.read_text("utf-8")).replace("( ", "("))
        )
    assert said == set(OTHER_EDITS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_looks_only_where_its_signs_are(rule: Rule) -> None:
    assert rule.signs is None or any(sign in rule.example[0] for sign in rule.signs)


@pytest.mark.parametrize(
    "text",
    [
        # masks are text
        "树立正确**观，开好**学习教育专题会",
        "从*发展需要和*县实际出发",
        "征求意见**条，走访**户，解决**个问题",
        "党的十九届X中X会精神",
        "完成XX、XX等4项任务，支出XX万元",
        "20××年×月×日",
        "mzshh",
        # numbers, times, English
        "上午10:30召开",
        "投入1,000万元，增长3.5%",
        "Office 2019 and Word",
        "a, b; c: d.",
        "f(x)，(1)，1)",
        "1.加强学习",
        "7.1 加强学习",
        "一. 存在的问题",
        # quotation marks that are not
        '<a href="理论">',
        '55"电视和32"电视',
        '"abc"',
        '一个"没有配对',
        # what only looks like markup
        "C# 语言",
        "#话题",
        "snake_case_name",
        "2 * 3 * 4",
        "&lt;b&gt; &amp;",
        "😀\u200d😀",
        # blanks that set columns apart, or a number from its words
        "江湾区民政局　　科长　张三",
        "1 存在的问题",
        "第一条 总则",
        "甲\t乙",
    ],
)
def test_what_stays(text: str) -> None:
    assert tidied(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"六稳""六保"任务', "“六稳”“六保”任务"),
        ('“六稳"“六保”要求', "“六稳”“六保”要求"),
        ('"六稳”“六保"要求', "“六稳”“六保”要求"),
        ('提升政治"三力"。对"两个确立"、"两个维护"把握不够', "提升政治“三力”。对“两个确立”、“两个维护”把握不够"),
        ('一句"没完\n另一句"没完', '一句"没完\n另一句"没完'),
        ('学习"XX"精神', "学习“XX”精神"),
        ("(一)理论学习", "（一）理论学习"),
        ("（一)理论学习(含研讨）", "（一）理论学习（含研讨）"),
        ("学习(含(集中)研讨)", "学习（含（集中）研讨）"),
        ("学习(含研讨\n另一行)", "学习(含研讨\n另一行)"),
        ("学习不深,落实不够;比如:", "学习不深，落实不够；比如："),
        ("学习不深, 落实不够 , 作风不实", "学习不深，落实不够，作风不实"),
        ("完成2项,查摆XX,整改5%,其余", "完成2项，查摆XX，整改5%，其余"),
        ("时间:10:30", "时间:10:30"),
        ("落实不够.还有“差距”.", "落实不够。还有“差距”。"),
        ("2021 年，完成 2 项", "2021年，完成2项"),
        ("习惯于先问 “考不考核”", "习惯于先问“考不考核”"),
        ('习惯于先问 "考不考核" 再干', "习惯于先问“考不考核”再干"),
        ("用 Word 2019 写", "用Word 2019写"),
        (f"{LONG}　　{LONG}", LONG + LONG),
        ("１．完成２０２１年任务ＸＸ项", "1．完成2021年任务XX项"),
        ("意识\u200b形态\ufeff阵地\u200d", "意识形态阵地"),
        ("理论\x00学\x08习", "理论学习"),
        ("&nbsp;&nbsp;坚持&ldquo;四风&rdquo;", "\u00a0\u00a0坚持“四风”"),
        ("# ## 一、问题", "一、问题"),
        ("**一、问题**", "一、问题"),
        ("__一、问题__", "一、问题"),
        ("***一、问题***", "一、问题"),
        ("**（一）学习不深。**忙于事务。", "（一）学习不深。忙于事务。"),
        ("*云岭市民政局　石××*", "*云岭市民政局　石××*"),
    ],
)
def test_what_changes(text: str, shown: str) -> None:
    assert tidied(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("拧紧**总开关**不松", "拧紧总开关不松"),
        ('把**"总开关"**拧紧', "把“总开关”拧紧"),
        ("*云岭市民政局　石××*", "云岭市民政局　石××"),
        ("到**县和**市走访", "到**县和**市走访"),
        ("**学习教育和**观", "**学习教育和**观"),
        ("征求意见**条", "征求意见**条"),
        ("- *学得浮。* 会上打盹。", "- 学得浮。会上打盹。"),
        ("1. *心不静*：坐不住。", "1. 心不静：坐不住。"),
        ("_想得浅，_ 说得多", "想得浅，说得多"),
        ("联系李*、王*两名同志", "联系李*、王*两名同志"),
        ("到*县和*市，*局长*，走访", "到*县和*市，*局长*，走访"),
        ("_年_月_日，*县*镇", "_年_月_日，*县*镇"),
    ],
)
def test_strong_words_of_markdown_are_told_from_masks(text: str, shown: str) -> None:
    assert tidied(text, "md") == shown


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_line_end_ends_a_line(end: str) -> None:
    lines = ["## 一、问题", "**（一）学习**", "学习不深,", "落实不够.", "一. 措施"]
    assert tidied(end.join(lines)) == end.join(["一、问题", "（一）学习", "学习不深，", "落实不够。", "一. 措施"])


PIECES = st.sampled_from(
    [
        *'学习一二方面。，、：；,;:!?.()（）"“”*_#=&%1a \t\n\r',
        *(
            "**",
            "__",
            "## ",
            "&nbsp;",
            "&ldquo;",
            "\u3000\u3000",
            "\u200b",
            "\u200d",
            "😀",
            "\x00",
            "（一）",
            "1.",
            "XX",
            "，  ",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["txt", "md", "html"]))
def test_a_tidy_text_is_left_alone(text: str, format: str) -> None:
    assert tidy(Draft(tidied(text, format)), format, RULES).edits == ()


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_rule_adds_or_removes_a_line(text: str) -> None:
    def breaks(text: str) -> int:
        return sum(map(text.count, "\n\r"))

    assert breaks(tidied(text)) == breaks(text)
