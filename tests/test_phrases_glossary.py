from __future__ import annotations

from importlib.resources import files

import yaml

from duizhao.phrases.glossary import Term, glossary

# what a page must be able to explain
EXPLAINED = """
    两个确立 两个维护 四个意识 四个自信 四个服从 三会一课 三重一大 一岗双责 六稳 六保 四风 四不两直 四种形态
    四大考验 四种危险 五个必须 七个有之 国之大者 政治三力 两个大局 新发展理念 中央八项规定 民主集中制
    自我净化、自我完善、自我革新、自我提高
"""


def _terms() -> dict[str, Term]:
    return {term.head: term for term in glossary()}


def test_the_set_phrases_of_the_field_are_explained() -> None:
    assert set(EXPLAINED.split()) <= _terms().keys()


def test_every_term_has_an_expansion_and_a_source() -> None:
    assert all(term.expansion and term.source for term in glossary())


def test_confidence_is_stated_and_shown() -> None:
    rows = yaml.safe_load(files("duizhao").joinpath("data/glossary.yml").read_text("utf-8"))["phrases"]
    assert {row["confidence"] for row in rows} == {"high", "medium"}
    unsure = {row["head"] for row in rows if row["confidence"] == "medium"}
    assert unsure == {term.head for term in glossary() if term.source.endswith("（出处待核）")}


def test_a_counted_list_has_as_many_items_as_its_name_says() -> None:
    counts = {
        "两个大局": 2,
        "四个意识": 4,
        "六稳": 6,
        "六保": 6,
        "四大考验": 4,
        "四种危险": 4,
        "五位一体": 5,
        "四史": 4,
    }
    items = {head: len(_terms()[head].expansion.replace("的总体布局", "").split("、")) for head in counts}
    assert items == counts
