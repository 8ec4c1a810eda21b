"""What is asked, and what stands in the archive: queries drawn by chance, and the truth by looking. Pure."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from duizhao.search.fold import fold_text

LONGEST = 30  # characters of a query
HALVES = (3, 8)  # characters of each of the two pieces that an absent query is joined from
WORDS = {2: 6, 3: 3, 4: 3}  # frequent words asked for, by their length
TRIES = 200  # clauses looked at for one that is long enough

_CLAUSE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A document as search is to see it."""

    index: int  # of the generator, from 0
    id: str
    passages: tuple[tuple[str, str], ...]  # id and text of each, in reading order


@dataclass(frozen=True, slots=True)
class Truth:
    """What one query is to find."""

    documents: frozenset[int]  # those with a passage that holds it
    allowed: frozenset[int]  # these, and those that hold it in a title, heading or signature alone
    passages: array[int]  # keys (`passage_key`) of the passages that hold it


def draw(texts: Sequence[Text], count: int, seed: int) -> list[str]:
    """Queries from some documents, each once: `count` pieces of clauses, a quarter as many joined ones, frequent words.

    A piece has 1 to `LONGEST` characters, each length as likely, and no punctuation: it means the same to every engine.
    Two pieces joined hardly ever stand anywhere. A frequent word is a group of 2 to 4 characters that most passages of
    `texts` use, and no part of one chosen before.
    """
    random = Random(f"queries/{seed}")
    clauses = [clause for text in texts for _, passage in text.passages for clause in _CLAUSE.findall(passage)]
    pieces = [_piece(clauses, random, random.randint(1, LONGEST)) for _ in range(count)]
    joined = [
        _piece(clauses, random, random.randint(*HALVES)) + _piece(clauses, random, random.randint(*HALVES))
        for _ in range(count // 4)
    ]
    return list(dict.fromkeys([*pieces, *joined, *_frequent(clauses)]))


def _piece(clauses: Sequence[str], random: Random, length: int) -> str:
    """A piece of a clause, of `length` characters or as long as the clauses looked at."""
    longest = ""
    for _ in range(TRIES):
        longest = max(longest, random.choice(clauses), key=len)
        if len(longest) >= length:
            break
    start = random.randint(0, max(len(longest) - length, 0))
    return longest[start : start + length]


def _frequent(clauses: Iterable[str]) -> list[str]:
    """The most used groups of characters of each length."""
    counts: dict[int, Counter[str]] = {length: Counter() for length in WORDS}
    for clause in clauses:
        for length, counter in counts.items():
            counter.update(clause[at : at + length] for at in range(len(clause) - length + 1))
    chosen: list[str] = []
    for length in sorted(WORDS, reverse=True):
        ranked = sorted(counts[length].items(), key=lambda pair: (-pair[1], pair[0]))
        free = [word for word, _ in ranked[:1000] if not any(word in other or other in word for other in chosen)]
        for word in free[: WORDS[length]]:
            chosen.append(word)
    return chosen


def passage_key(document: str, passage: str) -> int:
    """Stands for a passage, in eight bytes: frequent words are found in very many."""
    return hash((document, passage))


def truths(queries: Sequence[str], texts: Iterable[Text], pages: Iterable[tuple[int, str]] = ()) -> list[Truth]:
    """What each query is to find, by looking at every passage: query and text folded alike, nothing else done to them.

    Args:
        queries: what is asked.
        texts: all documents.
        pages: index and whole text of documents as others got them, paragraphs on lines of their own.
    """
    needles = [fold_text(query) for query in queries]
    documents: list[set[int]] = [set() for _ in queries]
    allowed: list[set[int]] = [set() for _ in queries]
    passages = [array("q") for _ in queries]
    for text in texts:
        folded = [(id, fold_text(passage)) for id, passage in text.passages]
        whole = "\n".join(passage for _, passage in folded)
        for number, needle in enumerate(needles):
            if needle in whole:
                documents[number].add(text.index)
                passages[number].extend(passage_key(text.id, id) for id, passage in folded if needle in passage)
    for index, page in pages:
        whole = "\n".join(map(fold_text, page.splitlines()))
        for number, needle in enumerate(needles):
            if needle in whole:
                allowed[number].add(index)
    return [
        Truth(frozenset(must), frozenset(must | may), keys)
        for must, may, keys in zip(documents, allowed, passages, strict=True)
    ]
