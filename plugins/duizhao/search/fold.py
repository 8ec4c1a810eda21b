"""The fold: what a query and a text both pass through before they are compared.

A fold maps each character (code point) to one character or to nothing, so that offsets can be carried back. The same
rules stand in `client/fold.js`; `tests/fold_cases.yml` holds the cases both must pass.

1. White space is dropped: the characters with Unicode's property White_Space (UCD, PropList.txt).
2. Full-width forms of ASCII (U+FF01 to U+FF5E) become half-width.
3. Curly quotes become straight ones. Matching looks at them again: see `Needle`.
4. Capital letters become small where that is one character for one.
5. A lone surrogate becomes U+FFFD, as every encoder of UTF-8 would have it.
"""

from __future__ import annotations

from dataclasses import dataclass

WHITE_SPACE = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'"}

# Traditional to simplified goes here, one character to one.
VARIANTS: dict[str, str] = {}

# Latin, Greek, Cyrillic and Armenian; their extensions; Roman numerals and circled letters. Their case pairs have been
# stable since Unicode 7, so that any Python and any browser agree.
_CASED = (range(0x0041, 0x0590), range(0x1E00, 0x2500))


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(map(ord, WHITE_SPACE))
    table.update((ord(char), plain) for char, plain in (*CURLY.items(), *VARIANTS.items()))
    for cased in _CASED:
        for code in cased:
            small = chr(code).lower()
            if len(small) == 1 and small != chr(code):
                table[code] = small
    table.update((code, chr(code - 0xFEE0).lower()) for code in range(0xFF01, 0xFF5F))
    table.update((code, "\ufffd") for code in range(0xD800, 0xE000))
    return table


TABLE = _table()
_DROPPED = frozenset(code for code, char in TABLE.items() if char is None)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `text[i]` comes from the original's character `starts[i]`.

    A match `[a, b)` in `text` is `[starts[a], starts[b - 1] + 1)` in the original.
    """

    text: str
    starts: tuple[int, ...]


def fold_text(text: str) -> str:
    """The folded text alone, for where offsets are not needed; many times faster than `fold`."""
    return text.translate(TABLE)


def fold(text: str) -> Folded:
    """Fold `text` and keep where each character came from (0-based, in code points)."""
    return Folded(fold_text(text), tuple(i for i, char in enumerate(text) if ord(char) not in _DROPPED))


class Needle:
    """A query made ready: `find` it in any number of texts.

    A curly quote in the query matches itself and a straight quote, but not its counterpart; a straight quote matches
    all three. So “六稳” finds "六稳" and “六稳”, never ”六稳“.
    """

    def __init__(self, query: str) -> None:
        folded = fold(query)
        self.text = folded.text
        self._quotes = tuple((i, query[at]) for i, at in enumerate(folded.starts) if query[at] in CURLY)

    def find(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the query stands in `text`: leftmost, not overlapping, in characters of `text` as given.

        An empty query is found nowhere.
        """
        if not self.text or self.text not in fold_text(text):
            return ()
        haystack = fold(text)
        matches = []
        at = haystack.text.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            if self._quotes_fit(text, haystack.starts, at):
                matches.append((haystack.starts[at], haystack.starts[end - 1] + 1))
                at = haystack.text.find(self.text, end)
            else:
                at = haystack.text.find(self.text, at + 1)
        return tuple(matches)

    def _quotes_fit(self, text: str, starts: tuple[int, ...], at: int) -> bool:
        stands = ((text[starts[at + i]], quote) for i, quote in self._quotes)
        return all(char == quote or char not in CURLY for char, quote in stands)
