"""Side by side: the pieces are both wordings again, and what is called the same is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.parallels.alignment import LONGEST, aligned, similarity
from duizhao.parallels.findings import trimmed
from duizhao.search.fold import fold_text

texts = st.text("甲乙丙丁，。aAＡ \u3000“", max_size=40)


@given(texts, texts)
def test_the_pieces_are_both_sides_again(one: str, other: str) -> None:
    pieces = aligned(one, other)
    assert "".join(piece.one for piece in pieces) == one
    assert "".join(piece.other for piece in pieces) == other
    for piece in pieces:
        assert piece.one or piece.other
        if piece.is_same:
            assert len(piece.one) == len(piece.other)
            assert fold_text(piece.one) == fold_text(piece.other)


@given(texts, texts)
def test_similarity_is_of_both_sides_and_whole_for_the_same(one: str, other: str) -> None:
    assert similarity(one, other) == pytest.approx(similarity(other, one), abs=0.5)
    assert similarity(one, one) == 1.0
    assert 0.0 <= similarity(one, other) <= 1.0
    assert similarity(one, one.swapcase()) == 1.0


def test_only_what_differs_is_marked() -> None:
    pieces = aligned("登记簿上早早写着完工。", "登记簿上早早写着竣工了。")
    assert [(piece.one, piece.other) for piece in pieces if not piece.is_same] == [("完", "竣"), ("", "了")]


def test_a_very_long_difference_is_one_piece() -> None:
    one, other = "甲" + "乙" * LONGEST + "丙丁", "甲" + "戊" * LONGEST + "己丁"
    assert [piece.is_same for piece in aligned(one, other)] == [True, False, True]


@given(texts, texts)
def test_a_trimmed_change_makes_one_of_the_other(one: str, other: str) -> None:
    start, end, text = trimmed(one, other)
    assert 0 <= start <= end <= len(one)
    assert one[:start] + text + one[end:] == other
    assert trimmed(one, one) == (len(one), len(one), "")
