from __future__ import annotations

import pytest

from duizhao.phrases import Entry, pinyin_initial
from duizhao.phrases.book import as_phrase
from duizhao.phrases.pinyin import pinyin

READINGS = [
    ("重要思想", "zhong yao si xiang"),
    ("双重组织生活", "shuang chong zu zhi sheng huo"),
    ("三重一大", "san zhong yi da"),
    ("长远", "chang yuan"),
    ("长效机制", "chang xiao ji zhi"),
    ("行动自觉", "xing dong zi jue"),
    ("调查研究", "diao cha yan jiu"),
    ("干事创业", "gan shi chuang ye"),
    ("纪律", "ji lv"),
    ("“微腐败”", "wei fu bai"),
    ("知敬畏、存戒惧", "zhi jing wei cun jie ju"),
    ("“12345”热线", "12345 re xian"),
    ("IP形象", "IP xing xiang"),
    ("“”", ""),
]


@pytest.mark.parametrize(("text", "syllables"), READINGS)
def test_pinyin(text: str, syllables: str) -> None:
    assert pinyin(text) == syllables


INITIALS = [("两个维护", "L"), ("“一楼一策”", "Y"), ("IP形象", "I"), ("12345热线", "#"), ("“”", "#")]


@pytest.mark.parametrize(("head", "initial"), INITIALS)
def test_pinyin_initial(head: str, initial: str) -> None:
    assert pinyin_initial(as_phrase(Entry(head, "引语"))) == initial
