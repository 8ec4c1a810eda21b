import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.index import entry, to_json
from duizhao.search.packing import DICTIONARY_SIZE
from duizhao.search.texts import cut_texts, dictionary, samples
from test_search_index import document, passage


def test_a_long_document_fills_several_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duizhao.search.texts.TEXT_SIZE", 5)
    long = document("长", *(passage(f"p{i}", "四个意识") for i in range(3)))
    shards = list(cut_texts([document("短", passage("p", "字")), document("空"), long]))
    assert [([(entry[0], [each[0] for each in entry[-1]]) for entry in shard], count) for shard, count in shards] == [
        ([("短", ["p"]), ("长", ["p0"])], 2),
        ([("长", ["p1"])], 1),
        ([("长", ["p2"])], 1),
    ]


def test_a_passage_is_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duizhao.search.texts.TEXT_SIZE", 5)
    ((_, count),) = cut_texts([document("长", passage("p", "字" * 50))])
    assert count == 1


# The dictionary


def test_small_archives_have_no_dictionary_and_large_ones_a_full_one() -> None:
    assert samples([("甲", 63)]) == []
    assert samples([("甲", 63), ("乙", 1)]) == ["甲"]
    assert samples([(str(i), 40) for i in range(1_000)]) == [str(i * 1_000 // 64) for i in range(64)]


@given(st.lists(st.integers(1, 500), max_size=200))
def test_samples_are_documents_in_order(counts: list[int]) -> None:
    ids = samples([(f"{i:03}", count) for i, count in enumerate(counts)])
    assert len(ids) == min(sum(counts) // 64, 64, len(counts))
    assert ids == sorted(set(ids))


def test_a_dictionary_has_the_form_of_shards() -> None:
    sampled = [
        document("甲", passage("p1", "四个意识")),
        document("乙", passage("p2", "字"), passage("p3", "两个维护")),
    ]
    shards = [to_json([[*each.head, [entry(each.passages[-1])]]]) for each in sampled]
    assert dictionary(sampled).encode() == b"".join(shards)


@given(st.integers(0, 2))
def test_a_dictionary_ends_with_a_whole_character(shift: int) -> None:
    words = dictionary([document("甲", passage("p", "a" * shift + "字" * DICTIONARY_SIZE))]).encode()
    assert DICTIONARY_SIZE - 2 <= len(words) <= DICTIONARY_SIZE
