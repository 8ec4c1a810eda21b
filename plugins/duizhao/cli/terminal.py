"""How the command speaks: to standard output what was asked for, to standard error everything about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBars
from rich.table import Table
from rich.text import Text

from duizhao.clock import Step
from duizhao.errors import DuizhaoError
from duizhao.report import Report

if TYPE_CHECKING:
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


class _Rate(ProgressColumn):
    """How many units a second."""

    def render(self, task: Task) -> Text:
        """Nothing where it is not known."""
        speed = task.finished_speed or task.speed
        return Text(f"每秒 {speed:,.0f}" if speed and task.total and task.total > 1 else "")


class _Remaining(ProgressColumn):
    """How long it will still take."""

    def render(self, task: Task) -> Text:
        """Nothing where it is not known."""
        left = task.time_remaining
        return Text(f"还要 {int(left) // 60}:{int(left) % 60:02}" if left and not task.finished else "")


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars for the steps of what runs inside."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        _Remaining(),
    )
    with ProgressBars(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        yield Bars(shown)


def say_profile(steps: Sequence[Step], work: Mapping[str, float]) -> None:
    """Where the seconds of a build went: its steps as they passed, the work in all processes together."""
    table = Table("步骤", "秒", "占比", "每秒", box=None, pad_edge=False, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    whole = sum(step.seconds for step in steps) or 1.0
    for step in steps:
        rate = f"{step.units / step.seconds:,.0f}" if step.units and step.seconds else ""
        table.add_row(step.name, f"{step.seconds:.2f}", f"{step.seconds / whole:.0%}", rate)
    err.print(table)
    spent = "，".join(f"{name} {seconds:.2f}" for name, seconds in sorted(work.items(), key=lambda item: -item[1]))
    if spent:
        err.print(f"其中各进程的处理器时间（秒）：{spent}")


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
