"""The archive's answers: their order, and that each is whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from documents import document, matcher, put
from duizhao.archive import Archive
from duizhao.contributions import UNKNOWN
from duizhao.model import Document
from duizhao.store import Store, document_at
from project import material

DOCUMENTS = [
    document("一段没有年份的话，久久为功。", name="丁.txt"),
    document(material("乙的对照检查材料", "调查研究", 2021), name="乙.txt"),
    document(material("甲的对照检查材料", "理论学习", 2022), name="甲.txt"),
    document(material("丙的对照检查材料", "三会一课", 2022), name="丙.txt"),
]


@pytest.fixture(scope="module", params=[1, -1], ids=["read in one order", "read in another"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Store.open(tmp_path_factory.mktemp("archive") / "store.sqlite") as store:
        put(store, DOCUMENTS[:: request.param])
        yield Archive(store.connection)


def by_name(name: str) -> Document:
    return next(each for each in DOCUMENTS if each.source == f"{name}.txt")


def test_documents_stand_newest_first_and_the_undated_last(archive: Archive) -> None:
    assert [each.source[0] for each in archive.documents()] == ["丙", "甲", "乙", "丁"]
    assert [each.source[0] for each in archive.documents(limit=2)] == ["丙", "甲"]
    assert [each.source[0] for each in archive.documents(year=2022)] == ["丙", "甲"]
    assert [each.source[0] for each in archive.documents(year=0)] == ["丁"]
    assert archive.documents(year=0)[0].year is None
    assert archive.years() == [(2022, 2), (2021, 1), (0, 1)]
    assert archive.ids() == [by_name(name).id for name in "丙甲乙丁"]


def test_meetings_stand_newest_first_and_the_unknown_last(archive: Archive) -> None:
    assert archive.meetings()[-1] == (UNKNOWN, 1)
    assert sum(count for _, count in archive.meetings()) == 4
    known = by_name("乙").meeting
    assert [each.source[0] for each in archive.documents(meeting=known, year=2021)] == ["乙"]
    assert [each.source[0] for each in archive.documents(meeting=UNKNOWN)] == ["丁"]


def test_places_give_what_the_lists_give(archive: Archive) -> None:
    assert archive.summaries(archive.document_places().tolist()) == archive.documents()


def test_a_document_is_whole(archive: Archive) -> None:
    keys = [document_at(place) for place in archive.document_places().tolist()]
    found = {key: archive.document(key) for key in keys}
    assert sorted(found.values(), key=lambda each: each.source) == sorted(DOCUMENTS, key=lambda each: each.source)
    for key in keys:
        assert archive.texts(key) == [passage.text for passage in found[key].passages()]


def test_every_passage_is_in_one_list_of_leads(archive: Archive) -> None:
    listed = []
    for theme, parts in archive.tallies().items():
        for part, count in parts.items():
            years = archive.lead_years(theme, part)
            assert sum(passages for _, passages in years) == count
            for year, passages in years:
                places = archive.lead_places(theme, part, year).tolist()
                assert len(places) == passages
                listed += [(lead.document.id, lead.passage) for lead in archive.leads(places)]
    assert sorted(listed) == sorted((each.id, passage.id) for each in DOCUMENTS for passage in each.passages())


def test_uses_are_the_occurrences_turned_round(archive: Archive) -> None:
    forward = {
        (each.id, passage.id, found.phrase, found.start, found.end)
        for each in DOCUMENTS
        for passage in each.passages()
        for found in matcher().find(passage.text).occurrences
    }
    back = set()
    for phrase, count in archive.phrases():
        years = archive.use_years(phrase.id)
        assert sum(passages for _, passages, _ in years) == count
        assert archive.phrase(phrase.id) == (phrase, count)
        for year, _, documents in years:
            uses = archive.uses(archive.by_title(archive.use_rows(phrase.id, year)))
            assert len({use.document.id for use in uses}) == documents
            back |= {(use.document.id, use.passage, phrase.id, start, end) for use in uses for start, end in use.spans}
    assert forward == back
    assert {phrase.head for phrase, _ in archive.phrases()} >= {"久久为功", "三会一课"}


def test_a_breadcrumb_leads_to_the_passage(archive: Archive) -> None:
    ((phrase, _),) = [entry for entry in archive.phrases() if entry[0].head == "三会一课"]
    crumbs = {use.breadcrumb for use in archive.uses(archive.by_title(archive.use_rows(phrase.id, 2022)))}
    assert "问题 › 一、存在的突出问题 › （一）三会一课方面" in crumbs


def test_phrases_stand_in_the_order_of_their_pinyin(archive: Archive) -> None:
    pinyin = [phrase.pinyin for phrase, _ in archive.phrases()]
    assert pinyin == sorted(pinyin)
    assert [entry for letter, _ in archive.letters() for entry in archive.phrases(letter=letter)] == archive.phrases()
    counts = [count for _, count in archive.phrases(most_used=5)]
    assert counts == sorted((count for _, count in archive.phrases()), reverse=True)[:5]


def test_figures_are_sums(archive: Archive) -> None:
    figures = archive.figures()
    passages = [passage for each in DOCUMENTS for passage in each.passages()]
    assert (figures.documents, figures.passages) == (4, len(passages))
    assert figures.characters == sum(len(passage.text) for passage in passages)
    assert figures.phrases == len(archive.phrases()) == sum(count for _, count in archive.kinds())
