"""What parallels say of a document: stretches, each made of sentences that follow one another on both sides."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duizhao.parallels.findings import stretches
from duizhao.parallels.ledger import LINK, Links
from duizhao.parallels.wording import Rows

SENTENCES = 5  # of a passage
LENGTH = 20  # characters of a sentence
SMALL = st.integers(0, 12)


def where(sentence: int) -> tuple[int, int, int]:
    """Ordinal, start and end of a sentence in a document of passages of `SENTENCES`."""
    ordinal, at = divmod(sentence, SENTENCES)
    return ordinal, at * LENGTH, (at + 1) * LENGTH


def rows(sentences: list[int]) -> Rows:
    """The same for several."""
    return np.array([where(sentence) for sentence in sentences], np.int32).reshape(-1, 3)


def found(pairs: Iterable[tuple[int, int, int]]) -> list[tuple[int, ...]]:
    """The stretches of links (own sentence, the other's number, its sentence) between documents of such passages."""
    links: Links = np.array([(*pair, *where(pair[2])) for pair in sorted(pairs)], np.int32).reshape(-1, LINK)
    return sorted(map(tuple, stretches(links, rows(links[:, 0].tolist())).tolist()))


@given(st.sets(st.tuples(SMALL, st.integers(1, 3), SMALL)))
def test_a_stretch_is_a_run_of_sentences_in_one_passage_of_each(given: set[tuple[int, int, int]]) -> None:
    expected = []
    for own, number, theirs in given:
        one, other = where(own), where(theirs)
        before = (own - 1, number, theirs - 1)
        if before in given and where(before[0])[0] == one[0] and where(before[2])[0] == other[0]:
            continue
        count = 1
        while (own + count, number, theirs + count) in given:
            if where(own + count)[0] != one[0] or where(theirs + count)[0] != other[0]:
                break
            count += 1
        ends = where(own + count - 1)[2], where(theirs + count - 1)[2]
        expected.append((number, *one[:2], ends[0], *other[:2], ends[1]))
    assert found(given) == sorted(expected)


def test_sentences_that_go_on_in_the_next_passage_are_two_stretches() -> None:
    pairs = [(own, 1, own) for own in range(SENTENCES - 2, SENTENCES + 2)]
    assert found(pairs) == [(1, 0, 60, 100, 0, 60, 100), (1, 1, 0, 40, 1, 0, 40)]
