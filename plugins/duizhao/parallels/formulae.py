"""What texts share without one having it from the other: set phrases, prescribed wordings, names of meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from duizhao.phrases import Phrasebook
from duizhao.phrases.table import IDIOM
from duizhao.taxonomy import Taxonomy

_TITLES: Final = re.compile(r"《[^《》\n]{1,60}》")


class Formulae:
    """Leaves common property out of texts.

    Args:
        phrasebook: its set phrases are nobody's own.
        taxonomy: so are the names of meetings and of what they examine.
    """

    def __init__(self, phrasebook: Phrasebook, taxonomy: Taxonomy) -> None:
        wordings = set(prescribed())
        formulae = (entry for entry in phrasebook.entries.values() if entry.kind != IDIOM)  # idioms are words
        wordings.update(wording for entry in formulae for wording in entry.wordings)
        wordings.update(_names(taxonomy))
        self._automaton = AhoCorasick(
            sorted(each for each in wordings if each and "\n" not in each),
            matchkind=MatchKind.LeftmostLongest,
            store_patterns=False,
        )
        self.digest = blake2b("\n".join(sorted(wordings)).encode(), digest_size=12).hexdigest()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where formulae stand in `text`, in any order; some may overlap."""
        spans = [match.span() for match in _TITLES.finditer(text)]
        return spans + [(start, end) for _, start, end in self._automaton.find_matches_as_indexes(text)]


@cache
def prescribed() -> tuple[str, ...]:
    """The wordings of `data/formulae.txt`."""
    lines = files("duizhao").joinpath("data/formulae.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _names(taxonomy: Taxonomy) -> Iterable[str]:
    for meeting in taxonomy.meetings:
        yield from (meeting.name, *meeting.said)
        yield from (aspect.name for aspect in meeting.aspects)
