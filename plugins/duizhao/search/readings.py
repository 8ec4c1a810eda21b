"""Letters that stand for words: `mzshh` is found by 民主生活会, and by itself.

A passage with such letters is read in two ways, as it stands and spoken out, and found in either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from duizhao.search.fold import Folded, fold, fold_text


class Readings:
    """What letters stand for, as `readings` of the taxonomy says: letters to words, capitals apart from small ones."""

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self.words = {letters: said for letters, said in (words or {}).items() if letters}
        choice = "|".join(map(re.escape, self.words))
        self._letters = re.compile(f"(?<![A-Za-z])(?:{choice})(?![A-Za-z])") if choice else None

    def spoken(self, text: str) -> str | None:
        """`text` with words in place of letters; None where there are none."""
        if self._letters is None or self._letters.search(text) is None:
            return None
        return self._letters.sub(lambda match: self.words[match[0]], text)

    def ways(self, text: str) -> tuple[Folded, ...]:
        """The ways to read `text`, folded, with offsets of `text`: each character of a word comes from all letters."""
        plain = fold(text)
        if self._letters is None or self._letters.search(text) is None:
            return (plain,)
        said: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        curly: dict[int, str] = {}
        at = place = 0
        for match in self._letters.finditer(text):
            while place < len(plain.starts) and plain.starts[place] < match.start():
                if place in plain.curly:
                    curly[len(starts)] = plain.curly[place]
                said.append(plain.text[place])
                starts.append(plain.starts[place])
                ends.append(plain.ends[place])
                place += 1
            words = fold_text(self.words[match[0]])
            said.append(words)
            starts += [match.start()] * len(words)
            ends += [match.end()] * len(words)
            at = match.end()
            while place < len(plain.starts) and plain.starts[place] < at:
                place += 1
        curly |= {len(starts) + i - place: quote for i, quote in plain.curly.items() if i >= place}
        rest = slice(place, None)
        text_said = "".join(said) + plain.text[rest]
        return (plain, Folded(text_said, (*starts, *plain.starts[rest]), (*ends, *plain.ends[rest]), curly))
