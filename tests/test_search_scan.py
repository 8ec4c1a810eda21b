from dataclasses import replace

import pytest

from duizhao.search.index import IndexedDocument, IndexedPassage
from duizhao.search.readings import Readings
from duizhao.search.scan import scan

ARCHIVE = [
    IndexedDocument(
        "a",
        "documents/a.html",
        "甲",
        2022,
        "年度民主生活会",
        "对照检查材料",
        (
            IndexedPassage("a1", "理论学习不深入，学习不系统。", "问题", "理论学习", ""),
            IndexedPassage("a2", "学 习不够。", "原因", None, ""),
        ),
    ),
    IndexedDocument(
        "b",
        "documents/b.html",
        "乙",
        None,
        None,
        "剖析材料",
        (IndexedPassage("b1", "担当不够。", "问题", "担当作为", ""),),
    ),
]


@pytest.mark.parametrize(
    ("query", "filters", "found"),
    [
        ("学习", {}, [("a1", ((2, 4), (8, 10))), ("a2", ((0, 3),))]),
        ("不够", {}, [("a2", ((3, 5),)), ("b1", ((2, 4),))]),
        ("不够", {"part": "问题"}, [("b1", ((2, 4),))]),
        ("不够", {"kind": "对照检查材料"}, [("a2", ((3, 5),))]),
        ("学习", {"year": 2022, "part": "问题", "theme": "理论学习"}, [("a1", ((2, 4), (8, 10)))]),
        ("学习", {"year": 2021}, []),
        ("够。担", {}, []),  # a match never crosses passages
        ("", {"part": "问题"}, [("a1", ()), ("b1", ())]),
        (" ", {"meeting": "年度民主生活会"}, [("a1", ()), ("a2", ())]),
        ("", {}, []),
        ("不存在", {}, []),
        ("学习 不够", {}, [("a2", ((0, 3), (3, 5)))]),
        ("不够 -学习", {}, [("b1", ((2, 4),))]),
        ("系统|担当", {}, [("a1", ((11, 13),)), ("b1", ((0, 2),))]),
        ("学习", {"role": "局长"}, []),
        ("~不深入学习", {}, [("a1", ((2, 4), (4, 5), (5, 7), (8, 10), (10, 11)))]),
    ],
)
def test_scan(query: str, filters: dict[str, str], found: list[object]) -> None:
    assert [(hit.passage.id, hit.matches) for hit in scan(query, ARCHIVE, **filters)] == found  # type: ignore[arg-type]


def test_a_hit_knows_its_document() -> None:
    assert [hit.document.title for hit in scan("担当", ARCHIVE)] == ["乙"]


def test_letters_are_found_by_what_they_stand_for() -> None:
    archive = [replace(ARCHIVE[1], passages=(IndexedPassage("c1", "召开mzshh", None, None, ""),))]
    (hit,) = scan("民主生活会", archive, Readings({"mzshh": "民主生活会"}))
    assert hit.matches == ((2, 7),)
    assert not list(scan("民主生活会", archive))


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        list(scan("学习", ARCHIVE, colour="红"))
