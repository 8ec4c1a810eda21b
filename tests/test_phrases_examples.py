"""Examples and neighbours: what is shown of a phrase's uses."""

from __future__ import annotations

from duizhao.phrases.examples import Sentence, around, examples, sentence

PHRASE = "好人主义"


def said(text: str, document: str = "甲", year: int = 2020) -> Sentence:
    start = text.index(PHRASE)
    return sentence(text, start, start + len(PHRASE), document, year)


GOOD = "有时对身边同志的毛病存在好人主义思想，碍于情面不愿当面指出来。"
OTHER = "班子内部批评时辣味不足，好人主义的现象不同程度存在，红脸出汗少。"


def test_a_sentence_is_whole_without_its_number() -> None:
    found = said(f"一是{GOOD}另外，还有别的。")
    assert (found.text, found.whole, found.is_good) == (GOOD, True, True)
    assert found.text[found.start : found.end] == PHRASE


def test_a_long_sentence_is_cut_and_no_good_example() -> None:
    found = sentence("长" * 50 + PHRASE + "长" * 50, 50, 54, "甲", 2020, 10)
    assert found.text == "长" * 10 + PHRASE + "长" * 10
    assert not found.whole
    assert not found.is_good


def test_what_is_short_has_figures_or_masks_is_no_good_example() -> None:
    assert not said("存在好人主义。").is_good
    for masked in ("3名", "××局", "XX局"):
        assert not said(GOOD.replace("身边", masked)).is_good


def test_good_examples_come_first_and_none_twice() -> None:
    found = examples([said("存在好人主义。", "丙", 2019), said(GOOD, "甲", 2020), said(GOOD, "乙", 2021)], 3)
    assert [each.text for each in found] == [GOOD, "存在好人主义。"]


def test_years_and_documents_differ_as_far_as_they_can() -> None:
    same = [said(GOOD.replace("身边", place), "甲", 2020) for place in ("班里", "手下", "周围")]
    found = examples([*same, said(OTHER, "乙", 2021)], 3)
    assert {each.document for each in found} == {"甲", "乙"}
    assert len(found) == 2  # a document gives one


def test_neighbours_and_slots_count_each_wording_once() -> None:
    texts = [f"{lead}，存在好人主义思想。" for lead in ("有时", "平时", "个别人")]
    found = around([said(text) for text in [*texts, texts[0]]], 5)
    assert found.before == (("存在", 3),)
    assert found.after == (("思想", 3),)
    assert found.slots == ((("存在", "思想"), 3),)


def test_what_stands_there_once_is_no_habit() -> None:
    found = around([said("存在好人主义思想。"), said("克服好人主义倾向。")], 5)
    assert (found.before, found.after, found.slots) == ((), (), ())
