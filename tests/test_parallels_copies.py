"""Copies of documents are grouped, the same way however the archive came about."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.parallels.copies import regrouped
from duizhao.parallels.signature import shingles, signature

Texts = dict[str, str]


@cache
def lines(name: str) -> list[str]:
    """Thirty sentences that only this name has."""
    random = Random(name)
    return ["".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(24)) + "。" for _ in range(30)]


def text(seed: int, kept: float = 1.0, other: int = 0) -> str:
    """A text of thirty lines; with `kept`, only so much of it, the rest of another text's."""
    cut = round(30 * kept)
    return "\n".join([*lines(f"mine {seed}")[:cut], *lines(f"theirs {other}")[cut:]])


def grouped(texts: Texts, known: Texts | None = None, fresh: set[str] | None = None) -> Texts:
    known, fresh, ids = known or {}, set(texts) if fresh is None else fresh, sorted(texts)
    found = regrouped(known, ids, [signature(texts[id]) for id in ids], fresh, lambda id: shingles(texts[id]))
    assert all(id in fresh or label != known[id] for id, label in found.items())
    return {id: found[id] if id in found else known[id] for id in texts}


def test_copies_are_one_group_and_others_are_not() -> None:
    copies = {"甲": text(1), "乙": text(1) + "\n又添了一句话。", "丙": text(1, 0.8, 5)}
    found = grouped({**copies, "丁": text(2), "戊": text(1, 0.2, 6)})
    assert found["乙"] == found["甲"] == found["丙"]
    assert len({found["甲"], found["丁"], found["戊"]}) == 3
    assert found["丁"] == "丁"


def test_a_group_is_named_by_its_least_member_and_falls_apart_without_the_one_between() -> None:
    texts = {"a": text(1), "b": text(1, 0.7, 3), "c": text(1, 0.45, 3)}
    together = grouped(texts)
    assert together == {"a": "a", "b": "a", "c": "a"}
    apart = grouped({"a": texts["a"], "c": texts["c"]}, together, set())
    assert apart == grouped({"a": texts["a"], "c": texts["c"]}) == {"a": "a", "c": "c"}


made = st.tuples(st.integers(0, 3), st.sampled_from([1.0, 0.9, 0.6, 0.3]), st.integers(0, 2))
archive = st.dictionaries(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), made, max_size=24)


@settings(max_examples=30)
@given(archive, archive)
def test_groups_are_the_same_however_the_archive_came_about(
    before: dict[str, tuple[int, float, int]], after: dict[str, tuple[int, float, int]]
) -> None:
    old = {id: text(*given) for id, given in before.items()}
    new = {id: text(*given) for id, given in after.items()}
    fresh = {id for id in new if new[id] != old.get(id)}
    assert grouped(new, grouped(old), fresh) == grouped(new)
