"""Pages in, paragraphs out."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.errors import SourceError
from duizhao.intake.page_text import Page, PageLine
from duizhao.intake.pages import page_lines
from duizhao.intake.pdf import read_pdf
from duizhao.intake.reading import Reading, compose
from pdf_files import HEIGHT, LEFT, PITCH, SIZE, TOP, WIDTH, Run, Stroke, centred, column, pdf, table, wrapped

LONG = "理论学习不够系统深入，满足于读过、听过，联系实际思考得少，运用所学解决问题的办法不多，存在以干代学的现象。"
ITEMS = [f"{number}是{LONG}{LONG}" for number in "一二三四五六"]


def lines(reading: Reading) -> list[tuple[str, str | None]]:
    return [(line, reading.styles.get(number)) for number, line in enumerate(reading.text.split("\n"), 1)]


def test_what_the_width_of_the_page_broke_is_one_paragraph() -> None:
    reading = read_pdf(pdf(column(wrapped("一、存在的问题", *ITEMS))))
    assert reading.text == "\n".join(["一、存在的问题", *ITEMS])
    assert (dict(reading.styles), reading.encoding) == ({}, None)


def test_a_large_or_centred_line_at_the_top_is_the_title() -> None:
    page = [centred("关于某某同志的", 800), centred("对照检查材料", 776), *column(wrapped(*ITEMS), top=730)]
    assert lines(read_pdf(pdf(page)))[:3] == [("关于某某同志的", "title"), ("对照检查材料", "title"), (ITEMS[0], None)]


def test_a_paragraph_goes_on_over_the_page_and_what_stands_at_its_edges_is_furniture() -> None:
    body = wrapped(*ITEMS)
    head, foot = Run("某局内部资料", 90, 810, 9), "—{}—"
    pages = [
        [head, *column(body[at : at + 9]), Run(foot.format(number), 280, 40, 10)]
        for number, at in enumerate(range(0, len(body), 9), 1)
    ]
    assert len(pages) > 2
    reading = read_pdf(pdf(*pages))
    found = lines(reading)
    assert [line for line, style in found if style is None] == ITEMS
    assert [line for line, style in found if style] == [
        "某局内部资料",
        *(foot.format(n + 1) for n in range(len(pages))),
    ]


@pytest.mark.parametrize(
    ("numbers", "count"),
    [
        (["1"], 1),
        (["1", "2"], 2),
        (["7", "8", "9"], 3),
        (["第1页共2页", "第2页共2页"], 2),
        (["1/2", "2/2"], 2),
        (["-1-"], 1),
        (["Page 1 of 1"], 1),
        (["2024年"], 0),  # a date alone at the end is the writer's
        (["12"], 0),  # a number that is not the page's
    ],
)
def test_page_numbers(numbers: list[str], count: int) -> None:
    pages = [[*column(wrapped(*ITEMS[:3])), Run(number, 290, 40, 10)] for number in numbers]
    assert list(read_pdf(pdf(*pages)).styles.values()) == ["furniture"] * count


def test_a_page_number_does_not_land_inside_a_word() -> None:
    body = wrapped(LONG * 8)
    pages = [[*column(body[:6]), Run("1", 290, 40, 9)], [Run("2", 290, 40, 9), *column(body[6:])]]
    assert read_pdf(pdf(*pages)).text == f"{LONG * 8}\n1\n2"


def test_paragraphs_without_indent_are_told_by_their_ends_their_numbers_and_the_room_between() -> None:
    full = "甲" * 33 + "。"
    assert read_pdf(pdf(column([full, "一是" + "乙" * 32, "丙" * 10, full, "丁" * 34, full]))).text.split("\n") == [
        full,
        "一是" + "乙" * 32 + "丙" * 10,
        full,
        "丁" * 34 + full,
    ]
    spaced = [*column(["甲" * 34] * 3), *column(["乙" * 34] * 3, top=TOP - 3 * PITCH - 15)]
    assert read_pdf(pdf(spaced)).text.split("\n") == ["甲" * 102, "乙" * 102]


def test_an_early_end_is_the_writers_but_for_a_mark_that_took_a_character_along() -> None:
    body = column(["\u3000\u3000" + "甲" * 32, "乙" * 33, "丙" * 34, "丁" * 20, "\u3000\u3000戊戊", "己己己己"])
    assert read_pdf(pdf(body)).text.split("\n") == ["甲" * 32 + "乙" * 33 + "丙" * 34 + "丁" * 20, "戊戊", "己己己己"]


def test_signature_and_date_at_the_right_stand_alone() -> None:
    page = [*column(wrapped(*ITEMS[:2])), Run("某局党委", 420, 500), Run("2024年1月5日", 400, 480)]
    assert read_pdf(pdf(page)).text.split("\n")[-2:] == ["某局党委", "2024年1月5日"]


def test_signature_and_date_that_reach_the_edge_stand_alone_too() -> None:
    right = LEFT + SIZE * 34
    page = [*column(wrapped(*ITEMS[:2])), Run("某某局　张某", right - 72, 500), Run("二〇二四年", right - 70, 480)]
    assert read_pdf(pdf(page)).text.split("\n")[-2:] == ["某某局　张某", "二〇二四年"]


def test_a_paragraph_that_is_set_in_as_a_whole_is_one() -> None:
    body = ["甲" * 34, "乙" * 20, "\u3000\u3000" + "丙" * 32, "\u3000\u3000" + "丁" * 32, "\u3000\u3000戊"]
    hanging = ["1.己" + "己" * 31, "\u3000\u3000庚庚"]
    found = read_pdf(
        pdf(column([*["辛" * 33 + "。"] * 30, *body]), column([*["辛" * 33 + "。"] * 30, *hanging]))
    ).text.split("\n")
    assert "丙" * 32 + "丁" * 32 + "戊" in found
    assert "1." + "己" * 32 + "庚庚" in found


def test_lines_are_read_from_the_top_in_whichever_order_they_were_drawn() -> None:
    runs = column(wrapped(*ITEMS[:3]))
    assert read_pdf(pdf(runs[::-1])).text == "\n".join(ITEMS[:3])


def test_gaps() -> None:
    page = [Run("姓", 90, 700), Run("名张某", 126, 700), Run("对照", 90, 650), Run("检查", 114.5, 650)]
    assert read_pdf(pdf(page)).text == "姓 名张某\n对照检查"


def test_radicals_are_the_characters_that_are_meant() -> None:
    shown = [Run("一是人民", 90, 700)]
    assert read_pdf(pdf(shown, meaning={"一": "\u2f00", "人": "\u2f08"})).text == "一是人民"
    assert read_pdf(pdf(shown, meaning={"人": "从"})).text == "一是从民"  # the file's word on what a glyph means holds


def test_masks_and_marks_are_text() -> None:
    assert read_pdf(pdf([Run("XX **专题 <b> {{ x }} #", 90, 700)])).text == "XX **专题 <b> {{ x }} #"


ROWS = [["序号", "问题", "责任人"], ["1", "读得少，记得也少，用起来就更少", "王××"], ["2", "下去得少", "李××"]]
HEAD, FIRST, SECOND = ("\t".join(row) for row in ROWS)


def test_a_row_of_a_ruled_table_is_a_line_and_text_goes_on_around_it() -> None:
    page = [*column(wrapped(LONG)), *table(ROWS, top=700), *column(wrapped("以上由办公室督办。"), top=500)]
    for drawn in (page, page[::-1]):
        assert lines(read_pdf(pdf(drawn))) == [
            (LONG, None),
            (HEAD, "table-header"),
            (FIRST, "table-row"),
            (SECOND, "table-row"),
            ("以上由办公室督办。", None),
        ]


def test_a_table_that_goes_on_over_the_page_is_one() -> None:
    rest = [["3", "催得急", "赵××"]]
    foot = [Run("— 1 —", 280, 40, 10)]
    for again in ([], ROWS[:1]):
        found = lines(read_pdf(pdf([*table(ROWS), *foot], table([*again, *rest]))))
        assert found[:4] == [
            (HEAD, "table-header"),
            (FIRST, "table-row"),
            (SECOND, "table-row"),
            ("3\t催得急\t赵××", "table-row"),
        ]
    apart = pdf([*table(ROWS), *column(wrapped(*ITEMS[:2]), top=400)], table(ROWS))
    assert [line for line, style in lines(read_pdf(apart)) if style == "table-header"] == [HEAD, HEAD]


def test_a_row_that_the_page_broke_is_one() -> None:
    above, below = [*ROWS[:2], ["2", "下去得少，", "李××"]], [["", "听得多", ""], ["3", "催得急", "赵××"]]
    found = read_pdf(pdf(table(above), table(below))).text.split("\n")
    assert found == [HEAD, FIRST, "2\t下去得少，听得多\t李××", "3\t催得急\t赵××"]
    whole = [*ROWS[:2], ["2", "下去得少。", "李××"]]
    found = read_pdf(pdf(table(whole), table(below))).text.split("\n")
    assert found[2:4] == ["2\t下去得少。\t李××", "\t听得多\t"]


CELLS = st.text("甲乙丙学读得少多", min_size=1, max_size=20)


@settings(max_examples=40)
@given(
    st.integers(2, 3).flatmap(
        lambda count: st.lists(st.lists(CELLS, min_size=count, max_size=count), min_size=2, max_size=5)
    ),
    st.booleans(),
)
def test_any_ruled_table_comes_back_row_by_row(rows: list[list[str]], bars: bool) -> None:
    assert read_pdf(pdf(table(rows, bars=bars))).text.split("\n") == ["\t".join(row) for row in rows]


def test_a_frame_around_text_and_lines_below_words_are_no_table() -> None:
    text = column(["甲" * 34, "乙" * 34])
    frame = [Stroke(80, 780, 510, 780), Stroke(80, 700, 510, 700), Stroke(80, 700, 80, 780), Stroke(510, 700, 510, 780)]
    assert lines(read_pdf(pdf([*text, *frame]))) == [("甲" * 34 + "乙" * 34, None)]
    assert lines(read_pdf(pdf([*text, Stroke(90, 755, 498, 755)]))) == [("甲" * 34 + "乙" * 34, None)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "已损坏"),
        (pdf([Run("甲", 90, 700)])[:400], "已损坏"),
        (pdf([], [], image=True), "扫描件"),
        (
            pdf(
                [Run("甲", 90, 700)],
                more="/Encrypt<</Filter/Standard/V 1/R 2/O(" + "o" * 32 + ")/U(" + "u" * 32 + ")/P -4>>/ID[(1)(2)]",
            ),
            "密码",
        ),
        (pdf([Run("\ue000\ue001\ue002" * 9, 90, 700)]), "乱码"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        read_pdf(data)
    assert caught.value.remedy


def test_a_picture_among_pages_of_text_is_no_scan() -> None:
    assert read_pdf(pdf(column(["甲"]), image=True)).text == "甲"


@pytest.mark.parametrize("end", range(0, 2600, 97))
def test_a_cut_or_changed_file_is_read_or_refused(end: int) -> None:
    data = pdf(column(["甲乙丙丁"]))
    for damaged in (data[:end], data[:end] + b"\xff" + data[end + 1 :]):
        with contextlib.suppress(SourceError):
            read_pdf(damaged)


PLACED = st.builds(
    lambda text, left, top, size: PageLine(text, left, left + size * len(text), top, top - size),
    st.text("甲乙一是、。1-页第 a\u00ad", min_size=1, max_size=8).filter(str.strip),
    st.floats(0, WIDTH),
    st.floats(0, HEIGHT),
    st.sampled_from([9.0, 12.0, 18.0]),
)


@given(st.lists(st.lists(PLACED, max_size=12).map(tuple), max_size=4))
def test_no_visible_character_is_lost(pages: list[tuple[PageLine, ...]]) -> None:
    """Running heads aside, of which one of each is kept."""
    reading = compose(page_lines([Page(WIDTH, HEIGHT, page) for page in pages]))
    furniture = {line for line, style in lines(reading) if style == "furniture"}
    kept = sorted("".join(line for line, style in lines(reading) if style != "furniture"))
    given = [line.text.strip() for page in pages for line in page]
    most = sorted("".join(given))
    assert [c for c in set(kept) if kept.count(c) > most.count(c)] in ([], [" "])
    told = "".join(kept) + "".join(furniture)
    assert all(c in told for c in set("".join(given)) - {" ", "\u00ad"})


def test_a_long_document_takes_time_in_proportion() -> None:
    page = tuple(
        PageLine("甲" * 34, LEFT, LEFT + SIZE * 34, TOP - PITCH * n, TOP - PITCH * n - SIZE) for n in range(35)
    )
    reading = compose(page_lines([Page(WIDTH, HEIGHT, page)] * 300))
    assert len(reading.text) > 100
