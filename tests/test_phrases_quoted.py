from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.phrases.quoted import LONGEST, quoted_terms

TERMS = [
    ("整治“微腐败”问题", ["“微腐败”"]),
    ("“两张皮”和“老好人”", ["“两张皮”", "“老好人”"]),
    ("做到“一楼一策”。", ["“一楼一策”"]),
    ("增强“脚力、眼力、脑力、笔力”", ["“脚力、眼力、脑力、笔力”"]),
    ("打通“12345”热线", []),
    ("用好“12345热线”", ["“12345热线”"]),
    ("树牢“风险就在眼前”的意识", ["“风险就在眼前”"]),
    ("满足于“按部就班、不紧不慢”", ["“按部就班、不紧不慢”"]),
    ("及时“补钙”", ["“补钙”"]),
    ("缺乏“挤”劲", []),
]

NO_TERMS = [
    "他说：“我来办。”",  # a sentence
    "“只管铺摊子，不管看效果”",  # a clause with its comma
    "“党的作风就是党的形象所系啊”",  # longer than a term
    "“把群众小事当自家大事”",  # a clause without one
    "认为“这就行了”",
    "“XX一体化”",  # masked
    "“**学习”",
    "“有没有”变成“好不好”",
    "想清“为了谁、怎么干”",
    "“请尽快办理”",
    "“一年到头都在填表”",
    "刻在“纸上”",
    "统筹能力“不够强”。",  # a verdict on what stands before it
    "学习“有差距”，",
    "“《条例》”",
    "“”",
    "“没有\n闭合”",
    "“没有闭合",
]


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_a_term_is_found_with_its_quotes(text: str, terms: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_terms(text)] == terms


@pytest.mark.parametrize("text", NO_TERMS)
def test_what_is_no_term(text: str) -> None:
    assert list(quoted_terms(text)) == []


def test_a_word_of_denial_is_a_term_where_it_names_something() -> None:
    text = "整治“不担当”“不在状态”等问题"
    assert [text[start:end] for start, end in quoted_terms(text)] == ["“不担当”", "“不在状态”"]


@given(st.text(alphabet="“”一二三、，不X了\n", max_size=60))
def test_terms_are_in_order_apart_and_in_quotes(text: str) -> None:
    reached = 0
    for start, end in quoted_terms(text):
        assert start >= reached
        assert (text[start], text[end - 1]) == ("“", "”")
        assert not set("“”，\n") & set(text[start + 1 : end - 1])
        assert 2 <= end - start - 2 <= LONGEST
        reached = end
