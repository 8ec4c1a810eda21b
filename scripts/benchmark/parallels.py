"""Parallels measured: what is found on labelled sets, beside MinHash-LSH; and how long a generated archive takes.

`python -m benchmark.parallels COUNT FOLDER` reads no files and writes no pages: it is what finding re-used wording in
so many documents takes, their texts being at hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from duizhao.crew import processors
from duizhao.parallels.formulae import Formulae
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.roll import Member, Reader
from duizhao.parallels.signature import shingles, signature
from duizhao.parallels.update import update
from duizhao.parallels.wording import ORDINAL, Wording, wording
from duizhao.phrases import load_phrasebook
from duizhao.taxonomy import load_taxonomy
from make_corpus import material
from make_corpus_formats import PARAGRAPH
from make_reuse import labelled, measured

SEED = 1
T = TypeVar("T")
R = TypeVar("R")


@cache
def _formulae() -> Formulae:
    return Formulae(load_phrasebook(), load_taxonomy())


def passages(index: int) -> list[str]:
    """The passages of a generated document."""
    return [line.text for line in material(SEED, index).lines if line.level == PARAGRAPH]


def _member(index: int) -> Member:
    return Member(f"{index:06d}", "1", signature("\n".join(passages(index))))


def _wordings(ids: Sequence[str]) -> list[tuple[str, Wording]]:
    return [(id, wording(passages(int(id)), _formulae())) for id in ids]


def _shared(pool: ProcessPoolExecutor, work: Callable[[T], R], tasks: Iterable[T], /) -> Iterator[R]:
    return pool.map(work, tasks)


def archive(count: int, folder: Path) -> dict[str, float]:
    """Seconds for `count` documents, and for one more; generating them is not counted but for the wording's part."""
    with ProcessPoolExecutor(processors(), get_context("spawn")) as pool:
        members = list(pool.map(_member, range(count + 1), chunksize=50))

        def wordings(ids: Sequence[str]) -> Iterator[tuple[str, Wording]]:
            for some in pool.map(_wordings, [ids[at : at + 50] for at in range(0, len(ids), 50)]):
                yield from some

        reader = Reader(wordings, lambda id: shingles("\n".join(passages(int(id)))), partial(_shared, pool))
        seconds = {}
        for name, some in (("all", members[:count]), ("one added", members)):
            start = time.perf_counter()
            with Ledger.open(folder) as ledger:
                update(ledger, folder, some, "1", reader)
            seconds[name] = round(time.perf_counter() - start, 2)
    return seconds


def ours(documents: list[list[str]]) -> set[frozenset[tuple[int, int]]]:
    """Pairs of passages that duizhao links."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        members = [Member(f"{at}", "1", signature("\n".join(texts))) for at, texts in enumerate(documents)]
        reader = Reader(
            lambda ids: ((id, wording(documents[int(id)], _formulae())) for id in ids),
            lambda id: shingles("\n".join(documents[int(id)])),
        )
        with Ledger.open(folder) as ledger:
            update(ledger, folder, members, "1", reader)
        with Ledger.reading(folder) as ledger:
            entries = {entry.number: int(entry.id) for entry in ledger.entries()}
            lines = {number: ledger.row(number)[1][:, ORDINAL].tolist() for number in entries}
            return {
                frozenset(((id, lines[number][own]), (entries[other], lines[other][line])))
                for number, id in entries.items()
                for own, other, line in ledger.links(number).tolist()
            }


def theirs(documents: list[list[str]], python: Path, threshold: float) -> set[frozenset[tuple[int, int]]]:
    """Pairs of passages that MinHash-LSH gives, in the bench environment's Python."""
    script = Path(__file__).with_name("minhash.py")
    done = subprocess.run(
        [python, script, str(threshold)], input=json.dumps(documents), capture_output=True, text=True, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return {frozenset(((one[0], one[1]), (other[0], other[1]))) for one, other in found}


def table(python: Path | None, seeds: Sequence[int] = (1, 2, 3)) -> str:
    """The figures on the labelled sets of some seeds, averaged, as Markdown."""
    finders: dict[str, Callable[[list[list[str]]], set[frozenset[tuple[int, int]]]]] = {"duizhao": ours}
    for threshold in (0.3, 0.5) if python else ():
        assert python is not None
        finders[f"MinHash-LSH ≥ {threshold}"] = partial(theirs, python=python, threshold=threshold)
    rows = []
    for name, finder in finders.items():
        told = [measured(made, finder(made.documents)) for made in map(labelled, seeds)]
        means = {key: sum(each[key] for each in told) / len(told) for key in told[0]}
        if not rows:
            rows += [f"| finder | {' | '.join(means)} |", f"|---|{'--:|' * len(means)}"]
        rows.append(f"| {name} | " + " | ".join(f"{value:.2f}" for value in means.values()) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(json.dumps(archive(int(sys.argv[1]), Path(sys.argv[2]))))
