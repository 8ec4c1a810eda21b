"""The two writers of page content say the same: Python-Markdown on `to_markdown` gives what `to_html` writes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown import Markdown

from duizhao.pages.content import (
    Block,
    Box,
    Content,
    Definitions,
    Fold,
    Heading,
    Html,
    Link,
    Listing,
    Paragraph,
    Span,
    Strong,
    Table,
    plain,
)
from duizhao.pages.html import to_html, toc
from duizhao.pages.markdown import escape, to_markdown, to_page

EXTENSIONS = ["attr_list", "md_in_html", "def_list", "tables", "admonition", "pymdownx.details"]


def tree(markup: str) -> list[Any]:
    """Elements with their attributes and the text between them, blanks at the edges of blocks aside."""

    def read(element: Any) -> Any:
        attributes = {key: value for key, value in element.attrib.items() if key != "markdown"}
        parts: list[Any] = [element.text or ""]
        for child in element:
            parts += [read(child), child.tail or ""]
        if element.tag not in ("p", "a", "em", "strong", "li", "dd", "dt", "td", "th", "summary", "h1", "h2", "h3"):
            parts = [part for part in parts if not isinstance(part, str) or part.strip()]
        elif isinstance(parts[-1], str):
            parts[-1] = parts[-1].rstrip("\n")
        return element.tag, attributes, [part for part in parts if part != ""]

    return [read(element) for element in lxml_html.fragment_fromstring(f"<div>{markup}</div>")]


def same(*blocks: Block) -> None:
    made = Markdown(extensions=EXTENSIONS).convert(to_markdown(blocks).replace(".md", ".html"))
    assert tree(made) == tree(to_html(blocks))


@pytest.mark.parametrize(
    "block",
    [
        Heading(1, ("对照检查材料",), "title", "dz-title"),
        Heading(3, ("（一）理论学习方面 ", Link("../x.html", style="dz-chip", title="主题：学习", label="学习")), "s1"),
        Paragraph(("一是学得不深。",), "p1", "dz-passage"),
        Paragraph((Strong(("一是", Link("a.html", "学得不深", "dz-phrase"), "。")), "平时忙。"), "p2", "dz-passage"),
        Paragraph(("开好", Span(("mzshh",), "dz-reading", "民主生活会"), "。"),),
        Paragraph((Link("#p1", style="dz-permalink", title="此段链接"),), "p3"),
        Listing((("甲 ", Span(("2023 · 某局",), "dz-aside")), (Link("b.html#p1", "乙"),))),
        Listing((("一",), ("二",)), ordered=True),
        Definitions((("年度", (Link("y.html", "2022"), Span(("第 3 行",), "dz-evidence"))), ("文种", ("材料",)))),
        Table(("规则", "行"), ((("配对",), ("3",)), (("宽度",), ("12",))), frozenset({1})),
        Fold("改动 3 处", (Paragraph(("甲",)), Table(("行",), ((("1",),),)))),
        Fold("提示", (Listing((("甲",), ("乙",))),), "warning", is_open=True),
        Box((Paragraph((Link("c.html", "一岗双责", times=3), " ", Link("d.html", "四风"))),), "dz-phrases"),
        Box((Listing((("甲",),)),), "dz-list dz-leads"),
        Box((Paragraph((Link("2.html", "2"),)),), "dz-pager", "分页"),
        Html("<div id=x></div>"),
    ],
)  # fmt: skip
def test_a_block_of_each_kind(block: Block) -> None:
    same(block)


hostile = st.text(alphabet="一是。，“”X*_`#<>&[](){}!|~^=+-.:;\\/\"'$%@ 甲乙1a\u3000", min_size=1, max_size=30).map(
    lambda text: f"甲{text}乙"
)
inline = st.one_of(
    hostile,
    st.builds(lambda text, style: Link("../x/y.html#p1", text, style), hostile, st.sampled_from(["", "dz-phrase"])),
    st.builds(lambda text: Strong((text,)), hostile),
    st.builds(lambda text: Span((text,), "dz-aside"), hostile),
)
run = st.lists(inline, min_size=1, max_size=4).map(tuple)


@settings(max_examples=300)
@given(
    st.lists(st.one_of(st.builds(Paragraph, run), st.builds(lambda r: Heading(2, r, "h"), run)), min_size=1, max_size=3)
)
def test_hostile_text(blocks: list[Block]) -> None:
    same(*blocks)


@settings(max_examples=100)
@given(st.lists(run, min_size=1, max_size=3).map(tuple))
def test_hostile_entries(entries: Any) -> None:
    same(Box((Listing(entries),), "dz-list"))
    same(Table(("甲",), tuple((entry,) for entry in entries)))


def test_escape_leaves_nothing_for_markdown_to_read() -> None:
    ascii_signs = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum())
    assert all(
        sign not in escape(ascii_signs).replace("&#", "").replace(";", "") for sign in ascii_signs if sign not in "&#;"
    )
    assert escape("对照，检查“甲”") == "对照，检查“甲”"


def test_a_page_as_a_file() -> None:
    content = Content("a/b.md", "<甲> & 乙", (Heading(1, ("甲",), "title"), Paragraph((Link("../c.html#d", "丙"),))))
    assert to_page(content) == (
        '---\ntitle: "&#60;甲&#62; &#38; 乙"\nhide:\n- navigation\n---\n\n# 甲 { #title }\n\n[丙](../c.md#d)\n'
    )


def test_headings_as_a_tree() -> None:
    blocks = (
        Heading(1, ("题",), "t"),
        Heading(2, ("一",), "a"),
        Heading(3, ("（一）", Link("x", "<")), "b"),
        Heading(2, ("二",), "c"),
    )
    (title,) = toc(blocks)
    assert (title["name"], title["level"]) == ("题", 1)
    assert [(child["id"], [each["name"] for each in child["children"]]) for child in title["children"]] == [
        ("a", ["（一）&lt;"]),
        ("c", []),
    ]  # type: ignore[attr-defined]
    assert plain(("甲", Strong(("乙",)), Link("x", "丙"))) == "甲乙丙"
