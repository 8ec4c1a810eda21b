"""What a comparison need not look at again: leaving it out gives exactly what looking at everything gives."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao import ingest, settled
from duizhao.errors import SourceError, ToolError
from duizhao.ingest import Difference, compare, take_in
from duizhao.intake import walk_corpus
from duizhao.normalise import ids
from duizhao.normalise.ids import part_ids
from duizhao.progress import Silent
from duizhao.records import Record, Uses
from duizhao.store import Store
from duizhao.work import ReadJob, ReadResult

NOTHING = Uses((), (), "")
FACTS = ("材料", 2022, None, None, None, None, None, None)


@dataclass
class Taxonomy:
    digest: str


def read(job: ReadJob) -> ReadResult:
    """What a file gives that says how many documents it holds, or else what is wrong with it."""
    text = job.path.read_bytes().decode()
    if text == job.known:
        return ReadResult(job)
    if not text.isdigit():
        kind = ToolError if text == "旧" else SourceError
        return ReadResult(job, error=kind("读不了", path=job.name))
    found = part_ids(job.id, ["材料"] * int(text))
    records = [Record(id, job.name, at, text, FACTS, 0, 0, (), "", b"", b"", NOTHING) for at, id in enumerate(found)]
    return ReadResult(job, tuple(records))


class Reader:
    """A crew that reads in no time."""

    def do_together(self, job: object, jobs: Sequence[ReadJob], seconds: float) -> Iterator[ReadResult]:
        return map(read, jobs)


class Case:
    """A corpus and the store that follows it."""

    def __init__(self, root: Path) -> None:
        self.corpus = root / "corpus"
        self.corpus.mkdir()
        self.taxonomy: Any = Taxonomy("first")
        self._root = root
        self._open = ExitStack()
        self.lose()

    def close(self) -> None:
        self._open.close()

    def lose(self) -> None:
        """The store is another one."""
        self._open.close()
        self.store = self._open.enter_context(Store.open(Path(tempfile.mkdtemp(dir=self._root)) / "store.sqlite"))
        self.store.connection.execute("PRAGMA synchronous = OFF")

    @property
    def kept(self) -> Path:
        """The file beside the store."""
        return self.store.path.with_name("settled.txt")

    def write(self, name: str, text: str) -> None:
        file = self.corpus / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def remove(self, name: str) -> None:
        (self.corpus / name).unlink(missing_ok=True)

    def move(self, name: str, to: str) -> None:
        if (self.corpus / name).exists():
            (self.corpus / to).parent.mkdir(exist_ok=True)
            (self.corpus / name).replace(self.corpus / to)

    def touch(self, name: str) -> None:
        if (self.corpus / name).exists():
            os.utime(self.corpus / name)

    def upgrade(self, digest: str) -> None:
        """Another taxonomy: all is to be read again."""
        self.taxonomy = Taxonomy(digest)

    def compared(self) -> Difference:
        """What is to be done, told in both ways."""
        walked = walk_corpus(self.corpus)
        found = compare(self.corpus, self.taxonomy, self.store, walked)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settled, "_of_changed", lambda *_: None)
            definition = compare(self.corpus, self.taxonomy, self.store, walked)
        assert said(found) == said(definition)
        return found

    def build(self, results: int | None = None) -> Difference:
        """Follows the corpus; `results`: cut short when so many files have been taken in."""
        difference = self.compared()
        taking = take_in(difference, self.store, Reader(), Silent())  # type: ignore[arg-type]
        for at, _ in enumerate(taking, 1):
            if at == results:
                taking.close()  # type: ignore[attr-defined]
        return difference


def said(difference: Difference) -> tuple[Any, ...]:
    return difference.jobs, difference.gone, [repr(each.__dict__) for each in difference.failures]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = Case(tmp_path)
    for name in ("甲.txt", "旧/乙.txt", "新/丙.txt", "旧/总结.txt", "新/总结.txt"):
        made.write(name, "1")
    made.write("旧/合编.txt", "3")
    yield made
    made.close()


PLAIN = ("甲.txt", "旧/甲.txt", "新/甲.txt", "新/甲.md", "乙.txt", "旧/乙.txt", "丙.txt", "新/丁.txt")
CORRECTIONS = (
    "甲.txt.meta.yml",
    "旧/甲.meta.yml",
    "新/甲.META.yml",
    "旧/无.meta.yml",
    "~$乙.meta.yml",
    "旧/~$.meta.yml",
)
SPELT = ("caf\u00e9.txt", "cafe\u0301.txt", "新/cafe\u0301.txt", "新/caf\u00e9.txt")
ODD = (os.fsdecode(b"\xbc\xd7\xd2\xd2.txt"), "\udcff.txt", "戊\n己.txt", "旧/戊\n", "戊\u2028己.txt", "1 2 3 .txt", "?")
TEXTS = st.sampled_from(["1", "1", "2", "4", "坏", "旧"])


def rounds(names: tuple[str, ...]) -> st.SearchStrategy[list[list[tuple[Any, ...]]]]:
    """Changes of a corpus of such names, and builds between them."""
    name = st.sampled_from(names)
    change = st.one_of(
        st.tuples(st.just("write"), name, TEXTS),
        st.tuples(st.just("write"), name, TEXTS),
        st.tuples(st.just("remove"), name),
        st.tuples(st.just("move"), name, name),
        st.tuples(st.just("touch"), name),
    )
    seldom = st.tuples(st.just("upgrade"), st.sampled_from(["one", "other"])) | st.just(("lose",))
    build = st.sampled_from([("build",), ("build",), ("build", 1), ("build", 2), ("build", 3)])
    usual = st.tuples(change, build) | st.tuples(change, change, build) | st.tuples(change, change, change, build)
    return st.lists(st.one_of(*[usual] * 8, st.tuples(seldom, build)).map(list), min_size=1, max_size=12)


CASES = st.sampled_from([PLAIN, PLAIN, PLAIN + CORRECTIONS, PLAIN + SPELT, PLAIN + ODD]).flatmap(rounds)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(PLAIN), TEXTS, max_size=6), CASES, st.sampled_from([32, 1 << 32]))
def test_whatever_has_happened_both_ways_say_the_same(
    first: dict[str, str], changes: list[list[tuple[Any, ...]]], hashes: int
) -> None:
    def hashed(text: str) -> str:  # where there are few, ids of different documents are often the same
        return f"{crc32(text.encode('utf-8', 'surrogatepass')) % hashes:012x}"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids, "_hashed", hashed)
        patch.setattr(ingest, "BATCH", 2)
        root = Path(tempfile.mkdtemp(prefix="duizhao-test-"))
        case = Case(root)
        try:
            for name, text in first.items():
                case.write(name, text)
            case.build()
            for step, *given in chain(*changes, [("build",), ("build",)]):
                getattr(case, step)(*given)
        finally:
            case.close()
            shutil.rmtree(root)


def refuse(*_: object) -> None:
    raise AssertionError("looked at everything")


Change = Callable[[Case], object]
SHORT: dict[str, tuple[Change, int, int]] = {
    "nothing": (lambda case: None, 0, 0),
    "a file more": (lambda case: case.write("丁.txt", "1"), 1, 0),
    "an edit": (lambda case: case.write("旧/乙.txt", "2"), 1, 0),
    "a file less": (lambda case: case.remove("甲.txt"), 0, 1),
    "a file that moves": (lambda case: case.move("甲.txt", "新/甲.txt"), 1, 1),
    "a file that is renamed": (lambda case: case.move("旧/合编.txt", "旧/汇编.txt"), 1, 1),
    "one more of those that share a name": (lambda case: case.write("总结.txt", "1"), 1, 0),
    "an edit of one of them": (lambda case: case.write("新/总结.txt", "2"), 1, 0),
    "a name shared from the beginning": (lambda case: (case.write("己.txt", "1"), case.write("旧/己.txt", "1")), 2, 0),
    "a file that cannot be read": (lambda case: case.write("丁.txt", "坏"), 1, 0),
    "a correction": (lambda case: case.write("甲.meta.yml", "year: 2019"), 1, 0),
    "what no build reads": (lambda case: case.write(".git/甲.txt", "1"), 0, 0),
}


@pytest.mark.parametrize(("change", "jobs", "gone"), SHORT.values(), ids=SHORT)
def test_after_small_changes_not_everything_is_looked_at(
    case: Case, change: Change, jobs: int, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.write("坏.txt", "坏")
    case.write("旧.txt", "旧")  # what lacks a program is tried each time
    case.build()
    change(case)
    done = case.build()
    assert (len(done.jobs), len(done.gone)) == (jobs + 1, gone)
    monkeypatch.setattr(settled, "_of_all", refuse)
    for _ in range(2):
        found = compare(case.corpus, case.taxonomy, case.store)
        assert ([job.name for job in found.jobs], found.gone) == (["旧.txt"], ())
        assert "坏.txt" in [each.path for each in found.failures]


LONG: dict[str, Change] = {
    "a store that is lost": Case.lose,
    "another program": lambda case: case.upgrade("other"),
    "a build cut short": lambda case: (case.write("丁.txt", "1"), case.write("戊.txt", "1"), case.build(1)),
    "one all but done": lambda case: (case.write("丁.txt", "1"), case.write("戊.txt", "1"), case.build(2)),
    "a name that is shared now": lambda case: case.write("旧/甲.txt", "1"),
    "a name that no longer is": lambda case: case.remove("旧/总结.txt"),
    "a name spelt otherwise": lambda case: case.write("cafe\u0301.txt", "1"),
    "a name of two lines": lambda case: case.write("戊\n己.txt", "1"),
}


@pytest.mark.parametrize("change", LONG.values(), ids=LONG)
def test_where_more_may_have_changed_everything_is(case: Case, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "BATCH", 1)
    case.build()
    change(case)
    case.compared()
    with monkeypatch.context() as patch:
        patch.setattr(settled, "_of_all", refuse)
        with pytest.raises(AssertionError, match="everything"):
            compare(case.corpus, case.taxonomy, case.store)
    case.build()
    assert case.compared().jobs == ()


def test_nothing_to_do_writes_nothing(case: Case) -> None:
    case.build()
    before, kept = case.store.connection.total_changes, case.kept.stat().st_mtime_ns
    case.build()
    assert (case.store.connection.total_changes, case.kept.stat().st_mtime_ns) == (before, kept)


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda file: file.write_text(file.read_text("utf-8").replace("/", "/ "))]
)
def test_what_is_kept_and_is_not_what_was_kept_is_not_believed(
    case: Case, damage: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    case.build()
    damage(case.kept)
    assert case.build().jobs == ()  # and is kept again
    monkeypatch.setattr(settled, "_of_all", refuse)
    assert compare(case.corpus, case.taxonomy, case.store).jobs == ()


def test_where_nothing_can_be_kept_the_build_goes_on(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settled, "replace_file", full)
    case.build()
    assert not case.kept.exists()
    assert case.build().jobs == ()
