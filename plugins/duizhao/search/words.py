"""Text cut into words as jieba cuts it, without guessing new ones. `client/words.js` does the same.

A run of Chinese characters is cut in the way that is most likely when each word is as frequent as the vocabulary says.
Letters and digits of other kinds are words as they stand together, and signs are left out. The vocabulary is the one
that browsers load, `client/vocabulary.js`, so that command and page cut alike; `tests/query_cases.yml` holds the cases.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from duizhao.search import codec
from duizhao.search.fold import fold_text
from duizhao.search.packing import unpack

VOCABULARY_FILE = Path(__file__).parent / "client" / "vocabulary.js"

# Ideographs by their blocks: what the property Han covers grows from one Unicode to the next.
_HAN = re.compile("[々〇〡-〩\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with the logarithms of their frequencies."""

    weights: Mapping[str, float]
    longest: int  # characters of a word
    rare: float  # the weight of a character that is no word

    def cut(self, run: str) -> Iterator[str]:
        """The words of a run of Chinese characters, one after the other."""
        ends = [len(run)] * (len(run) + 1)
        totals = [0.0] * (len(run) + 1)
        for start in reversed(range(len(run))):
            ends[start], totals[start] = start + 1, self.rare + totals[start + 1]
            is_known = False
            for end in range(start + 1, min(start + self.longest, len(run)) + 1):
                own = self.weights.get(run[start:end])
                # where words of equal weight begin, the longer one is taken
                if own is not None and (not is_known or own + totals[end] >= totals[start]):
                    ends[start], totals[start], is_known = end, own + totals[end], True
        at = 0
        while at < len(run):
            yield run[at : ends[at]]
            at = ends[at]


@cache
def vocabulary() -> Vocabulary:
    """The words that a browser knows."""
    found = re.search(r"register\('vocabulary', '([^']+)'\)", VOCABULARY_FILE.read_text("utf-8"))
    total, words, counts = json.loads(unpack(found[1] if found else ""))
    weights = {word: math.log(n / total) for word, n in zip(words.split(" "), codec.decode(counts), strict=True)}
    return Vocabulary(weights, max(map(len, weights)), math.log(1 / total))


def has_words(text: str) -> bool:
    """Whether there is anything to cut: a Chinese character."""
    return _HAN.search(fold_text(text)) is not None


def cut(text: str) -> list[str]:
    """The words of `text`, folded, in its order."""
    words: list[str] = []
    for kind, chars in groupby(text, _kind):
        run = fold_text("".join(chars))
        if kind == "Han":
            words += vocabulary().cut(run)
        elif kind:
            words.append(run)
    return words


def _kind(char: str) -> str:
    """Characters of one kind that stand together are a run; those of no kind are left out."""
    folded = fold_text(char)
    if _HAN.match(folded):
        return "Han"
    return "other" if folded and unicodedata.category(folded)[0] not in "PS" else ""
