"""What happens to the documents between two builds, and the figures of each build after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmark.builders import Builder
from benchmark.measure import Change, TooLongError, Usage, change, run, snapshot, total
from make_corpus import edited, make, markdown_file, material
from make_corpus_formats import Material, source_file
from make_corpus_words import formula

SEED = 1
ROUNDS = 3  # of each case but the first; the median counts

COLD = "cold"
CASES: Mapping[str, str] = {
    COLD: "cold build",
    "nothing": "nothing changed",
    "added": "one added",
    "edited": "one edited",
    "removed": "one removed",
    "phrasebook": "phrasebook changed",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one builder in one case, or of one step of its build. Without `usage`, it ran into the limit."""

    builder: str
    label: str
    case: str
    usage: Usage | None
    change: Change | None = None
    step: str = ""
    files: int | None = None  # of the site
    size: int | None = None  # bytes of the site
    pace: float | None = None  # seconds of `measure.pace`, the mean of before and after


class Sources:
    """The documents of one builder, and the ways they change. `round` counts from 0."""

    def __init__(self, folder: Path, count: int, *, markdown: bool) -> None:
        self._folder, self._count, self._markdown = folder, count, markdown

    def generate(self) -> None:
        """Writes all of them."""
        make(self._count, self._folder, SEED, markdown=self._markdown)

    def changes(self, phrasebook: bool) -> Mapping[str, Callable[[int], None]]:
        """What can happen to them, by the name of the case."""
        every = {"nothing": self.nothing, "added": self.added, "edited": self.edited, "removed": self.removed}
        return every | ({"phrasebook": self.phrasebook} if phrasebook else {})

    def nothing(self, round: int) -> None:
        """Leaves them alone."""

    def added(self, round: int) -> None:
        """One document more: the next of the generator."""
        self._write(material(SEED, self._count + round))

    def edited(self, round: int) -> None:
        """One sentence more in a document from the middle."""
        self._write(edited(material(SEED, self._picked(round, 1))))

    def removed(self, round: int) -> None:
        """One document fewer, from the middle."""
        self._path(material(SEED, self._picked(round, 2))).unlink()

    def phrasebook(self, round: int) -> None:
        """One row more in the owner's phrasebook: a formula that 5 to 15 documents in a hundred use."""
        book = self._folder / "phrasebook.tsv"
        if not book.exists():
            book.write_text("head\tkind\tvariants\tstatus\tnote\n", "utf-8")
        with book.open("a", encoding="utf-8") as rows:
            rows.write(f"{formula(SEED, round + 1)}\t提法\t\taccepted\t\n")

    def _picked(self, round: int, lane: int) -> int:
        """A document for the `round`, never one that another lane picks."""
        return (self._count * (round + 1) // (ROUNDS + 1) + lane) % self._count

    def _write(self, written: Material) -> None:
        path = self._path(written)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._file(written)[1])

    def _path(self, written: Material) -> Path:
        return self._folder / self._file(written)[0]

    def _file(self, written: Material) -> tuple[str, bytes]:
        return (markdown_file if self._markdown else source_file)(written)


def measured(builder: Builder, folder: Path, count: int, cases: set[str], limit: float) -> Iterator[Row]:
    """Generates `count` documents for a builder in `folder`, builds in each of the `cases`, and gives the figures.

    A builder of several steps gives a row for each of them after that of the cold build.

    Raises:
        CommandError: a build failed, or one after the cold one ran into the limit (seconds). OSError: the folder cannot
            be written.
    """
    sources = Sources(folder / builder.source, count, markdown=builder.markdown)
    sources.generate()
    for name in (builder.site, *builder.state):
        shutil.rmtree(folder / name, ignore_errors=True)
    log, site = folder / "log.txt", folder / builder.site

    def build() -> list[Usage]:
        return [run(step.command, folder, log, limit) for step in builder.steps]

    try:
        usages = build()
    except TooLongError:
        yield Row(builder.name, builder.label, COLD, None)
        return
    before = snapshot(site)
    size = sum(stamp.size for stamp in before.values())
    yield Row(builder.name, builder.label, COLD, total(usages), change({}, before), files=len(before), size=size)
    if len(usages) > 1:
        for step, usage in zip(builder.steps, usages, strict=True):
            yield Row(builder.name, builder.label, COLD, usage, step=step.label)
    if not builder.incremental:
        return
    for case, apply in sources.changes(builder.phrasebook).items():
        if case not in cases:
            continue
        rounds: list[tuple[Usage, Change]] = []
        for round in range(ROUNDS):
            apply(round)
            usage = total(build())
            after = snapshot(site, before)
            rounds.append((usage, change(before, after)))
            before = after
        usage, changed = sorted(rounds, key=lambda figures: figures[0].wall)[ROUNDS // 2]
        yield Row(builder.name, builder.label, case, usage, changed)
