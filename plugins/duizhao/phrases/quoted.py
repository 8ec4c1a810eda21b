"""Quoted terms: what a text puts in quotes to name it (“微腐败”, “两张皮”).

The rule reads one passage alone, so that a page depends on its own document only. A quoted sentence, clause or verdict
is no term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from duizhao.phrases.table import has_han

LONGEST = 12  # characters between the quotes; what is longer is a quotation

_QUOTES = re.compile(f"“([^“”\n]{{2,{LONGEST}}})”")
# sentence punctuation, brackets and blanks: a quotation, a title, a remark; 、 joins the parts of a term
_BARRED = re.compile(r"[，。；：！？…—,.;:!?《》〈〉（）()〔〕【】\[\]‘’\"\s]")
# a masked name is nobody's phrase (“XX一体化”)
_MASKED = re.compile(r"[×*＊□○●]|(?<![A-Za-z])[Xx]+(?![A-Za-z])")
# a question (“有没有”, “为了谁、怎么干”)
_QUESTION = re.compile(r"(.)[不没]\1|什么|怎么|[谁哪]")
# speech and clauses: by their first words (“请尽快办理”, “把小事当作大事”), their last, or, where they are long and no
# list, an adverb
_CLAUSE = re.compile(
    r"(?:[请您你我咱]|假如|如果|只要|因为|虽然|既然|正在|已经).*"
    r"|[把将被让使].{6,}"
    r"|.*[了吗呢吧啊嘛]"
    r"|(?=[^、]{7,}$).*(?:[都还也就才很太]|不够).*"
)
# a place in two characters (“纸上”, “墙上”)
_PLACE = re.compile(r".[上下中里内外]")
# a verdict that closes its clause is the writer's emphasis (统筹能力“不够高”。), told by its first word and length
_VERDICT = re.compile(r"(?:[不没未有无欠缺]|还不|较|很|太)..?.?")
_CLAUSE_END = frozenset("，。；：！？、,.;:!?\n")


def quoted_terms(text: str) -> Iterator[tuple[int, int]]:
    """Where the quoted terms of `text` stand: start and end in characters, quotes included, in order. Linear time."""
    for match in _QUOTES.finditer(text):
        is_term, is_verdict = _judged(match[1])
        if is_term and not (is_verdict and _closes_clause(text, match.start(), match.end())):
            yield match.span()


@lru_cache(maxsize=1 << 14)
def _judged(quoted: str) -> tuple[bool, bool]:
    """Whether what stands in quotes may be a term, and whether it is none where it closes its clause."""
    if not has_han(quoted) or _BARRED.search(quoted) or _MASKED.search(quoted) or _QUESTION.search(quoted):
        return False, False
    return not (_CLAUSE.fullmatch(quoted) or _PLACE.fullmatch(quoted)), bool(_VERDICT.fullmatch(quoted))


def _closes_clause(text: str, start: int, end: int) -> bool:
    """Whether the quotes follow their subject directly and the clause ends after them."""
    after = text[end : end + 1]
    return has_han(text[max(0, start - 1) : start]) and (not after or after in _CLAUSE_END)
