from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.fold import fold_text
from duizhao.search.query import parse
from duizhao.search.readings import Readings

CASES = yaml.safe_load((Path(__file__).parent / "query_cases.yml").read_text(encoding="utf-8"))
READINGS = Readings(CASES["readings"])

# Few characters, so that they meet: operators, quotes, blanks, letters that stand for words.
hostile = st.text(alphabet='学习够 　-－*＊|~"“”。a', max_size=14)
texts = st.lists(st.sampled_from([*'学习够 。“"*-|', "mzshh", "gq", "😀", "，"]), max_size=14).map("".join)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_find(case: dict[str, Any]) -> None:
    found = parse(case["query"]).find(case["text"], READINGS)
    assert [list(match) for match in found] == (case["matches"] or [])


@given(hostile, texts)
def test_matches_are_in_order_and_in_the_text(query: str, text: str) -> None:
    at = 0
    for start, end in parse(query).find(text, READINGS):
        assert at <= start < end <= len(text)
        at = end


@given(st.text(max_size=20), st.text(max_size=5), st.text(max_size=5))
def test_what_is_quoted_is_found_as_it_stands(words: str, before: str, after: str) -> None:
    words = words.replace('"', "").replace("＂", "")
    found = parse(f'"{words}"').find(before + words + after)
    if fold_text(words):
        assert fold_text(words) in {fold_text((before + words + after)[start:end]) for start, end in found}


@given(st.text(alphabet="学习不够，。“”", min_size=1, max_size=12), texts, texts)
def test_text_without_operators_is_a_substring(words: str, before: str, after: str) -> None:
    assert parse(words).find(before + words + after)


@pytest.mark.parametrize(
    "query",
    [
        "a " * 5_000,
        '"a ' * 3_000,
        "学*" * 5_000,
        "a|" * 5_000,
        "-" * 10_000,
        '"' * 10_000,
        "~够 " * 3_000,
        "~" + "不够" * 5_000,
    ],
)
def test_long_queries_have_an_answer(query: str) -> None:
    assert parse(query).find("学习" * 100) == ()


def test_spoken_text() -> None:
    assert READINGS.spoken("召开mzshh，讲z.z") == "召开民主生活会，讲政治"
    assert READINGS.spoken("没有字母") is None
    assert Readings().spoken("mzshh") is None


@given(texts)
def test_each_way_to_read_says_where_its_characters_come_from(text: str) -> None:
    plain, *spoken = READINGS.ways(text)
    assert plain.text == fold_text(text)
    assert [way.text for way in spoken] == [fold_text(said) for said in [READINGS.spoken(text)] if said is not None]
    for way in (plain, *spoken):
        assert len(way.text) == len(way.starts) == len(way.ends)
        assert list(way.starts) == sorted(way.starts)
        assert all(start < end <= len(text) for start, end in zip(way.starts, way.ends, strict=True))
