"""Numbers as lists display them: 一、（十二）、①、iv, by the names of ECMA-376 part 1, 17.18.59 (ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_ROMAN: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def numeral(number: int, form: str) -> str:
    """`number` written in the number format `form`.

    A format that is unknown, or that has no sign for the number, gives decimal digits; `none` and `bullet` give "".
    """
    if form in ("none", "bullet"):
        return ""
    write = _FORMS.get(form)
    return (write(number) if write and number > 0 else "") or str(number)


def _positional(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _signs(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _run(first: str, last: int) -> Callable[[int], str]:
    """Signs that stand in one run of Unicode from `first`, for 1 to `last`."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else ""


def _letters(first: str) -> Callable[[int], str]:
    """a … z, aa, bb …: Word repeats the letter. Beyond thirty rounds nobody reads it."""
    return lambda number: chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1) if number <= 780 else ""


def _roman(number: int) -> str:
    if number > 3999:
        return ""
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _counted(digits: str, units: str, *, zero: str, bare: str) -> Callable[[int], str]:
    """Numbers read out, 1 to 99,999: 一百零一.

    Args:
        digits: the signs of 0 to 9.
        units: the signs of 10, 100, 1,000 and 10,000.
        zero: what stands for skipped places, once for a run of them.
        bare: the units that stand without 一 before them at the head of the number.
    """

    def write(number: int) -> str:
        if number > 99_999:
            return ""
        written, skipped = "", False
        for place, digit in enumerate(map(int, str(number)), -len(str(number)) + 1):
            unit = units[-place - 1] if place else ""
            if digit == 0:
                skipped = True
                continue
            written += zero if skipped else ""
            written += unit if digit == 1 and unit and unit in bare and not written else digits[digit] + unit
            skipped = False
        return written

    return write


_thousand = _counted(_DIGITS, "十百千万", zero="零", bare="十")


def _hundred(number: int) -> str:
    """Read out to 99, digit by digit from 100 on: 九十九, 一〇〇."""
    return _thousand(number) if number < 100 else _positional(_DIGITS)(number)


def _circled(number: int) -> str:
    """①–⑳ and ㉑–㊿ stand in three runs of Unicode."""
    for low, high, first in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return ""


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "chineseCounting": _hundred,
    "taiwaneseCounting": _hundred,
    "chineseCountingThousand": _thousand,
    "taiwaneseCountingThousand": _thousand,
    "japaneseCounting": _counted(_DIGITS, "十百千万", zero="", bare="十百千"),
    "ideographDigital": _positional(_DIGITS),
    "japaneseDigitalTenThousand": _positional(_DIGITS),
    "taiwaneseDigital": _positional(_DIGITS.replace("〇", "○")),
    "chineseLegalSimplified": _counted(_LEGAL, "拾佰仟万", zero="零", bare=""),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, "拾佰仟萬", zero="零", bare=""),
    "ideographTraditional": _signs("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _signs("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "numberInDash": lambda number: f"- {number} -",
}
