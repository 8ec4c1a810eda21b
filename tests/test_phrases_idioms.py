from __future__ import annotations

import pytest

from duizhao.phrases.idioms import idioms

KEPT = ["蜻蜓点水", "举一反三", "雷厉风行", "浅尝辄止", "全力以赴", "求真务实"]
DROPPED = ["今年以来", "彻底解决", "贯彻执行", "尊重群众", "深入开展", "情况不明"]


@pytest.mark.parametrize("word", KEPT)
def test_idioms_stay(word: str) -> None:
    assert word in idioms()


@pytest.mark.parametrize("word", DROPPED)
def test_two_everyday_words_are_no_idiom(word: str) -> None:
    assert word not in idioms()


def test_every_idiom_has_four_characters() -> None:
    assert {len(word) for word in idioms()} == {4}
    assert len(idioms()) > 15_000
