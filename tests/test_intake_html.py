"""Pages in, lines and styles out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import SourceError
from duizhao.intake.html import read_html

BODY = "".join(
    f"<p>{number}是理论学习不够系统，满足于读过、听过，联系实际思考得少，运用所学解决问题的办法不多。</p>"
    for number in "一二三四五六七八"
)
SENTENCES = [line.removesuffix("</p>") for line in BODY.split("<p>")[1:]]


def text(page: str) -> str:
    return read_html(page.encode()).text


def styled(page: str) -> list[tuple[str, str | None]]:
    reading = read_html(page.encode())
    return [(line, reading.styles.get(number)) for number, line in enumerate(reading.text.split("\n"), 1)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<p>甲<br>乙<br/><br/>丙</p>", "甲\n乙\n丙"),
        ("甲<b>乙</b><span>丙</span>", "甲乙丙"),
        ("<p>甲 \n\t 1  2</p>", "甲 1 2"),  # white space collapses
        ("<p>甲\n  乙，\n丙</p>", "甲乙，丙"),  # but a break between wide characters is none
        ("<p> 甲 <b> 乙 </b> </p>", "甲 乙"),
        ("<p>&nbsp;&nbsp;甲&ensp;乙&#x3000;丙</p>", "\xa0\xa0甲\u2002乙\u3000丙"),
        ("<p>&lt;b&gt; &amp;amp; &ldquo;甲&rdquo; &#20061;</p>", "<b> &amp; “甲” 九"),
        ("<p>XX {{ x }} **专题 # 甲</p>", "XX {{ x }} **专题 # 甲"),
        ("<pre>甲\n  乙\n\n丙</pre>", "甲\n  乙\n丙"),
        ("<p>甲</p><p>&nbsp;</p><p> </p><p>乙</p>", "甲\n乙"),
        # what is not shown
        ("<p>甲</p><script>x</script><style>y</style><template>z</template><!-- c --><noscript>n</noscript>", "甲"),
        ("<p>甲<span style='display: none'>隐</span>乙<i hidden>隐</i>丙</p>", "甲乙丙"),
        ("<p style='visibility:hidden'>隐</p>甲乙丙", "甲乙丙"),
        (
            f"<p>某某发布</p><div style='visibility: hidden'><p>{SENTENCES[0]}</p></div>",
            f"某某发布\n{SENTENCES[0]}",
        ),  # till a script runs
        ("<?xml version='1.0' encoding='gb2312'?><html><body>甲</body></html>", "甲"),
        ("<head><title>页题</title></head><body><p>甲</p></body>", "甲"),
        ("<head><title>只有题目</title></head><body></body>", "只有题目"),
        ("<html></html>", ""),
        # generated numbers
        ("<ol><li>甲<li>乙</ol>", "1. 甲\n2. 乙"),
        ("<ol start=3 type=a><li><p>甲</p></li><li value=9>乙</li></ol>", "c. 甲\ni. 乙"),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<ol><li>乙</ol><li>丙</ol>", "一、甲\n1. 乙\n二、丙"),
        ("<ol style='list-style:none'><li>甲</ol><ul><li>乙</ul>", "甲\n乙"),
        # tables
        ("<table><tr><td>甲</td><td></td><td>乙</td></tr></table>", "甲\t\t乙"),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲\n乙"),
        ("<table><tr><td><table><tr><td>甲<td>乙</table><td>丙</table>", "甲\t乙\n丙"),
        ("<tr><td>甲<td>乙", "甲\n乙"),
        # Word: the number of a list stands between conditions, lines break anywhere
        (
            "<p class=MsoNormal><![if !supportLists]><span>一、<span>&nbsp;</span></span><![endif]>"
            "理论\n学习<o:p></o:p></p>"
            "<!--[if gte mso 9]><xml>x</xml><![endif]-->",
            "一、\xa0理论学习",
        ),
        (
            "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US>"
            "<span style='mso-list:Ignore'>1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"
            "</span></span><![endif]>学习不深</p>",
            "1. 学习不深",
        ),
        ("<p><span style='mso-list:Ignore'>（一）<span>&nbsp; </span></span>学习不深</p>", "（一）学习不深"),
        (
            "<p><span style='font-family:Wingdings;mso-list:Ignore'>l<span>&nbsp; </span></span>学习不深</p>"
            "<p><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>落实不力</p>",
            "学习不深\n落实不力",
        ),
    ],
)
def test_visible_text(page: str, expected: str) -> None:
    assert text(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<h1>题</h1><h2>一、甲</h2><p>乙</p><h6>丙</h6>",
            [("题", "title"), ("一、甲", "heading2"), ("乙", None), ("丙", "heading6")],
        ),
        ("<h1>题<br>目</h1><p>乙</p><h1>丙</h1>", [("题", "title"), ("目", "title"), ("乙", None), ("丙", "heading1")]),
        ("<p class=MsoTitle>题</p><p>乙</p>", [("题", "title"), ("乙", None)]),
        (
            "<title>关于召开会议的对照检查材料_某网站</title><p><b>关于召开会议的对照检查材料</b></p><p>乙</p>",
            [("关于召开会议的对照检查材料", "title"), ("乙", None)],
        ),
        ("<h2>题</h2><h3>甲</h3><h3>乙</h3>", [("题", "title"), ("甲", "heading3"), ("乙", "heading3")]),
        ("<h2>甲</h2><h2>乙</h2><h3>丙</h3>", [("甲", "heading2"), ("乙", "heading2"), ("丙", "heading3")]),
        ("<h2>一、甲</h2><h3>乙</h3>", [("一、甲", "heading2"), ("乙", "heading3")]),
        ("<p>题</p><h2>甲</h2><h3>乙</h3>", [("题", None), ("甲", "heading2"), ("乙", "heading3")]),
        (
            "<table><tr><th>序号<th>问题<tr><td>1<td>学习不够系统</table>",
            [("序号\t问题", "table-header"), ("1\t学习不够系统", "table-row")],
        ),
    ],
)
def test_styles(page: str, expected: list[tuple[str, str | None]]) -> None:
    assert styled(page) == expected


SITE = f"""<html><head><meta charset="utf-8"><title>某局长对照检查材料 - 某市党建网</title></head><body>
<div class="top"><h1><a href="/">某市党建网</a></h1><ul class="menu">
<li><a href=1>首页</a><li><a href=2>要闻</a></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href=3>党建</a> &gt; 正文</div>
<div class="wrap"><div class="box">
<div class="bt">某局长对照检查材料</div>
<div class="info">来源：某市党建网　发布时间：2024-01-05 【字号 <a>大</a> <a>中</a> <a>小</a>】 <a href=p>打印</a></div>
<div class="con">{BODY}<p>某局长</p><p>2024年1月5日</p></div>
<div class="tools"><a href=#>【打印】</a> <a href=#>【关闭窗口】</a></div>
</div>
<div class="right"><h3>相关报道</h3><ul><li><a href=7>某县召开民主生活会</a>
<li><a href=8>某镇召开民主生活会</a></ul></div></div>
<div class="bottom">
<p>主办单位：某市委组织部　地址：某路1号</p><p>地址：某省某市某区某路1号某大厦2层，邮编：000000，传真：0000-0000000</p>
<p>版权所有 某ICP备00000000号</p></div>
</body></html>"""


def test_the_furniture_of_a_site_is_marked_line_by_line() -> None:
    lines = styled(SITE)
    assert [line for line, style in lines if style is None] == [*SENTENCES, "某局长", "2024年1月5日"]
    assert [line for line, style in lines if style == "title"] == ["某局长对照检查材料"]
    assert {style for _, style in lines} == {None, "title", "furniture"}
    assert ("【打印】 【关闭窗口】", "furniture") in lines


def test_a_banner_is_furniture_above_a_text_with_a_title_of_its_own() -> None:
    main = f"<div id=article><h2>题</h2><h3>甲</h3>{BODY}</div>"
    assert styled(f"<div id=header>某局内网</div>{main}")[:2] == [("某局内网", "furniture"), ("题", "title")]
    assert styled(f"<div id=header>某局长对照检查材料</div><div>{BODY}</div>")[0] == ("某局长对照检查材料", None)


@pytest.mark.parametrize(
    "page",
    [
        f"<nav>导航</nav><article><header><h1>题</h1></header>{BODY}</article><footer>版权所有</footer>",
        f"<div role=navigation>导航</div><main><h1>题</h1>{BODY}</main><aside>推荐阅读本站其他文章，内容更多。</aside>",
        f"<div id=nav>导航</div><h1>题</h1><div>{BODY}</div><div class='page-footer'>联系电话和地址</div>",
        f"<table><tr><td class=sideMenu>导航</td><td><h1>题</h1><div>{BODY}</div></td></tr></table>"
        "<div id=copyright>某某</div>",
    ],
)
def test_the_main_text_is_found_in_other_layouts(page: str) -> None:
    lines = styled(page)
    assert [line for line, style in lines if style is None] == SENTENCES
    assert [line for line, style in lines if style == "title"] == ["题"]
    assert sum(style == "furniture" for _, style in lines) == 2


def test_an_official_accounts_page_saved_from_the_browser() -> None:
    page = f"""<html><head><title>某局长对照检查材料</title></head><body><div id="js_article">
<h1 class="rich_media_title" id="activity-name">某局长对照检查材料</h1>
<div id="meta_content"><span class="meta">某某</span><a id="js_name">某市党建</a><em>2024-01-05 10:00</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;"><section><section>
<p><strong><span leaf="">一、存在的问题</span></strong></p></section>{BODY}</section></div>
<div class="rich_media_tool"><a>阅读原文</a><div>阅读 <span>100</span></div><div>赞</div></div></div>
<div id="js_pc_qr_code"><p>微信扫一扫<br>关注该公众号</p></div><script>var a = "<p>x</p>"</script></body></html>"""
    lines = styled(page)
    assert [line for line, style in lines if style is None] == ["一、存在的问题", *SENTENCES]
    assert [line for line, style in lines if style == "title"] == ["某局长对照检查材料"]
    assert len([line for line, style in lines if style == "furniture"]) == 6


@pytest.mark.parametrize(
    "page",
    [
        f"<div class=WordSection1><p>某局</p><p>二〇二四年一月</p></div><div class=WordSection2>{BODY}</div>",
        f"<div>{BODY}</div><div><p>某局长</p><p>2024年1月5日</p></div>",
        f"<p>各位党员同志：</p>{BODY}<p>附件：<a href=x>整改清单</a></p>",
    ],
)
def test_a_page_without_a_site_around_has_no_furniture(page: str) -> None:
    assert {style for _, style in styled(page)} == {None}


@pytest.mark.parametrize(
    ("page", "encoding", "name"),
    [
        ('<meta charset="gb2312"><p>对照</p>', "gb18030", "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=gbk'><p>对照</p>", "gb18030", "gb18030"),
        ("<?xml version='1.0' encoding='GB2312'?><html><p>对照</p></html>", "gb18030", "gb18030"),
        ('<meta charset="gb2312"><p>对照</p>', "utf-8", "utf-8"),
        ('<meta charset="utf-8"><p>对照</p>', "gb18030", "gb18030"),
        ('<meta charset="utf-8"><p>对照</p>', "utf-16", "utf-16"),
        ('<meta charset="big5"><p>對照</p>', "big5", "big5hkscs"),
        ("<p>对照</p>", "utf-8-sig", "utf-8-sig"),
    ],
)
def test_the_encoding_is_that_of_the_mark_the_page_or_the_bytes(page: str, encoding: str, name: str) -> None:
    reading = read_html(page.encode(encoding))
    assert (reading.text[-2:].replace("對", "对"), reading.encoding) == ("对照", name)


def test_deep_nesting_is_read_and_too_deep_is_refused() -> None:
    assert text("<div>" * 1500 + "深处" + "</div>" * 1500 + "<p>末") == "深处\n末"
    with pytest.raises(SourceError, match="嵌套太深"):
        text("<div>" * 5000 + "深处")


TAGS = [
    "<p>",
    "</p>",
    "<div class='nav'>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<li>",
    "<ol>",
    "<h1>",
]
TAGS += [
    "<a href=x>",
    "</a>",
    "<br>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<ol start='x'>",
    "<pre>",
    "\n",
    " ",
    "&#0;",
    "\x01",
]


@given(st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from("甲乙丙丁，。")), max_size=60).map("".join))
def test_any_tangle_of_tags_is_read(page: str) -> None:
    reading = read_html(page.encode())
    assert set(reading.styles) <= set(range(1, reading.text.count("\n") + 2))


@given(st.lists(st.text("甲乙丙丁，。<>&\"'{}*#1a", min_size=1, max_size=20), min_size=1, max_size=8))
def test_no_visible_character_is_lost(paragraphs: list[str]) -> None:
    escaped = [part.replace("&", "&amp;").replace("<", "&lt;") for part in paragraphs]
    page = "".join(f"<div><p>{part}</p></div>" for part in escaped)
    assert text(f"<body>{page}</body>").split("\n") == paragraphs
