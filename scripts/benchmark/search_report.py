"""Figures of search engines as Markdown: a row a figure, a column an engine, the target beside it. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from benchmark.builders import DUIZHAO
from benchmark.engines import PAGEFIND
from benchmark.measure import MIB, Usage
from benchmark.report import GIB
from benchmark.search import Figures
from benchmark.visitor import Findings, Visit

KB = 1000  # bytes: what is sent is counted as browsers do
BASIS = 10_000  # documents: the size that targets are for
LARGE = 100_000  # and the one that is held against it

Measure = Callable[[Figures], float | None]


def mean(values: Iterable[Fraction]) -> float | None:
    """The mean, 1.0 only if every value is; None without values."""
    given = list(values)
    return float(sum(given, Fraction(0)) / len(given)) if given else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that `share` of the values do not exceed; the median of an even number is between two."""
    if not values:
        return None
    return median(values) if share == 0.5 else sorted(values)[math.ceil(share * len(values)) - 1]


def recall(figures: Figures) -> float | None:
    """Mean over the queries that stand in documents: how many of these were found."""
    return mean(Fraction(each.held, each.expected) for each in figures.judged if each.expected and not each.is_partial)


def precision(figures: Figures) -> float | None:
    """Mean over the queries for which documents were found: how many of these hold it."""
    return mean(Fraction(each.right, each.found) for each in figures.judged if each.found)


def very_documents(figures: Figures) -> float | None:
    """The share of queries answered with all that is expected and nothing wrong."""
    right = [each.held == each.expected and each.right == each.found for each in figures.judged if not each.is_partial]
    return mean(Fraction(each) for each in right)


def passage_recall(figures: Figures) -> float | None:
    """The same of passages; by an exact total where not all were fetched."""
    shares = []
    for each in figures.judged:
        if each.passages and each.passages[0]:
            expected, _, right = each.passages
            if not each.is_partial:
                shares.append(Fraction(right, expected))
            elif each.total == "exact":
                shares.append(Fraction(1))
    return mean(shares)


def passage_precision(figures: Figures) -> float | None:
    """The same of passages, of those that were fetched."""
    return mean(
        Fraction(each.passages[2], each.passages[1]) for each in figures.judged if each.passages and each.passages[1]
    )


def _visits(figure: Callable[[Visit], float], share: float, found: bool | None = None) -> Measure:
    """A percentile over the visits, or over those that found something, or nothing."""

    def measure(figures: Figures) -> float | None:
        visits = figures.findings.visits if figures.findings else ()
        return percentile([figure(visit) for visit in visits if found is None or visit.found == found], share)

    return measure


def _start(figure: Callable[[Findings], float]) -> Measure:
    return lambda figures: figure(figures.findings) if figures.findings else None


def _has_totals(figures: Figures) -> bool:
    return any(each.total for each in figures.judged)


def _totals(kind: str) -> Measure:
    return lambda figures: sum(each.total == kind for each in figures.judged) if _has_totals(figures) else None


def _own(measure: Measure) -> Measure:
    """Of engines alone that say more than their first page says."""
    return lambda figures: measure(figures) if _has_totals(figures) else None


def _index(figure: Callable[[Usage], float | None]) -> Measure:
    return lambda figures: figure(figures.index) if figures.index else None


def _size(figures: Figures) -> float | None:
    return None if figures.size is None else figures.size / MIB


_peak = _index(lambda usage: None if usage.peak is None else usage.peak / MIB)


@dataclass(frozen=True, slots=True)
class Line:
    """A row. `most` is what duizhao is held to at `BASIS` documents, `times` likewise as a multiple of Pagefind's."""

    says: str
    measure: Measure
    form: str = ",.0f"
    most: float | None = None
    times: float | None = None
    least: float | None = None
    double: bool = False  # at LARGE, no more than twice what it is at BASIS


LINES = (
    Line("recall, documents", recall, "share", least=1),
    Line("precision, documents", precision, "share", least=1),
    Line("recall, passages", passage_recall, "share", least=1),
    Line("precision, passages", passage_precision, "share", least=1),
    Line("share answered with the very documents", very_documents, "share", least=1),
    Line("totals that are exact", _totals("exact")),
    Line("totals that are a bound, and say so", _totals("bound")),
    Line("totals that are wrong", _totals("wrong"), most=0),
    Line("start-up, kB", _start(lambda findings: findings.start / KB), ",.1f", most=60),
    Line("start-up, requests", _start(lambda findings: findings.start_requests)),
    Line("a query, kB, median", _visits(lambda visit: visit.sent / KB, 0.5), ",.1f", most=120, double=True),
    Line("a query, kB, p95", _visits(lambda visit: visit.sent / KB, 0.95), ",.1f", most=350, double=True),
    Line("a query, requests, median", _visits(lambda visit: visit.requests, 0.5)),
    Line("first result, ms, median", _visits(lambda visit: visit.first, 0.5, True), ",.1f", most=60),
    Line("first result, ms, p95", _visits(lambda visit: visit.first, 0.95, True), ",.1f", most=200),
    Line("page of ten, ms, median", _visits(lambda visit: visit.page, 0.5, True), ",.1f"),
    Line("page of ten, ms, p95", _visits(lambda visit: visit.page, 0.95, True), ",.1f"),
    Line("no result, ms, median", _visits(lambda visit: visit.first, 0.5, False), ",.1f"),
    Line("with the final total, kB, median", _own(_visits(lambda visit: visit.settled_sent / KB, 0.5)), ",.1f"),
    Line("with the final total, kB, p95", _own(_visits(lambda visit: visit.settled_sent / KB, 0.95)), ",.1f"),
    Line("with the final total, ms, median", _own(_visits(lambda visit: visit.settled, 0.5)), ",.1f"),
    Line("with the final total, ms, p95", _own(_visits(lambda visit: visit.settled, 0.95)), ",.1f"),
    Line("index, wall s", _index(lambda usage: usage.wall), ",.2f", times=0.4),
    Line("index, CPU s", _index(lambda usage: usage.cpu), ",.2f"),
    Line("index, peak MiB", _peak, times=0.25),
    Line("on disk, MiB", _size, ",.1f", times=1),
    Line("on disk, files", lambda figures: figures.files),
)


def table(all: Sequence[Figures], count: int, basis: Figures | None = None) -> str:
    """One column an engine, in the order given; what duizhao is held to, and whether it is met.

    Args:
        all: what was measured; of engines that could not be at this size, a smaller one may stand in.
        count: documents.
        basis: duizhao's figures at `BASIS` documents, for what `LARGE` is held to.
    """
    own = next((each for each in all if each.engine.name == DUIZHAO), None)
    other = next((each for each in all if each.engine.name == PAGEFIND), None)
    names = [each.engine.label + (f" at {each.count:,}" if each.count != count else "") for each in all]
    lines = [
        f"| figure | {' | '.join(names)} | target | met |",
        f"|---|{'--:|' * len(all)}--:|---|",
    ]
    for line in LINES:
        cells = [shown(line.measure(each), line.form) for each in all]
        says, met = verdict(line, own, other, count, basis)
        lines.append(f"| {line.says} | {' | '.join(cells)} | {says} | {met} |")
    return "\n".join(lines)


def verdict(
    line: Line, own: Figures | None, other: Figures | None, count: int, basis: Figures | None
) -> tuple[str, str]:
    """What duizhao is held to in a row at this size, and whether it is met; empty where there is nothing."""
    figure = line.measure(own) if own else None
    bound, says = _bound(line, other, count, basis)
    if not says:
        return "", ""
    if figure is None or bound is None:
        return says, "not run"
    is_met = figure >= bound if line.least is not None else figure <= bound
    return says, "yes" if is_met else "**no**"


def _bound(line: Line, other: Figures | None, count: int, basis: Figures | None) -> tuple[float | None, str]:
    if line.least is not None:
        return line.least, f"{line.least:.1f}"
    if count >= LARGE:
        if line.double:
            before = line.measure(basis) if basis else None
            return (None if before is None else 2 * before), f"≤ 2 × that of {BASIS:,}"
        if line.measure is _peak:
            return 24 * GIB / MIB, "≤ 24 GiB"
        return (0, "0") if line.most == 0 else (None, "")
    if line.times is not None:
        theirs = line.measure(other) if other else None
        return (None if theirs is None else line.times * theirs), f"≤ {line.times:g} × Pagefind"
    return line.most, "" if line.most is None else "0" if line.most == 0 else f"≤ {line.most:g}"


def shown(figure: float | None, form: str) -> str:
    """A figure as it stands in the table. A share is cut, not rounded: 1.0000 is all."""
    if figure is None:
        return "–"
    if form == "share":
        return f"{math.floor(figure * 10_000) / 10_000:.4f}"
    return format(figure, form)


def search_section(all: Sequence[Figures], count: int, note: str, said: str, basis: Figures | None = None) -> str:
    """One size: heading, circumstances, what was asked (`said`), table, what could not be measured."""
    troubles = [f"{each.engine.label} at {each.count:,} documents: {each.trouble}." for each in all if each.trouble]
    parts = [
        f"### Search in {count:,} documents",
        note,
        said if count in (BASIS, LARGE) else f"{said} Targets are those for {BASIS:,} documents.",
        table(all, count, basis),
        "  \n".join(troubles),
    ]
    return "\n\n".join(part for part in parts if part)


def asked(queries: Sequence[str], all: Sequence[Figures], count: int, seed: int) -> str:
    """What was asked: how many queries, and of these those that stand nowhere or in more than was fetched."""
    judged = next((each.judged for each in all if each.judged and each.count == count), ())
    absent = sum(not each.expected for each in judged)
    cut = sum(each.is_partial for each in judged)
    said = f"{len(queries)} queries (seed {seed}), of which {absent} stand in no passage."
    return said + (f" Of {cut} not all results were fetched." if cut else "")
