"""Names that every system takes: what becomes of those that some would not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.adding.names import LONGEST, fitted, key, numbered, portable, with_ending


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("对照检查材料.docx", "对照检查材料.docx"),
        ("一：二.txt", "一：二.txt"),
        ("a:b?.txt", "a_b_.txt"),
        ("上/下\\左.txt", "上_下_左.txt"),
        ("结尾有点. . ", "结尾有点"),
        (" 开头有空格.txt", "开头有空格.txt"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("console.txt", "console.txt"),
        ("", "_"),
        ("..", "_"),
        ("换\n行\0.txt", "换_行_.txt"),
        (unicodedata.normalize("NFD", "é.txt"), "é.txt"),
        ("甲".encode("gbk").decode("utf-8", "surrogateescape") + ".txt", "甲.txt"),
    ],
)
def test_what_some_system_forbids_is_replaced(name: str, expected: str) -> None:
    assert portable(name) == expected


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("名称.docx", 1, "名称.docx"),
        ("名称.docx", 2, "名称 (2).docx"),
        ("名称", 3, "名称 (3)"),
        ("名称 (2).docx", 2, "名称 (2) (2).docx"),
        ("1.某某同志在会上的发言提纲", 2, "1.某某同志在会上的发言提纲 (2)"),
        ("长" * 83 + ".txt", 2, "长" * 82 + " (2).txt"),
    ],
)
def test_a_number_goes_before_the_ending(name: str, number: int, expected: str) -> None:
    assert numbered(name, number) == expected


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("甲", "txt", "甲.txt"),
        ("甲.txt", "txt", "甲.txt"),
        ("甲.MARKDOWN", "md", "甲.MARKDOWN"),
        ("甲.htm", "html", "甲.htm"),
        ("甲.txt", "docx", "甲.docx"),
        ("甲.docx", "txt", "甲.txt"),
        ("2024.1.5", "txt", "2024.1.5.txt"),
    ],
)
def test_the_ending_is_that_of_the_content(name: str, form: str, expected: str) -> None:
    assert with_ending(name, form) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A/甲.TXT", "a/甲.txt", True),
        ("é.txt", unicodedata.normalize("NFD", "é.txt"), True),
        ("甲.txt", "乙.txt", False),
        ("甲.txt", "甲 .txt", False),
    ],
)
def test_names_that_one_system_or_other_takes_for_one(one: str, other: str, same: bool) -> None:
    assert (key(one) == key(other)) == same


@given(st.text(max_size=300), st.integers(1, 1000))
def test_a_portable_name_does_everywhere(text: str, number: int) -> None:
    name = numbered(portable(text.encode("utf-8", "replace").decode()), number)
    assert name
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name[-1] not in " ."
    assert len(name.encode()) <= LONGEST
    assert fitted(name) == name
