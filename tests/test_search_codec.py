import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.codec import decode, encode, encode_many


@pytest.mark.parametrize(
    ("number", "code"),
    [(0, "#"), (56, "["), (57, "]#"), (1_994, "~["), (1_995, "]]#"), (67_886, "~~["), (67_887, "]]]#")],
)
def test_code_of_a_number(number: int, code: str) -> None:
    assert encode([number]) == code


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_decoding_gives_the_numbers_back(numbers: list[int]) -> None:
    codes = encode(numbers)
    assert decode(codes) == numbers
    assert all("#" <= char <= "~" and char != "\\" for char in codes)


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_lengths_are_those_of_the_single_codes(numbers: list[int]) -> None:
    _, lengths = encode_many(np.asarray(numbers, dtype=np.uint32))
    assert lengths.tolist() == [len(encode([number])) for number in numbers]


def test_many_numbers_are_encoded_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encode(range(10_000))
    monkeypatch.setattr("duizhao.search.codec._CHUNK", 7)
    assert encode(range(10_000)) == whole
