import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.catalogue import Catalogue, Range, ranges
from duizhao.search.codec import decode


@pytest.mark.parametrize(
    ("documents", "found"),
    [
        ([], []),
        ([(0, 0, 3), (0, 3, 2)], [Range(0, 0, 5)]),
        ([(0, 0, 3), (0, 5, 2)], [Range(0, 0, 3), Range(0, 5, 7)]),  # what is between has gone
        ([(0, 0, 3), (1, 0, 1), (0, 3, 2)], [Range(0, 0, 3), Range(1, 0, 1), Range(0, 3, 5)]),
        ([(0, 3, 2), (0, 0, 3)], [Range(0, 3, 5), Range(0, 0, 3)]),  # another order
    ],
)
def test_the_fewest_ranges(documents: list[tuple[int, int, int]], found: list[Range]) -> None:
    assert list(ranges(documents)) == found


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10_000), st.integers(1, 500))))
def test_ranges_can_be_read_back(given_ranges: list[tuple[int, int, int]]) -> None:
    wanted = [Range(segment, start, start + length) for segment, start, length in given_ranges]
    codes = iter(decode(Catalogue(1, tuple(wanted), ()).data["ranges"]))
    ends = [0, 0, 0, 0]
    read = []
    for segment in codes:
        skipped, rest = next(codes), next(codes)
        start = ends[segment] + (skipped // 2 if skipped % 2 == 0 else -(skipped + 1) // 2)
        ends[segment] = start + rest + 1
        read.append(Range(segment, start, ends[segment]))
    assert read == wanted


def test_values_of_several_segments_are_added_up() -> None:
    values = (
        ("kind", "剖析材料", 2),
        ("year", 2021, 1),
        ("kind", "发言提纲", 2),
        ("kind", "剖析材料", 1),
        ("year", 2022, 1),
    )
    facets = Catalogue(1, (), values).data["facets"]
    assert facets["kind"] == [["剖析材料", 3], ["发言提纲", 2]]
    assert facets["year"] == [[2021, 1], [2022, 1]]
    assert Catalogue(1, (), values).name == Catalogue(1, (), values[::-1]).name
