"""Sums over uses: after any history those of the uses that are there, and what follows from them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import document, found, put
from duizhao.archive import Archive
from duizhao.contributions import Changes
from duizhao.records import uses
from duizhao.spread import UNKNOWN, keys, likelihood, shares, totals
from duizhao.store import Store
from project import material

WORDS = ("理论学习", "调查研究", "三会一课")
edits = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from([*WORDS, None]), st.sampled_from([2019, 2022])), max_size=6
)


def by_hand(store: Store) -> Counter[tuple[str, str, str, int]]:
    """(phrase, facet, value, document) of every use, with the passages."""
    counts: Counter[tuple[str, str, str, int]] = Counter()
    for phrase, key, theme, part, year, meeting, subject in store.connection.execute(
        "SELECT u.phrase, u.document, p.theme, p.part, d.year, d.meeting, d.subject FROM uses u"
        " JOIN passages p ON p.place = (u.document << 16 | u.ordinal) JOIN documents d ON d.key = u.document"
    ):
        values = {"year": str(year), "meeting": meeting, "subject": subject, "theme": theme, "part": part}
        for facet, value in values.items():
            counts[phrase, facet, value or UNKNOWN, key] += 1
    return counts


@settings(max_examples=15)
@given(edits)
def test_after_any_history_the_sums_are_those_of_the_uses(history: list[tuple[str, str | None, int]]) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store:
        for name, word, year in history:
            if word is None:
                with store.transaction() as connection:
                    changes = Changes(connection)
                    changes.drop(f"{name}.txt")
                    changes.finish()
            else:
                put(store, [document(material(f"{name}的对照检查材料", word, year), name=f"{name}.txt")])
        expected = by_hand(store)
        kept = store.connection.execute("SELECT phrase, facet, value, passages, documents FROM spread").fetchall()
        assert {row[:3] for row in kept} == {key[:3] for key in expected}
        for phrase, facet, value, passages, documents in kept:
            here = [count for key, count in expected.items() if key[:3] == (phrase, facet, value)]
            assert (passages, documents) == (sum(here), len(here))


def test_another_phrasebook_leaves_no_sum_behind(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        made = document(material("甲的对照检查材料"), name="甲.txt")
        put(store, [made])
        with store.transaction() as connection:
            changes = Changes(connection)
            (key,) = connection.execute("SELECT key FROM documents").fetchone()
            changes.rematch(key, uses([type(each)() for each in found(made)]))
            changes.finish()
        assert store.connection.execute("SELECT count(*) FROM spread").fetchone() == (0,)


def test_years_stand_in_their_order_and_the_unknown_last(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        put(
            store,
            [
                document(material(f"{name}的材料", "三会一课", year), name=f"{name}.txt")
                for name, year in (("甲", 2022), ("乙", 2019))
            ],
        )
        put(store, [document("没有年份，落实三会一课。", name="丙.txt")])
        (id,) = store.connection.execute("SELECT id FROM phrases WHERE head = '三会一课'").fetchone()
        assert [share.value for share in shares(store.connection, id)["year"]] == ["2019", "2022", "0"]


# 2 Σ observed ln(observed / expected); of 50 in 1,000 and 9,000, 5 and 45 are expected
FIGURES = [((10, 90), (1000, 9000), 0.0), ((30, 20), (1000, 9000), 75.07), ((5, 0), (1000, 9000), 23.03)]


@pytest.mark.parametrize(("counts", "totals", "expected"), FIGURES)
def test_likelihood(counts: tuple[int, int], totals: tuple[int, int], expected: float) -> None:
    assert likelihood(*counts, *totals) == pytest.approx(expected, abs=0.05)


def test_a_theme_has_the_phrases_that_others_lack(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        texts = [
            material(f"{name}的对照检查材料", word, year)
            for name, word, year in (
                ("甲", "三会一课", 2019),
                ("乙", "三会一课", 2019),
                ("丙", "调查研究", 2022),
                ("丁", "调查研究", 2022),
                ("戊", "调查研究", 2022),
            )
        ]
        put(store, [document(text, name=f"{at}.txt") for at, text in enumerate(texts)])
        meeting = next(
            name
            for name, _ in Archive(store.connection).meetings()
            if Archive(store.connection).documents(meeting=name, year=2019)
        )
        sums = totals(store.connection, "meeting")
        found = keys(store.connection, "meeting", meeting, 5, sums)
        assert found[0].head == "三会一课"
        assert found[0].elsewhere == 0
        assert all(one.keyness >= other.keyness for one, other in pairwise(found))
        assert keys(store.connection, "meeting", "没有这个会", 5, sums) == []


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 400)), min_size=1, max_size=60), st.integers(1, 12), st.data()
)
def test_keys_are_those_that_every_figure_gives(counts: list[tuple[int, int]], most: int, data: st.DataObject) -> None:
    """`counts`: of each phrase the passages that use it in a theme and elsewhere."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store, store.transaction() as sql:
        for number, (here, elsewhere) in enumerate(counts):
            id, there = f"{number:012x}", data.draw(st.integers(1, 3))
            for value, passages in (("甲", here), ("乙", elsewhere)):
                if passages:
                    sql.execute("INSERT INTO spread VALUES (?, 'theme', ?, ?, ?)", (id, value, passages, there))
            row = (id, f"词{number}", "提法", "ci", "[]", None, None, "C", here + elsewhere)
            sql.execute("INSERT INTO phrases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        sums = totals(sql, "theme")
        kept = dict(sql.execute("SELECT phrase, documents FROM spread WHERE value = '甲'").fetchall())
        here, elsewhere = sums.values.get("甲", 0), sums.values.get("乙", 0)
        expected = []
        for number, (one, other) in enumerate(counts):
            if here and elsewhere and kept.get(f"{number:012x}", 0) >= 2 and one * elsewhere > other * here:
                figure = likelihood(one, other, here, elsewhere)
                expected.append((-figure, f"词{number}", one, other))
        expected = sorted(row for row in expected if row[0] <= -6.63)[:most]
        found = [(-key.keyness, key.head, key.here, key.elsewhere) for key in keys(sql, "theme", "甲", most, sums)]
        assert found == expected
