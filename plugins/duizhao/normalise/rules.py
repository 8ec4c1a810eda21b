"""Repairs as rules: each a name, an example, and what it finds to replace; the edits are kept.

A rule finds what it would replace; `tidy` makes the replacements one rule after the other. The tables of rules are in
`hygiene`, `punctuation` and `markup`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle

from duizhao.normalise.draft import BREAKS, Draft, Replacement

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U0003ffff"
CLOSERS = "”’）》】〉」』］〕"
OPENERS = "“‘（《【〈「『［〔"
LINE_START = f"(?<![^{BREAKS}])"  # `^` knows of \n alone
LINE_END = f"(?![^{BREAKS}])"


@dataclass(frozen=True)
class Rule:
    """A repair: its name, an example (before, after) that its test runs, and how to find what it replaces.

    `signs`: characters without any of which a text needs no look; `formats`: the only formats it is for; None: all.
    """

    name: str
    example: tuple[str, str]
    find: Callable[[str], Iterator[Replacement]]
    signs: str | None = None
    formats: frozenset[str] | None = None


def replacing(pattern: str, by: str | Callable[[re.Match[str]], str | None]) -> Callable[[str], Iterator[Replacement]]:
    """What finds a pattern, to be replaced by a text or what a function gives for the match (None: it stays)."""
    compiled = re.compile(pattern)

    def find(text: str) -> Iterator[Replacement]:
        for match in compiled.finditer(text):
            after = by if isinstance(by, str) else by(match)
            if after is not None:
                yield match.start(), match.end(), after

    return find


def characters(*ranges: tuple[int, int]) -> str:
    """All characters of some ranges, both ends among them."""
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


@lru_cache(maxsize=64)
def _class(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(signs)}]")


def _any_of(signs: str, text: str) -> bool:
    """Whether any of many signs stands in a text, told in one look."""
    return bool(signs and _class(signs).search(text))


def tidy(draft: Draft, format: str, rules: Sequence[Rule]) -> Draft:
    """The draft with every one of `rules` that is for its format applied, in their order, until none has more to do."""
    wanted = [rule for rule in rules if rule.formats is None or format in rule.formats]
    if all(rule.signs for rule in wanted) and not _any_of("".join(rule.signs or "" for rule in wanted), draft.text):
        return draft
    idle = 0  # rules in a row that had nothing to do
    for rule in cycle(wanted):
        text = draft.text
        tidied = draft
        if rule.signs is None or _any_of(rule.signs, text):
            tidied = draft.then(rule.name, rule.find(text))
        idle = idle + 1 if tidied is draft else 0
        draft = tidied
        if idle == len(wanted):
            break
    return draft
