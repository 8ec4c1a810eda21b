"""What of a document can be borrowed: its own sentences, and seeds that find them again wherever they stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.parallels.formulae import prescribed
from duizhao.parallels.wording import END, LEAST, ORDINAL, SEED, START, WINDOW, wording
from duizhao.search.fold import fold_text
from wordings import formulae

SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”’」』）)]*")
CLAUSE = re.compile("[^，,：:]+")
NUMBER = re.compile(
    r"\s*((第?[一二三四五六七八九十]{1,2}[是，、,]|[（(]?([一二三四五六七八九十]|\d){1,3}[）)、]|\d{1,3}[.．](?!\d)|[①-⑳])\s*)?"
)
OWN = "给漏雨的粮仓换瓦拖了两个汛期，登记簿上却早早写着完工"


def own(*passages: str) -> list[str]:
    known = wording(passages, formulae())
    return [known.own(at) for at in range(len(known.sentences))]


@pytest.mark.parametrize(
    "formula",
    [
        "深入学习贯彻习近平新时代中国特色社会主义思想，增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
        "根据会议安排，现将个人对照检查情况报告如下。",
        "以上发言，不当之处请同志们批评指正。",
        "会前，我认真学习规定篇目，广泛征求意见，深入开展谈心谈话，撰写了个人发言提纲。",
        "认真学习《中国共产党纪律处分条例》《关于新形势下党内政治生活的若干准则》。",
        "坚持全面从严治党，切实履行“一岗双责”，带头落实中央八项规定精神。",
    ],
)
def test_a_formula_is_nobodys_own(formula: str) -> None:
    assert own(formula) == []


def test_a_sentence_keeps_what_stands_beside_a_formula() -> None:
    assert own(f"深入学习贯彻党的二十大精神，{OWN}。") == [OWN.replace("，", "")]
    assert own(f"{OWN}。以上发言，不当之处请批评指正。") == [OWN.replace("，", "")]


def test_blanks_width_and_punctuation_make_no_difference() -> None:
    assert own("ＡＢ村的水渠 修了又塌，账上只记一笔。") == own("ab村的水渠修了又塌账上只记一笔")


def test_a_sentence_stands_where_it_says() -> None:
    passages = [f"水渠太短。{OWN}。", f"　　{OWN}！{OWN}？"]
    known = wording(passages, formulae())
    stands = [passages[row[ORDINAL]][row[START] : row[END]] for row in known.sentences]
    assert stands == [f"{OWN}。", f"{OWN}！", f"{OWN}？"]
    assert known.size == len("水渠太短") + 3 * len(OWN.replace("，", ""))


texts = st.text("甲乙丙丁戊己庚辛，。；《》“”的aA１ \n\U00020000", max_size=120)


@given(st.lists(texts, max_size=4))
def test_whatever_the_text_is_its_sentences_lie_in_order(passages: list[str]) -> None:
    known = wording(passages, formulae())
    at = (0, 0)
    for line, row in enumerate(known.sentences.tolist()):
        assert at <= (row[ORDINAL], row[START])
        assert 0 <= row[START] < row[END] <= len(passages[row[ORDINAL]])
        assert len(known.own(line)) >= LEAST
        at = (row[ORDINAL], row[END])
    assert sum(row[5] for row in known.sentences.tolist()) == len(known.seeds) == len(known.owners)
    assert set(known.owners.tolist()) == set(range(len(known.sentences)))


characters = st.characters(min_codepoint=0x5000, max_codepoint=0x8000)


@given(st.text(characters, min_size=SEED + WINDOW - 1, max_size=30), st.data())
def test_a_shared_run_gives_a_shared_seed_wherever_it_stands(run: str, data: st.DataObject) -> None:
    around = st.text(characters, min_size=LEAST, max_size=40)
    one, other = (wording([data.draw(around) + run + data.draw(around) + "。"], formulae()) for _ in range(2))
    if len(one.text) == len(other.text) == 0:
        return
    assert set(one.seeds.tolist()) & set(other.seeds.tolist()) or formulae().spans(run)


def test_the_prescribed_wordings_are_given_once_and_are_text() -> None:
    wordings = prescribed()
    assert len(wordings) > 500
    assert len(set(wordings)) == len(wordings)
    assert all(len(each) > 1 and each == each.strip() for each in wordings)


def test_formulae_stand_where_they_are_said_to() -> None:
    text = "深入学习贯彻《条例》，给粮仓换瓦，做到“两个维护”。"
    spans = formulae().spans(text)
    assert {"深入学习贯彻", "《条例》"} <= {text[start:end] for start, end in spans}
    left = "".join(char for at, char in enumerate(text) if not any(start <= at < end for start, end in spans))
    assert "给粮仓换瓦" in left
    assert "维护" not in left


def by_hand(passage: str) -> list[str]:
    """The sentences' own characters, one after another: the definition."""
    blank = {at for start, end in formulae().spans(passage) for at in range(start, end)}
    even = [fold_text(char) or " " for char in passage]
    found = []
    for match in SENTENCE.finditer(passage):
        start, end = match.span()
        start += len(NUMBER.match(match[0])[0])  # type: ignore[index]  # it matches nothing, too
        said = []
        for clause in CLAUSE.finditer(passage, start, end):
            places = range(*clause.span())
            own = [even[at] for at in places if at not in blank and even[at].isalnum()]
            if len(own) > sum(passage[at].isalnum() for at in places) / 2:
                said += own
        found.append("".join(said))
    return found


pieces = st.sampled_from(
    [
        "深入学习贯彻",
        "《条例》",
        "两个维护",
        "给粮仓换瓦",
        "拖了两个汛期",
        "登记簿上写着完工",
        "Ａ１ß",
        "發展",
        "“",
        "\U00020000",
    ]
)
signs = st.sampled_from([*"，。；：、 \n！)）,:", "一、", "（二）", "3.", "一是", ""])


@given(st.lists(st.lists(pieces | signs | texts, max_size=12).map("".join), max_size=4))
def test_what_is_a_sentences_own_is_told_alike_one_by_one_and_all_at_once(passages: list[str]) -> None:
    known = wording(passages, formulae())
    every = [sentence for passage in passages for sentence in by_hand(passage)]
    assert [known.own(at) for at in range(len(known.sentences))] == [each for each in every if len(each) >= LEAST]
    assert known.size == sum(map(len, every))
