"""When two sentences are one wording."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.parallels.likeness import common, is_alike, sifted
from duizhao.parallels.wording import wording
from wordings import formulae


def plainly_common(one: str, other: str) -> int:
    """The textbook's table."""
    best = [0] * (len(other) + 1)
    for char in one:
        corner = 0
        for at, against in enumerate(other, 1):
            corner, best[at] = best[at], corner + 1 if char == against else max(best[at], best[at - 1])
    return best[-1]


texts = st.text("甲乙丙丁", max_size=30)


@given(texts, texts)
def test_the_common_part_is_as_long_as_the_table_says(one: str, other: str) -> None:
    assert common(one, other) == plainly_common(one, other)


def alike(one: str, other: str) -> bool:
    """Two sentences, the way an archive has them compared."""
    first, second = wording([one], formulae()), wording([other], formulae())
    shared = np.intersect1d(first.seeds, second.seeds).size
    chosen, sure = sifted(*(np.array([count], np.int64) for count in (shared, first.seeds.size, second.seeds.size)))
    if not chosen.size:
        return False
    return bool(sure[0]) or is_alike(shared, min(first.seeds.size, second.seeds.size), first.text, second.text)


SENTENCE = "给漏雨的粮仓换瓦拖了两个汛期，登记簿上却早早写着完工，直到仓管员来信才去看了一眼。"


@pytest.mark.parametrize(
    "other",
    [
        SENTENCE,
        SENTENCE.replace("，", "、"),
        SENTENCE.replace("两个汛期", "整整三年"),
        SENTENCE.replace("登记簿", "台账").replace("来信", "打来电话"),
        "登记簿上却早早写着完工，直到仓管员来信才去看了一眼，给漏雨的粮仓换瓦拖了两个汛期。",
        "给漏雨的粮仓换瓦拖了两个汛期，直到仓管员来信才去看了一眼。",
        "去年山洪冲垮便桥那晚，值班电话响了十几遍，" + SENTENCE,
    ],
    ids=["the same", "punctuation", "a word", "two words", "order", "a clause dropped", "merged"],
)
def test_an_altered_sentence_is_one_wording(other: str) -> None:
    assert alike(SENTENCE, other)
    assert alike(other, SENTENCE)


@pytest.mark.parametrize(
    "other",
    [
        "给山坡上的果园修滴灌，请了三拨人来量，图纸还压在抽屉里，一眼也没看过。",
        "登记簿上却早早写着完工。",
        "仓管员换了两个，粮仓漏雨的事谁也说不清，汛期又到了。",
    ],
    ids=["another matter", "a turn of speech", "the same words"],
)
def test_another_sentence_is_not(other: str) -> None:
    assert not alike(SENTENCE, other)
