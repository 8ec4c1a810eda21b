"""Everyday words of headings, and of paragraphs that turn, say which part comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.normalise.everyday import heading_part, is_of_earlier, label_part, opening, opening_parts


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("欠下的账", "问题"),
        ("有待提升的方面", "问题"),
        ("自己不满意的地方", "问题"),
        ("红红脸", "问题"),
        ("没过关的地方", "问题"),
        ("哪些没管好", "问题"),
        ("哪里还不够", "问题"),
        ("大家满意不满意", None),
        ("哪些账该不该报", None),  # asks, and finds no fault
        ("花了哪些钱、守没守规矩", None),
        ("没有做好的原因", None),  # the taxonomy's words say so
        ("履责不到位的整改措施", None),
        ("毛病从哪儿来", "原因"),
        ("根上的毛病", "原因"),
        ("往深里说", "原因"),
        ("问题背后的东西", "原因"),
        ("毛病是怎么养成的", "原因"),
        ("怎么把差距补上", "措施"),  # what it asks for, not what it names
        ("给自己立的规矩", "措施"),
        ("补短板、强弱项", "措施"),
        ("往后怎么干", "措施"),
        ("去年的账还了没有", "引言"),
        ("上年度查摆问题改得怎么样", "引言"),
        ("今年干了啥", "引言"),
        ("反馈问题的认领情况", "引言"),
        ("工作作风方面", None),
        ("理论学习", None),
    ],
)
def test_a_heading_names_a_part(heading: str, part: str | None) -> None:
    assert heading_part(heading) == part


def test_what_became_of_last_years_faults() -> None:
    assert is_of_earlier("上年度民主生活会整改落实情况")
    assert not is_of_earlier("今年查摆的问题")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("扪着良心说，有三件事我没办好。", "问题"),
        ("不过，跟先进比起来，我差得还远。", "问题"),
        ("这些毛病是咋来的呢？我琢磨了好几天。", "原因"),
        ("夜里睡不着，是什么让我走到这一步？", "原因"),
        ("产生这些问题，既有客观因素，更有主观因素。", "原因"),
        ("毛病找着了就得治。", "措施"),
        ("亡羊补牢，为时未晚。", "措施"),
        ("怎么重画这张像？我想好了三笔。", "措施"),
        ("烟钱已经交了。从这个月起，每车菜两人过秤。", "措施"),  # in its second sentence
        ("各党支部要组织专题讨论。", "措施"),
        ("会前学习了规定篇目，征求了意见。", None),
        ("我准备了三次发言，都没有讲。", None),  # not what is meant to be done
    ],
)
def test_a_paragraph_may_turn(text: str, part: str | None) -> None:
    assert next(reversed(opening_parts(text)), None) == part  # the last it may turn to


@given(st.text(alphabet="问题改我的。，：今后从起", max_size=200))
def test_an_opening_begins_its_paragraph(text: str) -> None:
    assert text.startswith(opening(text))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("问题是，账没有对上。", "问题"),
        ("思想根子在于图省事。", "原因"),
        ("病根：怕得罪人。", "原因"),
        ("下一步的打算是，每月查一次。", None),  # only the words that stand right before 是
        ("我的办法就是早起半小时。", "措施"),
        ("改法在纸上，人没有动。", "措施"),
        ("根据通知要求，逐条检查。", None),
        ("整改不到位。", None),
    ],
)
def test_a_paragraph_is_labelled_with_its_part(text: str, part: str | None) -> None:
    assert label_part(text) == part
