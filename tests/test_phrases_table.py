from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import ConfigError
from duizhao.phrases.table import KINDS, Row, read_rows, write_rows

HEADER = "head\tkind\tvariants\tstatus\tnote\n"

TABLES = [
    ("", ()),
    (HEADER, ()),
    (HEADER + "一抓到底\t套语\t\taccepted\t", (Row("一抓到底", "套语"),)),
    (HEADER + "一抓到底\t套语\n", (Row("一抓到底", "套语"),)),
    ("\ufeff" + HEADER + "一抓到底\t套语\r\n", (Row("一抓到底", "套语"),)),
    ("# 说明\n\n" + HEADER + "# 备忘\n一抓到底\t套语\n", (Row("一抓到底", "套语"),)),
    (
        HEADER + "红脸出汗\t提法\t红红脸、出出汗| 红脸、出汗 |\n",
        (Row("红脸出汗", "提法", ("红红脸、出出汗", "红脸、出汗")),),
    ),
    (HEADER + "今年以来\t成语\t\trejected\t平常词语\n", (Row("今年以来", "成语", (), "rejected", "平常词语"),)),
    (HEADER + "四风\t提法\t\trejected\n", (Row("四风", "提法", (), "rejected"),)),
]


@pytest.mark.parametrize(("text", "rows"), TABLES)
def test_read_rows(text: str, rows: tuple[Row, ...]) -> None:
    assert read_rows(text, "phrasebook.tsv") == rows


def test_wordings_are_read_in_nfc() -> None:
    (row,) = read_rows(HEADER + "cafe\u0301 文化\t套语\n", "phrasebook.tsv")
    assert row.head == "caf\u00e9 文化"


BAD = [
    ("一抓到底\t套语\n", 1, "首行不是表头"),
    (HEADER + "一抓到底\t套语\t\taccepted\t好\t多一栏\n", 2, "有 6 栏"),
    (HEADER + "一抓到底\t俗语\n", 2, "不认识的类别“俗语”"),
    (HEADER + "一抓到底\t套语\t\tmaybe\n", 2, "不认识的状态“maybe”"),
    (HEADER + "\t套语\n", 2, "没有汉字"),
    (HEADER + "abc\t套语\n", 2, "没有汉字"),
    (HEADER + "初心\t套语\n", 2, "太短"),
    (HEADER + "不忘初心\t套语\t初心\n", 2, "太短"),
    (HEADER + "一抓到底\t套语\n\n一抓到底\t提法\n", 4, "与第 2 行重复"),
    (HEADER + "一抓到底\t套语\n抓到底\t套语\t一抓到底\n", 3, "与第 2 行重复"),
]


@pytest.mark.parametrize(("text", "line", "reason"), BAD)
def test_bad_rows_are_named_with_file_line_and_remedy(text: str, line: int, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason) as caught:
        read_rows(text, "词库.tsv")
    assert (caught.value.path, caught.value.line) == ("词库.tsv", line)
    assert caught.value.remedy


_WORDING = st.text(alphabet="一二三四五六七八九十“”、ABC", min_size=3, max_size=9).filter(
    lambda text: any(char >= "\u4e00" and char not in "“”、" for char in text)
)


@st.composite
def _rows(draw: st.DrawFn) -> tuple[Row, ...]:
    wordings = draw(st.lists(_WORDING, unique=True, max_size=12))
    rows = []
    while wordings:
        size = draw(st.integers(1, len(wordings)))
        head, *variants = wordings[:size]
        del wordings[:size]
        note = draw(st.text(alphabet="见某会abc #|", max_size=8)).strip()
        status = draw(st.sampled_from(("accepted", "rejected")))
        rows.append(Row(head, draw(st.sampled_from(KINDS)), tuple(variants), status, note))
    return tuple(rows)


@given(_rows())
def test_what_is_written_is_read_back(rows: tuple[Row, ...]) -> None:
    assert read_rows(write_rows(rows), "phrasebook.tsv") == rows
