"""One build at a time: a lock that goes when its process goes, however it goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duizhao.errors import OutputError


@contextmanager
def locked(path: Path, wait: float = 30.0) -> Iterator[bool]:
    """Holds the lock file at `path`; its folder is made where there is none. Gives whether another held it until now.

    SQLite's own file lock, because it works on every system and a killed process cannot leave it behind.

    Args:
        path: the lock file.
        wait: seconds to wait while another build holds it.

    Raises:
        OutputError: no file can be written there, or the other build goes on.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(path) from error
    try:
        try:
            has_waited = _hold(connection, wait)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise OutputError("另一个构建正在进行", remedy="请等它结束后再试", path=path.parent) from error
            raise _unwritable(path) from error
        except sqlite3.DatabaseError:  # something else lies there under this name
            connection.close()
            path.unlink()
            connection = sqlite3.connect(path, timeout=0, isolation_level=None)
            has_waited = _hold(connection, wait)
        yield has_waited
    finally:
        connection.close()


def _hold(connection: sqlite3.Connection, wait: float) -> bool:
    """Takes the lock; whether it had to be waited for."""
    try:
        _take(connection, 0)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
    else:
        return False
    _take(connection, wait)
    return True


def _take(connection: sqlite3.Connection, wait: float) -> None:
    connection.execute(f"PRAGMA busy_timeout = {int(1_000 * wait)}")
    connection.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written: no journal file either
    connection.execute("BEGIN EXCLUSIVE")


def _unwritable(path: Path) -> OutputError:
    return OutputError("不能在这里写入构建状态", remedy="请检查这个文件夹的写权限和磁盘空间", path=path.parent)
