"""Pages without drawn lines: words in columns are a table, other words with room between them are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.intake.pdf import read_pdf
from pdf_files import PITCH, Run, column, pdf, table, wrapped

LONG = "为抓好问题整改，逐条研究，明确责任到人，限时办结，办一件销一件，群众满意才算完。"
ROWS = [["序号", "问题", "责任人"], ["1", "读得少，记得也少，用起来就更少", "王××"], ["2", "下去得少", "李××"]]
HEAD, FIRST, SECOND = ("\t".join(row) for row in ROWS)
AT = (100, 150, 300, 450)


def set_in_columns(rows: list[list[str]], top: float = 700) -> list[Run]:
    """Words row by row, as many programs write them."""
    return [
        Run(word, x, top - PITCH * n) for n, row in enumerate(rows) for word, x in zip(row, AT, strict=False) if word
    ]


def lines(*page: Run) -> list[tuple[str, str | None]]:
    reading = read_pdf(pdf(list(page)))
    return [(line, reading.styles.get(number)) for number, line in enumerate(reading.text.split("\n"), 1)]


def test_a_row_is_a_line_and_text_goes_on_around_it() -> None:
    cells = [thing for thing in table(ROWS, top=700) if isinstance(thing, Run)]
    page = [*column(wrapped(LONG)), *cells, *column(wrapped("以上由办公室督办。"), top=500)]
    for drawn in (page, page[::-1]):
        assert lines(*drawn) == [
            (LONG, None),
            (HEAD, "table-header"),
            (FIRST, "table-row"),
            (SECOND, "table-row"),
            ("以上由办公室督办。", None),
        ]


def test_cells_of_several_lines_are_told_by_the_numbers_of_rows() -> None:
    rows = [["序号", "问题", "措施", "时限"], ["1", "读得少，", "每周读一篇，", "六月"], ["", "用得也少", "写一页", ""]]
    assert [line for line, _ in lines(*set_in_columns([*rows, ["2", "听得多", "记一本账", "年底"]]))] == [
        "序号\t问题\t措施\t时限",
        "1\t读得少，用得也少\t每周读一篇，写一页\t六月",
        "2\t听得多\t记一本账\t年底",
    ]


def test_without_numbers_each_line_is_a_row() -> None:
    rows = [["姓名", "单位", "票数"], ["王××", "水务局", "十二"], ["李××", "水务局办公室", "九"]]
    assert [line for line, _ in lines(*set_in_columns(rows))] == ["\t".join(row) for row in rows]
    assert lines(*set_in_columns(rows))[0][1] == "table-header"


def test_a_word_of_the_head_that_is_set_wide_is_one() -> None:
    rows = [["序号", "姓　名", "事由"], ["1", "王××", "学" * 12], ["2", "李××", "读得少"]]
    assert [line for line, _ in lines(*set_in_columns(rows))] == ["\t".join(row) for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        [["单位：水务局", "姓名：王××", "时间：一月"]],  # one line
        [["水务局", "", "王××"], ["", "", "2023年1月"], ["办公室", "", "李××"]],  # two columns
        [["甲" * 4, "乙" * 4, "丙" * 4], ["丁" * 34]],  # text right below
    ],
)
def test_words_with_room_between_are_no_table(words: list[list[str]]) -> None:
    found = lines(*column(wrapped(LONG)), *set_in_columns(words))
    assert not any((style or "").startswith("table") for _, style in found)


CELL = st.text("甲乙丙学读得少多", min_size=1, max_size=8)


@settings(max_examples=40)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=6))
def test_any_numbered_table_comes_back_row_by_row(cells: list[list[str]]) -> None:
    rows = [["序号", "问题", "措施"], *([str(number), *row] for number, row in enumerate(cells, 1))]
    assert [line for line, _ in lines(*set_in_columns(rows))] == ["\t".join(row) for row in rows]
