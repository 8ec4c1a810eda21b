"""RTF in, lines and styles out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.intake.rtf import read_rtf
from rtf_files import gbk, rtf, uni


def text(body: str) -> str:
    return read_rtf(rtf(body)).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # characters: code pages by font, Unicode with its stand-in, both halves of a rare one
        (gbk("对照检查"), "对照检查"),
        (r"\'b6\'d4\'d5\'d5 2021 \'c4\'ea", "对照 2021 年"),
        ("\\'b6\n\\'d4", "对"),  # a line end inside a character means nothing
        (r"\'81@\'82[", "丂俒"),  # second bytes that are ASCII
        (r"{\f2 \'b9\'ef\'b7\'d3}", "對照"),
        (r"{\f1 " + gbk("“对照”") + "}", "“对照”"),  # Chinese in a font that claims to be Western
        (r"{\f1 caf\'e9}", "café"),
        (uni("对照检查"), "对照检查"),
        (r"\uc0\u23545\u29031", "对照"),
        (r"\uc2\u23545\'b6\'d4\u29031\'d5\'d5\u26816 x", "对照检"),
        (r"{\uc2\u23545\'b6\'d4}{\u29031?}", "对照"),  # the count holds inside its group
        (r"\u-10179?\u-8704?", "😀"),
        (r"\u-10179?x", "\ufffdx"),
        (r"{\upr{" + gbk("旧") + r"}{\*\ud{" + uni("新") + "}}}", "新"),
        (r"\ldblquote a\rdblquote\~b\emdash c\_d\-e\{f\}\\g", "“a”\xa0b—c-de{f}\\g"),
        (r"XX ** <b> \{\{ x \}\} # 1.", "XX ** <b> {{ x }} # 1."),
        # paragraphs and soft breaks
        (r"a\par b\line c\page d\sect e\tab f", "a\nb\nc\nd\ne\tf"),
        ("a\\\nb", "a\nb"),
        (r"{\pard a\par}{\pard b\par}", "a\nb"),
        # what is not displayed
        (r"a{\v hidden}b\v no\v0 c{\v x\plain d}", "abcd"),
        (r"a{\deleted b\par}c{\revised d}", "acd"),
        (r"a{\*\unknown b}{\*\bkmkstart x}c", "ac"),
        (r"a{\pict\wmetafile8 0102ff}{\*\shppict{\pict ab}}b", "ab"),
        ("a{\\pict\\bin7 }}}{{{\\b}b", "ab"),
        (r"a{\*\annotation note}{\info{\title t}}b", "ab"),
        (r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}}', "link"),
        (r"{\object\objemb{\*\objdata 0102}{\result x}}", "x"),
        # a text box stands after its paragraph, once
        (
            r"a{\shp{\*\shpinst\shpleft0{\sp{\sn fill}{\sv 1}}{\shptxt box\par}}"
            r"{\shprslt{\*\do{\dptxbxtext box\par}}}}b\par c",
            "ab\nbox\nc",
        ),
        # numbers that the program wrote out; bullets are layout
        (
            r"{\listtext\pard\plain " + gbk("一、") + r"\tab}a\par{\pntext\f1 2.\tab}b\par{\listtext\'b7\tab}c",
            "一、a\n2. b\nc",
        ),
    ],
)
def test_visible_text(body: str, expected: str) -> None:
    assert text(body) == expected


def test_styles_and_outline_levels_are_roles() -> None:
    body = (
        r"{\pard\s3 t\par}{\pard\s1 a\par}{\pard\s2 b\par}{\pard\s4 c\par}{\pard\s5 d\par}{\pard\outlinelevel8 e\par}f"
    )
    reading = read_rtf(rtf(body))
    assert reading.text == "t\na\nb\nc\nd\ne\nf"
    assert reading.styles == {1: "title", 2: "heading1", 3: "heading2", 5: "heading3", 6: "heading6"}


def row(*cells: str, more: str = "") -> str:
    return rf"\trowd{more}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"


def test_a_table_row_is_a_line() -> None:
    body = r"a\par" + row("n", "what", more=r"\trhdr") + row("1", r"x\par y") + row("2", "") + r"\pard b\par"
    reading = read_rtf(rtf(body))
    assert reading.text == "a\nn\twhat\n1\tx y\n2\t\nb"
    assert reading.styles == {2: "table-header", 3: "table-row", 4: "table-row"}


def test_a_table_at_the_end_or_broken_off_is_read() -> None:
    assert text(row("a", "b")) == "a\tb"
    assert text(r"\trowd\pard\intbl a\cell\pard\intbl b") == "a\tb"


def test_a_nested_table_is_part_of_its_cell() -> None:
    nested = (
        r"\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables no\par}\pard\intbl"
    )
    assert text(row("a", nested)) == "a\tx y"


def test_notes_stand_after_the_text_and_margins_at_the_end_as_furniture() -> None:
    body = (
        r"{\header\pard in\par}{\headerl in\par}{\footer\pard - {\field{\*\fldinst PAGE}{\fldrslt 1}} -\par}"
        r"a{\super\chftn}{\footnote\pard\plain{\super\chftn} first\par more}b\par"
        r"\trowd\pard\intbl c{\footnote\ftnalt second}\cell\pard\intbl d\cell\row\pard e"
    )
    reading = read_rtf(rtf(body))
    assert reading.text == "a[1]b\nc[2]\td\ne\n[1] first\nmore\n[2] second\nin\n- 1 -"
    assert reading.styles == {2: "table-row", 7: "furniture", 8: "furniture"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (r"{\rtf1\ansi " + gbk("没有字体表"), "没有字体表"),
        (r"{\rtf1\ansi\ansicpg65001 \'e5\'ad\'a6", "学"),
        (r"{\rtf1\ansi\ansicpg99999 abc}", "abc"),
        (r"{\rtf1 a}} after {b", "a"),  # what follows the document is none of it
        (r"{\rtf1 a{b{c", "abc"),  # broken off
        ("\ufeff{\\rtf1 a}", "a"),
    ],
)
def test_odd_files(data: str, expected: str) -> None:
    assert read_rtf(data.encode()).text == expected


def test_deep_and_long_files_are_read() -> None:
    assert text("{" * 100_000 + "a" + "}" * 100_000) == "a"
    assert len(text(gbk("学习") * 250_000)) == 500_000


PIECES = [
    "{",
    "}",
    r"\par",
    r"\'b6",
    r"\'d4",
    r"\u23545?",
    r"\cell",
    r"\row",
    r"\intbl",
    r"\pard ",
    r"\footnote ",
    r"\v ",
]
PIECES += [r"\*", r"\header ", r"\shptxt ", r"\bin3 ", r"\uc2 ", r"\stylesheet", r"\s1 ", r"\fonttbl", r"\f1 ", r"\upr"]
PIECES += ["a", " ", "\n", "\\", "1", r"\fcharset134 ", r"\listtext ", r"\trhdr", r"\deleted ", r"\plain ", r"\'zz"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_tangle_of_words_is_read(body: str) -> None:
    reading = read_rtf(rtf(body))
    assert set(reading.styles) <= set(range(1, reading.text.count("\n") + 2))
    reading.text.encode()


@given(st.lists(st.text("对照检查，。a1<>*#😀", min_size=1, max_size=20), min_size=1, max_size=8))
def test_no_visible_character_is_lost(paragraphs: list[str]) -> None:
    units = [
        "".join(
            rf"\u{int.from_bytes(pair, 'little', signed=True)}?"
            for half in [paragraph.encode("utf-16-le")]
            for pair in (half[at : at + 2] for at in range(0, len(half), 2))
        )
        for paragraph in paragraphs
    ]
    assert text(r"\par ".join(units)).split("\n") == paragraphs
