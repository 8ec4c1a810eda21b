"""How the command speaks: to standard output what was asked for, to standard error everything about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBars

from duizhao.build import Report
from duizhao.errors import DuizhaoError
from duizhao.search.scan import Hit

CONTEXT = 24  # characters shown on each side of a match

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Bars:
    """Steps as bars that go when all is done; nothing where nobody watches."""

    def __init__(self, bars: ProgressBars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def start(self, step: str, total: int | None) -> None:
        """The bar of the step before is full, a new one begins."""
        if self._task is not None:
            done = self._bars.tasks[-1]
            self._bars.update(self._task, total=done.completed or 1, completed=done.completed or 1)
        self._task = self._bars.add_task(step, total=total)

    def advance(self, units: int = 1) -> None:
        """The bar grows."""
        if self._task is not None:
            self._bars.advance(self._task, units)


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars for the steps of what runs inside."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with ProgressBars(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        yield Bars(shown)


def say_report(report: Report) -> None:
    """What a build did, and where to open it."""
    for failure in report.failures:
        say_error(failure)
    left_out = f"，{len(report.failures)} 个文件未收入" if report.failures else ""
    reused = f"（{report.reused} 篇没有变化）" if report.reused else ""
    err.print(
        f"读取 {report.documents} 篇{reused}{left_out}；{report.passages} 个段落，{report.phrases} 条提法，"
        f"{report.warnings} 条提示；生成 {report.pages} 页，写入 {report.written} 个文件，"
        f"用时 {report.seconds:.1f} 秒。"
    )
    assert report.site is not None
    err.print(f"打开：{escape((report.site.resolve() / 'index.html').as_uri())}")


def say_error(error: DuizhaoError) -> None:
    """One sentence, in red."""
    err.print(escape(str(error)), style="red")


def say_hit(hit: Hit) -> None:
    """A passage found: the words in their context, and where it stands."""
    text = hit.passage.text
    start, end = hit.matches[0] if hit.matches else (0, 0)
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    lead = "…" if start > CONTEXT else ""
    tail = "…" if end + CONTEXT < len(text) else ""
    where = " › ".join(filter(None, (hit.document.title, hit.passage.part, hit.passage.trail)))
    out.print(f"{lead}{escape(before)}[bold red]{escape(text[start:end])}[/]{escape(after)}{tail}")
    out.print(f"    {escape(where)}", style="dim")
