"""Any way to an archive leads to the same answers, and writes no more than it must."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.search import segments
from duizhao.search.index import FORMAT, IndexedDocument, IndexedPassage
from duizhao.search.segments import Member, Segment, update_index
from duizhao.search.writer import SPOOL
from indexes import Listed, build, contents, expected, load, shown

ALPHABET = "党性原则Ａa \n\0“😀\U000f0000"
TINY = {
    "writer.CHUNK_SIZE": 4,
    "writer.RUN_SIZE": 12,
    "spool.PARTITION_SIZE": 9,
    "lists.SHARD_SIZE": 20,
    "texts.TEXT_SIZE": 15,
    "columns.COLUMN_SIZE": 2,
}


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is cut is cut small, so that a small archive has many pieces."""
    for name, size in TINY.items():
        monkeypatch.setattr(f"duizhao.search.{name}", size)


def invent(number: int, version: int = 0, passages: int | None = None) -> IndexedDocument:
    """A document of a few passages that is a function of its arguments."""
    draw = random.Random(f"{number}/{version}")
    count = draw.randint(0, 3) if passages is None else passages
    return IndexedDocument(
        f"d{number}",
        f"documents/d{number}.html",
        f"材料{number}之{version}",
        draw.choice([2021, 2022, None]),
        draw.choice(["年度民主生活会", "专题民主生活会", None]),
        draw.choice(["对照检查材料", "剖析材料", None]),
        tuple(
            IndexedPassage(
                f"d{number}-{version}-{i}",
                "".join(draw.choices(ALPHABET, k=draw.randint(0, 9))),
                draw.choice(["问题", "原因", None]),
                draw.choice(["理论学习", "担当作为", "工作作风"]),
                "一、甲",
                draw.choice(["严以修身", None]),
            )
            for i in range(count)
        ),
        draw.choice(["个人", "班子", None]),
        draw.choice(["局长", None]),
    )


def many(count: int, first: int = 0, passages: int = 2) -> list[IndexedDocument]:
    return [invent(number, passages=passages) for number in range(first, first + count)]


# The same answers

archives = st.lists(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 2)), max_size=10, unique_by=lambda pair: pair[0]),
    min_size=1,
    max_size=5,
)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(("swallow", "dead"), [(20, 5), (1, 1)])
@given(steps=archives)
@settings(deadline=None, max_examples=30)
def test_any_sequence_of_updates_shows_what_a_clean_build_shows(
    swallow: int, dead: int, steps: list[list[tuple[int, int]]]
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(segments, "SWALLOW", swallow)
        patch.setattr(segments, "DEAD", dead)
        root, known = Path(folder, "step by step"), ()
        for step in steps:
            documents = [invent(*pair) for pair in step]
            update = build(root, documents, known)
            known = tuple(Segment.from_json(segment.to_json()) for segment in update.segments)
            assert known == update.segments
            assert shown(root) == expected(documents)
            assert set(update.files) <= set(contents(root))
        clean, full = Path(folder, "clean"), Path(folder, "full")
        update = build(clean, documents)
        assert build(full, documents, known, full=True) == update
        assert contents(full) == contents(clean)
        assert set(contents(clean)) == set(update.files)
        assert shown(clean) == expected(documents)


def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    documents = many(60, passages=300)  # more than a chunk
    alone = build(tmp_path / "alone", documents)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert build(tmp_path / "crew", documents, share=pool.map) == alone
    assert contents(tmp_path / "alone") == contents(tmp_path / "crew")
    assert len(alone.segments[0].written.texts) == 2
    assert set(contents(tmp_path / "alone")) == set(alone.files)


@pytest.mark.usefixtures("tiny")
def test_pieces_however_small_show_the_same(tmp_path: Path) -> None:
    documents = many(30, passages=3)
    (segment,) = build(tmp_path, documents).segments
    assert len(segment.written.texts) > 5
    assert len(segment.written.grams) > 5
    assert min(segment.written.facets) > 5
    assert shown(tmp_path) == expected(documents)


@pytest.mark.usefixtures("tiny")
def test_a_passage_with_letters_is_listed_under_what_they_stand_for_too(tmp_path: Path) -> None:
    texts = ["召开mzshh", "又", "会mzshh"]
    passages = tuple(IndexedPassage(f"p{i}", text, None, None, "") for i, text in enumerate(texts))
    archive = [replace(invent(0), passages=passages)]
    update = build(tmp_path, archive, readings={"mzshh": "民主会"})
    assert load(tmp_path, update.catalogue.removeprefix("search/").removesuffix(".js"))["readings"] == {
        "mzshh": "民主会"
    }
    first, _, last = (each.grams for each in shown(tmp_path))
    assert {"召开", "开m", "mz", "开民", "民主", "主会", "会"} <= first
    assert "会民" in last
    assert "会召" not in first  # the two ways to read a text are not read on from one to the other
    other = build(tmp_path, archive, readings={"mzshh": "民主生活会"})
    assert set(other.segments[0].files).isdisjoint(update.segments[0].files)


# What is written


def test_one_document_added_is_a_segment_of_its_own(tmp_path: Path) -> None:
    before = build(tmp_path / "before", many(40))
    after = build(tmp_path / "after", [*many(20), invent(99, passages=2), *many(20, 20)], before.segments)
    assert [len(segment.members) for segment in after.segments] == [40, 1]
    assert after.new == (after.segments[1].id,)
    written = set(contents(tmp_path / "after"))
    assert written == {after.manifest[0], after.catalogue, *after.segments[1].files}
    assert not [path for path in after.files if path not in written | set(before.segments[0].files)]


def test_nothing_new_writes_a_catalogue_alone(tmp_path: Path) -> None:
    before = build(tmp_path / "before", many(40))
    after = build(tmp_path / "after", many(40), before.segments)
    assert after.new == ()
    assert (after.segments, after.manifest) == (before.segments, before.manifest)
    assert set(contents(tmp_path / "after")) == {"search/manifest.js", after.catalogue}


def test_a_document_that_comes_back_is_still_there(tmp_path: Path) -> None:
    first = build(tmp_path, many(40))
    second = build(tmp_path, many(39), first.segments)
    assert second.new == ()
    assert shown(tmp_path) == expected(many(39))
    third = build(tmp_path, many(40), second.segments)
    assert (third.new, third.manifest) == ((), first.manifest)


def test_a_segment_swallows_those_it_is_not_small_beside(tmp_path: Path) -> None:
    known = build(tmp_path, many(40)).segments
    for count in (41, 42):
        known = build(tmp_path, many(count), known).segments
        assert [len(segment.members) for segment in known] == [40, count - 40]
    known = build(tmp_path, many(43), known).segments  # 40 is less than 20 times three
    assert [len(segment.members) for segment in known] == [43]


def test_there_are_few_segments_however_the_archive_grows(tmp_path: Path) -> None:
    known: Sequence[Segment] = ()
    indexed = 0
    for count in range(1, 500):
        update = build(tmp_path, many(count, passages=1), known)
        known = update.segments
        indexed += sum(len(segment.members) for segment in known if segment.id in update.new)
        assert len(known) <= 3
        assert len(update.manifest[1]) < 200
    assert indexed < 2 * 500 * segments.SWALLOW
    assert shown(tmp_path) == expected(many(499, passages=1))


def test_what_is_no_longer_shown_goes_once_it_is_a_fifth(tmp_path: Path) -> None:
    before = build(tmp_path, many(40)).segments
    assert build(tmp_path, many(32), before).segments == before
    after = build(tmp_path, many(31), before)
    assert [len(segment.members) for segment in after.segments] == [31]
    assert after == build(tmp_path, many(31))


def test_a_segment_nothing_of_which_is_shown_goes(tmp_path: Path) -> None:
    known = build(tmp_path, many(40)).segments
    known = build(tmp_path, many(41), known).segments
    assert len(known) == 2
    assert build(tmp_path, many(40), known).segments == known[:1]


def test_a_catalogue_that_would_grow_long_has_all_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_RANGES", 5)
    known = build(tmp_path, many(40)).segments
    assert build(tmp_path, many(40)[::-1], known).segments != known  # another order
    holes = [document for number, document in enumerate(many(40)) if number not in {5, 10, 15, 20}]
    assert build(tmp_path, holes, known).segments == known
    assert len(build(tmp_path, [each for each in holes if each.id != "d30"], known).segments[0].members) == 35


def test_documents_without_passages_are_not_indexed(tmp_path: Path) -> None:
    update = build(tmp_path, [invent(1, passages=0)])
    assert (update.segments, shown(tmp_path)) == ((), [])
    assert load(tmp_path, "manifest") == {
        "format": FORMAT,
        "catalogue": update.catalogue.removeprefix("search/").removesuffix(".js"),
        "segments": [],
    }


def test_segments_of_another_format_are_not_used(tmp_path: Path) -> None:
    known = [replace(segment, format=segments.FORMAT - 1) for segment in build(tmp_path, many(3)).segments]
    assert build(tmp_path, many(3), known).new


def test_a_value_that_only_gone_documents_had_is_not_offered(tmp_path: Path) -> None:
    documents = many(40)
    rare = replace(documents[7], kind="主持词")
    known = build(tmp_path, [*documents[:7], rare, *documents[8:]]).segments
    update = build(tmp_path, [*documents[:7], *documents[8:]], known)
    assert update.new == ()
    catalogue = load(tmp_path, update.catalogue.removeprefix("search/").removesuffix(".js"))
    kinds = dict(catalogue["facets"]["kind"])
    assert "主持词" not in kinds
    assert kinds["剖析材料"] == sum(2 for each in documents[:7] + documents[8:] if each.kind == "剖析材料")


# Trouble


class Wrong(Listed):
    """Gives the documents in another order than asked for."""

    def __call__(self, ids: Sequence[str]) -> Iterator[IndexedDocument]:
        yield from super().__call__(ids[::-1])


def test_other_documents_than_promised_are_refused(tmp_path: Path) -> None:
    documents = many(60)
    with pytest.raises(ValueError, match="not the documents asked for"):
        update_index(tmp_path, (), list(map(Member.of, documents)), Wrong(documents))
    assert not (tmp_path / SPOOL).exists()


def test_what_a_killed_build_left_in_the_spool_is_removed(tmp_path: Path) -> None:
    (tmp_path / SPOOL).mkdir()
    (tmp_path / SPOOL / "0-0").write_bytes(b"half")
    known = build(tmp_path, many(3)).segments
    assert not (tmp_path / SPOOL).exists()
    (tmp_path / SPOOL).mkdir()
    build(tmp_path, many(3), known)  # nothing new to write
    assert not (tmp_path / SPOOL).exists()
    assert shown(tmp_path) == expected(many(3))
