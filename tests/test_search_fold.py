import re
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search import client_dir
from duizhao.search.codec import decode
from duizhao.search.fold import TABLE, VARIANTS, fold, fold_text
from duizhao.search.query import parse

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
    assert [list(match) for match in parse(case["query"]).find(case["text"])] == case["matches"]


def test_lone_surrogate_counts_as_the_replacement_character() -> None:
    assert fold("a\ud83db").text == "a\ufffdb"
    assert parse("\ude00").find("😀") == ()


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text())
def test_every_folded_character_comes_from_the_place_it_names(text: str) -> None:
    folded = fold(text)
    assert folded.text == "".join(fold_text(text[start]) for start in folded.starts)


@given(hostile, hostile)
def test_without_quotes_and_blanks_found_means_in(query: str, text: str) -> None:
    query = "".join(char for char in query if char not in '“”‘’"' and not char.isspace())
    assert bool(parse(query).find(text)) == (fold_text(query) in fold_text(text) and fold_text(query) != "")


def test_a_representative_stands_for_itself() -> None:
    assert not VARIANTS.keys() & set(VARIANTS.values())
    assert all(TABLE[ord(char)] == plain for char, plain in VARIANTS.items())


def test_the_clients_table_of_variants_is_this_one() -> None:
    gaps, plain = re.findall(r"^  '(.*)',$", (client_dir() / "variants.js").read_text("utf-8"), re.MULTILINE)
    codes = [place - 1 for place in accumulate(gap + 1 for gap in decode(gaps.replace("\\'", "'")))]
    assert dict(zip(map(chr, codes), map(chr, decode(plain.replace("\\'", "'"))), strict=True)) == VARIANTS
