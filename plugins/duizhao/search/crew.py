"""Work for several processes, or for this one where that is quicker."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Protocol, TypeVar

from duizhao.errors import OutputError

PLATFORM = sys.platform

Task = TypeVar("Task")
Done = TypeVar("Done")


class Crew(Protocol):
    """Like `map`: results come in the order of the tasks. Function, tasks and results must be picklable."""

    def __call__(self, work: Callable[[Task], Done], tasks: Iterable[Task], /) -> Iterator[Done]:
        """The results, as they are asked for."""


@contextmanager
def crew(workers: int) -> Iterator[Crew]:
    """A crew of so many processes; of fewer than two, this process.

    Raises:
        OutputError: the system has ended one of the processes.
    """
    if workers < 2:
        yield map
        return
    # Forking is quick and safe here, on Linux only; elsewhere processes start afresh.
    context = get_context("fork" if PLATFORM == "linux" else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        try:
            yield pool.map
        except BrokenProcessPool as error:
            raise OutputError(
                "建立检索索引的进程被系统中止了，多半是内存或磁盘不够", remedy="请关闭别的程序后重新生成"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)
