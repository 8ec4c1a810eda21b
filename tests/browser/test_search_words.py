"""Queries taken for words: cut in the browser as jieba cuts, and what the search page makes of it."""

from __future__ import annotations

import json
import random
import re
import warnings
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from duizhao.search import client_dir
from duizhao.search.codec import decode
from duizhao.search.packing import unpack
from duizhao.search.words import cut
from search_site import SAMPLE, write_site

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source has escapes that newer Pythons warn of
    import jieba  # type: ignore[import-untyped]

SENTENCES = [
    "理论学习抓得不够紧",
    "担当作为不够遇事绕着走",
    "坚持以人民为中心的发展思想",
    "深入贯彻落实党中央决策部署不到位",
    "研究生命起源",
    "结婚的和尚未结婚的",
    "在推进乡村振兴中调查研究走马观花",
    "一",
    "饕餮龘龘",
    "𠮷野家很好吃",
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("words") / "site", SAMPLE)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    """jieba with the vocabulary that browsers have."""
    text = (client_dir() / "vocabulary.js").read_text("utf-8")
    found = re.search(r"register\('vocabulary', '([^']+)'\)", text)
    assert found is not None
    total, words, counts = json.loads(unpack(found[1]))
    path = tmp_path_factory.mktemp("jieba") / "words.txt"
    path.write_text("\n".join(f"{w} {n}" for w, n in zip(words.split(" "), decode(counts), strict=True)), "utf-8")
    cutter = jieba.Tokenizer(str(path))
    cutter.tmp_dir = str(path.parent)
    cutter.initialize()
    cutter.total = total
    return cutter


def test_cut_as_jieba_cuts(page: Page, built: Path, tokenizer: jieba.Tokenizer) -> None:
    draw = random.Random(1)
    mixed = ["".join(draw.choices("".join(SENTENCES), k=draw.randint(1, 30))) for _ in range(300)]
    sentences = [*SENTENCES, *(re.sub("[^\u4e00-\u9fff]", "", each) or "一" for each in mixed)]
    page.goto(f"{built.as_uri()}/index.html")
    found = page.evaluate("sentences => Promise.all(sentences.map(duizhao.asWords))", sentences)
    assert found == [" ".join(tokenizer.cut(each, HMM=False)) for each in sentences]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("理论学习，抓得不够。", "理论 学习 抓 得 不够"),
        ("理論學習", "理论 学习"),
        ("2023年Ａ类项目", "2023 年 a 类 项目"),
        ("abc", "abc"),
        ("", ""),
        ("。，", "。，"),
        ('"理论学习" 不够', '"理论学习" 不够'),
        ("理论学习 -不够", "理论学习 -不够"),
        ("理论学习*不够", "理论学习*不够"),
        ("~理论学习", "~理论学习"),
    ],
)
def test_what_is_cut_and_what_stays(page: Page, built: Path, text: str, words: str) -> None:
    page.goto(f"{built.as_uri()}/index.html")
    assert page.evaluate("text => duizhao.asWords(text)", text) == words


def test_texts_are_cut_as_python_cuts_them(page: Page, built: Path) -> None:
    draw = random.Random(2)
    pieces = [*"".join(SENTENCES), *" 　，。·-aＡ1Ⅳ々〇\u3038學𠮷😀\x85\x1c\ufeff", "mzshh", "2023"]
    texts = ["".join(draw.choices(pieces, k=draw.randint(0, 20))) for _ in range(500)]
    page.goto(f"{built.as_uri()}/index.html")
    cut_here = page.evaluate(
        """async (texts) => {
            await duizhao.folding.prepare(texts);
            await duizhao.words.prepare();
            return texts.map(duizhao.words.cut);
        }""",
        texts,
    )
    assert cut_here == [cut(text) for text in texts]


def test_the_page_searches_by_words_and_says_so(page: Page, built: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{built.as_uri()}/search/index.html?q=学习功夫观念")
    expect(page.get_by_text("没有一段含有“学习功夫观念”")).to_be_visible()
    assert not any("vocabulary" in url for url in asked)
    page.get_by_label("匹配").select_option(label="按词")
    expect(page.locator("[data-passage=b1] mark")).to_have_text(["学习", "功夫", "观念"])
    expect(page.get_by_text("按词检索：学习、功夫、观念。")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["学习功夫观念"], "by": ["words"]}
    page.get_by_label("匹配").select_option(label="逐字")
    expect(page.get_by_text("按词检索：")).to_be_hidden()
    page.go_back()
    expect(page.locator("[data-result]")).to_have_count(1)
    expect(page.get_by_label("匹配")).to_have_value("words")


def test_a_term_after_a_tilde_is_sought_by_its_words_and_so_marked_in_its_document(page: Page, built: Path) -> None:
    page.goto(f"{built.as_uri()}/search/index.html?q=~学习功夫观念 -担当")
    expect(page.locator("[data-passage=b1] mark")).to_have_text(["学习", "功夫", "观念"])
    expect(page.get_by_text("按词检索：学习、功夫、观念。")).to_be_visible()
    page.goto(f"{built.as_uri()}/search/index.html?q=学习")
    expect(page.locator("[data-passage=b1] mark")).to_have_text(["学习"])
    expect(page.get_by_text("按词检索：")).to_be_hidden()


def test_a_missing_vocabulary_is_named(page: Page, tmp_path: Path, expect_trouble: object) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")  # type: ignore[operator]
    site = write_site(tmp_path / "site", SAMPLE)
    (site / "assets/duizhao/vocabulary.js").unlink()
    page.goto(f"{site.as_uri()}/search/index.html?q=学习功夫&by=words")
    expect(page.get_by_text("“vocabulary”没能载入")).to_be_visible()
    page.get_by_label("匹配").select_option(label="逐字")
    expect(page.get_by_text("没有一段含有“学习功夫”")).to_be_visible()
