"""Names and words in, identities out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from documents import FILLER, document
from duizhao.model import Document
from duizhao.normalise.ids import Identities, document_id, document_ids

BODY = f"材料\n一、问题\n一是不深。{FILLER}\n二是不实。{FILLER}\n二、措施\n一是学习。{FILLER}"


def ids(made: Document) -> dict[str, str]:
    return {passage.text: passage.id for passage in made.passages()}


def test_a_document_keeps_its_id_when_it_is_moved() -> None:
    assert document_id("2022/甲.txt") == document_id("甲.txt")
    assert document_ids(["2022/甲.txt"]) == {"2022/甲.txt": document_id("甲.txt")}


def test_a_link_never_comes_to_lead_to_another_document() -> None:
    alone = document_ids(["2022/甲.txt"])["2022/甲.txt"]
    found = document_ids(["2022/旧/甲.txt", "甲.txt", "2022/甲.txt", "2023/甲.txt"])
    assert len(set(found.values())) == 4
    assert alone not in found.values()


def test_the_order_of_the_names_does_not_matter() -> None:
    names = ["b/甲.txt", "a/甲.txt", "乙.txt", "c/d/甲.txt"]
    assert document_ids(names) == document_ids(reversed(names))


def test_one_spelling_of_a_name_whatever_the_system() -> None:
    assert document_id("caf\u00e9.txt") == document_id("cafe\u0301.txt")


@given(st.lists(st.text(alphabet="ab/甲", min_size=1, max_size=5), max_size=8))
def test_ids_of_a_corpus_are_distinct(names: list[str]) -> None:
    found = document_ids(names)
    assert set(found) == set(names)
    assert len(set(found.values())) == len(found)


def test_passages_keep_their_ids_when_others_are_edited() -> None:
    before, after = ids(document(BODY)), ids(document(BODY.replace("二是不实", "二是不严").replace("问题", "差距")))
    kept = before.keys() & after.keys()
    assert len(kept) == 2
    assert all(before[text] == after[text] for text in kept)


def test_a_passage_has_another_id_in_another_document() -> None:
    assert not set(ids(document(BODY)).values()) & set(ids(document(BODY, name="乙.txt")).values())


def test_the_second_passage_of_one_wording_has_an_id_of_its_own() -> None:
    made = Identities("d")
    first, second, other = made.passage("学习。"), made.passage("学习。"), made.passage("落实。")
    assert len({first, second, other}) == 3
    again = Identities("d")
    assert (again.passage("落实。"), again.passage("学习。"), again.passage("学习。")) == (other, first, second)


def test_sections_are_told_apart_by_the_headings_above_them() -> None:
    made = Identities("d")
    assert len({made.section(["一、问题", "（一）学习"]), made.section(["二、措施", "（一）学习"])}) == 2


def test_ids_say_what_they_are_of() -> None:
    made = Identities("d")
    assert made.passage("甲")[0] == "p"
    assert made.section(["甲"])[0] == "s"
    assert len(made.passage("乙")) == len("p") + 12
