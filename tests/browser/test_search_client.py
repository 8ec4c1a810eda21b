"""The browser side of search, in real Chromium, over http and from files, on a small site of its own."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from duizhao.search.codec import encode
from duizhao.search.fold import TABLE, fold_text
from duizhao.search.index import DOCUMENT_FIELDS, FIELDS, IndexedDocument, IndexedPassage, script, to_json
from duizhao.search.packing import pack_codes, pack_text
from duizhao.search.query import parse
from duizhao.search.readings import Readings
from duizhao.search.scan import scan
from duizhao.search.segments import Segment
from indexes import SCRIPT, build
from search_site import PHRASES, READINGS, SAMPLE, Answer, ask, write_index, write_site

QUERIES = yaml.safe_load((Path(__file__).parent.parent / "query_cases.yml").read_text(encoding="utf-8"))
CASES = yaml.safe_load((Path(__file__).parent.parent / "fold_cases.yml").read_text(encoding="utf-8"))
WORDS = [
    *"论理习学深够不入的，。；：？（）“”‘’\"' 　ＡaBb１1*<>&\\",
    "民主生活会",
    "XX",
    "\n",
    "😀",
    "<b>",
    "</script>",
    "${x}",
]


def invent(seed: int, count: int) -> list[IndexedDocument]:
    """Documents of random hostile words, few enough of them to meet again and again."""
    draw = random.Random(seed)

    def passage(name: str) -> IndexedPassage:
        text = "".join(draw.choice(WORDS) for _ in range(draw.randint(1, 80)))
        return IndexedPassage(
            name,
            text,
            draw.choice(["问题", "原因", None]),
            draw.choice(["理论学习", "担当作为", "工作作风"]),
            "一、<i>甲</i>",
            draw.choice(["严以修身", None]),
        )

    return [
        IndexedDocument(
            f"d{i}",
            f"documents/d{i}.html",
            f"材料<{i}>",
            draw.choice([2021, 2022, None]),
            draw.choice(["年度民主生活会", None]),
            draw.choice(["对照检查材料", "剖析材料"]),
            tuple(passage(f"d{i}-{j}") for j in range(draw.randint(0, 9))),
            draw.choice(["个人", None]),
            draw.choice(["局长", "镇长", None]),
        )
        for i in range(count)
    ]


RELOAD = "请刷新页面再试；若仍如此，请站点维护者重新生成站点。"
INVENTED = invent(1, 40)
FEW_CHARACTERS = {
    "lists.SHARD_SIZE": 40,
    "texts.TEXT_SIZE": 100,
    "columns.COLUMN_SIZE": 5,
    "writer.CHUNK_SIZE": 20,
    "spool.PARTITION_SIZE": 1_000,
}


@pytest.fixture(scope="module", params=["shards of full size", "shards of a few characters", "step by step"])
def invented_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("invented") / "site"
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "shards of full size":
            for name, size in FEW_CHARACTERS.items():
                patch.setattr(f"duizhao.search.{name}", size)
        write_site(site, INVENTED)
        if request.param == "step by step":
            patch.setattr("duizhao.search.segments.SWALLOW", 0)
            write_in_steps(site, INVENTED)
    return site


def write_in_steps(site: Path, documents: list[IndexedDocument]) -> None:
    """The same index in three segments that are shown in turns, with documents that have changed or gone."""
    write_index(site, [])
    changed = [replace(each, kind="主持词") if i % 20 == 5 else each for i, each in enumerate(documents)]
    gone = [replace(each, id=f"gone-{each.id}", year=1999) for each in documents[:4]]
    first = [*(each for i, each in enumerate(changed) if i % 4), *gone]
    second = [each for i, each in enumerate(changed) if i % 12]
    known: tuple[Segment, ...] = ()
    for step in (first, second, documents):
        known = build(site, step, known, readings=READINGS, suggestions=PHRASES).segments
    assert len(known) == 3
    held = {member.id for segment in known for member in segment.members}
    assert {each.id for each in gone if each.passages} <= held


@pytest.fixture(params=["http", "file"])
def invented(request: pytest.FixtureRequest, invented_site: Path, serve: Callable[[Path], str]) -> str:
    return serve(invented_site) if request.param == "http" else invented_site.as_uri()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SAMPLE)


@pytest.fixture(params=["http", "file"])
def sample(request: pytest.FixtureRequest, site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site) if request.param == "http" else site.as_uri()


def ask_many(page: Page, queries: list[str], **options: Any) -> list[Answer]:
    answers: list[Answer] = page.evaluate(
        """async ([queries, options]) => {
            const answers = [];
            for (const query of queries) answers.push(await duizhao.search(query, options));
            return answers;
        }""",
        [queries, options],
    )
    return answers


def found(answer: Answer) -> list[tuple[str, str, list[list[int]]]]:
    return [(result["document"], result["passage"], result["matches"]) for result in answer["results"]]


def oracle(query: str, documents: list[IndexedDocument], **filters: Any) -> list[tuple[str, str, list[list[int]]]]:
    return [
        (hit.document.id, hit.passage.id, [list(match) for match in hit.matches])
        for hit in scan(query, documents, Readings(READINGS), **filters)
    ]


def substrings(documents: list[IndexedDocument], count: int, seed: int) -> Iterator[str]:
    draw = random.Random(seed)
    texts = [passage.text for document in documents for passage in document.passages]
    for _ in range(count):
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        yield text[start : start + draw.randint(1, 20)]


def absent(count: int, seed: int) -> Iterator[str]:
    draw = random.Random(seed)
    for _ in range(count):
        yield "".join(draw.choice([*WORDS, "龘", "廉"]) for _ in range(draw.randint(2, 12)))


# Fold, codec: the same in both languages


def test_fold(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    folds = page.evaluate(
        """async (cases) => (await duizhao.folding.prepare(cases.map(({ text }) => text)), cases).map(({ text }) => {
            const { text: folded, starts } = duizhao.folding.fold(text);
            return { folded, starts: starts.filter((_, i) => !/^[\\udc00-\\udfff]/.test(folded[i])) };
        })""",
        CASES["folds"],
    )
    for case, found in zip(CASES["folds"], folds, strict=True):
        assert (case["name"], found) == (case["name"], {"folded": case["folded"], "starts": case["starts"]})


def find_all(page: Page, cases: list[dict[str, Any]], readings: dict[str, str]) -> list[Any]:
    found: list[Any] = page.evaluate(
        """async ([cases, readings]) => {
            await duizhao.folding.prepare(cases.map(({ text }) => text));
            for (const { query } of cases) await duizhao.query.prepare(query);
            duizhao.readings.learn(readings);
            return cases.map(({ query, text }) => duizhao.query.find(duizhao.query.parse(query), text));
        }""",
        [cases, readings],
    )
    return found


def test_find(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    for case, found in zip(CASES["matches"], find_all(page, CASES["matches"], {}), strict=True):
        assert (case["name"], found or []) == (case["name"], case["matches"])


def test_queries(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    cases = QUERIES["cases"]
    for case, found in zip(cases, find_all(page, cases, QUERIES["readings"]), strict=True):
        assert (case["name"], found) == (case["name"], case["matches"])


def test_any_query_finds_what_python_finds(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    draw = random.Random(8)
    pieces = [*'学习够 　-－*＊|｜~～"＂“”。!a', "mzshh", "gq", "z.z", "😀", "，", "學", "XJP"]
    cases = [
        {name: "".join(draw.choices(pieces, k=draw.randint(0, 12))) for name in ("query", "text")} for _ in range(3000)
    ]
    readings = Readings(QUERIES["readings"])
    for case, found in zip(cases, find_all(page, cases, QUERIES["readings"]), strict=True):
        expected = [list(match) for match in parse(case["query"]).find(case["text"], readings)]
        assert (case, found or []) == (case, expected)


def test_every_character_folds_as_in_python(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    changed = page.evaluate(
        """async () => {
            await duizhao.folding.prepare(['學']);
            return Array.from({ length: 0x110000 }, (_, code) => code).flatMap((code) => {
                const folded = duizhao.folding.fold(String.fromCodePoint(code)).text;
                return folded === String.fromCodePoint(code) ? [] : [[code, folded]];
            });
        }"""
    )
    assert {code: folded or None for code, folded in changed} == TABLE


def test_the_table_of_variants_is_loaded_for_all_that_stand_in_it_alone(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    asked = page.evaluate(
        """async () => {
            duizhao.shards.asset = () => Promise.reject(new Error('asked for'));
            const fold = (code) => [code, duizhao.folding.fold(String.fromCodePoint(code)).text];
            const isAsked = (char) => duizhao.folding.prepare([char]).then(() => false, () => true);
            const codes = Array.from({ length: 0x10000 }, (_, code) => code);
            const asks = await Promise.all(codes.map((code) => isAsked(String.fromCodePoint(code))));
            return { asks: codes.filter((code) => asks[code]), folded: codes.filter((code) => !asks[code]).map(fold) };
        }"""
    )
    assert dict(asked["folded"]) == {code: (TABLE.get(code, chr(code)) or "") for code, _ in asked["folded"]}
    usual = "理论学习不够深入，成效显著；“甲”着ABC１２．\n"
    assert not set(map(ord, usual)) & set(asked["asks"])
    assert set(map(ord, "學習發髮")) <= set(asked["asks"])


def test_text_of_either_writing_is_found_with_the_table_loaded_on_the_way(page: Page, tmp_path: Path) -> None:
    passages = tuple(
        IndexedPassage(f"p{i}", text, None, None, "") for i, text in enumerate(["理論學習抓得緊", "理论学习抓得紧"])
    )
    site = write_site(tmp_path / "site", [IndexedDocument("d", "documents/d.html", "甲", None, None, None, passages)])
    for query in ("理论学习抓", "理論學習抓"):
        page.goto((site / "index.html").as_uri())
        assert ask(page, query)["total"] == 2


def test_decode(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    numbers = [0, 1, 56, 57, 1_994, 1_995, 67_886, 67_887, 2**32 - 1]
    assert page.evaluate("codes => duizhao.codec.decode(codes)", encode(numbers)) == numbers


@pytest.fixture(scope="module")
def sample_once(tmp_path_factory: pytest.TempPathFactory) -> str:
    return (write_site(tmp_path_factory.mktemp("sample") / "site", SAMPLE) / "index.html").as_uri()


# The engine finds exactly what Python's `in` finds


def test_oracle(page: Page, invented: str) -> None:
    page.goto(f"{invented}/index.html")
    queries = [*substrings(INVENTED, 300, seed=2), *absent(100, seed=3), *'理“”"<😀']
    for query, answer in zip(queries, ask_many(page, queries, limit=1000), strict=True):
        expected = oracle(query, INVENTED)
        assert (query, found(answer)) == (query, expected)
        assert (answer["total"], answer["exact"]) == (len(expected), True)


def test_the_first_results_are_right_whatever_has_been_read_of_the_lists(page: Page, invented: str) -> None:
    page.goto(f"{invented}/index.html")
    queries = [*"理学。", "学 习", "理 -学", "~论学", *substrings(INVENTED, 120, seed=6), *absent(30, seed=7)]
    for query, answer in zip(queries, ask_many(page, queries, quick=True, offset=1, limit=3), strict=True):
        expected = oracle(query, INVENTED)
        assert (query, found(answer)) == (query, expected[1:4])
        if answer["exact"]:
            assert (query, answer["total"]) == (query, len(expected))
        else:
            assert min(4, len(expected)) <= answer["least"] <= len(expected) <= answer["total"]


EARLY = """async ([words, wanted]) => {
    const told = [];
    const early = (result) => told.push(result);
    const { results } = await duizhao.search(words, { ...wanted, early });
    return [told, results];
}"""


@pytest.mark.parametrize("wanted", [{}, {"quick": True}, {"offset": 2, "limit": 3}, {"limit": 0}, {"sort": "left"}])
def test_the_first_result_is_told_before_the_others(page: Page, invented: str, wanted: dict[str, Any]) -> None:
    page.goto(f"{invented}/index.html")
    many = 0
    for query in ["学", "学 习", "~论学", *substrings(INVENTED, 20, seed=8)]:
        told, results = page.evaluate(EARLY, [query, wanted])
        assert told in ([], results[:1])  # at most once
        assert told == [] or ("sort" not in wanted and results)
        many += len(told)
    assert (many > 0) == (wanted.get("limit") != 0 and "sort" not in wanted)


def test_a_long_list_is_read_no_further_than_the_results_asked_for(page: Page, tmp_path: Path) -> None:
    texts = [f"持久{'战' if i % 3 else ''}为功" for i in range(3_000)]
    passages = tuple(IndexedPassage(f"p{i}", text, None, None, "") for i, text in enumerate(texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.lists.SHARD_SIZE", 100)
        site = write_site(
            tmp_path / "site", [IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)]
        )
    page.goto((site / "index.html").as_uri())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert (ask(page, "持久", quick=True)["total"], ask(page, "持久", quick=True)["exact"]) == (3_000, True)
    assert sum("/grams/" in url and "starts" not in url for url in asked) == 1  # of thirty
    assert ask(page, "久为", offset=900, limit=5)["results"][0]["passage"] == "p2700"
    assert ask(page, "久为")["total"] == 1_000
    bound = ask(page, "持久为", quick=True)
    assert not bound["exact"]
    assert bound["least"] >= 10
    assert ask(page, "持久为")["total"] == 1_000


def test_an_exact_total_may_be_given_up_where_it_costs_too_much(page: Page, tmp_path: Path) -> None:
    texts = [f"坚持久{'久为' if i % 2 else '为久久'}功{i}" for i in range(400)]
    passages = tuple(IndexedPassage(f"p{i}", text, None, None, "") for i, text in enumerate(texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.texts.TEXT_SIZE", 100)
        site = write_site(
            tmp_path / "site", [IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)]
        )
    page.goto((site / "index.html").as_uri())
    given_up = ask(page, "持久久为", limit=0, most=3)
    assert not given_up["exact"]
    assert given_up["least"] < 200 <= given_up["total"]
    assert ask(page, "持久久为", limit=0)["total"] == 200


def with_no_small_segment(site: Path) -> str:
    """The address of a site whose client takes every segment for a large one."""
    client = site / "assets/duizhao/search.js"
    script = client.read_text("utf-8")
    assert "const SMALL = 16;" in script
    client.write_text(script.replace("const SMALL = 16;", "const SMALL = 0;"), "utf-8")
    return (site / "index.html").as_uri()


@pytest.mark.parametrize("words", ["学习", "~学习抓得", "", "\ud800", "-*|", "字" * 10_000])
def test_what_leads_to_lists_is_loaded_ahead_and_nothing_else(page: Page, tmp_path: Path, words: str) -> None:
    page.goto(with_no_small_segment(write_site(tmp_path / "site", SAMPLE)))
    page.evaluate("duizhao.overview()")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("words => duizhao.ahead(words)", words)
    assert all("/starts-" in url or "vocabulary" in url for url in asked)
    assert any("/starts-" in url for url in asked) == (words != "")


def test_of_a_small_segment_what_leads_to_lists_is_loaded_before_anybody_asks(page: Page, sample: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sample}/index.html")
    page.evaluate("duizhao.overview()")
    assert any("/starts-" in url for url in asked)
    asked.clear()
    assert ask(page, "理论学习")["total"] == 2
    assert asked
    assert not any("/starts-" in url for url in asked)


@pytest.mark.parametrize(
    "filters",
    [
        {"year": 2021},
        {"part": "问题", "theme": "担当作为"},
        {"meeting": "年度民主生活会", "kind": "剖析材料"},
        {"kind": "主持词"},
    ],
)
def test_oracle_with_filters(page: Page, invented: str, filters: dict[str, Any]) -> None:
    page.goto(f"{invented}/index.html")
    queries = ["", "理", "学习", *substrings(INVENTED, 30, seed=4)]
    for query, answer in zip(queries, ask_many(page, queries, filters=filters, limit=1000), strict=True):
        assert (query, found(answer)) == (query, oracle(query, INVENTED, **filters))


def test_an_overview_counts_what_is_there(page: Page, invented: str) -> None:
    page.goto(f"{invented}/index.html")
    overview = page.evaluate("duizhao.overview()")
    texts = [(document, passage) for document in INVENTED for passage in document.passages]
    assert overview["documents"] == len({document.id for document, _ in texts})
    assert overview["passages"] == len(texts)
    for field in FIELDS:
        counts = Counter(getattr(pair[field not in DOCUMENT_FIELDS], field) for pair in texts)
        del counts[None]
        assert dict(zip(overview["facets"][field], overview["counts"][field], strict=True)) == counts
        assert overview["counts"][field] == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize("query", ["", "理", "学习", "理论学", "学 -习", "XX|论*学"])
@pytest.mark.parametrize("filters", [{}, {"year": 2021, "part": "问题"}])
def test_live_counts(page: Page, invented: str, query: str, filters: dict[str, Any]) -> None:
    page.goto(f"{invented}/index.html")
    answer = page.evaluate("([query, filters]) => duizhao.facets(query, { filters })", [query, filters])
    for field in FIELDS:
        counts: Counter[Any] = Counter()
        others = {other: value for other, value in filters.items() if other != field}
        for document in INVENTED:
            for passage in document.passages:
                has = {each: getattr(document if each in DOCUMENT_FIELDS else passage, each) for each in FIELDS}
                if all(has[other] == value for other, value in others.items()) and has[field] is not None:
                    counts[has[field]] += not query or bool(parse(query).find(passage.text, Readings(READINGS)))
        found = Counter(dict(answer["counts"][field]))
        assert found == +counts if answer["exact"] else found >= counts
        assert answer["exact"] or "*" in query  # alternatives of several pieces may leave too many to be read


def test_a_filter_takes_several_values_as_numbers_or_text(page: Page, invented: str) -> None:
    page.goto(f"{invented}/index.html")
    answer = ask(page, "学习", filters={"year": ["2021", 2022], "part": "", "theme": []}, limit=1000)
    years = {document.id for document in INVENTED if document.year is not None}
    assert found(answer) == [hit for hit in oracle("学习", INVENTED) if hit[0] in years]


@pytest.mark.parametrize("query", ["学", "理论学"])
def test_pages_of_results_add_up(page: Page, invented: str, query: str) -> None:
    page.goto(f"{invented}/index.html")
    whole = ask(page, query, limit=1000)
    pages = [ask(page, query, offset=offset, limit=7) for offset in range(0, whole["total"] + 7, 7)]
    assert [result for each in pages for result in each["results"]] == whole["results"]
    assert {each["total"] for each in pages} == {whole["total"]}
    assert ask(page, query, limit=0)["results"] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  　\n",
        "字" * 10_000,
        "理论学习" * 2_500,
        ".*[(?+\\",
        "<script>alert(1)</script>",
        "\0\x01\x7f",
        "👩‍👩‍👧🇨🇳",
        "\ufeff\u202e\ufe0f",
        "%E4%zz&q=#",
        "constructor",
        "__proto__",
    ],
    ids=lambda query: repr(query[:12]),
)
def test_absurd_queries_have_a_plain_answer(page: Page, sample_once: str, query: str) -> None:
    page.goto(sample_once)
    assert ask(page, query) == {"total": 0, "exact": True, "results": []}


def test_lone_surrogates_have_a_plain_answer(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    for query in (r"'\ud83d'", r"'理\ude00论'", r"'\ude00\ud83d'"):
        assert page.evaluate(f"duizhao.search({query})") == {"total": 0, "exact": True, "results": []}


def test_a_result_says_what_and_where(page: Page, sample: str) -> None:
    page.goto(f"{sample}/search/index.html")
    assert ask(page, "下了理") == {
        "total": 1,
        "exact": True,
        "results": [
            {
                "document": "beta",
                "passage": "b1",
                "url": f"{sample}/documents/beta.html?q=%E4%B8%8B%E4%BA%86%E7%90%86#b1",
                "title": "乙的剖析材料",
                "year": 2021,
                "meeting": None,
                "kind": "剖析材料",
                "subject": None,
                "role": None,
                "part": "原因",
                "theme": "理论学习",
                "aspect": None,
                "trail": "二、原因剖析",
                "text": "放下了理论学习的功夫，群众观念时紧时松。",
                "matches": [[1, 4]],
            }
        ],
    }


def test_a_total_beyond_a_thousand_is_exact_or_a_bound(page: Page, tmp_path: Path) -> None:
    texts = [f"坚持久{'' if i % 10 else '而久'}久为功{i}" for i in range(1500)]
    passages = tuple(IndexedPassage(f"p{i}", text, None, None, "") for i, text in enumerate(texts))
    archive = [IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.texts.TEXT_SIZE", 100)
        page.goto((write_site(tmp_path / "site", archive) / "index.html").as_uri())
    assert ask(page, "久为")["total"] == 1500
    bound = ask(page, "坚持久久")
    assert not bound["exact"]
    assert 1350 <= bound["total"] <= 1500
    assert (ask(page, "而久久")["total"], ask(page, "而久久")["exact"]) == (150, True)
    assert not ask(page, "坚持久久", quick=True, limit=5)["exact"]


@pytest.mark.parametrize(("count", "exact"), [(100, [True, True]), (900, [False, True]), (1_300, [False, False])])
def test_counts_of_many_results_are_exact_or_bounds(page: Page, tmp_path: Path, count: int, exact: list[bool]) -> None:
    texts = [f"坚持久{'' if i % 10 else '而久'}久为功{i}" for i in range(count)]
    passages = tuple(
        IndexedPassage(f"p{i}", text, "问题" if i % 3 else "原因", None, "") for i, text in enumerate(texts)
    )
    archive = [IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)]
    truth = Counter(each.part for each in passages if "坚持久久" in each.text)
    page.goto((write_site(tmp_path / "site", archive) / "index.html").as_uri())
    for thorough, is_exact in zip([False, True], exact, strict=True):
        answer = page.evaluate("thorough => duizhao.facets('坚持久久', { fields: ['part'], thorough })", thorough)
        counts = Counter(dict(answer["counts"]["part"]))
        assert answer["exact"] == is_exact
        assert counts == truth if is_exact else counts > truth


# Other orders, identical wording


def result(passage: str, text: str, match: str, document: str = "d", year: int = 2022) -> dict[str, Any]:
    start = text.index(match)
    return {
        "document": document,
        "passage": passage,
        "year": year,
        "text": text,
        "matches": [[start, start + len(match)]],
    }


FITTING = "个别同志理论学习不够系统，存在着以干代学的倾向和急用先学的现象。"
EXAMPLES = [
    result("mask", f"X某XX{FITTING}", "理论"),
    result("short", "理论学习不够。", "理论"),
    result("digits", FITTING.replace("个别", "2021年个别"), "理论"),
    result("good", f"一是学得浅。{FITTING}下一步再改。", "理论"),
    result("again", f"另一处。{FITTING}", "理论", "e"),
]


def order(page: Page, code: str) -> Any:
    return page.evaluate(f"results => {code}", EXAMPLES)


def test_good_examples_come_first(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    ordered = order(page, "duizhao.order.sort(results, 'quality').map(({ passage }) => passage)")
    assert ordered[0] == "good"
    assert ordered[-1] == "again"  # says nothing new
    assert order(page, "duizhao.order.sort(results, 'year').map(({ passage }) => passage)") == [
        each["passage"] for each in EXAMPLES
    ]


def test_the_sentence_around_a_match(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    start, end = order(page, "duizhao.order.sentence(results[3])")
    assert EXAMPLES[3]["text"][start:end] == FITTING


def test_identical_wording_is_put_together(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    groups = order(page, "duizhao.order.alike(results).map((group) => group.map(({ passage }) => passage))")
    assert groups == [["mask"], ["short"], ["digits"], ["good", "again"]]


def test_orders_by_context(page: Page, sample_once: str) -> None:
    page.goto(sample_once)
    results = [result("乙", "他们想学", "学"), result("甲", "我们爱学", "学"), result("丙", "学啊", "学")]
    code = "results => duizhao.order.sort(results, 'left').map(({ passage }) => passage)"
    assert page.evaluate(code, results) == ["丙", "甲", "乙"]
    results = [result("乙", "学中", "学"), result("甲", "学啊", "学")]
    assert page.evaluate(code.replace("left", "right"), results) == ["甲", "乙"]


@pytest.mark.parametrize("sort", ["quality", "left", "right"])
def test_another_order_says_of_how_many(page: Page, sample_once: str, sort: str) -> None:
    page.goto(sample_once)
    answer = ask(page, "久久", sort=sort, limit=5)
    assert (answer["total"], answer["ordered"], len(answer["results"])) == (45, 45, 5)
    rest = ask(page, "久久", sort=sort, offset=5, limit=100)
    assert len({each["passage"] for each in answer["results"] + rest["results"]}) == 45
    assert "ordered" not in ask(page, "久久", sort="year")


# Suggestions, looser searches


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("理论", [("phrase", "理论学习", 20), ("phrase", "理论武装", 3)]),
        ("理論學", [("phrase", "理论学习", 20)]),
        ("lilun", [("phrase", "理论学习", 20), ("phrase", "理论武装", 3)]),
        ("llxx", [("phrase", "理论学习", 20)]),
        ("DDZ", [("phrase", "担当作为", 5)]),
        ("群众观念", []),
        ("措施之7", [("lead", "措施之7：坚持久久为功。", None)]),
        ("", []),
        ("\U0001f600", []),
    ],
)
def test_suggestions(page: Page, sample: str, typed: str, suggested: list[tuple[Any, ...]]) -> None:
    page.goto(f"{sample}/index.html")
    found = page.evaluate("typed => duizhao.suggest(typed)", typed)
    assert [(each["kind"], each["text"], each["uses"]) for each in found] == suggested


@pytest.mark.parametrize(
    ("query", "kind", "passages"),
    [
        ("有时以干代学不成体系", "punctuation", ["a1"]),
        ("为功。", "punctuation", None),
        ("担当不够", "near", ["a2"]),
        ("功夫学习", "order", ["b1"]),
        ("llxx", "pinyin", ["a1", "b1"]),
        ("有时，以干代学。不成体系", "punctuation", ["a1"]),
        ("天外飞仙", None, []),
        ("担当*飞仙", None, []),
        ("", None, []),
    ],
)
def test_loosened(page: Page, sample: str, query: str, kind: str | None, passages: list[str] | None) -> None:
    page.goto(f"{sample}/index.html")
    answer = page.evaluate("query => duizhao.loosen(query)", query)
    assert (answer or {}).get("kind") == kind
    if passages is not None:
        assert [each["passage"] for each in (answer or {"results": []})["results"]] == passages


# When the index is damaged, or built anew


def test_a_missing_shard_is_named_and_other_queries_go_on(
    page: Page, site: Path, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")
    (shard,) = site.glob("search/*/grams/01/00.js")
    content = shard.read_bytes()
    shard.unlink()
    page.goto(f"{site.as_uri()}/search/index.html?q=理论")
    expect(page.get_by_text("检索没能完成")).to_be_visible()
    expect(page.get_by_text("grams/01/00”没能载入")).to_be_visible()
    assert ask(page, "理")["total"] == 2
    shard.write_bytes(content)
    page.get_by_role("button", name="重试").click()
    expect(page.locator("[data-result]")).to_have_count(2)


def test_a_damaged_shard_stops_its_own_query_alone_and_is_read_again(
    page: Page, site: Path, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("Invalid or unexpected token")
    page.goto(f"{site.as_uri()}/index.html")
    (shard,) = site.glob("search/*/text/00/00.js")
    content = shard.read_bytes()
    shard.write_bytes(content[:-40])
    said = page.evaluate("duizhao.search('理论学习').catch((error) => [error.name, error.message])")
    assert said[0] == "ShardError"
    assert "已经损坏" in said[1]
    assert ask(page, "理论", limit=0)["total"] == 2
    shard.write_bytes(content)
    assert ask(page, "理论学习")["total"] == 2


@pytest.mark.parametrize("kind", ["grams/01", "text/00"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-7],
        lambda packed: packed + packed,
        lambda packed: packed[:9] + packed[19:],
        lambda packed: packed[::-1],
        lambda packed: "字" * 20,
        lambda packed: "",
        lambda packed: None,
    ],
    ids=["cut short", "twice", "gap", "backwards", "other signs", "empty", "nothing"],
)
def test_a_shard_whose_data_is_damaged_is_named_and_read_again(
    page: Page, site: Path, kind: str, damage: Callable[[str], str | None]
) -> None:
    page.goto(f"{site.as_uri()}/index.html")
    (shard,) = site.glob(f"search/*/{kind}/00.js")
    content = shard.read_bytes()
    found = SCRIPT.fullmatch(content)
    assert found is not None
    shard.write_bytes(script(found[1].decode(), damage(json.loads(found[2]))))
    said = page.evaluate("duizhao.search('理论学习').catch((error) => [error.name, error.message])")
    assert said == ["ShardError", f"检索数据“{found[1].decode()}”已经损坏。{RELOAD}"]
    assert ask(page, "理")["total"] == 2 if kind == "grams/01" else ask(page, "理", limit=0)["total"] == 2
    shard.write_bytes(content)
    assert ask(page, "理论学习")["total"] == 2


def test_a_browser_that_cannot_unpack_is_told_what_can(page: Page, site: Path) -> None:
    page.add_init_script("delete window.DecompressionStream")
    page.goto(f"{site.as_uri()}/search/index.html?q=理论")
    expect(page.get_by_text("检索没能完成")).to_be_visible()
    expect(page.get_by_text("请换用 2023 年 5 月以后的 Chrome、Edge、Firefox 或 Safari")).to_be_visible()


def test_what_python_packs_is_unpacked(page: Page, site: Path) -> None:
    draw = random.Random(3)
    cases = []
    for size in [*range(9), 1_000, 70_000]:
        data = to_json(["".join(draw.choices("党性原则😀\0a", k=size))])
        dictionary = "".join(draw.choices("党性原则学", k=draw.choice([0, 1, 300, 10_000])))
        cases.append([data.decode(), pack_codes(data), ""])
        cases.append([data.decode(), pack_text(data, dictionary.encode()), dictionary])
    page.goto(f"{site.as_uri()}/index.html")
    unpacked = page.evaluate(
        """cases => Promise.all(cases.map(([, packed, words]) =>
            duizhao.packing.unpack(packed, new TextEncoder().encode(words))))""",
        cases,
    )
    assert unpacked == [json.loads(data) for data, *_ in cases]


def test_a_damaged_shard_is_named(page: Page, site: Path, expect_trouble: Callable[[str], None]) -> None:
    expect_trouble("Invalid or unexpected token")
    (shard,) = site.glob("search/*/grams/01/00.js")
    shard.write_bytes(shard.read_bytes()[:-40])
    page.goto(f"{site.as_uri()}/search/index.html?q=理论")
    expect(page.get_by_text("已经损坏")).to_be_visible()


def test_a_tab_open_on_the_older_site_finds_the_newer_one(
    page: Page, site: Path, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")
    page.goto(f"{site.as_uri()}/index.html")
    assert ask(page, "理")["total"] == 2
    write_index(site, SAMPLE[1:])
    assert ask(page, "群众观念")["total"] == 1


# Marks on a document's page


def test_marks_are_those_of_the_search(page: Page, invented: str) -> None:
    page.goto(f"{invented}/index.html")
    for query in list(substrings(INVENTED, 12, seed=5)):
        result = ask(page, query, limit=1)["results"][0]
        page.goto(result["url"])
        marked = page.locator(f"#{result['passage']} mark").all_text_contents()
        expected = "".join("".join(result["text"][start:end]) for start, end in result["matches"])
        assert fold_text("".join(marked)) == fold_text(expected)
