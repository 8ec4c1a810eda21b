"""Several documents in one file: which marks part them, and what each of them is then."""

from __future__ import annotations

import pytest

from documents import FILLER, documents, outline, source
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from properties.invariants import broken

ONE = f"县水务局副局长对照检查材料\n一、存在的问题\n（一）学习不深。{FILLER}\n（二）落实不够。{FILLER}\n"
TWO = f"镇党委书记剖析材料\n一、存在的问题\n（一）作风不实。{FILLER}\n二、整改措施\n（一）加强学习。{FILLER}\n"
BODY = ONE.partition("\n")[2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一篇：\n", "第二篇：\n"),
        ("第一篇：", "第二篇："),
        ("篇一：", "篇二："),
        ("篇1：", "篇2："),
        ("【第一篇】\n", "【第二篇】\n"),
        ("【篇一】", "【篇二】"),
        ("（第一篇）", "（第二篇）"),
        ("范文一：", "范文二："),
        ("之一：", "之二："),
        ("【之一】", "【之二】"),
        ("# 篇一：", "# 篇二："),
        ("**第一篇：**\n", "**第二篇：**\n"),
        ("第一篇 ", "第二篇 "),
    ],
)
def test_marks_that_part_documents(first: str, second: str) -> None:
    made = documents(f"{first}{ONE}\n{second}{TWO}")
    assert [document.title for document in made] == ["县水务局副局长对照检查材料", "镇党委书记剖析材料"]
    assert [document.facts.kind.value for document in made] == ["对照检查材料", "剖析材料"]
    assert outline(made[1]) == ["一、存在的问题", "  - （一） 作风不实", "二、整改措施", "  - （一） 加强学习"]
    assert [notice.code for document in made for notice in document.warnings] == []


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"第一篇 查摆问题\n{BODY}第二篇 整改措施\n{BODY}",  # chapters of one document
        f"材料\n一、问题\n{FILLER}\n篇一写得好，篇二写得差。{FILLER}",  # in prose
        "目录\n篇一：张某对照检查材料\n篇二：李某对照检查材料\n" + ONE,  # contents without the documents
        f"第二篇：{ONE}第三篇：{TWO}",  # no first
        f"第一篇：{ONE}",  # no second
    ],
)
def test_look_alikes_stay_one_document(text: str) -> None:
    assert len(documents(text)) == 1


def test_titles_may_be_missing_where_each_numbers_from_one() -> None:
    made = documents(f"第一篇\n{BODY}第二篇\n{BODY}", name="合编/个人材料.txt")
    assert [document.title for document in made] == ["个人材料", "个人材料（2）"]


def test_a_table_of_contents_is_no_compilation_of_its_own() -> None:
    contents = "个人材料（两篇）\n篇一：县水务局副局长对照检查材料\n篇二：镇党委书记剖析材料\n"
    made = documents(f"{contents}\n篇一：{ONE}\n篇二：{TWO}")
    assert [document.title for document in made] == ["县水务局副局长对照检查材料", "镇党委书记剖析材料"]
    assert next((edit.rule, edit.start, edit.before.strip()) for edit in made[0].edits) == (
        "compilation",
        0,
        contents.strip(),
    )


def test_a_whole_document_before_the_first_mark_is_one_too() -> None:
    own = "局领导班子对照检查材料\n一、存在的问题\n" + f"（一）学习不深。{FILLER * 12}\n"
    made = documents(f"{own}篇一：{ONE}篇二：{TWO}")
    assert made[0].title == "局领导班子对照检查材料"
    assert len(made) == 3


def test_lines_and_offsets_are_the_files_own() -> None:
    given = source(f"篇一：{ONE}\n篇二：{TWO}")
    made = normalise(given, load_taxonomy())
    lines = given.text.splitlines()
    assert [broken(document, given) for document in made] == [[], []]
    assert lines[made[1].sections[0].line - 1] == "一、存在的问题"
    assert made[1].facts.kind.line == lines.index("篇二：镇党委书记剖析材料") + 1
    assert given.text[made[1].start : made[1].end] == f"篇二：{TWO}"


def test_ids_are_distinct_and_stay_when_a_document_comes_between() -> None:
    before = documents(f"篇一：{ONE}篇二：{TWO}")
    after = documents(f"篇一：{ONE}篇二：局长述职报告\n{BODY}篇三：{TWO}")
    assert len({document.id for document in after}) == 3
    assert [before[0].id, before[1].id] == [after[0].id, after[2].id]
    assert before[0].id == documents(ONE)[0].id


def test_two_of_one_title_have_ids_of_their_own() -> None:
    assert len({document.id for document in documents(f"篇一：{ONE}篇二：{ONE}篇三：{ONE}")}) == 3
