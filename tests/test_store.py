"""The store: it remembers exactly, forgets when told, and is made anew when it is of no use."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from duizhao.errors import OutputError
from duizhao.model import Document, Source
from duizhao.normalise import normalise
from duizhao.store import Stamp, Store
from duizhao.taxonomy import load_taxonomy
from project import material

STAMP = Stamp(size=1, modified=2, changed=3, parser="p", id="i")


def document(name: str = "甲.txt") -> Document:
    text = material("关于学习的对照检查材料")
    return normalise(Source(name, "0" * 64, "txt", "utf-8", text), load_taxonomy())


def kept(path: Path) -> Document | None:
    with Store.open(path) as store:
        return store.document("甲.txt", STAMP)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that holds one document."""
    path = tmp_path / "state" / "store.sqlite"
    with Store.open(path) as store:
        store.put_document(document(), STAMP)
    return path


def test_a_document_comes_back_as_it_was(path: Path) -> None:
    assert kept(path) == document()


@pytest.mark.parametrize("change", [{"size": 9}, {"modified": 9}, {"changed": 9}, {"parser": "q"}, {"id": "j"}])
def test_any_other_stamp_means_it_must_be_read_again(path: Path, change: dict[str, int | str]) -> None:
    with Store.open(path) as store:
        assert store.document("甲.txt", replace(STAMP, **change)) is None  # type: ignore[arg-type]


def test_documents_not_named_are_forgotten(path: Path) -> None:
    with Store.open(path) as store:
        store.put_document(document("乙.txt"), STAMP)
        store.keep_documents(["乙.txt", "丙.txt"])
    assert kept(path) is None
    with Store.open(path) as store:
        assert store.document("乙.txt", STAMP) == document("乙.txt")


def test_a_build_that_fails_is_as_if_it_had_not_been(path: Path) -> None:
    with contextlib.suppress(ZeroDivisionError), Store.open(path) as store:
        store.keep_documents([])
        raise ZeroDivisionError
    assert kept(path) == document()


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def damage_a_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * len(data[4096:])
    path.write_bytes(data)


def date_back(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


@pytest.mark.parametrize(
    "harm",
    [overwrite, damage_a_page, date_back, Path.unlink, lambda path: os.truncate(path, 5000), Path.touch],
    ids=["overwritten", "damaged", "of another version", "deleted", "cut short", "only touched"],
)
def test_a_store_of_no_use_is_made_anew(path: Path, harm: Callable[[Path], None]) -> None:
    harm(path)
    assert kept(path) in (None, document())
    with Store.open(path) as store:
        store.put_document(document(), STAMP)
    assert kept(path) == document()


def test_a_damaged_document_is_read_again(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE documents SET payload = x'00'")
    connection.commit()
    connection.close()
    assert kept(path) is None


def test_one_build_at_a_time(path: Path) -> None:
    with Store.open(path), pytest.raises(OutputError, match="另一个构建正在进行"), Store.open(path, wait=0.05):
        pass


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with (
        pytest.raises(OutputError, match=r"store\.sqlite：不能在这里写入"),
        Store.open(tmp_path / "state/store.sqlite"),
    ):
        pass
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(OutputError, match="不能在这里写入"), Store.open(tmp_path / "folder.sqlite"):
        pass


def test_a_full_disk_is_no_traceback(path: Path) -> None:
    def put_too_much() -> None:
        with Store.open(path) as store:
            store._connection.execute("PRAGMA max_page_count = 1")
            store.put_document(replace(document(), text=os.urandom(50_000).hex()), STAMP)

    with pytest.raises(OutputError, match="不能在这里写入"):
        put_too_much()
    assert kept(path) == document()
