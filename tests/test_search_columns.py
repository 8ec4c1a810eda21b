from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.codec import decode
from duizhao.search.columns import columns, cut_column, join, tally
from duizhao.search.index import DOCUMENT_FIELDS, FIELDS, IndexedDocument
from test_search_index import document, passage

years = st.sampled_from([2021, 2022, None])
parts = st.sampled_from(["问题", "原因", None])


@st.composite
def documents(draw: st.DrawFn) -> IndexedDocument:
    passages = [
        passage(f"p{i}", "字", part=part) for i, part in enumerate(draw(st.lists(parts, min_size=1, max_size=5)))
    ]
    return replace(document("甲", *passages), year=draw(years))


archives = st.lists(documents(), min_size=1, max_size=8)


def values(archive: list[IndexedDocument], field: str) -> list[object]:
    """Of each passage the value, by plain loops."""
    return [
        getattr(document if field in DOCUMENT_FIELDS else passage, field)
        for document in archive
        for passage in document.passages
    ]


@given(archives, st.integers(0, 8))
def test_joined_columns_are_those_of_all(archive: list[IndexedDocument], at: int) -> None:
    pieces = [columns(piece) for piece in (archive[:at], archive[at:])]
    for place, field in enumerate(FIELDS):
        column = join([piece[place] for piece in pieces])
        assert [[None, *column.values][number] for number in column.places] == values(archive, field)
        assert column.values == columns(archive)[place].values


@given(archives, st.integers(1, 4))
def test_shards_of_a_column_are_its_runs(archive: list[IndexedDocument], size: int) -> None:
    column = columns(archive)[FIELDS.index("part")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.columns.COLUMN_SIZE", size)
        shards = list(cut_column(column))
    runs = [decode(codes) for codes, _ in shards]
    assert [sum(rest + 1 for rest in run[1::2]) for run in runs] == [passages for _, passages in shards]
    assert all(len(run) == 2 * size for run in runs[:-1])
    pairs = [pair for run in runs for pair in zip(run[::2], run[1::2], strict=True)]
    assert [place for place, rest in pairs for _ in range(rest + 1)] == column.places.tolist()
    assert all(one[0] != other[0] for one, other in pairwise(pairs))


@given(archives, st.sets(st.integers(0, 7)))
def test_tallies_without_some_documents_are_those_of_the_others(archive: list[IndexedDocument], gone: set[int]) -> None:
    tallies = tally(columns(archive), [len(document.passages) for document in archive])
    left = [document for place, document in enumerate(archive) if place not in gone]
    counts = Counter((field, value) for field in FIELDS for value in values(left, field) if value is not None)
    found = tallies.without([place for place in gone if place < len(archive)])
    assert {(field, value): count for field, value, count in found} == counts
    assert list(tallies.without([])) == list(tallies.totals)
