"""A ledger: who has what from whom, the same after any changes as when all is looked at for the first time."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from duizhao.parallels.ledger import Ledger
from duizhao.parallels.update import FEW
from make_corpus_words import borrowed, fresh
from wordings import bring, groups, linked, shown

OWN = "给漏雨的粮仓换瓦拖了两个汛期，登记簿上却早早写着完工。"
OTHER = "去年山洪冲垮便桥那晚，值班电话响了十几遍，没有一个人接起来问一声。"


def texts(index: int, edition: int = 0) -> list[str]:
    """A document of which most is borrowed from a stock that others use too."""
    random = Random(f"{index}/{edition}")
    write = (borrowed, borrowed, fresh)
    return ["".join(random.choice(write)(1, 30, random, measure=False) for _ in range(4)) for _ in range(5)]


def test_a_sentence_of_two_documents_is_linked_both_ways(tmp_path: Path) -> None:
    bring(tmp_path, {"甲": [OTHER, OWN], "乙": [OWN], "丙": ["水渠通到了村口，账上一笔一笔都对得上，没有人再来问。"]})
    assert linked(tmp_path) == {(("甲", 1), ("乙", 0)), (("乙", 0), ("甲", 1))}


def test_what_nearly_all_of_a_few_documents_say_is_no_borrowing(tmp_path: Path) -> None:
    documents = {f"{at}": [OWN, *texts(at)] for at in range(5)}
    bring(tmp_path, documents)
    assert not {link for link in linked(tmp_path) if link[0][1] == 0}
    bring(tmp_path, dict(list(documents.items())[:3]))
    assert {link for link in linked(tmp_path) if link[0][1] == 0}


def test_a_copy_is_grouped_and_what_it_says_is_no_borrowing(tmp_path: Path) -> None:
    one = texts(1)
    bring(tmp_path, {"甲": one, "乙": [*one, OTHER], "丙": [OTHER, *texts(2)]})
    assert groups(tmp_path) == {"甲": "乙", "乙": "乙", "丙": "丙"}
    assert not {link for link in linked(tmp_path) if {document for document, _ in link} == {"甲", "乙"}}
    assert any({one, other} == {"乙", "丙"} for (one, _), (other, _) in linked(tmp_path))


def test_a_damaged_ledger_is_made_anew(tmp_path: Path) -> None:
    documents = {"甲": [OWN], "乙": [OWN]}
    bring(tmp_path, documents)
    before = linked(tmp_path)
    (tmp_path / "wording.sqlite").write_bytes(b"no database" * 100)
    bring(tmp_path, documents)
    assert linked(tmp_path) == before


def test_sorted_seeds_that_are_gone_are_sorted_again(tmp_path: Path) -> None:
    documents = {f"{at:03d}": texts(at) for at in range(FEW * 4)}
    bring(tmp_path, documents)
    for file in tmp_path.glob("*.bin"):
        file.unlink()
    documents["900"] = texts(900)
    bring(tmp_path, documents)
    fresh = tmp_path / "fresh"
    bring(fresh, documents)
    assert linked(tmp_path) == linked(fresh)


def test_a_change_is_the_business_of_those_alone_who_share_something_with_it(tmp_path: Path) -> None:
    strangers = {
        f"{at:04d}": [fresh(1, 30, Random(f"{at}/{line}"), measure=False) for line in range(5)] for at in range(90)
    }
    documents = {**strangers, "甲": [OWN, *texts(1000)], "乙": [OWN]}
    bring(tmp_path, documents)
    assert bring(tmp_path, {**documents, "甲": texts(1000)}) == {"甲", "乙"}
    assert bring(tmp_path, {**strangers, "乙": [OWN], "丙": [OTHER]}) == {"甲", "丙"}


changes = st.lists(
    st.lists(st.tuples(st.sampled_from(["add", "copy", "edit", "drop"]), st.integers(0, 1000)), min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking takes minutes
@given(st.integers(FEW * 4, 80), changes)
@example(61, [[("add", 654), ("copy", 456)], [("add", 403), ("copy", 368), ("edit", 379)]])  # past 64: another cap
def test_step_by_step_is_as_at_once(size: int, steps: list[list[tuple[str, int]]]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="duizhao-test-"))
    try:
        documents: dict[str, list[str]] = {f"{at:04d}": texts(at) for at in range(size)}
        assert bring(folder / "steps", documents) == documents.keys()
        for step in steps:
            for change, number in step:
                apply(documents, change, number)
            before = shown(folder / "steps")
            changed = bring(folder / "steps", documents)
            assert changed == {id for id, _ in before.items() ^ shown(folder / "steps").items()}
        bring(folder / "clean", documents)
        for told in (linked, groups, shown):
            assert told(folder / "steps") == told(folder / "clean")  # type: ignore[operator]
        assert linked(folder / "clean") == {(two, one) for one, two in linked(folder / "clean")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def apply(documents: dict[str, list[str]], change: str, number: int) -> None:
    ids = sorted(documents)
    chosen = ids[number % len(ids)]
    if change == "add":
        documents[f"{number + 5000}"] = texts(number + 100)
    elif change == "copy":
        documents[f"{number + 7000}"] = [*documents[chosen], OWN]
    elif change == "edit":
        documents[chosen] = texts(int(number), edition=1)
    else:
        del documents[chosen]


def test_numbers_are_never_used_again(tmp_path: Path) -> None:
    bring(tmp_path, {"甲": [OWN], "乙": [OTHER]})
    bring(tmp_path, {"甲": [OWN]})
    bring(tmp_path, {"甲": [OWN], "丙": [OTHER]})
    with Ledger.reading(tmp_path) as ledger:
        numbers = {entry.id: entry.number for entry in ledger.entries()}
    assert numbers["丙"] > numbers["甲"]
    assert len(set(numbers.values())) == 2
