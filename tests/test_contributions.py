"""What documents add to the archive: all of it, and after any history no more and no less."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import document, found, matcher, put
from duizhao.contributions import INLINE, Changes
from duizhao.dirty import DOCUMENT, marked_documents, marked_hubs
from duizhao.hubbing import all_hubs
from duizhao.model import Document, Hub, Phrase
from duizhao.records import document_of, record, spans_of, uses
from duizhao.store import OF_DOCUMENT, Store
from project import material

WORDS = ("理论学习", "调查研究", "三会一课")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.sqlite") as store:
        yield store


def dirty(store: Store) -> set[Hub]:
    return set(marked_hubs(store.connection))


def test_a_document_comes_back_as_it_was() -> None:
    made = document(material("甲的对照检查材料"))
    assert document_of(record(made, found(made)).payload) == made


def test_a_record_holds_every_passage_with_where_it_stands() -> None:
    made = document(material("甲的对照检查材料"))
    kept = record(made, found(made))
    assert [id for id, *_ in kept.passages] == [passage.id for passage in made.passages()]
    assert "一、存在的突出问题 › （一）理论学习方面" in {trail for *_, trail in kept.passages}
    assert kept.facts[:2] == ("甲的对照检查材料", 2022)


def test_uses_say_where_in_which_passage() -> None:
    texts = ["久久为功，久久为功。", "没有。", "真抓实干。"]
    kept = uses(map(matcher().find, texts))
    heads = {phrase.id: phrase.head for phrase in kept.phrases}
    said = [
        (heads[phrase], ordinal, [texts[ordinal][start:end] for start, end in spans_of(spans)])
        for phrase, ordinal, spans, _ in kept.rows
    ]
    assert said == [("久久为功", 0, ["久久为功"] * 2), ("真抓实干", 2, ["真抓实干"])]
    assert kept.digest != uses(map(matcher().find, [*texts[:2], "。真抓实干"])).digest


def test_a_change_marks_what_shows_the_document_before_and_after(store: Store) -> None:
    put(store, [document(material("甲", "理论学习", 2021))])
    store.connection.execute("DELETE FROM dirty")
    put(store, [document(material("甲", "调查研究", 2022))])
    marked = dirty(store)
    assert {Hub("year", year=2021), Hub("year", year=2022)} <= marked
    assert len(marked_documents(store.connection, DOCUMENT)) == 1
    assert {hub.year for hub in marked if hub.kind == "uses"} == {2021, 2022}
    assert {hub.kind for hub in marked} == {
        "year", "meeting", "meeting-year", "theme", "leads", "phrase", "uses", "letter",
    }  # fmt: skip


def test_a_document_that_goes_leaves_nothing(store: Store) -> None:
    put(store, [document(material("甲"))])
    with store.transaction() as connection:
        changes = Changes(connection)
        changes.drop("甲.txt")
        changes.finish()
    tables = ("documents", "passages", "leads", "uses", "phrases", "tallies")
    counts = {table: store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    assert counts == dict.fromkeys(tables, 0)
    assert len(marked_documents(store.connection, DOCUMENT)) == 1  # its page is to go


def test_a_phrase_that_outgrows_its_page_marks_all_its_years(store: Store) -> None:
    line = "一是久久为功。\n"
    put(store, [document(f"甲\n\n2021年度民主生活会\n{line * (INLINE - 1)}", name="甲.txt")])
    put(store, [document(f"乙\n\n2022年度民主生活会\n{line}", name="乙.txt")])
    store.connection.execute("DELETE FROM dirty")
    put(store, [document(f"丙\n\n2022年度民主生活会\n{line}", name="丙.txt")])
    (phrase,) = {row[0] for row in store.connection.execute("SELECT id FROM phrases WHERE head = '久久为功'")}
    years = {row[0] for row in store.connection.execute("SELECT DISTINCT year FROM uses WHERE phrase = ?", (phrase,))}
    assert len(years) == 2
    assert {hub.year for hub in dirty(store) if hub.kind == "uses" and hub.name == phrase} == years


def test_a_phrase_the_phrasebook_tells_more_of_is_told_anew(store: Store) -> None:
    put(store, [document(material("甲"))])
    store.connection.execute("DELETE FROM dirty")
    row = store.connection.execute("SELECT id, head, kind, pinyin FROM phrases WHERE head = '久久为功'").fetchone()
    with store.transaction() as connection:
        changes = Changes(connection)
        changes.describe(Phrase(*row))
        changes.finish()
        assert dirty(store) == set()
        changes.describe(Phrase(*row, expansion="长期坚持，不见成效不罢手"))
        changes.finish()
    assert {hub.kind for hub in dirty(store)} == {"phrase", "letter"}


STEPS = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from((*WORDS, None)), st.sampled_from((2021, 2022))), max_size=8
)
QUERIES = (
    f"SELECT d.id, d.title, d.year, p.place & 65535, p.text FROM documents d JOIN passages p ON {OF_DOCUMENT}",
    "SELECT theme, part, l.year, d.id, ordinal FROM leads l JOIN documents d ON d.key = l.document",
    "SELECT phrase, u.year, d.id, ordinal, spans FROM uses u JOIN documents d ON d.key = u.document",
    "SELECT * FROM phrases",
    "SELECT * FROM tallies",
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_any_history_leaves_what_the_last_documents_alone_would(steps: list[tuple[str, str | None, int]]) -> None:
    last: dict[str, Document] = {}
    with (
        TemporaryDirectory() as folder,
        Store.open(Path(folder) / "one.sqlite") as one,
        Store.open(Path(folder) / "other.sqlite") as other,
    ):
        for name, word, year in steps:
            if word is None:
                last.pop(name, None)
                with one.transaction() as connection:
                    changes = Changes(connection)
                    changes.drop(f"{name}.txt")
                    changes.finish()
            else:
                last[name] = document(material(f"{name}的材料", word, year), name=f"{name}.txt")
                put(one, [last[name]])
        put(other, last.values())
        for query in QUERIES:
            assert sorted(one.connection.execute(query)) == sorted(other.connection.execute(query))
        assert all_hubs(one.connection) <= dirty(one)
