"""Rows of cells in (`/` between the paragraphs of a cell), lines and their styles out."""

from __future__ import annotations

import pytest

from duizhao.intake.reading import Line, compose
from duizhao.intake.tables import table_lines

LONG = "甲" * 60


def cells(*row: str) -> list[list[Line]]:
    return [[Line(paragraph) for paragraph in cell.split("/")] for cell in row]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a short word over every column, longer cells below: a header
        (
            [("问题", "措施"), ("学习不够系统深入扎实", "每周集中学习并且撰写心得体会")],
            [("问题\t措施", "table-header"), ("学习不够系统深入扎实\t每周集中学习并且撰写心得体会", "table-row")],
        ),
        (
            [("序号", "姓名"), ("1", "甲"), ("2", "乙")],
            [("序号\t姓名", "table-header"), ("1\t甲", "table-row"), ("2\t乙", "table-row")],
        ),
        # a form of labels and values has none
        ([("姓名", "甲"), ("职务", "副局长")], [("姓名\t甲", "table-row"), ("职务\t副局长", "table-row")]),
        (
            [("学习不深。", "担当不够。"), ("甲", "乙" * 20)],
            [("学习不深。\t担当不够。", "table-row"), ("甲\t" + "乙" * 20, "table-row")],
        ),
        # the paragraphs of a cell are joined; an empty cell keeps its place; an empty row is none
        ([("甲/乙", ""), ("", ""), ("", "丙")], [("甲 乙\t", "table-row"), ("\t丙", "table-row")]),
        # one column, or one page column, or the filled-in box of a form: prose
        ([("甲",), ("乙/丙",)], [("甲", None), ("乙", None), ("丙", None)]),
        ([("存在问题", f"{LONG}/{LONG}")], [("存在问题", "table-row"), (LONG, None), (LONG, None)]),
        ([(f"{LONG}/{LONG}", "备注")], [(LONG, None), (LONG, None), ("备注", "table-row")]),
        # two long cells are a real row
        ([(f"{LONG}/{LONG}", f"{LONG}/{LONG}")], [(f"{LONG} {LONG}\t{LONG} {LONG}", "table-row")]),
        ([], []),
    ],
)
def test_lines_of_a_table(rows: list[tuple[str, ...]], expected: list[tuple[str, str | None]]) -> None:
    lines = table_lines([cells(*row) for row in rows])
    assert [(line.text, line.style) for line in lines] == expected


def test_columns_of_a_page_are_prose() -> None:
    column = "/".join(["甲乙丙丁戊己庚辛壬癸"] * 13)
    assert {line.style for line in table_lines([cells(column, column)])} == {None}


def test_lines_are_composed_with_their_numbers() -> None:
    reading = compose([Line(""), Line("题\n目", "title"), Line(""), Line("甲"), Line(" ")], "utf-8")
    assert reading.text == "题\n目\n\n甲"
    assert reading.styles == {1: "title", 2: "title"}
    assert compose([Line(""), Line(" ")]).text == ""
