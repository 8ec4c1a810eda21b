from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.postings import Shard, cut_postings
from test_search_codec import decode

texts_of_few_characters = st.lists(st.text(alphabet="党性a\0😀\ufffd", max_size=12), max_size=30)


def read(shards: list[Shard]) -> dict[str, list[int]]:
    """The list of each gram."""
    codes: dict[str, str] = defaultdict(str)
    for shard in shards:
        for group in shard.groups:
            at = 0
            for second, length in zip(group.seconds, group.lengths, strict=True):
                codes[group.first + second] += group.codes[at : at + length]
                at += length
            assert at == len(group.codes)
    lists = {}
    for gram, piece in codes.items():
        number, lists[gram] = -1, []
        for gap in decode(piece):
            number += gap + 1
            lists[gram].append(number)
    return lists


def expected(texts: list[str]) -> dict[str, list[int]]:
    """The same by plain loops."""
    lists: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for size in (1, 2):
            for start in range(len(text) - size + 1):
                lists[text[start : start + size]].add(number)
    return {gram: sorted(numbers) for gram, numbers in lists.items()}


@pytest.mark.parametrize("size", [1, 10, 24_000])
@given(texts=texts_of_few_characters)
def test_lists_are_those_of_plain_loops(size: int, texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.postings.SHARD_SIZE", max(size, 8))  # a code has up to 7 characters
        shards = list(cut_postings(texts))
    assert read(shards) == expected(texts)
    assert all(shard.grams == sum(len(group.seconds) for group in shard.groups) for shard in shards)


@given(texts=texts_of_few_characters)
def test_grams_rise_by_length_then_code_point(texts: list[str]) -> None:
    grams = [
        group.first + second for shard in cut_postings(texts) for group in shard.groups for second in group.seconds
    ]
    assert grams == sorted(set(grams), key=lambda gram: (len(gram), gram))


def test_a_list_too_long_for_a_shard_fills_several_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duizhao.search.postings.SHARD_SIZE", 40)
    shards = list(cut_postings(["丙丁", *["党性"] * 100, "乙"]))
    long = [shard for shard in shards if shard.gram == "党性"]
    assert len(long) == 3
    assert all(shard.grams == 1 and len(shard.groups[0].codes) <= 40 for shard in long)
    assert read(shards)["党性"] == list(range(1, 101))
