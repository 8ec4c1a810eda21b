"""Headings and passages in, their part and theme out."""

from __future__ import annotations

import pytest

from documents import document
from duizhao.normalise.themes import (
    Lexicon,
    own_part,
    part_of_heading,
    part_of_text,
    theme_of_heading,
    theme_of_passage,
)
from duizhao.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("存在的主要问题", "问题"),
        ("查摆突出问题情况", "问题"),
        ("存在问题及表现", "问题"),
        ("差距和不足", "问题"),
        ("需要整改的主要问题", "问题"),
        ("检视出的问题及整改措施", "问题"),
        ("原因分析", "原因"),
        ("剖析根源情况", "原因"),
        ("产生问题的原因", "原因"),
        ("存在问题的原因剖析", "原因"),
        ("思想根源", "原因"),
        ("初步整改措施", "措施"),
        ("今后努力方向", "措施"),
        ("下一步打算", "措施"),
        ("基本情况", "引言"),
        ("上年度问题整改情况", "引言"),
        ("履行岗位职责情况", "引言"),
        ("结束语", "结尾"),
        ("组织保障", None),
        ("往年整改事项“回头看”", "引言"),
        ("2022年度组织生活会整改任务完成情况", "引言"),
        ("征求到的意见建议", "引言"),
        ("个人有关事项说明", "引言"),
        ("主要做法和成效", "引言"),
        ("典型案例剖析", "问题"),
        ("自查自纠情况", "问题"),
        ("工作成效不明显的表现", "问题"),
        ("思想溯源", "原因"),
        ("下一阶段工作安排", "措施"),
        ("希望与建议", "措施"),
    ],
)
def test_part_of_heading(heading: str, part: str | None) -> None:
    assert part_of_heading(heading, TAXONOMY) == part


@pytest.mark.parametrize(
    ("heading", "inherited", "part"),
    [
        ("理论学习方面", "问题", "问题"),
        ("原因分析", "问题", "原因"),
        ("整改措施", "问题", "措施"),
        ("着力解决突出问题", "措施", "措施"),
        ("形式主义问题若隐若现，需要引起高度重视", "措施", "措施"),
        ("转变作风，补齐服务短板", "措施", "措施"),
        ("产生问题的主要思想根源", "问题", "原因"),
    ],
)
def test_a_nested_section_inherits_its_part_unless_its_own_words_say_otherwise(
    heading: str, inherited: str, part: str
) -> None:
    assert own_part(heading, inherited, TAXONOMY) == part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("学习不够深入，落实不到位，还有差距。", "问题"),
        ("我将切实加强学习，持续改进，确保做到。", "措施"),
        ("春天来了。", None),
    ],
)
def test_part_of_text(text: str, part: str | None) -> None:
    assert part_of_text(text, TAXONOMY) == part


@pytest.mark.parametrize(
    ("heading", "theme"),
    [
        ("带头深刻领悟“两个确立”的决定性意义方面", "政治忠诚"),
        ("在理论学习方面", "理论学习"),
        ("坚持学以致用，在对党忠诚上作表率", "政治忠诚"),
        ("加强理论学习，在担当作为方面求突破", "担当作为"),
        ("政治素质方面", "政治素质与政治纪律"),
        ("坚持和加强党的全面领导方面", "党的全面领导"),
        ("落实意识形态工作责任制方面", "意识形态"),
        ("践行以人民为中心的发展思想方面", "人民立场"),
        ("能力本领方面", "能力本领"),
        ("担当作为方面", "担当作为"),
        ("发扬斗争精神，防范化解风险挑战方面", "斗争精神与风险防范"),
        ("工作作风方面", "工作作风"),
        ("廉洁自律方面", "廉洁自律"),
        ("落实全面从严治党政治责任方面", "从严治党"),
        ("党性修养方面", "组织生活与党性修养"),
        ("其他方面", None),
    ],
)
def test_theme_of_heading(heading: str, theme: str | None) -> None:
    assert theme_of_heading(heading, TAXONOMY) == theme


@pytest.mark.parametrize(
    ("lead", "rest", "theme"),
    [
        ("理论学习不够深入", "", "理论学习"),
        ("理论学习不够深入", "比如抓党风廉政建设时想得不深。", "理论学习"),
        ("守住廉洁底线", "", "廉洁自律"),
        ("春天来了", "", "未分类"),
    ],
)
def test_the_topic_sentence_of_a_passage_says_most(lead: str, rest: str, theme: str | None) -> None:
    assert theme_of_passage(lead, f"{lead}。{rest}", TAXONOMY)[0] == theme


def test_the_more_says_so_the_higher_the_score() -> None:
    sure = theme_of_passage("理论学习不够深入", "理论学习不够深入，读原著少。", TAXONOMY)
    torn = theme_of_passage(
        "理论学习不够深入，作风不实，廉洁自律松", "理论学习不够深入，作风不实，廉洁自律松。", TAXONOMY
    )
    assert sure[1] > torn[1] > 0
    assert theme_of_passage("春天来了", "春天来了。", TAXONOMY) == ("未分类", 0.0)


@pytest.mark.parametrize("heading", ["整改措施", "原因剖析", "存在的主要问题", "对照检查"])
def test_a_part_is_no_theme(heading: str) -> None:
    assert theme_of_heading(heading, TAXONOMY) is None


def test_sections_of_problems_and_measures_under_an_aspect_have_its_theme() -> None:
    made = document(
        "2024年度民主生活会对照检查材料\n一、带头严守政治纪律和政治规矩方面\n（一）存在问题\n请示报告不及时。\n（二）整改措施\n列出清单。\n"
        "二、带头增强党性、严守纪律、砥砺作风方面\n（一）存在问题\n下基层少。\n（二）整改措施\n多下基层。"
    )
    assert [(passage.part, passage.theme) for passage in made.passages()] == [
        ("问题", "政治素质与政治纪律"),
        ("措施", "政治素质与政治纪律"),
        ("问题", "组织生活与党性修养"),
        ("措施", "组织生活与党性修养"),
    ]


@pytest.mark.parametrize(
    ("rest", "part"),
    [("二、整改措施\n每周读一篇。", "问题"), ("二、存在的问题\n读得少。", "引言")],
)
def test_a_report_that_tells_of_faults_is_about_them_where_no_other_heading_is(rest: str, part: str) -> None:
    made = document(f"对照检查材料\n一、遵守政治纪律情况\n请示报告不够及时，纪律观念有所淡化。\n{rest}")
    assert made.sections[0].part == part


def test_a_text_without_headings_turns_from_part_to_part() -> None:
    made = document(
        "个人对照检查材料\n我是车间的一名党员，今年带了两个徒弟。\n说到缺点，主要是学得少，干得粗。\n"
        "想一想为什么会这样，还是心里松了劲。\n今后我要做到三条，请大家看我的行动。"
    )
    assert [passage.part for passage in made.passages()] == ["引言", "问题", "原因", "措施"]


def test_paragraphs_that_open_with_an_aspect_have_its_theme() -> None:
    made = document(
        "“三严三实”专题民主生活会对照检查材料\n严以修身方面：读书看报当消遣。\n谋事要实方面：计划凭往年样本。\n创业要实方面：一拖再拖。"
    )
    assert [(passage.part, passage.theme) for passage in made.passages()] == [
        ("问题", "组织生活与党性修养"),
        ("问题", "工作作风"),
        ("问题", "担当作为"),
    ]


def test_an_aspect_gives_its_theme_to_its_passages() -> None:
    made = document(
        "材料\n一、问题\n（一）廉洁自律方面\n一是理论学习不够深入。\n二是作风不实。\n二、措施\n一是加强理论学习。"
    )
    assert [(passage.part, passage.theme) for passage in made.passages()] == [
        ("问题", "廉洁自律"),
        ("问题", "廉洁自律"),
        ("措施", "理论学习"),
    ]
    assert [section.theme for section in made.walk()] == [None, "廉洁自律", None]


def test_longer_words_weigh_more_and_so_do_early_ones() -> None:
    lexicon = Lexicon({"长": ["全面从严"], "短": ["从严"]})
    scores = lexicon.scores("全面从严")
    assert scores["长"] > scores["短"]
    assert lexicon.scores("从严" + "甲" * 40)["短"] > lexicon.scores("甲" * 40 + "从严")["短"]
    assert lexicon.scores("甲") == {}
