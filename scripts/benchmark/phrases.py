"""What phrases and parallels cost: jobs over a generated archive that is read already, each a process of its own.

To add one: a function from the path of a store to the bytes of text it went through, and a row in `JOBS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmark.builders import PROGRAMS
from benchmark.measure import MIB, Usage, run
from duizhao.archive import Archive
from duizhao.crew import Crew
from duizhao.paralleling import update_ledger
from duizhao.phrases import Matcher, load_phrasebook
from duizhao.phrases.copies import distinct
from duizhao.phrases.mining import mined
from duizhao.progress import Silent
from duizhao.store import Store
from duizhao.work import Setup
from make_corpus import make

SEED = 1


@dataclass(frozen=True, slots=True)
class JobRow:
    """What a job took over archives of some size; `size` in bytes of UTF-8."""

    job: str
    documents: int
    size: int
    usage: Usage


def reading(store: Path) -> int:
    """Nothing but the texts: what the others take beside their own work."""
    with Store.reading(store) as opened:
        archive = Archive(opened.connection)
        return _size(archive.texts_of(archive.ids()))


def mining(store: Path) -> int:
    """As `duizhao mine` does it: copies left out, 500 candidates."""
    with Store.reading(store) as opened:
        archive = Archive(opened.connection)
        texts = list(archive.texts_of(distinct(archive.signatures())))
    mined(texts, (), 500)
    return _size(texts)


def matching(store: Path) -> int:
    """All phrases of the shipped phrasebook in every passage."""
    matcher = Matcher(load_phrasebook())
    size = 0
    with Store.reading(store) as opened:
        archive = Archive(opened.connection)
        for passages in archive.texts_of(archive.ids()):
            for text in passages:
                matcher.find(text)
            size += _size([passages])
    return size


def parallels(store: Path) -> int:
    """As a build does it, on all processors: every sentence that stands elsewhere too, linked."""
    setup = Setup(store.parent, store, store.parent, "", {}, frozenset(), "")
    with Store.open(store) as opened, Crew(setup) as crew:
        update_ledger(opened, setup, crew, Silent())
    return reading(store)


JOBS: Mapping[str, Callable[[Path], int]] = {
    "reading": reading,
    "mining": mining,
    "matching": matching,
    "parallels": parallels,
}


def measured(folder: Path, documents: int, limit: float) -> list[JobRow]:
    """The jobs over an archive of so many documents, made in `folder`.

    Raises:
        CommandError: one failed, or took more than `limit` seconds.
    """
    corpus, log = folder / "corpus", folder / "log"
    make(documents, corpus, SEED)
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: 对照\nplugins: [duizhao]\n", "utf-8")
    run((PROGRAMS / "duizhao", "list", "--corpus", "corpus", "--json"), folder, log, limit)
    (store,) = folder.glob(".duizhao/*/store.sqlite")
    rows = []
    for job in JOBS:
        answer = folder / f"{job}.txt"
        command = (sys.executable, "-m", "benchmark.phrases", job, str(store), str(answer))
        usage = run(command, Path(__file__).parents[1], log, limit)
        rows.append(JobRow(job, documents, int(answer.read_text("utf-8")), usage))
    return rows


def table(rows: Sequence[JobRow]) -> str:
    """The rows as a Markdown table."""
    lines = ["| documents | job | MB of text | wall s | CPU s | peak MiB | MB/s |", "|--:|---|--:|--:|--:|--:|--:|"]
    for row in rows:
        peak = "–" if row.usage.peak is None else f"{row.usage.peak / MIB:.0f}"
        lines.append(
            f"| {row.documents:,} | {row.job} | {row.size / 1e6:.1f} | {row.usage.wall:.2f} | {row.usage.cpu:.2f}"
            f" | {peak} | {row.size / 1e6 / row.usage.wall:.1f} |"
        )
    return "\n".join(lines)


def _size(texts: Iterable[Iterable[str]]) -> int:
    return sum(len(text.encode("utf-8", "surrogatepass")) for passages in texts for text in passages)


if __name__ == "__main__":
    _, name, store_path, answer_path = sys.argv
    Path(answer_path).write_text(str(JOBS[name](Path(store_path))), "utf-8")
