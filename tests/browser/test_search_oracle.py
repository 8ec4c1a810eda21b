"""Search in the browser against `scan`'s own matching: a generated archive of 1,000 documents, and the samples."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from duizhao.aspects import Aspects
from duizhao.intake.corpus import scan_corpus
from duizhao.model import Document
from duizhao.pages import addresses
from duizhao.search import CLIENT_FILES, CLIENT_SCRIPTS, served
from duizhao.search.fold import fold_text
from duizhao.search.index import IndexedDocument, IndexedPassage
from duizhao.search.query import parse
from duizhao.search.readings import Readings
from duizhao.taxonomy import load_taxonomy
from duizhao.work import normalised
from indexes import build
from make_corpus import make

LONGEST = 30  # characters of a query
EXACT = 1_000  # up to here totals are exact
ROUNDS = {"generated": (1_200, 250, 250), "samples": (400, 100, 100)}  # substrings, absent ones, mixed ones


def indexed(document: Document, aspects: Aspects) -> IndexedDocument:
    facts = document.facts
    kind, subject, role = (fact.value and str(fact.value) for fact in (facts.kind, facts.subject, facts.role))
    passages = tuple(
        IndexedPassage(
            passage.id,
            passage.text,
            passage.part,
            passage.theme,
            " › ".join(section.label for section in trail),
            aspects.of(document.meeting, document.year, [section.label for section in trail]),
        )
        for trail, passage in document.breadcrumbs()
    )
    url = addresses.html(addresses.document_page(document.id))
    return IndexedDocument(
        document.id, url, document.title, document.year, document.meeting, kind, passages, subject, role
    )


class Oracle:
    """The passages of an archive: those whose folded text has a needle, and what a query finds in these."""

    def __init__(self, documents: Sequence[IndexedDocument], readings: Readings) -> None:
        self.readings = readings
        self.passages = [(each.id, passage) for each in documents for passage in each.passages]
        ways = [" ".join(way.text for way in readings.ways(passage.text)) for _, passage in self.passages]
        self._all = "\n".join(ways)
        self._starts = list(accumulate((len(way) + 1 for way in ways), initial=0))

    def holding(self, needle: str) -> set[int]:
        found = set()
        at = self._all.find(needle)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            found.add(place)
            at = self._all.find(needle, self._starts[place + 1])
        return found

    def find(self, words: str) -> list[tuple[str, str]]:
        """What stands in the archive: ids of document and passage, in order."""
        query = parse(words)
        clause = next(clause for clause in query.clauses if not clause.without)
        # every pattern's longest piece stands in what it finds
        longest = (max((piece.text for piece in pattern.pieces), key=len) for pattern in clause.patterns)
        places = sorted(set().union(*map(self.holding, longest)))
        found = [self.passages[place] for place in places]
        pieces = [piece for each in query.clauses for pattern in each.patterns for piece in pattern.pieces]
        if len(pieces) == 1 and not pieces[0].curly:  # it stands there: nothing more is asked
            return [(document, each.id) for document, each in found]
        return [(document, each.id) for document, each in found if query.find(each.text, self.readings)]


def literal(text: str) -> str:
    """A query for `text` as it stands."""
    return f'"{text}"' if any(char.isspace() or char in '-－*＊|｜"＂' for char in text) else text


def substrings(texts: Sequence[str], count: int, draw: random.Random) -> Iterator[str]:
    while count:
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        piece = text[start : start + draw.randint(1, LONGEST)]
        if fold_text(piece):
            count -= 1
            yield literal(piece)


def absent(texts: Sequence[str], count: int, draw: random.Random) -> Iterator[str]:
    """Two pieces from different places, which hardly ever stand together."""
    for _ in range(count):
        halves = [next(substrings(texts, 1, draw)).strip('"')[: LONGEST // 2] for _ in range(2)]
        yield literal("".join(halves)) if fold_text("".join(halves)) else "没有"


def mixed(texts: Sequence[str], count: int, draw: random.Random) -> Iterator[str]:
    """Terms, gaps, alternatives and exclusions made of pieces of one passage."""
    for _ in range(count):
        text = "".join(char for char in draw.choice(texts) if char.isalnum())
        pieces = [text[start : start + draw.randint(2, 6)] for start in sorted(draw.sample(range(len(text) + 9), 3))]
        one, two, three = (piece or "的确" for piece in pieces)
        yield draw.choice(
            [
                f"{one} {two}",
                f"{two} {one} {three}",
                f"{one}*{two}",
                f"{one}|{two}",
                f"{one} -{two}",
                f"{one}|{two} -{three}",
            ]
        )


@pytest.fixture(scope="session", params=list(ROUNDS))
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Any:
    folder = tmp_path_factory.mktemp(request.param)
    corpus = project_root / "corpus"
    if request.param == "generated":
        corpus = folder / "corpus"
        make(1_000, corpus)
    taxonomy = load_taxonomy()
    aspects = Aspects(taxonomy)
    read = (each for name, path in scan_corpus(corpus) for each in normalised(path, name, None, taxonomy))
    documents = sorted((indexed(each, aspects) for each in read), key=lambda each: (-(each.year or 0), each.id))
    site = folder / "site"
    (site / "assets/duizhao").mkdir(parents=True)
    for name in CLIENT_FILES:
        (site / "assets/duizhao" / name).write_bytes(served(name))
    scripts = "".join(f'<script src="assets/duizhao/{each}"></script>' for each in CLIENT_SCRIPTS)
    (site / "index.html").write_text(
        f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body>{scripts}', "utf-8"
    )
    build(site, documents, readings=taxonomy.readings)
    return request.param, site, Oracle(documents, Readings(taxonomy.readings))


def ask(page: Page, queries: list[str]) -> list[tuple[int, bool, list[list[str]]]]:
    answers: list[tuple[int, bool, list[list[str]]]] = page.evaluate(
        """async (queries) => {
            const answers = [];
            for (const [i, query] of queries.entries()) {
                // each eighth to the last result there is; for the others the total and the first results
                const { total, exact, results } = await duizhao.search(query, { limit: i % 8 === 0 ? 1000 : 50 });
                answers.push([total, exact, results.map(({ document, passage }) => [document, passage])]);
            }
            return answers;
        }""",
        queries,
    )
    return answers


def test_the_browser_finds_what_stands_there_and_nothing_else(
    page: Page, archive: tuple[str, Path, Oracle], serve: Callable[[Path], str]
) -> None:
    name, site, oracle = archive
    page.goto(f"{serve(site)}/index.html")
    draw = random.Random(4)
    texts = [passage.text for _, passage in oracle.passages if passage.text]
    found, missing, several = ROUNDS[name]
    queries = [*substrings(texts, found, draw), *absent(texts, missing, draw), *mixed(texts, several, draw)]
    hits = 0
    for query, (total, exact, results) in zip(queries, ask(page, queries), strict=True):
        expected = oracle.find(query)
        hits += bool(expected)
        assert (query, [tuple(each) for each in results]) == (query, expected[: max(len(results), 50)])
        assert (query, total if exact else min(total, len(expected))) == (query, len(expected))
        assert exact or len(expected) > EXACT
    assert hits > found
