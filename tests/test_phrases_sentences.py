from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.model import Occurrence
from duizhao.phrases.sentences import sentence_at, sentences, wordings

SPLIT = [
    ("一句。两句！", ["一句。", "两句！"]),
    ("他说：“办了。”又说没办", ["他说：“办了。”", "又说没办"]),
    ("一是抓得不紧。二是办法不多。", ["抓得不紧。", "二是办法不多。"]),
    ("（一）加强学习。", ["加强学习。"]),
    ("没有句号", ["没有句号"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text("一是。！”\n甲乙", min_size=1), st.data())
def test_every_character_is_in_the_sentence_given_for_it(text: str, data: st.DataObject) -> None:
    spans = sentences(text)
    at = data.draw(st.integers(0, len(text) - 1))
    if spans and at >= spans[0][0]:
        start, end = sentence_at(spans, at)
        assert start <= at < end
    assert all(one[1] == other[0] for one, other in pairwise(spans))


def test_the_same_sentence_has_the_same_number_wherever_it_stands() -> None:
    one = wordings("一是马上就办。", [Occurrence("a", 2, 6)])
    other = wordings("先说别的。马上就办。马上就办好。", [Occurrence("a", 5, 9), Occurrence("a", 10, 14)])
    assert one[0] == other[0] != other[1]
    assert 0 <= one[0] < 1 << 63
