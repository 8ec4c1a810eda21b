from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.model import Occurrence
from duizhao.phrases import Entry, Matcher, Phrasebook, load_phrasebook, longest
from duizhao.phrases.book import phrase_id


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_phrasebook())


def _found(matcher: Matcher, text: str) -> list[tuple[str, str]]:
    """Each occurrence as (what stands in the text, the head it counts for)."""
    found = matcher.find(text)
    return [(text[use.start : use.end], found.phrases[use.phrase].head) for use in found.occurrences]


CASES = [
    ("", []),
    ("今天开会", []),
    ("做到“两个维护”", [("两个维护", "两个维护")]),
    ("两个坚决维护", [("两个坚决维护", "两个维护")]),
    # official forms are written with and without quotes
    ("发扬“钉钉子”精神", [("“钉钉子”精神", "钉钉子精神")]),
    ("让“红红脸、出出汗”成为常态", [("红红脸、出出汗", "红脸出汗")]),
    ("政治“三力”", [("政治“三力”", "政治三力")]),
    # nested and overlapping phrases are all found, the longer first
    ("落实“六稳”“六保”", [("“六稳”“六保”", "六稳六保"), ("六稳", "六稳"), ("六保", "六保")]),
    (
        "压力传导不够到位",
        [("压力传导不够到位", "压力传导不够"), ("压力传导", "压力传导")],
    ),
    # of one phrase inside itself, the outer
    ("从严管党治党", [("从严管党治党", "管党治党")]),
    # a head that starts with a numeral follows none
    ("运用第四种形态", []),
    ("运用“四种形态”", [("四种形态", "四种形态")]),
    ("点校二十四史", []),
    ("学好“四史”", [("四史", "四史")]),
    ("十四风力", []),
    # a short head is no part of another word
    ("排查四风险点", []),
    ("六保障措施", []),
    ("纠治四风", [("纠治四风", "纠治四风"), ("四风", "四风")]),
    # idioms
    ("调研蜻蜓点水", [("蜻蜓点水", "蜻蜓点水")]),
    ("今年以来在精神上", []),
    # quoted terms, where the phrasebook has nothing to say
    ("防止“两张皮”", [("两张皮", "两张皮")]),
    ("做到“一楼一策”", [("“一楼一策”", "“一楼一策”")]),
    ("适应“新形势下”", []),
    ("“一楼一策”与“一楼一策”", [("“一楼一策”", "“一楼一策”")] * 2),
]


@pytest.mark.parametrize(("text", "found"), CASES)
def test_find(matcher: Matcher, text: str, found: list[tuple[str, str]]) -> None:
    assert _found(matcher, text) == found


def test_offsets_are_characters_beyond_the_basic_plane_too(matcher: Matcher) -> None:
    text = "😀𠀀e\u0301四个意识"
    (use,) = matcher.find(text).occurrences
    assert (use.start, use.end) == (4, 8)


def test_a_quoted_term_is_a_phrase_of_its_own(matcher: Matcher) -> None:
    found = matcher.find("做到“一楼一策”")
    phrase = found.phrases[phrase_id("“一楼一策”")]
    assert (phrase.head, phrase.kind, phrase.pinyin) == ("“一楼一策”", "引语", "yi lou yi ce")


REJECTED = [
    (frozenset({"一楼一策"}), "做到“一楼一策”", []),
    (frozenset({"“一楼一策”"}), "做到“一楼一策”", []),
    (frozenset({"一楼一策"}), "做到“一街一策”", ["“一街一策”"]),
]


@pytest.mark.parametrize(("rejected", "text", "found"), REJECTED)
def test_a_rejected_wording_is_no_quoted_term(rejected: frozenset[str], text: str, found: list[str]) -> None:
    assert [wording for wording, _ in _found(Matcher(Phrasebook({}, rejected)), text)] == found


LONGEST = [
    ([], []),
    ([(0, 4), (1, 3), (4, 6)], [(0, 4), (4, 6)]),
    ([(0, 4), (2, 9), (5, 7)], [(0, 4), (5, 7)]),
]


@pytest.mark.parametrize(("spans", "chosen"), LONGEST)
def test_longest(spans: list[tuple[int, int]], chosen: list[tuple[int, int]]) -> None:
    uses = [Occurrence("a", start, end) for start, end in spans]
    assert [(use.start, use.end) for use in longest(uses)] == chosen


ALPHABET = "ab一二“”"
_WORDING = st.text(alphabet=ALPHABET, min_size=1, max_size=4)


@st.composite
def _books(draw: st.DrawFn) -> Phrasebook:
    wordings = draw(st.lists(_WORDING, unique=True, min_size=1, max_size=10))
    entries = {}
    while wordings:
        size = draw(st.integers(1, len(wordings)))
        head, *variants = wordings[:size]
        del wordings[:size]
        entries[head] = Entry(head, draw(st.sampled_from(("提法", "成语"))), tuple(variants))
    return Phrasebook(entries)


def _naive(book: Phrasebook, text: str) -> Iterator[Occurrence]:
    for entry in book.entries.values():
        for wording in entry.wordings:
            start = text.find(wording)
            while start >= 0:
                guarded = (
                    entry.kind != "成语" and wording[0] in "一二" and text[max(0, start - 1) : start] in ("一", "二")
                )
                if not guarded:
                    yield Occurrence(phrase_id(entry.head), start, start + len(wording))
                start = text.find(wording, start + 1)


def _outermost(uses: set[Occurrence]) -> set[Occurrence]:
    return {
        use
        for use in uses
        if not any(
            other != use and other.phrase == use.phrase and other.start <= use.start and use.end <= other.end
            for other in uses
        )
    }


@given(_books(), st.text(alphabet=ALPHABET, max_size=30))
def test_find_equals_a_naive_search_for_every_wording(book: Phrasebook, text: str) -> None:
    found = Matcher(book).find(text)
    known = {use for use in found.occurrences if found.phrases[use.phrase].kind != "引语"}
    assert known == _outermost(set(_naive(book, text)))
    for use in known:
        assert text[use.start : use.end] in book.entries[found.phrases[use.phrase].head].wordings
    for use in set(found.occurrences) - known:
        assert text[use.start : use.end] == found.phrases[use.phrase].head


@given(_books(), st.text(alphabet=ALPHABET, max_size=30))
def test_occurrences_are_ordered_and_the_longest_do_not_overlap(book: Phrasebook, text: str) -> None:
    uses = Matcher(book).find(text).occurrences
    assert list(uses) == sorted(uses, key=lambda use: (use.start, -use.end))
    chosen = longest(uses)
    assert set(chosen) <= set(uses)
    assert all(before.end <= after.start for before, after in pairwise(chosen))
    assert all(any(use.start < kept.end and kept.start < use.end for kept in chosen) for use in uses)


SEEDS = [
    (
        "000",
        "六个带头 两个确立 四个意识 国之大者 一岗双责 三会一课 民主集中制 四不两直 理论学习不够深入 一抓到底 蜻蜓点水",
    ),
    ("001", "历史自信 钉钉子精神 六稳六保 四史 政治三力 抓早抓小 咬耳扯袖 宗旨意识不强 督促检查少 求稳怕乱 “补钙”"),
    ("002", "红脸出汗 四大考验 四种危险 急难愁盼 总开关 到位不越位 好人主义 举一反三 压力传导 “弹不好钢琴”"),
    ("003", "两个维护 四种形态 五个必须 微腐败 双重组织生活 攻坚克难劲头不足 令行禁止 “被安排”"),
    ("004", "七个有之 三重一大 学懂弄通做实 换位思考 领头雁 最后一公里 浅尝辄止 亡羊补牢 “进群入群”"),
]


@pytest.mark.parametrize(("name", "heads"), SEEDS)
def test_real_documents(matcher: Matcher, seeds: list[Path], name: str, heads: str) -> None:
    (path,) = (path for path in seeds if path.name.startswith(name))
    text = _paired(path.read_text("utf-8"))
    found = {phrase.head.strip("“”") for phrase in matcher.find(text).phrases.values()}
    assert {head.strip("“”") for head in heads.split()} <= found


def _paired(text: str) -> str:
    """Straight quotes as Chinese ones, the way the normaliser pairs them."""
    pieces = text.split('"')
    return "".join(
        piece + ("“”"[number % 2] if number < len(pieces) - 1 else "") for number, piece in enumerate(pieces)
    )
