import pytest

from duizhao.aspects import Aspects
from duizhao.taxonomy import load_taxonomy

ASPECTS = Aspects(load_taxonomy())
STRICT = ("“三严三实”专题民主生活会", 2015)


@pytest.mark.parametrize(
    ("meeting", "headings", "aspect"),
    [
        (STRICT, ["二、存在的问题", "（一）严以修身方面"], "严以修身"),
        (STRICT, ["二、存在的问题", "（一）严以修身方面", "1.学习不够"], "严以修身"),
        (STRICT, ["二、存在的问题", "（一）严以修身方面", "1.谋事不实"], "谋事要实"),
        (("年度民主生活会", 2015), ["二、存在的问题", "（一）理论学习方面"], "理论学习"),  # the theme of the heading
        ((None, None), ["二、存在的问题", "（一）理论学习方面"], "理论学习"),
        (STRICT, ["二、存在的问题"], None),
        (STRICT, [], None),
    ],
)
def test_aspect(meeting: tuple[str | None, int | None], headings: list[str], aspect: str | None) -> None:
    assert ASPECTS.of(*meeting, headings) == aspect
