"""The store: what a transaction kept stays, and a file of no use is made anew."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import OutputError, StoreError
from duizhao.store import IN_DOCUMENT, MOST_PASSAGES, OF_DOCUMENT, Store, place, storable, store_trouble


def kept(path: Path) -> str:
    with Store.open(path) as store:
        return store.meta("name")


def keep(path: Path, value: str) -> None:
    with Store.open(path) as store, store.transaction():
        store.set_meta("name", value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that remembers something."""
    path = tmp_path / "state" / "store.sqlite"
    keep(path, "value")
    return path


def test_what_a_transaction_kept_stays(path: Path) -> None:
    assert kept(path) == "value"
    with Store.reading(path) as store:
        assert store.meta("name") == "value"


def test_a_transaction_cut_short_never_was(path: Path) -> None:
    with Store.open(path) as store, contextlib.suppress(ZeroDivisionError), store.transaction():
        store.set_meta("name", "other")
        raise ZeroDivisionError
    assert kept(path) == "value"


def test_a_reader_writes_nothing(path: Path) -> None:
    with Store.reading(path) as store, pytest.raises(sqlite3.OperationalError):
        store.set_meta("name", "other")


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def damage_a_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * len(data[4096:])
    path.write_bytes(data)


def change_a_word(path: Path) -> None:
    """Leaves a database that SQLite finds nothing wrong with."""
    path.write_bytes(path.read_bytes().replace(b"value", b"voice"))


def date_back(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


@pytest.mark.parametrize(
    "harm",
    [overwrite, damage_a_page, change_a_word, date_back, Path.unlink, lambda path: os.truncate(path, 5000)],
    ids=["overwritten", "damaged", "edited", "of another version", "deleted", "cut short"],
)
def test_a_store_that_others_have_touched_is_made_anew(path: Path, harm: Callable[[Path], None]) -> None:
    harm(path)
    assert kept(path) == ""
    keep(path, "again")
    assert kept(path) == "again"


@pytest.mark.parametrize("harm", [overwrite, damage_a_page, date_back], ids=["overwritten", "damaged", "of another"])
def test_a_store_of_no_use_that_a_killed_build_left_is_made_anew(path: Path, harm: Callable[[Path], None]) -> None:
    path.with_name("store.sqlite.clean").unlink()
    harm(path)
    assert kept(path) == ""


def test_what_a_killed_build_had_kept_is_of_use(path: Path) -> None:
    path.with_name("store.sqlite.clean").unlink()
    assert kept(path) == "value"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(OutputError, match="state：不能在这里写入"), Store.open(tmp_path / "state/store.sqlite"):
        pass
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(OutputError, match="不能在这里写入"), Store.open(tmp_path / "folder.sqlite"):
        pass


def test_trouble_is_of_the_disk_or_of_the_store(path: Path) -> None:
    full = store_trouble(path, sqlite3.OperationalError("database or disk is full"))
    assert (type(full), path.exists()) == (OutputError, True)
    damaged = store_trouble(path, sqlite3.DatabaseError("database disk image is malformed"))
    assert (type(damaged), path.exists()) == (StoreError, False)


def test_text_without_an_encoding_can_be_stored() -> None:
    assert storable("学\ud800习😀") == "学\ufffd习😀"


def test_others_read_on_while_a_great_transaction_is_written(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Store.open(path) as store, Store.reading(path) as other:
        store.connection.execute("PRAGMA cache_size = 10")  # pages: what no longer fits would be written at once
        other.connection.execute("PRAGMA busy_timeout = 0")
        with store.transaction() as connection:
            rows = ((f"{at}", b"\0" * 4000) for at in range(200))
            connection.executemany("INSERT INTO fragments VALUES (?, ?)", rows)
            assert other.fragment("7") is None
        assert other.fragment("7") is not None


def test_whoever_asks_in_one_transaction_hears_of_one_state(path: Path) -> None:
    with Store.open(path) as store, Store.reading(path) as other:
        store.connection.execute("PRAGMA busy_timeout = 0")
        with other.asking():
            before = other.meta("name")
            with pytest.raises(sqlite3.OperationalError, match="locked"), store.transaction():
                store.set_meta("name", "another")
            assert other.meta("name") == before
        with store.transaction():
            store.set_meta("name", "another")
        assert other.meta("name") == "another"


def fail_asking(store: Store) -> None:
    with store.asking():
        store.meta("name")
        raise ValueError


def test_nobody_waits_for_whoever_has_not_asked_yet_or_has_failed(path: Path) -> None:
    with Store.open(path) as store, Store.reading(path) as other:
        store.connection.execute("PRAGMA busy_timeout = 0")
        with other.asking(), store.transaction():
            store.set_meta("name", "another")
        with pytest.raises(ValueError):  # noqa: PT011 -- itself
            fail_asking(other)
        with store.transaction():
            store.set_meta("name", "a third")


KEYS = st.integers(0, (1 << 48) - 1)
ORDINALS = st.sets(st.integers(0, MOST_PASSAGES - 1) | st.sampled_from([0, MOST_PASSAGES - 1]), min_size=1)


@given(KEYS | st.sampled_from([0, (1 << 47) - 1, 1 << 47, (1 << 48) - 1]), ORDINALS)
def test_the_passages_of_a_document_stand_together_in_reading_order(key: int, ordinals: set[int]) -> None:
    sql = sqlite3.connect(":memory:")
    sql.execute("CREATE TABLE passages (place INTEGER PRIMARY KEY)")
    neighbours = [each for each in (key - 1, key + 1) if 0 <= each < 1 << 48]
    places = [place(each, at) for each in neighbours for at in (0, MOST_PASSAGES - 1)]
    places += [place(key, at) for at in ordinals]
    sql.executemany("INSERT INTO passages VALUES (?)", [(each,) for each in places])
    rows = sql.execute(f"SELECT place & 65535 FROM passages WHERE {IN_DOCUMENT} ORDER BY place", (key,))
    assert [at for (at,) in rows] == sorted(ordinals)
    rows = sql.execute(
        f"SELECT d.key, p.place & 65535 FROM (SELECT ? AS key) d JOIN passages p ON {OF_DOCUMENT}", (key,)
    )
    assert set(rows) == {(key, at) for at in ordinals}
    keys = {each for (each,) in sql.execute("SELECT place >> 16 & 0xffffffffffff FROM passages")}
    assert keys == {key, *neighbours}
