"""Which of its meeting's prescribed aspects a passage speaks to, read from the headings above it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from duizhao.normalise.themes import theme_of_heading
from duizhao.taxonomy import Aspect, Taxonomy


class Aspects:
    """The aspects of a taxonomy's meetings."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._meetings = {(each.name, each.year): each.aspects for each in taxonomy.meetings}
        self._theme = lru_cache(maxsize=1 << 14)(lambda heading: theme_of_heading(heading, taxonomy))

    def of(self, meeting: str | None, year: int | None, headings: Sequence[str]) -> str | None:
        """The aspect of a passage under `headings`, outermost first, each with its number.

        Where no heading has the words of one, the theme of the second-level heading stands in; None without one.
        """
        aspects = self._meetings.get((meeting or "", year or 0), ())
        for heading in reversed(headings):
            named = _named(heading, aspects)
            if named is not None:
                return named
        return self._theme(headings[1]) if len(headings) > 1 else None


def _named(heading: str, aspects: Sequence[Aspect]) -> str | None:
    """The aspect of which the heading has the longest word."""
    found = [(len(word), aspect.name) for aspect in aspects for word in aspect.words if word in heading]
    return max(found)[1] if found else None
