"""The lines around a body in; title, front and back matter out."""

from __future__ import annotations

import pytest

from documents import FILLER, document

BODY = f"一、存在的问题\n（一）学习不深。{FILLER}\n（二）落实不够。{FILLER}"
TITLE = "清河县水务局副局长2022年度民主生活会对照检查材料"


@pytest.mark.parametrize(
    ("head", "title", "front"),
    [
        (TITLE, TITLE, []),
        ("清河县水务局副局长2022年度\n民主生活会对照检查材料", TITLE, []),
        ("清河县水务局\n副局长2022年度民主\n生活会对照检查材料", TITLE, []),
        (f"{TITLE}\n\n{TITLE}", TITLE, []),
        (f"{TITLE}\n清河县水务局副局长2022年度\n民主生活会对照检查材料", TITLE, []),
        (f"# {TITLE}", TITLE, []),
        (f"\n\n　　　　{TITLE}\n\n", TITLE, []),
        (f"{TITLE}\n同志们：", TITLE, [("salutation", "同志们：")]),
        (f"{TITLE}\n各位党员同志：", TITLE, [("salutation", "各位党员同志：")]),
        (f"{TITLE} 各位领导、同志们：", TITLE, [("salutation", "各位领导、同志们：")]),
        (f"{TITLE}\n（2023年1月9日）", TITLE, [("date", "（2023年1月9日）")]),
        (f"{TITLE}\n二〇二三年一月", TITLE, [("date", "二〇二三年一月")]),
        (f"{TITLE}\n20××年×月×日", TITLE, [("date", "20××年×月×日")]),
        (f"{TITLE}\n张××", TITLE, [("byline", "张××")]),
        (f"{TITLE}\n汇报人：张××", TITLE, [("byline", "汇报人：张××")]),
        (f"{TITLE}\n（清河县水务局副局长　张××）", TITLE, [("byline", "（清河县水务局副局长　张××）")]),
        (f"{TITLE}\n（水务局党组，2023年1月11日）", TITLE, [("byline", "（水务局党组，2023年1月11日）")]),
        (f"{TITLE}\n（征求意见稿）", TITLE, [("subtitle", "（征求意见稿）")]),
        (f"{TITLE}\n——在专题会上", TITLE, [("subtitle", "——在专题会上")]),
        (f"清水党〔2023〕3号\n{TITLE}", TITLE, [("document-number", "清水党〔2023〕3号")]),
        (f"内部资料 注意保存\n{TITLE}", TITLE, [("note", "内部资料 注意保存")]),
        (
            f"{TITLE}\n2023年1月9日\n张××\n同志们：",
            TITLE,
            [("date", "2023年1月9日"), ("byline", "张××"), ("salutation", "同志们：")],
        ),
        (f"首页 > 党建 > 正文\n{TITLE}\n来源：组织部", TITLE, []),
        (f"篇一：\n{TITLE}", TITLE, [("note", "篇一：")]),
        (f"【第一篇】\n{TITLE}", TITLE, [("note", "【第一篇】")]),
        (f"首页\n党建\n正文\n{TITLE}", TITLE, []),
        ("", "甲", []),
        (f"同志们：\n{FILLER}", "甲", [("salutation", "同志们：")]),
    ],
)
def test_front(head: str, title: str, front: list[tuple[str, str]]) -> None:
    made = document(f"{head}\n{BODY}" if head else BODY)
    assert made.title == title
    assert [(matter.kind, matter.text) for matter in made.front] == front
    assert [notice.code for notice in made.warnings] == (["no-title"] if title == "甲" else [])
    assert [section.label for section in made.sections] == ["一、存在的问题"]


def test_the_format_knows_its_title() -> None:
    made = document(f"清河县水务局\n关于学习的几点想法\n{BODY}", styles={2: "title"})
    assert (made.title, made.front[0].text) == ("关于学习的几点想法", "清河县水务局")


@pytest.mark.parametrize(
    ("tail", "back"),
    [
        ("以上是我的对照检查，请同志们批评指正。", [("closing", "以上是我的对照检查，请同志们批评指正。")]),
        ("不当之处，敬请批评指正。谢谢大家！", [("closing", "不当之处，敬请批评指正。谢谢大家！")]),
        ("特此报告。", [("closing", "特此报告。")]),
        ("张××\n2023年1月9日", [("signature", "张××"), ("date", "2023年1月9日")]),
        ("\t\t\t清河县水务局　　张××", [("signature", "清河县水务局　　张××")]),
        ("                    2023 年 1 月 9 日", [("date", "2023年1月9日")]),
        ("剖析人：张××", [("signature", "剖析人：张××")]),
        ("张××　2023年1月9日", [("signature", "张××　2023年1月9日")]),
        ("注：数据截至年底。", [("note", "注：数据截至年底。")]),
        (
            "［1］《党章》第三条。\n［2］《准则》第二条。",
            [("note", "［1］《党章》第三条。"), ("note", "［2］《准则》第二条。")],
        ),
        (
            f"张××\n2023年1月9日\n附件：1.清单\n2.分工\n附件1\n清单\n（一）学习\n{FILLER}",
            [
                ("signature", "张××"),
                ("date", "2023年1月9日"),
                *(("attachment", text) for text in ("附件：1.清单", "2.分工", "附件1", "清单", "（一）学习", FILLER)),
            ],
        ),
        ("名词解释\n1.四风：四种不良风气。", [("attachment", "名词解释"), ("attachment", "1.四风：四种不良风气。")]),
        ("（此件公开发布）", []),
        (FILLER, []),
    ],
)
def test_back(tail: str, back: list[tuple[str, str]]) -> None:
    made = document(f"{TITLE}\n{FILLER}\n{BODY}\n{FILLER}\n{tail}")
    assert [(matter.kind, matter.text) for matter in made.back] == back
    assert len(made.sections) == 1


@pytest.mark.parametrize("text", [TITLE, f"{TITLE}\n2023年1月9日"])
def test_a_title_alone_is_a_document_without_a_body(text: str) -> None:
    made = document(text)
    assert (made.title, list(made.passages())) == (TITLE, [])
    assert [notice.code for notice in made.warnings] == ["no-body"]
