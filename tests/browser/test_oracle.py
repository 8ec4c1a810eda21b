"""Search on the real site against Python's `in` on the texts of `duizhao parse --json`."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from duizhao.search.fold import CURLY, TABLE, fold_text
from duizhao.search.readings import Readings
from duizhao.taxonomy import load_taxonomy

FOUND, ABSENT = 300, 100
LONGEST = 20  # characters of a query

Documents = list[dict[str, Any]]


@pytest.fixture
def texts(parsed: Documents) -> dict[tuple[str, str], str]:
    """Of each passage, by the ids of its document and its own, the text."""

    def within(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for section in sections:
            yield from section["passages"]
            yield from within(section["sections"])

    return {
        (document["id"], passage["id"]): passage["text"]
        for document in parsed
        for passage in (*document["preamble"], *within(document["sections"]))
    }


def substrings(texts: list[str]) -> Iterator[str]:
    draw = random.Random(20)
    for _ in range(FOUND):
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        piece = text[start : start + draw.randint(1, LONGEST)]
        if fold_text(piece):  # a blank asks for nothing, and gets all there is
            yield piece


def absent(texts: list[str]) -> Iterator[str]:
    """Two pieces from different places, put together to something that stands nowhere."""
    draw = random.Random(21)
    folded = [fold_text(text) for text in texts]
    count = 0
    while count < ABSENT:
        pieces = [draw.choice(texts) for _ in range(2)]
        starts = [draw.randrange(len(piece)) for piece in pieces]
        pairs = zip(pieces, starts, strict=True)
        query = "".join(piece[start : start + draw.randint(1, LONGEST // 2)] for piece, start in pairs)
        if fold_text(query) and not any(fold_text(query) in text for text in folded):
            count += 1
            yield query


def answers(page: Page, queries: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """async (queries) => {
            const answers = [];
            for (const query of queries) answers.push(await window.duizhao.search(query, { limit: 1000 }));
            return answers;
        }""",
        queries,
    )
    return found


def literal(query: str) -> str:
    """A query for `query` as it stands: quoted where it has something that search would take for an operator."""
    return f'"{query}"' if any(char.isspace() or char in '-－*＊|｜"＂' for char in query) else query


def folds(texts: Iterable[str]) -> set[str]:
    """The characters that folding gives for others of these texts: 谈 where there is a 談."""
    return {TABLE.get(ord(char)) or "" for char in {char for text in texts for char in text}}


def is_plain(query: str, folded_to: set[str]) -> bool:
    """Whether folding leaves a query alone and no text could match it by folding only."""
    return not any(ord(char) in TABLE or char in folded_to or char in "\"'" or char.isascii() for char in query)


def test_search_finds_what_python_finds(page: Page, archive: str, texts: dict[tuple[str, str], str]) -> None:
    page.goto(f"{archive}/index.html")
    queries = [*substrings(list(texts.values())), *absent(list(texts.values()))]
    readings = Readings(load_taxonomy().readings)
    ways = {ids: [text, readings.spoken(text) or text] for ids, text in texts.items()}  # letters stand for words
    folded = {ids: [fold_text(way) for way in both] for ids, both in ways.items()}
    spaceless = {ids: ["".join(way.split()) for way in both] for ids, both in ways.items()}
    folded_to = folds(texts.values())
    plain = 0
    for query, answer in zip(queries, answers(page, [literal(query) for query in queries]), strict=True):
        sought = fold_text(query)
        expected = {ids for ids, both in folded.items() if sought and any(sought in way for way in both)}
        if any(char in CURLY for char in query):  # a curly quote finds itself and a straight one, not its counterpart
            expected = {(hit["document"], hit["passage"]) for hit in answer["results"]} & expected
            assert {ids for ids, text in texts.items() if query in text} <= expected, query
        elif is_plain(query, folded_to):
            plain += 1
            assert expected == {ids for ids, both in spaceless.items() if any(query in way for way in both)}, query
        found = [(hit["document"], hit["passage"]) for hit in answer["results"]]
        assert (query, set(found)) == (query, expected)
        assert (query, answer["total"], len(found), answer["exact"]) == (query, len(expected), len(expected), True)
        for hit in answer["results"]:
            assert hit["text"] == texts[hit["document"], hit["passage"]]
            matched = {fold_text(hit["text"][start:end]) for start, end in hit["matches"]}
            assert matched == {sought} or (matched and readings.spoken(hit["text"]))
            assert hit["url"].partition("?")[0].endswith(f"/documents/{hit['document'][:2]}/{hit['document']}.html")
            assert hit["url"].endswith(f"#{hit['passage']}")
    assert plain > FOUND // 4


def test_every_document_is_searched(page: Page, archive: str, texts: dict[tuple[str, str], str]) -> None:
    page.goto(f"{archive}/index.html")
    (answer,) = answers(page, ["，"])
    assert {hit["document"] for hit in answer["results"]} == {document for document, _ in texts}
