"""Near-duplicates: what counts as one, what does not, and that the short way finds what the exact way confirms."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.parallels import Signatures, nearest, overlap, shingles, signature
from duizhao.parallels.signature import LENGTH, WIDTH

HEADINGS = ("一、存在的突出问题", "（一）理论学习方面", "（二）担当作为方面", "二、原因剖析", "三、下一步整改措施")
SET_PHRASES = (
    "以习近平新时代中国特色社会主义思想为指导",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
    "根据会议安排，现将个人对照检查情况报告如下",
    "以上发言，不当之处请同志们批评指正",
)
WHO = [
    "窗口值班员",
    "下乡小组",
    "材料专班",
    "台账管理员",
    "几个科室",
    "新来的同志",
    "老站长",
    "调解室",
    "食堂班组",
    "车队",
]
DID = [
    "把登记簿",
    "将回访名单",
    "对漏雨的仓库",
    "给积压的来信",
    "为晚到的报表",
    "就修路的账目",
    "把空调采购",
    "对钥匙交接",
]
HOW = ["核对了三遍", "一拖再拖", "推给了隔壁", "晾在一边", "改到半夜", "逐页贴上标签", "讲了半天也没讲清", "抄错了行"]
SO = ["群众跑了两趟", "图纸还在抽屉里", "雨季前没有赶上", "电话打不通", "会上没人接话", "库房又清点一回", "数字对不上"]


def invented(seed: int, sentences: int = 60) -> str:
    """A document in sentences of its own, under headings and among phrases that all documents share."""
    chance = random.Random(seed)
    lines = []
    for at in range(sentences):
        if at % 12 == 0:
            lines += ["\n", HEADINGS[at // 12 % 5], "\n", SET_PHRASES[at // 12 % 4], "。"]
        number = chance.randrange(10, 10_000)
        words = [chance.choice(words) for words in (WHO, DID, HOW, SO)]
        chance.shuffle(words)
        lines.append(f"{words[0]}{number}{words[1]}，{words[2]}，{words[3]}。")
    return "".join(lines)


ORIGINAL = invented(0)
OTHERS = {f"其他{seed}": signature(invented(seed)) for seed in range(1, 200)}

CASES = {
    "a copy": (ORIGINAL, "全文重复"),
    "other punctuation, spaces and line ends": (ORIGINAL.replace("，", ", ").replace("\n", "\r\n\r\n"), "全文重复"),
    "full-width digits": (ORIGINAL.translate({ord("0") + at: chr(0xFF10 + at) for at in range(10)}), "全文重复"),
    "another date and name at the top": ("王某某　2031年12月1日\n" + ORIGINAL, "全文重复"),
    "one sentence changed": (ORIGINAL.replace(ORIGINAL.split("。")[20], "这一句是后来改写的"), "全文重复"),
    "a paragraph changed": (ORIGINAL[:400] + invented(901, 8) + ORIGINAL[700:], "大部分相同"),
    "its second half inside another document": (
        invented(902, 20) + ORIGINAL[len(ORIGINAL) // 3 :] + invented(903, 5),
        "大部分相同",
    ),
    "half of it and nothing else": (ORIGINAL[:700], "大部分相同"),
    "only the headings and set phrases": (invented(904), None),
    "headings and set phrases alone, and little else": (invented(905, 12), None),
    "a quarter of it": (ORIGINAL[:400] + invented(906, 45), None),
}


@pytest.mark.parametrize(("text", "verdict"), CASES.values(), ids=CASES)
def test_what_a_new_document_is_to_one_in_the_archive(text: str, verdict: str | None) -> None:
    found = nearest(signature(text), {**OTHERS, "原文": signature(ORIGINAL)})
    told = overlap(shingles(text), shingles(ORIGINAL))
    assert told.verdict == verdict
    if verdict:
        assert found[0].id == "原文"
        assert found[0].share == pytest.approx(told.of_first, abs=0.2)


def test_the_per_cent_is_never_rounded_up() -> None:
    told = overlap(shingles(ORIGINAL), shingles(ORIGINAL[:-6]))
    assert (told.verdict, told.percent) == ("全文重复", 99)
    assert overlap(shingles(ORIGINAL), shingles(ORIGINAL)).percent == 100


def test_documents_that_share_headings_and_set_phrases_are_not_near() -> None:
    texts = {name: invented(seed) for seed, name in enumerate(OTHERS, 1)}
    for name in list(texts)[:20]:
        near = {each.id for each in nearest(OTHERS[name], OTHERS)}
        reported = {other for other in near if overlap(shingles(texts[name]), shingles(texts[other])).verdict}
        assert reported == {name}


def test_the_likeliest_comes_first_and_no_more_than_asked_for() -> None:
    kept = {str(cut): signature(ORIGINAL[cut:]) for cut in (0, 300, 600)}
    assert [near.id for near in Signatures(kept).nearest(signature(ORIGINAL))] == ["0", "300", "600"]
    assert [near.id for near in nearest(signature(ORIGINAL), kept, most=1)] == ["0"]


def test_a_short_document_is_found_in_one_twenty_times_as_long() -> None:
    found = 0
    for seed in range(20):
        short = invented(1000 + seed, 25)
        long = signature(invented(2000 + seed, 250) + short + invented(3000 + seed, 250))
        found += bool(nearest(signature(short), {"长": long}))
    assert found >= 15


@pytest.mark.parametrize("text", ["", "，。！", "七个字的文稿呀", "七个字的、文稿呀…"])
def test_a_text_without_a_shingle_is_near_to_nothing(text: str) -> None:
    nothing = signature(text)
    assert nothing == bytes(LENGTH)
    assert nearest(nothing, {"空": nothing, "原文": signature(ORIGINAL)}) == []
    assert nearest(signature(ORIGINAL), {"空": nothing}) == []
    assert overlap(shingles(text), shingles(text)).verdict is None


def test_an_empty_archive_has_nothing_near() -> None:
    assert nearest(signature(ORIGINAL), {}) == []


def test_a_signature_is_the_same_on_every_machine() -> None:
    assert signature("把登记簿核对了三遍")[:4] == (2).to_bytes(4, "little")
    assert [hex(value) for value in shingles("把登记簿核对了三遍")] == ["0x8081ee0a519e18bf", "0xab7a8f560908b583"]


letters = st.text(st.sampled_from("学思践悟知行合一查摆剖析整改落实问题导向ABab12"), max_size=80)


@given(letters, st.lists(st.sampled_from("，。 \n“”（）—…"), max_size=5), st.integers(0, 80))
def test_punctuation_makes_no_difference(text: str, marks: list[str], at: int) -> None:
    assert signature(text[:at] + "".join(marks) + text[at:]) == signature(text)


@given(letters)
def test_shingles_are_the_distinct_runs_of_eight(text: str) -> None:
    plain = text.lower()
    assert shingles(text).size == len({plain[at : at + WIDTH] for at in range(len(plain) - WIDTH + 1)})
    assert bool(np.all(np.diff(shingles(text).astype(object)) > 0))


@given(letters, letters)
def test_overlap_is_the_share_of_runs_in_both(first: str, second: str) -> None:
    runs = [{text.lower()[at : at + WIDTH] for at in range(len(text) - WIDTH + 1)} for text in (first, second)]
    told = overlap(shingles(first), shingles(second))
    shared = len(runs[0] & runs[1])
    assert told.of_first == (shared / len(runs[0]) if runs[0] and runs[1] else 0.0)
    assert told.of_second == (shared / len(runs[1]) if runs[0] and runs[1] else 0.0)


@given(st.integers(0, 10**6), st.integers(0, 60))
def test_the_estimate_is_near_the_truth(seed: int, shared: int) -> None:
    common = invented(seed, shared)
    first, second = common + invented(seed + 1, 60 - shared), common + invented(seed + 2, 60 - shared)
    told = overlap(shingles(first), shingles(second))
    near = nearest(signature(first), {"二": signature(second)})
    if told.of_first >= 0.5:
        assert near[0].share == pytest.approx(told.of_first, abs=0.25)
    elif near:
        assert near[0].share <= told.of_first + 0.25
