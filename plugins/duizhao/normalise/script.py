"""Traditional characters, read as simplified ones: the text itself stays as it is written.

One character stands for one, so offsets hold in both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """The table that search uses, too."""
    lines = files("duizhao").joinpath("search/data/variants.tsv").read_text("utf-8").splitlines()
    return {ord(line[0]): line[2] for line in lines if not line.startswith("#")}


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]")


@lru_cache(maxsize=8)
def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters: by a tenth of all it uses, at least three.

    In a simplified text a few, in names or slips, are no reason to read all of it otherwise.
    """
    if not _traditional().search(text):  # nearly always so, and told without looking at each character
        return False
    used = set(text)
    return len(used & {chr(code) for code in _table()}) >= max(3, len(used) / 10)


def simplified(text: str) -> str:
    """`text` in simplified characters, as long as it is."""
    return text.translate(_table())
