from __future__ import annotations

from duizhao.parallels.signature import signature
from duizhao.phrases.copies import distinct
from project import material

TEXT = "".join(
    f"第{number}段讲的是{chr(0x4E00 + 37 * number)}{chr(0x5200 + 91 * number)}怎么办。" for number in range(200)
)


def test_a_copy_counts_once_and_the_first_stays() -> None:
    signatures = {
        "甲": signature(TEXT),
        "乙": signature(material("乙")),
        "丙": signature(TEXT),
        "丁": signature(TEXT + "完。"),
    }
    assert distinct(signatures) == ["甲", "乙"]


def test_documents_of_their_own_all_count() -> None:
    texts = {
        str(seed): "".join(chr(0x4E00 + (seed * 7919 + at * at * 31) % 8000) for at in range(900)) for seed in range(30)
    }
    assert distinct({id: signature(text) for id, text in texts.items()}) == list(texts)


def test_documents_too_short_for_a_signature_are_no_copies() -> None:
    assert distinct({"甲": signature("短"), "乙": signature("句")}) == ["甲", "乙"]
