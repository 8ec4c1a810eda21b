from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.search.postings import gather, merge
from duizhao.search.spool import partitions, write_run
from test_search_postings import expected, lists

texts = st.lists(st.text(alphabet="党性a\0😀", min_size=1, max_size=9), min_size=1, max_size=20)


def spooled(folder: Path, texts: list[str], cuts: list[int]) -> list[dict[str, list[int]]]:
    """The lists of each partition, of texts that were gathered in so many pieces."""
    bounds = sorted({0, *(cut for cut in cuts if cut < len(texts)), len(texts)})
    runs = [write_run(folder / str(low), gather(texts[low:high], low)) for low, high in pairwise(bounds)]
    return [lists(merge([each.read() for each in part])) for part in partitions(runs)]


@settings(deadline=None)
@given(texts, st.lists(st.integers(0, 20)), st.integers(1, 60))
def test_partitions_hold_all_lists_however_they_came(texts: list[str], cuts: list[int], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr("duizhao.search.spool.PARTITION_SIZE", size)
        parts = spooled(Path(folder), texts, cuts)
        assert parts == spooled(Path(folder), texts, [])
    assert list({gram: None for part in parts for gram in part}) == sorted(expected(texts), key=lambda g: (len(g), g))
    assert {gram: passages for part in parts for gram, passages in part.items()} == expected(texts)
    assert all(len({len(gram) for gram in part}) == 1 for part in parts)


def test_a_partition_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duizhao.search.spool.PARTITION_SIZE", 10)
    parts = spooled(tmp_path, ["党性", "性党", "原则", "则原"] * 3, [5])
    assert len(parts) == 6
    assert all(sum(map(len, part.values())) <= 10 for part in parts)


def test_nothing_has_no_partitions() -> None:
    assert partitions([]) == []
