"""How fast one core reads documents and normalises them: decoding, outline, facts, themes; neither store nor page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duizhao.intake import source_of
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from make_corpus import make

LENGTH = 4000  # characters of the documents that rates are told in
TARGET = 400  # txt documents of that length a second
ENDLESS = "理论学习不够深入，一是抓得不紧，二是用得不够；"  # what the one-line text of a megabyte repeats
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Documents of one kind: how many, of how many characters, and the processor's seconds of the best round."""

    kind: str
    documents: int
    characters: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Documents of `LENGTH` characters a second."""
        return self.characters / LENGTH / self.seconds


def rates(folder: Path, count: int, rounds: int) -> list[Rate]:
    """The rates of a generated archive's formats, and of one line of a megabyte; written to `folder`."""
    make(count, folder)
    kinds: dict[str, list[tuple[str, bytes]]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        kinds.setdefault(file.suffix.lstrip("."), []).append((file.name, file.read_bytes()))
    line = "一、存在的问题\n" + ENDLESS * (MB // len(ENDLESS.encode()))
    kinds["one line of 1 MB"] = [("一行.txt", line.encode())]
    return [_rate(kind, files, rounds) for kind, files in kinds.items()]


def _rate(kind: str, files: Sequence[tuple[str, bytes]], rounds: int) -> Rate:
    taxonomy = load_taxonomy()
    characters, best = 0, float("inf")
    for _ in range(rounds):
        characters = 0
        start = time.process_time()
        for name, data in files:
            source = source_of(data, name=name)
            normalise(source, taxonomy)
            characters += len(source.text)
        best = min(best, time.process_time() - start)
    return Rate(kind, len(files), characters, best)


def section(rates: Sequence[Rate], note: str) -> str:
    """The table for BENCHMARKS.md."""
    rows = [
        f"| {rate.kind} | {rate.documents:,} | {rate.characters:,} | {rate.seconds:.2f} | {rate.per_second:,.0f} |"
        for rate in rates
    ]
    return "\n".join(
        [
            "### Parsing",
            "",
            note,
            "",
            f"| documents | files | characters | CPU s | documents of {LENGTH:,} characters a second |",
            "|---|--:|--:|--:|--:|",
            *rows,
            "",
            f"Target: {TARGET} txt documents a second on one core; the one line of a megabyte in under 2 s.",
        ]
    )
