"""Mining: which wordings it proposes, with what evidence, and how many of them a reader would keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmark.labelled import TOP, judgements, mining_precision
from duizhao.phrases.mining import FEWEST, mined

PRECISION = 0.85


def texts(*sentences: str) -> list[list[str]]:
    return [[sentence] for sentence in sentences]


def heads(*sentences: str, known: tuple[str, ...] = ()) -> list[str]:
    return [each.head for each in mined(texts(*sentences), known, 50)]


FOUND = [
    (
        "理论学习不深入",
        ("甲理论学习不深入，", "认为理论学习不深入。", "一是理论学习不深入、浅", "乙，理论学习不深入；"),
    ),
    ("督促检查少", ("安排多、督促检查少。", "但督促检查少，", "抓部署督促检查少；", "平时督促检查少")),
]


@pytest.mark.parametrize(("head", "sentences"), FOUND)
def test_a_wording_that_documents_share_is_found(head: str, sentences: tuple[str, ...]) -> None:
    assert heads(*sentences) == [head]


def test_what_too_few_documents_share_is_none() -> None:
    sentences = FOUND[1][1]
    assert heads(*sentences[: FEWEST - 1]) == []
    assert mined([list(sentences)], (), 50) == []  # often, but in one document


def test_a_fragment_is_none() -> None:
    assert heads("甲的督促检查少。", "乙的督促检查少，", "丙的督促检查少；", "丁的督促检查少") == ["督促检查少"]


def test_what_the_phrasebook_knows_is_none() -> None:
    assert heads(*FOUND[1][1], known=("督促检查少",)) == []
    assert heads(*FOUND[1][1], known=("“督促检查少”",)) == []


def test_degrees_of_a_denial_are_one_phrase() -> None:
    strong = [f"{where}理解不够深入，" for where in ("有的", "班子里", "讲到规定", "基层")]
    plain = [f"{where}理解不深入，" for where in ("个别人", "过去", "文件")]
    (found,) = (each for each in mined(texts(*strong, *plain), (), 50) if each.head == "理解不够深入")
    assert found.variants == ("理解不深入",)
    assert found.count == 7


def test_quotation_marks_make_no_other_phrase() -> None:
    (found,) = mined(texts("落实“六稳”“六保”，", "做好六稳六保。", "围绕“六稳”、“六保”；", "六稳六保任务"), (), 50)
    assert found.head == "六稳六保"
    assert set(found.variants) == {"“六稳”“六保”", "“六稳”、“六保”"}


def test_a_mined_variant_stands_in_the_text() -> None:
    sentences = [f"{name}要“马上就办”，真抓实干" for name in "甲乙丙丁"]
    for each in mined(texts(*sentences), (), 50):
        assert all(any(words in sentence for sentence in sentences) for words in (each.head, *each.variants))


def test_it_is_the_same_whatever_the_order() -> None:
    sentences = [*FOUND[0][1], *FOUND[1][1]]
    assert heads(*sentences) == heads(*reversed(sentences))


def test_two_phrases_that_meet_by_chance_are_two() -> None:
    objects, faults = (
        ("城市管理", "社区服务", "项目建设", "队伍建设", "应急处置"),
        ("办法不多", "创新不足", "抓得不紧", "力度不够"),
    )
    sentences = [f"{lead}，{one}{two}，" for lead in ("有时", "平时", "往往") for one in objects for two in faults]
    assert set(heads(*sentences)) == {*objects, *faults}


def test_most_of_the_best_are_worth_keeping(seeds: list[Path], project_root: Path) -> None:
    judged = judgements()
    assert len(judged) >= TOP
    assert set(judged.values()) == {"good", "bad"}
    samples = [path for path in sorted((project_root / "corpus").rglob("*")) if path.is_file()]
    assert mining_precision([*samples, *seeds]) >= PRECISION
