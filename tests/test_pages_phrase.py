"""Uses of the same wording in one entry, none lost, none in two, entries bounded."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from duizhao.archive import Place
from duizhao.pages.phrase import ALIKE, folded


@given(st.lists(st.integers(0, 3), max_size=60))
def test_every_use_is_in_one_entry_of_its_wording(wordings: list[int]) -> None:
    places = [Place(at, 0, str(at), "", wording) for at, wording in enumerate(wordings)]
    entries = folded(places)
    assert Counter(place for entry in entries for place in entry.places) == Counter(places)
    assert all(len({place.wording for place in entry.places}) == 1 for entry in entries)
    assert all(len(entry.places) <= ALIKE for entry in entries)
    assert len({entry.name for entry in entries}) == len(entries)
    if len(places) <= ALIKE:
        assert len(entries) == len(set(wordings))
