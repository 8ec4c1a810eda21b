"""What masks and letter-words are read as, beside the text."""

from __future__ import annotations

import pytest

from documents import FILLER, document
from duizhao.normalise.aloud import Aloud
from duizhao.outline_text import outline_text
from duizhao.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()


def spans(text: str) -> list[tuple[str, str, bool]]:
    return [(text[start:end], words, sure) for start, end, words, sure in Aloud(text, TAXONOMY).spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("专题mzshh和zzshh", [("mzshh", "民主生活会", True), ("zzshh", "组织生活会", True)]),
        ("提升ZZ素质", [("ZZ", "政治", True)]),
        ("PIZZA amzshhb", []),
        # a mask is sure where the text says what it must be
        ("传承伟大建党精神，开展**学习教育", [("**", "党史", True)]),
        ("开展**学习教育", []),
        # and likely where the text itself spells it out in one way
        ("树立正确**观。树立正确政绩观，干出实绩。", [("**", "政绩", False)]),
        ("树立正确**观。有正确政绩观，有正确权力观。", []),
        ("贯彻XX届X中X会精神。十九届六中全会召开了。", [("XX", "十九", False), ("X", "六", False), ("X", "全", False)]),
        ("到XX村调研，在XX局座谈。", []),
        ("面积3×4米", []),
    ],
)
def test_readings(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert spans(text) == expected


def test_only_what_is_sure_is_read_out() -> None:
    text = "传承建党精神，**学习教育专题mzshh，正确**观、正确政绩观"
    assert Aloud(text, TAXONOMY).read(text) == "传承建党精神，党史学习教育专题民主生活会，正确**观、正确政绩观"


def test_facts_are_read_from_what_is_sure_and_the_text_stays() -> None:
    made = document(
        f"县水务局副局长**学习教育专题mzshh对照检查材料\n弘扬伟大建党精神，现检查如下。\n一、问题\n{FILLER}"
    )
    assert made.title == "县水务局副局长**学习教育专题mzshh对照检查材料"
    assert (made.facts.year.value, made.facts.meeting.value) == (2021, "党史学习教育专题民主生活会")
    assert [(made.text[each.start : each.end], each.words, each.is_sure) for each in made.readings] == [
        ("**", "党史", True),
        ("mzshh", "民主生活会", True),
    ]


def test_readings_point_into_the_normalised_text() -> None:
    made = document(f"对照检查材料\n一、问题\n（一）mz shh方面。\n在 mzshh 上，发言 不够。{FILLER}")
    assert [made.text[each.start : each.end] for each in made.readings] == ["mzshh"]


def test_many_masks_take_no_more_than_a_pass_each() -> None:
    text = "".join(f"第{chr(0x4E00 + at)}个X村和**{chr(0x5E00 + at)}学" for at in range(2000))
    assert Aloud(text, TAXONOMY).spans(text) == []


def test_the_outline_for_people_says_how_they_are_read() -> None:
    made = document(f"专题mzshh对照检查材料\n一、问题\n正确**观不牢，正确政绩观没有立起来。{FILLER}")
    assert "  读法：mzshh → 民主生活会，** → 政绩？" in outline_text(made).splitlines()
