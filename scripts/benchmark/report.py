"""Figures as Markdown, and their place in BENCHMARKS.md. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmark.builders import BASELINE, DUIZHAO
from benchmark.cases import CASES, COLD, Row
from benchmark.measure import MIB

GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Target:
    """What duizhao is held to at one size. `figure` gives None where a row it needs was not run."""

    count: int
    says: str
    most: float
    stretch: float | None
    unit: str
    figure: Callable[[Sequence[Row]], float | None]


def table(rows: Sequence[Row], limit: float) -> str:
    """The rows as a table. `limit` (seconds) is what a row without figures ran into."""
    baseline = seconds(rows, BASELINE, COLD)
    lines = [
        "| builder | case | pace s | wall s | CPU s | peak MiB | files written | same bytes | removed | site files "
        "| site MiB | × MkDocs + Pagefind |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        usage, change = row.usage, row.change
        cells = [
            f"– of which {row.step}" if row.step else row.label,
            CASES[row.case],
            f"{row.pace:.2f}" if row.pace is not None else "–",
            f"{usage.wall:.2f}" if usage else f"> {limit:g}",
            f"{usage.cpu:.2f}" if usage else "–",
            f"{usage.peak / MIB:,.0f}" if usage and usage.peak is not None else "–",
            f"{change.written:,}" if change else "–",
            f"{change.same:,}" if change else "–",
            f"{change.removed:,}" if change else "–",
            f"{row.files:,}" if row.files is not None else "–",
            f"{row.size / MIB:,.1f}" if row.size is not None else "–",
            f"{usage.wall / baseline:.2f}" if usage and baseline else "–",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def seconds(rows: Sequence[Row], builder: str, case: str) -> float | None:
    """Wall time of a builder in a case, or None."""
    wanted = (builder, case, "")
    return next((row.usage.wall for row in rows if row.usage and (row.builder, row.case, row.step) == wanted), None)


def ratio(rows: Sequence[Row]) -> float | None:
    """duizhao's cold build by that of MkDocs + Pagefind."""
    own, other = seconds(rows, DUIZHAO, COLD), seconds(rows, BASELINE, COLD)
    return own / other if own is not None and other else None


def peak(rows: Sequence[Row]) -> float | None:
    """The most memory that duizhao took in any case, in GiB."""
    peaks = [row.usage.peak for row in rows if row.builder == DUIZHAO and row.usage and row.usage.peak is not None]
    return max(peaks) / GIB if peaks else None


def _wall(case: str, per: float = 1) -> Callable[[Sequence[Row]], float | None]:
    def figure(rows: Sequence[Row]) -> float | None:
        found = seconds(rows, DUIZHAO, case)
        return None if found is None else found / per

    return figure


TARGETS = (
    Target(10_000, "cold build ÷ (MkDocs + Pagefind)", 1.0, 0.5, "×", ratio),
    Target(10_000, "peak memory, all processes, all cases", 2, None, "GiB", peak),
    Target(10_000, "nothing changed", 1, None, "s", _wall("nothing")),
    Target(10_000, "one added", 3, 1.5, "s", _wall("added")),
    Target(100_000, "cold build", 30, None, "min", _wall(COLD, 60)),
    Target(100_000, "peak memory, all processes, all cases", 12, None, "GiB", peak),
    Target(100_000, "one added", 12, None, "s", _wall("added")),
)


def verdicts(rows: Sequence[Row], count: int) -> str:
    """The targets for archives of `count` documents with what was measured; empty where there are none."""
    lines = []
    for target in TARGETS:
        if target.count == count:
            figure = target.figure(rows)
            bound = f"≤ {target.most:g} {target.unit}"
            if target.stretch is not None:
                bound += f" (stretch {target.stretch:g})"
            cells = (target.says, bound, _figure(figure, target.unit), _verdict(figure, target))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(["| target | bound | measured | met |", "|---|--:|--:|---|", *lines]) if lines else ""


def _figure(figure: float | None, unit: str) -> str:
    return "–" if figure is None else f"{figure:.2f} {unit}"


def _verdict(figure: float | None, target: Target) -> str:
    if figure is None:
        return "not run"
    if target.stretch is not None and figure <= target.stretch:
        return "yes, and the stretch"
    return "yes" if figure <= target.most else "**no**"


def section(count: int, note: str, rows: Sequence[Row], limit: float) -> str:
    """One size: heading, circumstances, targets, table."""
    parts = [f"### {count:,} documents", note, verdicts(rows, count), table(rows, limit)]
    return "\n\n".join(part for part in parts if part)


def put(page: str, name: str, text: str) -> str:
    """`page` with `text` between the marks of `name`; with marks and text at the end, where it has no such marks."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    block = f"{begin}\n{text}\n{end}"
    found, times = re.subn(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: block, page, count=1, flags=re.DOTALL)
    return found if times else f"{page.rstrip()}\n\n{block}\n"
