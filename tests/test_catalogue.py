"""The list of documents: which are wanted, in what order, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from documents import document, put
from duizhao.catalogue import HEADS, Listed, Wanted, catalogue, records, row
from duizhao.store import Store
from project import material

DOCUMENTS = [
    document(material("甲镇党委书记2021年度对照检查材料", "理论学习", 2021), name="旧/甲.txt"),
    document(material("乙局领导班子对照检查材料", "调查研究"), name="乙.txt"),
    document(material("丙局发言提纲", "理论学习"), name="丙.txt"),
    document("随手记的几句话。", name="记.txt"),
]


@pytest.fixture(scope="module", params=[1, -1], ids=["read in one order", "read in another"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("catalogue") / "store.sqlite") as store:
        put(store, DOCUMENTS[:: request.param])
        yield store


def listed(store: Store, **wanted: str | int) -> list[Listed]:
    return catalogue(store.connection, Wanted(**wanted))  # type: ignore[arg-type]


def test_the_newest_come_first_and_the_undated_last(store: Store) -> None:
    assert [each.source for each in listed(store)] == ["丙.txt", "乙.txt", "旧/甲.txt", "记.txt"]


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
def test_every_condition_must_hold(store: Store, wanted: dict[str, str | int], sources: list[str]) -> None:
    assert [each.source for each in listed(store, **wanted)] == sources


def test_a_row_has_a_cell_for_each_head(store: Store) -> None:
    *_, old, undated = listed(store)
    assert row(old) == (
        "2021",
        "党史学习教育专题民主生活会",
        "对照检查材料",
        DOCUMENTS[0].title,
        "8",
        "旧/甲.txt",
    )
    assert row(undated) == ("未知", "未知", "未知", "记", "1", "记.txt")
    assert len(HEADS) == len(row(old))


def test_a_record_has_the_facts_and_the_address(store: Store) -> None:
    (record,) = records(listed(store, year=2021))["documents"]
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
        "characters": sum(len(passage.text) for passage in made.passages()),
        "warnings": len(made.warnings),
        "url": f"documents/{made.id[:2]}/{made.id}.html",
    }
