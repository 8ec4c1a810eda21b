"""A number and a format in, what Word displays out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.intake.numerals import numeral


@pytest.mark.parametrize(
    ("form", "numbers", "expected"),
    [
        ("decimal", (1, 10), "1 10"),
        ("decimalZero", (1, 10), "01 10"),
        ("upperRoman", (1, 4, 9, 14, 40, 1999), "I IV IX XIV XL MCMXCIX"),
        ("lowerRoman", (3, 4000), "iii 4000"),
        ("upperLetter", (1, 26, 27, 53), "A Z AA AAA"),
        ("lowerLetter", (2, 781), "b 781"),
        ("chineseCounting", (1, 10, 11, 20, 21, 99, 100, 120), "一 十 十一 二十 二十一 九十九 一〇〇 一二〇"),
        (
            "chineseCountingThousand",
            (10, 19, 100, 101, 110, 111, 1001, 1010),
            "十 十九 一百 一百零一 一百一十 一百一十一 一千零一 一千零一十",
        ),
        ("chineseCountingThousand", (10000, 10001, 99999, 100000), "一万 一万零一 九万九千九百九十九 100000"),
        ("taiwaneseCountingThousand", (12, 105), "十二 一百零五"),
        ("japaneseCounting", (10, 11, 100, 101, 1000, 20), "十 十一 百 百一 千 二十"),
        ("chineseLegalSimplified", (1, 10, 21, 101), "壹 壹拾 贰拾壹 壹佰零壹"),
        ("ideographLegalTraditional", (2, 36), "貳 參拾陸"),
        ("ideographDigital", (1, 10, 23), "一 一〇 二三"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 11"),
        ("ideographZodiac", (1, 12, 13), "子 亥 13"),
        ("ideographEnclosedCircle", (1, 10, 11), "㊀ ㊉ 11"),
        ("decimalEnclosedCircle", (1, 20, 21, 35, 36, 50, 51), "① ⑳ ㉑ ㉟ ㊱ ㊿ 51"),
        ("decimalEnclosedCircleChinese", (3,), "③"),
        ("decimalEnclosedParen", (1, 20, 21), "⑴ ⒇ 21"),
        ("decimalEnclosedFullstop", (1, 20), "⒈ ⒛"),
        ("decimalFullWidth", (1, 12), "１ １２"),
        ("numberInDash", (5,), "- 5 -"),
        ("none", (5,), ""),
        ("bullet", (5,), ""),
        ("koreanCounting", (5,), "5"),
        ("chineseCounting", (0, -3), "0 -3"),
    ],
)
def test_numerals(form: str, numbers: tuple[int, ...], expected: str) -> None:
    assert " ".join(numeral(number, form) for number in numbers) == expected


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_read_out_numbers_are_all_different(one: int, other: int) -> None:
    same = numeral(one, "chineseCountingThousand") == numeral(other, "chineseCountingThousand")
    assert same == (one == other)


@given(
    st.integers(-(2**40), 2**40), st.sampled_from(["upperRoman", "lowerLetter", "chineseCounting", "japaneseCounting"])
)
def test_no_number_is_too_large_or_too_long(number: int, form: str) -> None:
    assert 0 < len(numeral(number, form)) < 40
