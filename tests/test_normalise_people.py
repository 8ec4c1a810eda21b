"""Titles and bylines in, who speaks out."""

from __future__ import annotations

import pytest

from duizhao.normalise.people import Speaker, level_of, speaker_of, subject_of
from duizhao.taxonomy import load_taxonomy


@pytest.mark.parametrize(
    ("title", "head", "role", "unit"),
    [
        ("清河县水务局副局长2022年度民主生活会对照检查材料", [], "清河县水务局副局长", "清河县水务局"),
        ("统计局党委书记2019年专题民主生活会剖析材料", [], "统计局党委书记", "统计局"),
        ("县分管领导2021年五个方面专题民主生活会个人剖析材料", [], "县分管领导", None),
        ("清河县财政局党组书记、局长个人对照检查材料", [], "清河县财政局党组书记、局长", "清河县财政局"),
        ("个人对照检查材料", ["江湾区民政局　养老服务科科长　石××"], "养老服务科科长", "江湾区民政局"),
        ("个人对照检查材料", ["（云岭市规划局党组成员、副局长　林×）"], "云岭市规划局党组成员、副局长", "云岭市规划局"),
        ("个人对照检查材料", ["我担任水务局副局长三年来，忙于具体事务，想得少。" * 3], "水务局副局长", "水务局"),
        (
            "个人对照检查材料",
            ["作为水务集团党委委员、副总经理，我认真查摆。" * 3],
            "水务集团党委委员、副总经理",
            "水务集团",
        ),
        ("县委常委、副县长对照检查材料", ["清河县人民政府　周××"], "县委常委、副县长", "清河县人民政府"),
        ("江湾区教育局党委领导班子对照检查材料", [], None, "江湾区教育局"),
        ("中共白沙乡委员会领导班子对照检查材料", [], None, "白沙乡"),
        ("班子成员个人对照检查材料", [], None, None),
        ("党员领导干部个人对照检查材料", [], None, None),
        ("普通党员个人剖析材料", [], "普通党员", None),
    ],
)
def test_speaker(title: str, head: list[str], role: str | None, unit: str | None) -> None:
    assert speaker_of(title, head) == Speaker(role, unit)


@pytest.mark.parametrize(
    ("title", "role", "text", "subject"),
    [
        ("教育局党委领导班子对照检查材料", None, "", "领导班子"),
        ("住建局党组巡视整改专题民主生活会整改方案", None, "", "领导班子"),
        ("对照检查材料", "水务局党组书记、局长", "", "主要负责同志"),
        ("对照检查材料", "清河县柳林镇党委书记", "", "主要负责同志"),
        ("对照检查材料", "党委副书记、乡长", "", "主要负责同志"),
        ("对照检查材料", "水务局副局长", "", "班子成员"),
        ("对照检查材料", "县委常委、宣传部部长", "", "班子成员"),
        ("对照检查材料", "市委副书记", "", "班子成员"),
        ("剖析材料", "普通党员", "", "党员"),
        ("对照检查材料", None, "对分管领域要求不严", "班子成员"),
        ("党员个人剖析材料", None, "", "党员"),
        ("学习体会", None, "", None),
    ],
)
def test_subject(title: str, role: str | None, text: str, subject: str | None) -> None:
    assert subject_of(title, role, [text])[0] == subject


@pytest.mark.parametrize(
    ("unit", "role", "level"),
    [
        ("云岭市第二人民医院", None, "医院"),
        ("江湾职业技术学院", None, "学校"),
        ("云岭水务集团", None, "企业"),
        ("清河县柳林镇", None, "乡镇街道"),
        ("东堤街道办事处", None, "乡镇街道"),
        ("清河县水务局", None, "部门"),
        ("江湾区委", None, "县区"),
        ("市委", "市委副书记", "市"),
        (None, "副区长", "县区"),
        (None, "区分管领导", "县区"),
        (None, "养老服务科科长", None),
        (None, None, None),
    ],
)
def test_level(unit: str | None, role: str | None, level: str | None) -> None:
    assert level_of(unit, role, load_taxonomy())[0] == level
