"""The fold: what a query and a text both pass through before they are compared.

A fold maps each character (code point) to one character or to nothing, so that offsets can be carried back. The same
rules stand in `client/fold.js`; `tests/fold_cases.yml` holds the cases both must pass.

1. White space is dropped: the characters with Unicode's property White_Space (UCD, PropList.txt).
2. Full-width forms of ASCII (U+FF01 to U+FF5E) become half-width.
3. Curly quotes become straight ones. Matching looks at them again: see `Needle`.
4. Capital letters become small where that is one character for one.
5. Traditional and variant characters become their simplified representative (`data/variants.tsv`, from OpenCC).
6. A lone surrogate becomes U+FFFD, as every encoder of UTF-8 would have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WHITE_SPACE = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'"}

VARIANTS_FILE = Path(__file__).parent / "data" / "variants.tsv"


def _variants() -> dict[str, str]:
    """Traditional and variant characters with their representatives; `scripts/make_variants.py` made the table."""
    lines = VARIANTS_FILE.read_text("utf-8").splitlines()
    return {line[0]: line[2] for line in lines if not line.startswith("#")}


VARIANTS: dict[str, str] = _variants()

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
    """A folded text. `text[i]` comes from the original's characters `starts[i]` up to `ends[i]`.

    A match `[a, b)` in `text` is `[starts[a], ends[b - 1])` in the original. `curly` has the curly quote that stood at
    a place of `text`.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    curly: Mapping[int, str]


def fold_text(text: str) -> str:
    """The folded text alone, for where offsets are not needed; many times faster than `fold`."""
    return text.translate(TABLE)


def fold(text: str) -> Folded:
    """Fold `text` and keep where each character came from (0-based, in code points)."""
    starts = tuple(i for i, char in enumerate(text) if ord(char) not in _DROPPED)
    curly = {i: text[at] for i, at in enumerate(starts) if text[at] in CURLY}
    return Folded(fold_text(text), starts, tuple(at + 1 for at in starts), curly)


class Needle:
    """Characters sought one after the other, made ready: to be found at any number of places.

    A curly quote matches itself and a straight quote, but not its counterpart; a straight quote matches all three. So
    “六稳” finds "六稳" and “六稳”, never ”六稳“.
    """

    def __init__(self, wanted: str) -> None:
        folded = fold(wanted)
        self.text = folded.text
        self.curly = folded.curly

    def place(self, hay: Folded, start: int) -> int:
        """The first place from `start` of `hay.text` where it stands, or -1. An empty one stands nowhere."""
        at = hay.text.find(self.text, start) if self.text else -1
        while at >= 0 and not self.fits(hay, at):
            at = hay.text.find(self.text, at + 1)
        return at

    def stands(self, hay: Folded, at: int) -> bool:
        """Whether it stands at this place."""
        return hay.text.startswith(self.text, at) and self.fits(hay, at)

    def fits(self, hay: Folded, at: int) -> bool:
        """Whether no quote of it meets its counterpart at this place."""
        return all(hay.curly.get(at + i, quote) == quote for i, quote in self.curly.items())
