from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.fold import Needle, fold, fold_text

CASES = yaml.safe_load((Path(__file__).parent / "fold_cases.yml").read_text(encoding="utf-8"))

# Few characters, so that they meet: blanks, both widths, cases, quotes, one beyond U+FFFF.
hostile = st.text(alphabet="党性 　\nＡaA，,“”\"'‘’😀\0", max_size=30)


@pytest.mark.parametrize("case", CASES["folds"], ids=lambda case: case["name"])
def test_fold(case: dict[str, Any]) -> None:
    folded = fold(case["text"])
    assert folded.text == case["folded"]
    assert list(folded.starts) == case["starts"]


@pytest.mark.parametrize("case", CASES["matches"], ids=lambda case: case["name"])
def test_find(case: dict[str, Any]) -> None:
    assert [list(match) for match in Needle(case["query"]).find(case["text"])] == case["matches"]


def test_lone_surrogate_counts_as_the_replacement_character() -> None:
    assert fold("a\ud83db").text == "a\ufffdb"
    assert Needle("\ude00").find("😀") == ()


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text())
def test_every_folded_character_comes_from_the_place_it_names(text: str) -> None:
    folded = fold(text)
    assert folded.text == "".join(fold_text(text[start]) for start in folded.starts)


@given(hostile, hostile, hostile)
def test_whatever_stands_in_a_text_is_found_there(before: str, query: str, after: str) -> None:
    matches = Needle(query).find(before + query + after)
    assert bool(matches) == bool(fold_text(query))
    assert all(fold_text((before + query + after)[start:end]) == fold_text(query) for start, end in matches)


@given(hostile, hostile)
def test_without_quotes_found_means_in(query: str, text: str) -> None:
    query = "".join(char for char in query if char not in "“”‘’")
    assert bool(Needle(query).find(text)) == (fold_text(query) in fold_text(text) and fold_text(query) != "")
