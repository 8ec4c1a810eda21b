"""What holds for every document, tried on made-up and on damaged ones; the invariants are in `invariants.py`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents import document, source
from duizhao.intake import read_source, scan_corpus
from duizhao.model import Source
from duizhao.normalise import normalise
from duizhao.normalise.draft import Draft
from duizhao.normalise.hygiene import RULES
from duizhao.normalise.rules import tidy
from duizhao.taxonomy import load_taxonomy
from properties.invariants import broken
from properties.mutations import SNIPPETS, damaged

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ROUNDS = 12  # of damage to each document

WORDS = st.sampled_from(
    [*SNIPPETS, "理论学习", "存在的问题", "原因分析", "整改措施", "对照检查材料", "不够。", "局长", "二、", "三是"]
)
STYLES = st.sampled_from(["title", "heading1", "heading2", "heading6", "table-header", "table-row", "furniture"])
FORMATS = st.sampled_from(["txt", "md", "html", "docx"])


def check(given: Source) -> None:
    for made in normalise(given, load_taxonomy()):
        assert broken(made, given) == []


@given(st.lists(WORDS, max_size=60).map("".join), FORMATS, st.dictionaries(st.integers(1, 20), STYLES, max_size=5))
@example("!\n同志们：", "txt", {})  # a byline by its place alone before a salutation, and nothing after
def test_any_soup_of_words_and_marks(text: str, format: str, styles: dict[int, str]) -> None:
    check(source(text, format=format, styles=styles))


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(source(text))


@pytest.fixture(scope="module")
def samples() -> list[Source]:
    return [read_source(path, name=name) for name, path in scan_corpus(CORPUS)]


@pytest.fixture(scope="module")
def originals(seeds: list[Path]) -> list[Source]:
    return [read_source(path, name=path.name) for path in seeds]


def check_damaged(given: Source, seed: int) -> None:
    for keep_styles in (True, False) if given.styles else (True,):
        hurt = replace(given, text=damaged(given.text, seed), styles=given.styles if keep_styles else {})
        for made in normalise(hurt, load_taxonomy()):
            assert broken(made, hurt) == []
            assert tidy(Draft(made.text), hurt.format, RULES).edits == ()


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_damaged_samples(samples: list[Source], seed: int) -> None:
    for at, sample in enumerate(samples):
        check_damaged(sample, 1000 * at + seed)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_damaged_seeds(originals: list[Source], seed: int) -> None:
    for at, original in enumerate(originals):
        check_damaged(original, 1000 * at + seed)


def test_a_normalised_document_is_normalised_already(samples: list[Source]) -> None:
    for sample in samples:
        for made in normalise(sample, load_taxonomy()):
            (again,) = normalise(replace(sample, text=made.text, styles={}), load_taxonomy())
            assert again.text == made.text
            assert sample.format == "md" or again.title == made.title  # its marks are gone by now
            if not sample.styles and sample.format != "md":  # whose marks said what was a heading, and are gone
                assert [(section.label, section.level) for section in again.walk()] == [
                    (section.label, section.level) for section in made.walk()
                ]
                if made.ordinal == 0:
                    assert [passage.id for passage in again.passages()] == [passage.id for passage in made.passages()]


MB = 1_000_000
ENDLESS = {
    "plain": "理论学习不够深入抓落实的劲头有所减弱",
    "sentences": "理论学习不够深入，抓落实不够。",
    "one character": "面",
    "office": "书记",
    "closing": "请批评指正",
    "blanks": " ",
    "wide blanks": "\u3000",
    "blanks between": "字 ",
    "wide blanks between": "字\u3000\u3000",
    "line ends": "\n",
    "straight quotes": '"',
    "quoted": '"六稳"',
    "opening quotes": "“字",
    "brackets": "(",
    "opened brackets": "(字",
    "paired brackets": "（一）",
    "nested brackets": "((字",
    "asterisks": "**",
    "masked": "**字",
    "strong": "**字**",
    "underscores": "__字",
    "hashes": "# ",
    "entities": "&nbsp;",
    "controls": "\x00",
    "joiners": "\u200d",
    "full width": "２",
    "digits and dots": "1.2",
    "numbers": "1.",
    "chinese numbers": "一、",
    "items": "一是学。二是做。",
    "一是": "一是",
    "首先": "首先，",
    "commas": "字,",
    "letter words": "mzshh ",
    "slips": "习习近平",
    "dates": "2022年",
    "furniture": "来源：",
    "print": "打印 ",
    "masked words": "X村和**学，",
    "masks between": "X中X会",
    "glosses": "字（zì",
    "adverts": "【更多",
    "sites": "文库网www.a",
    "page numbers": "学 1 习",
    "traditional": "學習不夠",
    "首先 其次": "首先，学。其次，做。",
    "comma items": "，一是学得不够深，二是做得不够实",
}
LINES = {
    "breaks": "字\u2028",
    "paragraphs": "理论学习不够深入，抓落实不够。\n",
    "headings": "一、理论学习\n",
    "numbered": "（一）理论学习。\n一是学习不够。\n",
    "levels": "一、问题\n（一）方面\n1.学习\n（1）做事\n①小事\n",
    "wrapped": "理论学习不够深入抓落实的劲头有所减弱理论学习不够深入抓落实的\n",
    "attachments": "附件：清单一份\n",
    "names": "张三李四王五\n",
    "marks of documents": "篇一：\n对照检查材料\n",
    "page numbers": "理论学习不够深入抓落实的\n1\n",
    "repeated": "理论学习不够深入抓落实的劲头有所减弱。\n",
    "table": "| 学 | 做 |\n",
    "aspects": "对照党章党规\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS)
def test_a_line_of_a_megabyte_is_read_in_linear_time(name: str) -> None:
    piece = ENDLESS[name]
    text = "字" + piece * (MB // len(piece.encode())) + "字"
    document(text)  # under half a second; a quadratic rule would take hours, which is how this test fails


@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
def test_many_lines_are_read_in_linear_time(name: str) -> None:
    piece = LINES[name]
    document(piece * (MB // len(piece.encode())))  # seconds; see above
