import pytest

from duizhao.search.suggestions import Suggestion, tables

ONE = Suggestion("民主生活会", "min zhu sheng huo hui", 7)
TWO = Suggestion("民心", "min xin", 9)
THREE = Suggestion("“三严三实”", "san yan san shi", 2)


def test_each_phrase_stands_under_its_character_and_its_letter() -> None:
    assert tables([ONE, TWO, THREE]) == {"m": [TWO, ONE], "s": [THREE], "t1": [TWO, ONE], "t2": [THREE]}


def test_a_phrase_without_pinyin_is_found_by_its_character_alone() -> None:
    assert list(tables([Suggestion("3+X", "3 x", 1)])) == [f"t{ord('3') % 16:x}"]


def test_a_table_keeps_the_most_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duizhao.search.suggestions.MOST", 1)
    assert tables([ONE, TWO])["m"] == [TWO]


def test_order_of_arrival_does_not_matter() -> None:
    assert tables([ONE, TWO, THREE]) == tables([THREE, TWO, ONE])
