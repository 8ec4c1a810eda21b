"""What a document says of its year in, its 年度 out."""

from __future__ import annotations

import pytest

from documents import document


@pytest.mark.parametrize(
    ("title", "intro", "date", "year"),
    [
        # a report on a year is of that year, whatever it cites
        ("2023年述职报告", "一年来，深入学习党的二十大精神，认真履职。", "", 2023),
        ("个人述职报告", "深入学习党的二十大精神，认真履职。", "2025年1月8日", 2024),
        ("2020年工作总结", "学习贯彻党的十九届四中全会精神。", "", 2020),
        # a meeting named with the year it was held in
        ("2023年民主生活会对照检查材料", "根据安排，深入学习党的二十大精神。", "", 2022),
        ("2024年1月专题民主生活会发言提纲", "现作如下发言。", "", 2023),
        # sessions one after the other
        ("个人对照检查材料", "学习贯彻党的二十大和二十届二中、三中全会精神。", "", 2024),
        # batches
        ("民主生活会发言提纲", "按照第二批主题教育安排，我作了准备。", "", 2023),
        ("民主生活会发言提纲", "按照第二批“不忘初心、牢记使命”主题教育安排，我作了准备。", "", 2019),
        # a list that one year alone has
        ("民主生活会对照检查材料", "聚焦“六个带头”，检查如下。", "", 2022),
        # last year's meeting beside this one
        ("民主生活会材料", "现将2023年度民主生活会整改落实情况和2024年度民主生活会检查情况报告如下。", "", 2024),
        # the one year that is spoken of, not those of a life
        ("个人总结", "回顾2021年，我认真学习。", "", 2021),
        ("个人总结", "2020年对我是不平凡的一年，我2015年参加工作。", "", 2020),
        ("党性分析材料", "我于2012年6月入党，2018年到局里工作。", "2023年12月", 2023),
        ("党性分析材料", "我于2012年6月入党。", "", None),
        ("对照检查材料", "2023年9月开展了巡察，2024年2月反馈了意见。", "", None),
        # notes are of the day they were written
        ("学习心得体会", "读了几篇文章，记下来。", "2021年3月20日", 2021),
    ],
)
def test_year(title: str, intro: str, date: str, year: int | None) -> None:
    assert document(f"{title}\n{intro}\n一、存在的问题\n读得少，用得也少。\n{date}").facts.year.value == year


def test_the_evidence_is_in_the_text() -> None:
    made = document("对照检查材料\n学习贯彻二十届二中、三中全会精神。\n一、存在的问题\n读得少。")
    assert (made.facts.year.value, made.facts.year.line) == (2024, 2)
    assert str(made.facts.year.evidence) in made.text
