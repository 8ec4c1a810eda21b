"""Four-character idioms, from the dictionary that jieba ships.

jieba tags 22,192 words of four Chinese characters as `i` (idiom). One in seven of them is no idiom but two everyday
words side by side (今年|以来, 彻底|解决). One rule tells them apart: when both halves are common words, the whole is a
collocation. Of the 3,235 words that the rule drops, read one by one, 270 are idioms worth having (艰苦|奋斗):
`data/phrasebook.tsv` accepts those. It also rejects what the rule should have dropped (新形势下).
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

# Occurrences in jieba's own corpus. At 100 the halves of 全力以赴 or 持之以恒 are still rare; at 400 as many
# collocations (枯燥乏味, 群众反映) would stay as idioms be saved.
COMMON = 100

# Of 350,000 lines: patterns that begin with a character are sought three times as fast as those that begin with `^`.
_IDIOM = re.compile(r"\n([\u4e00-\u9fff]{4}) \d+ i(?=\n)")
_COMMON_HALF = re.compile(rf"\n([\u4e00-\u9fff]{{2}}) (\d{{{len(str(COMMON))},}}) ")


@cache
def idioms() -> frozenset[str]:
    """The idioms, each of four characters."""
    dictionary = _dictionary()
    common = {word for word, count in _COMMON_HALF.findall(dictionary) if int(count) >= COMMON}
    return frozenset(word for word in _IDIOM.findall(dictionary) if not (word[:2] in common and word[2:] in common))


def _dictionary() -> str:
    return f"\n{dictionary().read_text('utf-8')}\n"


def dictionary() -> Path:
    """The file that they are read from."""
    # found, not imported: importing jieba costs more than reading the file
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    return Path(spec.origin).parent / "dict.txt"
