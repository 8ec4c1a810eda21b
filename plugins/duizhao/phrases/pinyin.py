"""Pinyin of a phrase: what the index is ordered by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from duizhao.model import Phrase

# Words of this field that pypinyin's dictionary lacks, and reads wrongly for that.
_READINGS = {
    "三重一大": "san zhong yi da",
    "长效": "chang xiao",
    "长管长严": "chang guan chang yan",
    "长震慑": "chang zhen she",
}
_SPLIT = re.compile(f"({'|'.join(_READINGS)})")


_known: dict[str, str] = {}


def remember(readings: Iterable[tuple[str, str]]) -> None:
    """Takes what `pinyin` has said before: then it need not load what it asks, which takes a third of a second."""
    _known.update(readings)


def pinyin(text: str) -> str:
    """The syllables of `text` without tones, a space between them; letters and digits as they are, all else left out.

    Polyphones are read by the words they stand in (重要 `zhong yao`, 长远 `chang yuan`, 行动 `xing dong`); ü is `v`.
    """
    return _known.get(text) or _spelled(text)


@lru_cache(maxsize=65536)
def _spelled(text: str) -> str:
    parts = _SPLIT.split(text)
    return " ".join(" ".join(_READINGS.get(part) or " ".join(_read(part)) for part in parts).split())


def pinyin_initial(phrase: Phrase) -> str:
    """The heading of the index that a phrase stands under: `A` … `Z`, or `#` where its pinyin starts with no letter."""
    first = phrase.pinyin[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def _read(part: str) -> list[str]:
    from pypinyin import lazy_pinyin

    # a run without Chinese comes to `errors` as a whole
    return list(lazy_pinyin(part, errors=lambda run: "".join(char if char.isalnum() else " " for char in run)))
