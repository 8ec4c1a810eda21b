"""docx in, lines and styles out. Most inputs are raw XML: what Word writes, python-docx cannot."""

from __future__ import annotations

import contextlib
import io
import zipfile

import docx
import pytest

from docx_files import CHINESE, NAMESPACES, RELATIONSHIPS, R, W, lists, lvl, num, p, package, row, zipped
from duizhao.errors import SourceError
from duizhao.intake.docx import read_docx


def text(body: str, **parts: str) -> str:
    return read_docx(package(body, **parts)).text


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "expected"),
    [
        (lists(CHINESE), [(1, 0)] * 3, "一、甲\n二、甲\n三、甲"),
        (lists(CHINESE), [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], "一、甲\n（一）甲\n（二）甲\n二、甲\n（一）甲"),
        (lists(CHINESE), [(1, 0), (1, 2), (1, 2), (1, 1), (1, 2)], "一、甲\n1. 甲\n2. 甲\n（一）甲\n1. 甲"),
        # a lower level shows the number above it, with its own start where none has come
        (lists(lvl(0, "decimal", "%1") + lvl(1, "decimal", "%1.%2")), [(1, 0), (1, 1)], "1 甲\n1.1 甲"),
        (lists(lvl(0, "decimal", "%1", start=7) + lvl(1, "decimal", "%1.%2")), [(1, 1)], "7.1 甲"),
        # legal numbering: digits whatever the level above uses
        (
            lists(lvl(0, "chineseCounting", "%1、") + lvl(1, "decimal", "%1.%2", "<w:isLgl/>")),
            [(1, 0), (1, 1)],
            "一、甲\n1.1 甲",
        ),
        # restart: never (0), or only after a given level
        (
            lists(
                CHINESE.replace(
                    '<w:numFmt w:val="chineseCounting"/>', '<w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>'
                )
            ),
            [(1, 0), (1, 1), (1, 0), (1, 1)],
            "一、甲\n（1）甲\n二、甲\n（2）甲",
        ),
        (
            lists(
                lvl(0, "decimal", "%1、")
                + lvl(1, "decimal", "(%2)")
                + lvl(2, "upperLetter", "%3.", '<w:lvlRestart w:val="1"/>')
            ),
            [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)],
            "1、甲\n(1) 甲\nA. 甲\n(2) 甲\nB. 甲\n2、甲\nA. 甲",
        ),
        # what parts the number from the text
        (lists(lvl(0, "decimal", "%1.", '<w:suff w:val="nothing"/>')), [(1, 0)], "1.甲"),
        (lists(lvl(0, "chineseCounting", "第%1条", '<w:suff w:val="space"/>')), [(1, 0)], "第一条 甲"),
        # two w:num of one definition go on counting; an override starts afresh, once
        (
            lists(CHINESE, numbers='<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'),
            [(1, 0), (8, 0), (1, 0)],
            "一、甲\n二、甲\n三、甲",
        ),
        (
            lists(
                CHINESE,
                numbers='<w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
                '<w:startOverride w:val="5"/></w:lvlOverride></w:num>',
            ),
            [(1, 0), (8, 0), (8, 0)],
            "一、甲\n五、甲\n六、甲",
        ),
        # an override may bring a level of its own
        (
            lists(
                CHINESE,
                numbers=f'<w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
                f"{lvl(0, 'decimalEnclosedCircle', '%1')}</w:lvlOverride></w:num>",
            ),
            [(8, 0), (8, 0)],
            "① 甲\n② 甲",
        ),
        # bullets are layout; numId 0 takes a number away; an unknown list gives none
        (lists(lvl(0, "bullet", "\uf06c")), [(1, 0)], "甲"),
        (lists(CHINESE), [(0, 0)], "甲"),
        (lists(CHINESE), [(99, 0)], "甲"),
        (lists(CHINESE), [(1, 8)], "甲"),
    ],
)
def test_automatic_numbers_are_written_out(numbering: str, paragraphs: list[tuple[int, int]], expected: str) -> None:
    body = "".join(p("甲", num(*place)) for place in paragraphs)
    assert text(body, numbering=numbering) == expected


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="tied"><w:name w:val="三级"/><w:basedOn w:val="a"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="我的小标题"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="plain"><w:name w:val="无编号"/><w:basedOn w:val="1"/>
  <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="wps"><w:name w:val="标题 4"/></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="回环"/><w:basedOn w:val="loop"/></w:style>
"""
TIED = CHINESE.replace('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:pStyle w:val="tied"/>')


@pytest.mark.parametrize(
    ("styles", "expected", "roles"),
    [
        (["1", "2", "2", "1", "2"], "一、甲\n（一）甲\n（二）甲\n二、甲\n（一）甲", [1, 2, 2, 1, 2]),
        (["1", "tied", "tied"], "一、甲\n1. 甲\n2. 甲", [1, 3, 3]),  # a level may name its style
        (["1", "mine"], "一、甲\n（一）甲", [1, 2]),  # based on a numbered heading
    ],
)
def test_styles_bring_numbers_and_heading_levels(styles: list[str], expected: str, roles: list[int]) -> None:
    body = "".join(p("甲", f'<w:pStyle w:val="{style}"/>') for style in styles)
    reading = read_docx(package(body, styles=STYLES, numbering=lists(TIED)))
    assert reading.text == expected
    assert reading.styles == {line: f"heading{role}" for line, role in enumerate(roles, 1)}


@pytest.mark.parametrize(
    ("properties", "role"),
    [
        ('<w:pStyle w:val="t"/>', "title"),
        ('<w:pStyle w:val="wps"/>', "heading4"),
        ('<w:pStyle w:val="toc"/>', "furniture"),
        ('<w:pStyle w:val="loop"/>', None),
        ('<w:pStyle w:val="a"/>', None),
        ('<w:outlineLvl w:val="1"/>', "heading2"),
        ('<w:outlineLvl w:val="8"/>', "heading6"),
        ('<w:outlineLvl w:val="9"/>', None),
        ('<w:pStyle w:val="plain"/>', None),  # says that it is body text, whatever it is based on
    ],
)
def test_roles_of_single_paragraphs(properties: str, role: str | None) -> None:
    reading = read_docx(package(p("甲", properties), styles=STYLES, numbering=lists(TIED)))
    assert (reading.text, dict(reading.styles)) == ("甲", {1: role} if role else {})


def test_own_numbering_wins_over_the_style() -> None:
    body = p("甲", '<w:pStyle w:val="1"/>') + p("乙", '<w:pStyle w:val="1"/>' + num(0))
    assert text(body, styles=STYLES, numbering=lists(TIED)) == "一、甲\n乙"


def test_a_definition_may_be_that_of_a_list_style() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="6"><w:styleLink w:val="公文"/>{CHINESE}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="公文"><w:name w:val="公文"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert text(p("甲", num(1)), numbering=numbering, styles=styles) == "一、甲"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲\n乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲\n乙</w:t></w:r>", "甲 乙"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/></w:r>", "1-2"),
        ("<w:r><w:t>正确**观 XX &lt;b&gt; {{ x }}</w:t></w:r>", "正确**观 XX <b> {{ x }}"),
        ('<w:hyperlink r:id="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink>', "链接"),
        ("<w:smartTag><w:r><w:t>标签</w:t></w:r></w:smartTag>", "标签"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        # tracked changes: as if accepted
        ("<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "增"),
        ("<w:moveTo><w:r><w:t>到</w:t></w:r></w:moveTo><w:moveFrom><w:r><w:t>离</w:t></w:r></w:moveFrom>", "到"),
        # hidden text and what stands behind a field are not shown
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>", "显"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', "显"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>',
            "7",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "汉(hàn)",
        ),
        ('<w:r><w:sym w:font="Symbol" w:char="2605"/></w:r>', "★"),
        # of two ways to draw a text box only one is read, and after its paragraph
        (
            "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
            + p("框里")
            + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
            + p("框里")
            + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent><w:t>框外</w:t></w:r>",
            "框外\n框里",
        ),
    ],
)
def test_what_is_displayed_of_a_paragraph(runs: str, expected: str) -> None:
    assert text(f"<w:p>{runs}</w:p>") == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ('<w:rStyle w:val="h"/>', "显"),
        ('<w:rStyle w:val="based"/>', "显"),
        ('<w:rStyle w:val="shown"/>', "隐显"),
        ('<w:rStyle w:val="h"/><w:vanish w:val="0"/>', "隐显"),
        ('<w:rStyle w:val="none"/>', "隐显"),
    ],
)
def test_a_style_may_hide(run: str, expected: str) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="based"><w:basedOn w:val="h"/></w:style>'
        '<w:style w:type="character" w:styleId="shown"><w:basedOn w:val="h"/>'
        '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    )
    body = f"<w:p><w:r><w:rPr>{run}</w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r></w:p>"
    assert text(body, styles=styles) == expected


def test_moved_paragraphs_stand_where_they_were_moved_to() -> None:
    body = (
        '<w:moveFromRangeStart w:id="1"/><w:p><w:pPr><w:rPr><w:moveFrom w:id="2"/></w:rPr></w:pPr>'
        '<w:moveFrom w:id="3"><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p><w:moveFromRangeEnd w:id="1"/>'
        + p("乙")
        + "<w:p><w:pPr><w:rPr><w:moveTo/></w:rPr></w:pPr><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"
    )
    assert text(body) == "乙\n新"


def test_a_text_box_is_read_once_however_it_is_drawn() -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    drawn = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    assert text(f"<w:p>{drawn}<w:r><w:t>文</w:t></w:r></w:p>") == "文\n框"


def test_comments_and_their_marks_are_left_out() -> None:
    body = (
        '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        '<w:r><w:commentReference w:id="1"/><w:annotationRef/></w:r></w:p>'
    )
    assert text(body) == "甲"


def test_a_deleted_paragraph_end_joins_the_next_and_takes_no_number() -> None:
    deleted = num(1) + "<w:rPr><w:del/></w:rPr>"
    body = p("甲", num(1)) + p("乙", deleted) + p("丙", num(1))
    assert text(body, numbering=lists(CHINESE)) == "一、甲\n二、乙丙"


def test_a_table_row_is_a_line() -> None:
    table = row(p("序号"), p("问题表现"), p("责任人")) + row(p("1"), p("学习不够系统") + p("联系实际不紧"), p(""))
    reading = read_docx(package(p("前") + f"<w:tbl>{table}</w:tbl>" + p("后")))
    assert reading.text == "前\n序号\t问题表现\t责任人\n1\t学习不够系统 联系实际不紧\t\n后"
    assert reading.styles == {2: "table-header", 3: "table-row"}


def test_a_row_marked_as_header_is_one_and_a_deleted_row_is_gone() -> None:
    table = row(p("姓名，职务"), p("甲"), properties="<w:tblHeader/>") + row(p("乙"), p("丙"), properties="<w:del/>")
    reading = read_docx(package(f"<w:tbl>{table}</w:tbl>"))
    assert (reading.text, dict(reading.styles)) == ("姓名，职务\t甲", {1: "table-header"})


def test_notes_stand_after_the_text_in_the_order_of_their_references() -> None:
    body = (
        '<w:p><w:r><w:t>甲</w:t><w:endnoteReference w:id="4"/></w:r></w:p>'
        '<w:p><w:r><w:t>乙</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = f'<w:footnote w:id="0">{p("分隔线")}</w:footnote><w:footnote w:id="2">{p("脚注")}</w:footnote>'
    endnotes = f'<w:endnote w:id="4">{p("尾注")}{p("又一段")}</w:endnote>'
    assert text(body, footnotes=notes, endnotes=endnotes) == "甲[1]\n乙[2]\n[1] 尾注\n又一段\n[2] 脚注"


def test_headers_and_footers_come_once_each_at_the_end_as_furniture() -> None:
    sections = (
        '<w:p><w:pPr><w:sectPr><w:headerReference r:id="header1"/></w:sectPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
        + p("乙")
        + '<w:sectPr><w:headerReference r:id="header2"/><w:footerReference r:id="footer1"/></w:sectPr>'
    )
    reading = read_docx(package(sections, header1=p("内部资料"), header2=p("内部资料"), footer1=p("- 1 -")))
    assert reading.text == "甲\n乙\n内部资料\n- 1 -"
    assert reading.styles == {3: "furniture", 4: "furniture"}


def test_a_web_editors_docx_that_only_encloses_a_page_is_read() -> None:
    page = "<html><body><h1>题</h1><p>甲</p></body></html>"
    archive = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; '
    archive += f'charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n{page}\n--b--\n'
    for name, content in (
        ("page.html", page),
        ("page.mht", archive),
        ("page.txt", "题\n甲"),
        ("page.docx", package(p("题") + p("甲"))),
    ):
        links = f'<Relationship Id="r1" Type="{R}/aFChunk" Target="/word/{name}"/>'
        members = {
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{links}</Relationships>',
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{p('前')}"
            f'<w:altChunk r:id="r1"/>{p("后")}</w:body></w:document>',
            f"word/{name}": content,
        }
        assert read_docx(zipped(members)).text == "前\n题\n甲\n后"


def test_what_python_docx_writes() -> None:
    document = docx.Document()
    document.add_heading("对照检查材料", 0)
    document.add_heading("一、存在问题", 1)
    document.add_paragraph("一是学习不深。")
    document.add_paragraph("")
    document.add_heading("（一）理论学习方面", 2)
    document.sections[0].header.paragraphs[0].text = "页眉"
    file = io.BytesIO()
    document.save(file)
    reading = read_docx(file.getvalue())
    assert reading.text == "对照检查材料\n一、存在问题\n一是学习不深。\n\n（一）理论学习方面\n页眉"
    assert reading.styles == {1: "title", 2: "heading1", 5: "heading2", 6: "furniture"}
    assert reading.encoding is None


def test_a_strict_document_and_a_dangling_relationship_are_read() -> None:
    strict = package(p("甲"))
    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(
        W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    members["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="x" Type="{R}/image" Target="NULL"/></Relationships>'
    )
    assert read_docx(zipped(members)).text == "甲"


def test_a_part_name_in_another_case_is_found() -> None:
    with zipfile.ZipFile(io.BytesIO(package(p("甲")))) as archive:
        members = {
            name.replace("document.xml", "Document.xml"): archive.read(name).decode() for name in archive.namelist()
        }
    assert read_docx(zipped(members)).text == "甲"


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE w:document [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f"<w:document {NAMESPACES}><w:body>{p('甲&b;乙')}{p('丙')}</w:body></w:document>"
    )
    assert "哈" not in read_docx(zipped({"word/document.xml": bomb})).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package(p("甲"))[:200], "已损坏"),
        (zipped({"word/document.xml": "<w:document"}), "已损坏"),
        (zipped({"word/document.xml": "<other/>"}), "没有 Word 正文"),
        (zipped({"word/other.xml": "<w/>"}), "没有 Word 正文"),
        (zipped({"word/document.xml": "0" * 30_000_000}), "大得不合常理"),
        (package("<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400), "已损坏"),
    ],
)
def test_a_damaged_or_dangerous_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_docx(data)


@pytest.mark.parametrize("depth", [20, 60])
def test_nested_tables_are_read(depth: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * depth + p("深处") + "</w:tc></w:tr></w:tbl>" * depth
    assert text(body) == "深处"


@pytest.mark.parametrize("end", range(0, 2400, 37))
def test_a_cut_or_changed_file_is_read_or_refused(end: int) -> None:
    data = package(p("甲", num(1)), numbering=lists(CHINESE), styles=STYLES)
    for damaged in (data[:end], data[:end] + b"\xff" + data[end + 1 :]):
        with contextlib.suppress(SourceError):
            read_docx(damaged)
