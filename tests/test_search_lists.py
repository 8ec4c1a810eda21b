import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.codec import decode
from duizhao.search.lists import Shard, cut_lists
from duizhao.search.postings import gather
from indexes import lists
from test_search_postings import expected

texts_of_few_characters = st.lists(st.text(alphabet="党性a\0😀\ufffd", max_size=12), max_size=30)


def read(shards: list[Shard]) -> dict[str, list[int]]:
    return lists([group.entry for group in shard.groups] for shard in shards)


@pytest.mark.parametrize("size", [8, 10, 24_000])  # a code has up to 7 characters
@given(texts=texts_of_few_characters)
def test_shards_hold_all_lists(size: int, texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.lists.SHARD_SIZE", size)
        shards = list(cut_lists(gather(texts, 0)))
    assert read(shards) == expected(texts)
    for shard in shards:
        assert shard.gram == shard.groups[0].first + shard.groups[0].seconds[0]
        assert sum(len(group.codes) for group in shard.groups) <= size
    grams = [shard.gram for shard in shards]
    assert grams == sorted(grams, key=lambda gram: (len(gram), gram))


def test_a_list_too_long_for_a_shard_fills_several_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duizhao.search.lists.SHARD_SIZE", 40)
    shards = list(cut_lists(gather(["丙丁", *["党性"] * 100, "乙"], 0)))
    long = [shard for shard in shards if shard.gram == "党性"]
    assert len(long) == 3
    (groups,) = zip(*(shard.groups for shard in long), strict=True)
    assert all(len(group.codes) <= 40 for group in groups)
    assert [decode(group.lengths) for group in groups] == [[len(group.codes), 100] for group in groups]
    assert read(shards)["党性"] == list(range(1, 101))
