import base64
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.packing import DICTIONARY_SIZE, pack_codes, pack_text, unpack


@given(st.binary(max_size=400), st.binary(max_size=100))
def test_what_is_packed_can_be_unpacked(data: bytes, dictionary: bytes) -> None:
    assert unpack(pack_codes(data)) == data
    assert unpack(pack_text(data, dictionary), dictionary) == data


@given(st.binary(max_size=40))
def test_packed_data_stands_in_a_script_as_it_is(data: bytes) -> None:
    text = pack_text(data, b"")
    assert json.dumps(text) == f'"{text}"'
    assert base64.b85encode(base64.b85decode(text)).decode() == text


def test_five_characters_are_four_bytes() -> None:
    noise = random.Random(1).randbytes(4_000)  # nothing of it can be spared
    assert len(pack_text(noise, b"")) == pytest.approx(5_000, abs=20)


def test_what_stands_in_the_dictionary_costs_next_to_nothing() -> None:
    draw = random.Random(1)
    sentence = "".join(draw.choices("对照检查党性原则理论学习不够深入", k=200)).encode()
    dictionary = (sentence + draw.randbytes(DICTIONARY_SIZE))[:DICTIONARY_SIZE]  # as far away as it can be
    assert len(pack_text(sentence, dictionary)) < 20 < len(pack_text(sentence, b"")) / 4
    assert unpack(pack_text(sentence, dictionary), dictionary) == sentence


def test_the_same_data_is_packed_alike() -> None:
    assert pack_text(b"abc" * 100, b"abc") == pack_text(b"abc" * 100, b"abc")
