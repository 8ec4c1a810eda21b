"""What an office is called, and what only looks like one."""

from __future__ import annotations

import pytest

from duizhao.normalise.offices import OFFICES


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("清河县水务局副局长", "副局长"),
        ("县财政局党组书记、局长", "党组书记、局长"),
        ("柳林镇党委副书记、镇长", "党委副书记、镇长"),
        ("云岭学院直属党支部书记、副馆长", "直属党支部书记、副馆长"),
        ("办公室副主任科员", "副主任科员"),
        ("第三党支部组织委员", "组织委员"),
        ("水务集团党委委员、副总经理兼总工程师", "党委委员、副总经理兼总工程师"),
        ("县融媒体中心总编辑", "总编辑"),
        ("清河海关关长", "关长"),
    ],
)
def test_an_office_begins_where_the_unit_ends(text: str, offices: str) -> None:
    found = OFFICES.search(text)
    assert found is not None
    assert found[0] == offices


@pytest.mark.parametrize(
    "text", ["习近平总书记", "县委常委会", "常委班子", "教师党支部", "编辑部", "能力增长", "局长期重视"]
)
def test_what_is_none(text: str) -> None:
    assert OFFICES.search(text) is None
