"""The documents of a year in columns: the order of titles, and what tells whether a list says the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duizhao.store import document_at, place
from duizhao.yearly import Year

documents = st.dictionaries(st.integers(0, (1 << 48) - 1), st.sampled_from(["a" * 32, "b" * 32]), min_size=1)


@given(documents, st.data())
def test_places_stand_as_their_documents_do(digests: dict[int, str], data: st.DataObject) -> None:
    by_title = data.draw(st.permutations(list(digests)))
    year = Year.of([(key, digests[key]) for key in by_title])
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(by_title), st.integers(0, 65535)), unique=True))
    given = np.array([place(*pair) for pair in sorted(pairs)], np.int64)
    expected = sorted(sorted(pairs), key=lambda pair: by_title.index(pair[0]))
    ordered = given[year.by_title(given)].tolist()
    assert ordered == [place(*pair) for pair in expected]
    assert list(map(document_at, ordered)) == [key for key, _ in expected]


def test_another_place_or_another_digest_is_told() -> None:
    year = Year.of([(1 << 47, "a" * 32), (3, "b" * 32)])
    places = np.array([place(1 << 47, 0), place(1 << 47, 7)], np.int64)
    assert year.told(places) == Year.of([(3, "c" * 32), (1 << 47, "a" * 32)]).told(places)
    assert year.told(places) != year.told(places[:1])
    assert year.told(places) != Year.of([(1 << 47, "b" * 32)]).told(places)
