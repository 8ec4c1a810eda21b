"""The lock: one holder at a time, free again however the holder ends."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from duizhao.errors import OutputError
from duizhao.lock import locked

HOLD = "import sys, time; from pathlib import Path; from duizhao.lock import locked\n"
HOLD += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "state" / "lock"
    with locked(path), pytest.raises(OutputError, match="另一个构建正在进行。请等它结束后再试。"), locked(path, 0.05):
        pass
    with locked(path, 0.05):
        pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(OutputError), locked(path, 0.05):
            pass
        holder.kill()
    with locked(path, 5):
        pass


def test_whoever_had_to_wait_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path) as has_waited:
        assert not has_waited
        waiting = ThreadPoolExecutor(1).submit(_waits, path)
        time.sleep(0.2)
    assert waiting.result(timeout=10)


def _waits(path: Path) -> bool:
    with locked(path) as has_waited:
        return has_waited


def test_anything_under_its_name_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"something else" * 100)
    with locked(path):
        pass


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(OutputError, match="不能在这里写入构建状态"), locked(tmp_path / "state" / "lock"):
        pass
