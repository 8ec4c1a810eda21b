"""The list of documents: which are wanted, in what order, and what is said of each."""

from __future__ import annotations

import pytest

from documents import document
from duizhao.catalogue import HEADS, Wanted, catalogue, records, row
from project import material

DOCUMENTS = [
    document(material("甲镇党委书记2021年度对照检查材料", "理论学习", 2021), name="旧/甲.txt"),
    document(material("乙局领导班子对照检查材料", "调查研究"), name="乙.txt"),
    document(material("丙局发言提纲", "理论学习"), name="丙.txt"),
    document("随手记的几句话。", name="记.txt"),
]


def listed(**wanted: str | int) -> list[str]:
    return [each.source for each in catalogue(DOCUMENTS, Wanted(**wanted))]  # type: ignore[arg-type]


def test_the_newest_come_first_and_the_undated_last() -> None:
    assert listed() == ["丙.txt", "乙.txt", "旧/甲.txt", "记.txt"]
    assert [each.source for each in catalogue(DOCUMENTS[::-1], Wanted())] == listed()


@pytest.mark.parametrize(
    ("wanted", "sources"),
    [
        ({"year": 2021}, ["旧/甲.txt"]),
        ({"year": 1999}, []),
        ({"kind": "发言提纲"}, ["丙.txt"]),
        ({"meeting": "没有这个会"}, []),
        ({"theme": "理论学习"}, ["丙.txt", "旧/甲.txt"]),
        ({"theme": "没有这个主题"}, []),
        ({"query": "调查研究抓得"}, ["乙.txt"]),
        ({"query": "调查 研究抓得"}, ["乙.txt"]),
        ({"query": "甲镇"}, ["旧/甲.txt"]),
        ({"query": "旧/"}, ["旧/甲.txt"]),
        ({"query": " "}, ["丙.txt", "乙.txt", "旧/甲.txt", "记.txt"]),
        ({"query": "没有这几个字"}, []),
        ({"theme": "理论学习", "query": "抓得不紧", "year": 2022}, ["丙.txt"]),
    ],
    ids=str,
)
def test_every_condition_must_hold(wanted: dict[str, str | int], sources: list[str]) -> None:
    assert listed(**wanted) == sources


def test_a_row_has_a_cell_for_each_head() -> None:
    assert row(DOCUMENTS[0]) == (
        "2021",
        "党史学习教育专题民主生活会",
        "对照检查材料",
        DOCUMENTS[0].title,
        "8",
        "旧/甲.txt",
    )
    assert row(DOCUMENTS[3]) == ("未知", "未知", "未知", "记", "1", "记.txt")
    assert len(HEADS) == len(row(DOCUMENTS[0]))


def test_a_record_has_the_facts_and_the_address() -> None:
    (record,) = records(DOCUMENTS[:1])["documents"]
    made = DOCUMENTS[0]
    assert record == {
        "id": made.id,
        "source": "旧/甲.txt",
        "title": "甲镇党委书记2021年度对照检查材料",
        "year": 2021,
        "meeting": "党史学习教育专题民主生活会",
        "kind": "对照检查材料",
        "subject": made.facts.subject.value,
        "role": "甲镇党委书记",
        "unit": "甲镇",
        "level": made.facts.level.value,
        "passages": 8,
        "characters": len(made.text),
        "warnings": len(made.warnings),
        "url": f"documents/{made.id[:2]}/{made.id}.html",
    }
