"""What is suggested while somebody types: the archive's phrases, by their first character and by their pinyin.

    search/suggest/<bucket>-<hash>.js   [[phrase, pinyin, passages that use it, other wordings], …], the most used
                                        first

A bucket is the first letter of the pinyin, `a` to `z`, or the folded first character's code point modulo `BUCKETS`, `0`
to `f`, after a `t`. The catalogue names the tables; each is bounded, so that a large archive costs no more to type in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from duizhao.search.fold import fold_text
from duizhao.search.index import to_json, write_script

BUCKETS = 16
MOST = 1_500  # phrases in a table, about 20 kB on the wire


class Suggestion(NamedTuple):
    """A phrase, its pinyin (syllables without tones, a blank between), and how many passages use it.

    These may use one of its other wordings instead: a search for the phrase asks for all of them.
    """

    phrase: str
    pinyin: str
    passages: int
    wordings: tuple[str, ...] = ()


def tables(suggestions: Iterable[Suggestion]) -> dict[str, list[Suggestion]]:
    """The suggestions of each bucket, the most used first, equals in their own order."""
    found: dict[str, list[Suggestion]] = {}
    for each in sorted(suggestions, key=lambda each: (-each.passages, each.phrase)):
        folded = fold_text(each.phrase)
        buckets = [f"t{ord(folded[0]) % BUCKETS:x}"] if folded else []
        if "a" <= each.pinyin[:1] <= "z":
            buckets.append(each.pinyin[0])
        for bucket in buckets:
            table = found.setdefault(bucket, [])
            if len(table) < MOST:
                table.append(each)
    return dict(sorted(found.items()))


def write_tables(root: Path, suggestions: Iterable[Suggestion]) -> Mapping[str, str]:
    """Writes the tables under `root`; of each bucket the name of its script.

    Raises:
        OSError: they cannot be written.
    """
    names = {}
    for bucket, table in tables(suggestions).items():
        digest = hashlib.sha256(to_json(table)).hexdigest()[:12]
        names[bucket] = f"suggest/{bucket}-{digest}"
        write_script(root, names[bucket], table)
    return names
