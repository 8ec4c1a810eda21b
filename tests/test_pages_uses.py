"""Uses of the same wording in one entry, none lost, none in two, entries bounded; written alike by both writers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duizhao.archive import Archive, Quoted, Use, UsePlace
from duizhao.model import Summary
from duizhao.pages.html import to_html
from duizhao.pages.uses import ALIKE, Entry, fold_order, folded, use_lists, use_markup


@given(st.lists(st.integers(0, 3), max_size=60))
def test_every_use_is_in_one_entry_of_its_wording(wordings: list[int]) -> None:
    places = [(at, "", wording) for at, wording in enumerate(wordings)]
    entries = folded(places)
    assert Counter(place for entry in entries for place in entry) == Counter(places)
    assert all(len({wording for _, _, wording in entry}) == 1 for entry in entries)
    assert all(0 < len(entry) <= ALIKE for entry in entries)
    if len(places) <= ALIKE:
        assert len(entries) == len(set(wordings))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60))
def test_long_lists_are_folded_alike(wordings: list[int]) -> None:
    places = [(at, "", wording) for at, wording in enumerate(wordings)]
    order, starts = fold_order(np.array(wordings, np.int64))
    listed = [places[at] for at in order.tolist()]
    assert [listed[start:end] for start, end in pairwise([*starts.tolist(), len(listed)])] == folded(places)


class _Given:
    """An archive that holds these uses."""

    def __init__(self, uses: Sequence[Use]) -> None:
        self._uses = uses

    def uses(self, places: Sequence[UsePlace]) -> list[Use]:
        return [self._uses[at] for at, _, _ in places]

    def quoted(self, places: Sequence[int]) -> dict[int, Quoted]:
        return {at: (self._uses[at].passage, self._uses[at].breadcrumb, self._uses[at].text) for at in places}

    def summaries(self, places: Sequence[int]) -> list[Summary]:
        return [self._uses[at].document for at in places]


IDS = ["0123456789ab", "ba9876543210"]
hostile = st.text(st.sampled_from("学习<>&\"'*_。；！”… \n\u3000[]()|`#🀄"), min_size=1, max_size=60)


@st.composite
def uses(draw: st.DrawFn) -> Use:
    text = draw(hostile)
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4, unique=True)) or [0, len(text)])
    document = Summary(draw(st.sampled_from(IDS)), "a.txt", draw(hostile), 2020, None, None, None, None)
    passage = draw(st.sampled_from(["p1", "p2"]))
    return Use(document, passage, draw(hostile), text, list(zip(bounds[::2], bounds[1::2], strict=False)))


@given(st.lists(uses(), min_size=1, max_size=6), st.data())
def test_both_writers_say_the_same(given_uses: list[Use], data: st.DataObject) -> None:
    archive = cast(Archive, _Given(given_uses))
    said = [" ".join(f"{start}-{end}" for start, end in use.spans) for use in given_uses]
    places = [(at, spans, data.draw(st.integers(0, 2))) for at, spans in enumerate(said)]
    entries: list[Entry] = folded(places)
    uri = "phrases/01/0123456789ab-2020.md"
    (listed,) = use_lists(archive, [entries], uri)
    assert to_html([use_markup(archive, entries, uri)]) == to_html([listed])
