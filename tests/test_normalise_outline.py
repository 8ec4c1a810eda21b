"""The lines of a body in, its outline out."""

from __future__ import annotations

import pytest

from documents import FILLER, document, outline

LONG = (
    "始终把学习贯彻放在首位，做到学思用贯通、知信行统一，在深化内化转化上下更大的功夫，推动各项工作落到实处见到实效。"
)


def read(*lines: str, **options: object) -> list[str]:
    return outline(document("\n".join(["对照检查材料", *lines]), **options))  # type: ignore[arg-type]


CASES = {
    "standard": (
        [
            "一、问题",
            "（一）学习方面",
            f"一是不深。{FILLER}",
            f"二是不实。{FILLER}",
            "二、措施",
            f"（一）加强学习。{FILLER}",
        ],
        ["一、问题", "  （一）学习方面", "    - 一是 不深", "    - 二是 不实", "二、措施", "  - （一） 加强学习"],
    ),
    "a run-in paragraph is a passage of the section it stands in": (
        ["一、原因", f"（一）学习不够。{FILLER}", f"（二）宗旨不牢。{FILLER}"],
        ["一、原因", "  - （一） 学习不够", "  - （二） 宗旨不牢"],
    ),
    "a run-in aspect followed by its own items is a section": (
        [
            "一、问题",
            f"（一）学习方面。一是不深。{FILLER}二是不实。{FILLER}",
            f"（二）作风方面。一是浮。{FILLER}二是散。{FILLER}",
        ],
        [
            "一、问题",
            "  （一）学习方面",
            "    - 一是 不深",
            "    - 二是 不实",
            "  （二）作风方面",
            "    - 一是 浮",
            "    - 二是 散",
        ],
    ),
    "a run-in aspect followed by items below it is a section": (
        ["一、问题", f"（一）学习方面。{FILLER}", "一是不深。", "二是不实。", "二、措施", FILLER],
        [
            "一、问题",
            "  （一）学习方面",
            "    - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "    - 一是 不深",
            "    - 二是 不实",
            "二、措施",
            "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "a lead-in sentence before inline items is a passage": (
        ["一、问题", f"主要有两个方面：一是不深。{FILLER}二是不实。{FILLER}"],
        ["一、问题", "  - 主要有两个方面", "  - 一是 不深", "  - 二是 不实"],
    ),
    "one inline item goes on in the next paragraph": (
        ["一、问题", f"主要有两个方面。一是不深。{FILLER}", f"二是不实。{FILLER}"],
        ["一、问题", "  - 主要有两个方面", "  - 一是 不深", "  - 二是 不实"],
    ),
    "一是 in a quotation starts no item": (
        ["一、问题", f"他说“一是不深。二是不实。”{FILLER}"],
        ["一、问题", "  - 他说“一是不深"],
    ),
    "一是一、二是二 is an idiom": (
        ["一、问题", f"没有做到一是一、二是二，{FILLER}", f"一是一、二是二，{FILLER}"],
        [
            "一、问题",
            "  - 没有做到一是一、二是二，平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "  - 一是一、二是二，平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "items directly under a heading": (
        ["一、原因", f"一是不深。{FILLER}", f"二是不实。{FILLER}"],
        ["一、原因", "  - 一是 不深", "  - 二是 不实"],
    ),
    "an introduction is one more passage": (
        ["一、措施", "针对上述问题，做到以下几点。", f"（一）学习。{FILLER}", f"（二）落实。{FILLER}"],
        ["一、措施", "  - 针对上述问题，做到以下几点", "  - （一） 学习", "  - （二） 落实"],
    ),
    "arabic numbers at the top": (
        ["1.问题", f"（1）不深。{FILLER}", f"（2）不实。{FILLER}", "2.措施", f"（1）学习。{FILLER}"],
        ["1.问题", "  - （1） 不深", "  - （2） 不实", "2.措施", "  - （1） 学习"],
    ),
    "brackets at the top": (
        ["（一）问题", f"1.不深。{FILLER}", f"2.不实。{FILLER}", "（二）措施", f"1.学习。{FILLER}"],
        ["（一）问题", "  - 1. 不深", "  - 2. 不实", "（二）措施", "  - 1. 学习"],
    ),
    "five levels": (
        [
            "第一部分 检查",
            "一、问题",
            "（一）学习方面",
            "1.集中学习",
            f"（1）不深。{FILLER}",
            f"①不实。{FILLER}",
            "第二部分 整改",
            FILLER,
        ],
        [
            "第一部分检查",
            "  一、问题",
            "    （一）学习方面",
            "      1.集中学习",
            "        （1）不深",
            "          - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "          - ① 不实",
            "第二部分整改",
            "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "decimal numbers": (
        ["1 问题", "1.1 学习方面", FILLER, "1.2 作风方面", FILLER, "2 措施", FILLER],
        [
            "1问题",
            "  1.1学习方面",
            "    - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "  1.2作风方面",
            "    - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "2措施",
            "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "headings in other brackets": (
        [
            "一、问题",
            "〔一〕学习方面",
            f"1）不深。{FILLER}",
            f"2）不实。{FILLER}",
            "〔二〕作风方面",
            f"1).浮。{FILLER}",
        ],
        ["一、问题", "  〔一〕学习方面", "    - 1） 不深", "    - 2） 不实", "  〔二〕作风方面", "    - 1). 浮"],
    ),
    "numbering restarts under each heading": (
        [
            "一、问题",
            "（一）学习方面",
            f"1.不深。{FILLER}",
            "（二）作风方面",
            f"1.浮。{FILLER}",
            "二、措施",
            f"1.学习。{FILLER}",
        ],
        ["一、问题", "  （一）学习方面", "    - 1. 不深", "  （二）作风方面", "    - 1. 浮", "二、措施", "  - 1. 学习"],
    ),
    "headings without numbers": (
        ["存在的问题", "理论学习方面", FILLER, "工作作风方面", FILLER, "整改措施", FILLER],
        [
            "存在的问题",
            "  理论学习方面",
            "    - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "  工作作风方面",
            "    - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "整改措施",
            "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "no heading at all": (
        [f"学习不深。{FILLER}", f"落实不够。{FILLER}"],
        ["- 学习不深", "- 落实不够"],
    ),
    "a heading run into its paragraph at the top": (
        [f"一、学习不深。{FILLER}", f"二、落实不够。{FILLER}"],
        [
            "一、学习不深",
            "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "二、落实不够",
            "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "a long numbered sentence is a passage": (
        ["一、措施", f"（一）{LONG}", f"（二）{LONG}"],
        ["一、措施", f"  - （一） {LONG[:-1]}", f"  - （二） {LONG[:-1]}"],
    ),
    "a long heading has text below it": (
        ["一、问题", f"（一）带头{LONG[:-1]}方面", f"一是不深。{FILLER}"],
        ["一、问题", f"  （一）带头{LONG[:-1]}方面", "    - 一是 不深"],
    ),
    "articles are no headings": (
        ["一、要求", f"第一条 {FILLER}", f"第二条 {FILLER}"],
        [
            "一、要求",
            "  - 第一条 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
            "  - 第二条 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "Markdown marks give way to numbering": (
        ["### 一、问题", "# （一）学习方面", f"**一是不深。**{FILLER}", "## 二、措施", FILLER],
        [
            "一、问题",
            "  （一）学习方面",
            "    - 一是 不深",
            "二、措施",
            "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        ],
    ),
    "首先 其次 再次 as paragraphs": (
        ["一、原因", f"首先，不深。{FILLER}", f"其次，不实。{FILLER}", f"再次，不严。{FILLER}"],
        ["一、原因", "  - 首先 不深", "  - 其次 不实", "  - 再次 不严"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_outline(name: str) -> None:
    lines, expected = CASES[name]
    assert read(*lines) == expected


@pytest.mark.parametrize("ending", ["方面", "方面。", "方面：", "方面:", "方面、"])
def test_the_stop_of_a_heading_is_cut_off(ending: str) -> None:
    assert read("一、问题", f"（一）学习{ending}", f"一是不深。{FILLER}", "二、措施", FILLER)[1] == "  （一）学习方面"


@pytest.mark.parametrize("ending", ["方面问题", "方面存在的问题", "如何？"])
def test_the_words_of_a_heading_stay(ending: str) -> None:
    assert (
        read("一、问题", f"（一）学习{ending}", f"一是不深。{FILLER}", "二、措施", FILLER)[1] == f"  （一）学习{ending}"
    )


def test_a_run_in_heading_and_its_text_stand_on_lines_of_their_own() -> None:
    made = document(f"材料\n一、问题\n（一）学习方面。一是不深。{FILLER}二是不实。{FILLER}")
    assert "（一）学习方面\n一是不深。" in made.text
    assert [(edit.rule, edit.before, edit.after) for edit in made.edits] == [("heading-stop", "。", "\n")]


def test_table_rows_are_passages_and_their_header_is_not() -> None:
    lines = ["一、问题", "序号\t问题\t措施", "1\t学习不深\t加强学习", "2\t落实不够\t加强督查", "二、措施", FILLER]
    styles = {3: "table-header", 4: "table-row", 5: "table-row"}
    assert read(*lines, styles=styles)[:3] == ["一、问题", "  - 1\t学习不深\t加强学习", "  - 2\t落实不够\t加强督查"]


def test_styled_headings_count_where_there_is_no_number() -> None:
    lines = ["问题与不足", "学习上的差距", FILLER, "打算", FILLER]
    styles = {2: "heading1", 3: "heading2", 5: "heading1"}
    assert read(*lines, styles=styles) == [
        "问题与不足",
        "  学习上的差距",
        "    - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
        "打算",
        "  - 平时忙于具体事务，静下来想一想的时候少，办法也就不多",
    ]


@pytest.mark.parametrize(
    ("numbers", "warned"),
    [
        (["一、", "二、", "三、"], []),
        (["一、", "二、", "四、"], ["四、"]),
        (["一、", "一、", "二、"], ["一、"]),
        (["二、", "三、"], ["二、"]),
        (["一、", "三、", "四、"], ["三、"]),
    ],
)
def test_odd_numbers_are_kept_and_pointed_out(numbers: list[str], warned: list[str]) -> None:
    made = document("材料\n" + "\n".join(f"{number}问题\n{FILLER}" for number in numbers))
    assert [section.number for section in made.sections] == numbers
    assert [notice.message[3 : 3 + len(number)] for notice, number in zip(made.warnings, warned, strict=True)] == warned
