import pytest

from duizhao.search.texts import cut_texts
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
