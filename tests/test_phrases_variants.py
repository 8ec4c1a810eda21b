from __future__ import annotations

import pytest

from duizhao.phrases.variants import key

SAME = [
    ("学习不够深入", "学习不深入"),
    ("学习还不够深入", "学习不深入"),
    ("学习不太深入", "学习不够深入"),
    ("能力有待加强", "能力有待进一步加强"),
    ("能力还需加强", "能力有待加强"),
]
OTHER = [
    ("学习不够深入", "学习深入"),
    ("不够用功", "不用功"),
    ("思考不够", "思考不"),
    ("研究不深", "研究不透"),
    ("要求不高", "要求太高"),
    ("需要帮助", "有待帮助"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_phrase(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_phrases(one: str, other: str) -> None:
    assert key(one) != key(other)
