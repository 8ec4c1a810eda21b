"""The figures of search engines over a generated archive: the index made, its answers judged, its visits timed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from benchmark.builders import BASELINE, BUILDERS, DUIZHAO, MATERIAL, ROOT, Builder, material, versions
from benchmark.cases import SEED, Sources
from benchmark.engines import ENGINES, REACH, Engine, own_files, pagefind_addresses
from benchmark.host import Host
from benchmark.measure import CommandError, TooLongError, Usage, run
from benchmark.queries import Text, Truth, draw, passage_key, truths
from benchmark.visitor import Answer, Findings, LateError, VisitError, ask
from duizhao.store import IN_DOCUMENT

SAMPLE = 400  # documents that queries are drawn from
FEWER = 1_000  # documents that an engine is measured with which cannot load the index of more
EXACT = 1_000  # results up to which a total is to be exact; above, it may be a bound that says so
HEAVY = 2**20  # bytes from which a file is compressed before anybody asks for it
MAKERS: dict[str, Callable[[Path], Builder]] = {**BUILDERS, MATERIAL: material}


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to one query, held against the truth."""

    expected: int  # documents
    found: int  # documents answered
    right: int  # of these, those that hold it somewhere
    held: int  # of these, those that are expected
    passages: tuple[int, int, int] | None  # expected, answered, right; None: the engine answers with pages
    total: str  # "exact", "bound" (above `EXACT`), "wrong"; "": the engine does not say
    is_partial: bool  # of one engine or another, more was found than was fetched


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of an engine over one archive; `trouble` says, in English, what could not be."""

    engine: Engine
    count: int  # documents
    index: Usage | None = None  # what making the index took
    files: int | None = None  # of the engine
    size: int | None = None  # of these, bytes on disk
    judged: tuple[Judged, ...] = ()
    findings: Findings | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How engines are measured."""

    program: str  # of the browser
    queries: int  # pieces of clauses to ask for; others come on top
    seed: int  # of the queries
    limit: float  # seconds a command may take
    patience: float  # seconds an engine may take to start, or for one answer
    say: Callable[[str], None]  # told what is being done


class Archive:
    """A generated archive in a folder: made into a site by each builder once, and not again while nothing changes."""

    def __init__(self, folder: Path, count: int, limit: float) -> None:
        self.count = count
        self._folder, self._limit = folder, limit

    def index(self, name: str) -> Usage:
        """The site of a builder; what making its index alone took.

        duizhao's is made again by that step of its build alone; Pagefind is a command of its own; of Material's, the
        time is what MkDocs takes longer than without, the memory that of all of MkDocs.

        Raises:
            CommandError: a command fails or runs into the limit. OSError: the folder cannot be written.
        """
        folder = self._folder / name
        record, key = folder / "done.json", _fingerprint(name, self.count)
        if record.is_file():
            done = json.loads(record.read_text("utf-8"))
            if done["key"] == key:
                return Usage(**done["usage"])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        builder = MAKERS[name](folder)
        Sources(folder / builder.source, self.count, markdown=builder.markdown).generate()
        log = folder / "log.txt"
        usages = [run(step.command, folder, log, self._limit) for step in builder.steps]
        usage = usages[-1]
        if name == DUIZHAO:
            copy = folder / "copy.sqlite"
            with closing(sqlite3.connect(self.store)) as store, closing(sqlite3.connect(copy)) as target:
                store.backup(target)
            script = Path(__file__).with_name("own_index.py")
            usage = run((sys.executable, script, copy, folder / "corpus", folder / "index"), folder, log, self._limit)
            shutil.rmtree(folder / "index")
            copy.unlink()
        elif name == MATERIAL:
            plain, searched = usages
            usage = Usage(searched.wall - plain.wall, searched.cpu - plain.cpu, searched.peak)
        record.write_text(json.dumps({"key": key, "usage": asdict(usage)}), "utf-8")
        return usage

    @property
    def store(self) -> Path:
        """What duizhao's build remembers."""
        return next((self._folder / DUIZHAO / ".duizhao").glob("*/store.sqlite"))

    def site(self, name: str) -> Path:
        """The site of a builder."""
        return self._folder / name / "site"

    def numbers(self) -> dict[str, int]:
        """The generator's number of each document, by its id."""
        with closing(sqlite3.connect(self.store)) as sql:
            return {id: number_of(name) for id, name in sql.execute("SELECT id, name FROM documents")}

    def texts(self, wanted: set[int] | None = None) -> Iterator[Text]:
        """The documents with their passages, or those of the indices `wanted`."""
        with closing(sqlite3.connect(self.store)) as sql:
            for key, id, name in sql.execute("SELECT key, id, name FROM documents ORDER BY name").fetchall():
                index = number_of(name)
                if wanted is None or index in wanted:
                    rows = sql.execute(f"SELECT id, text FROM passages WHERE {IN_DOCUMENT} ORDER BY place", (key,))
                    yield Text(index, id, tuple(rows))

    def pages(self, names: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The documents as the others get them, where one of them has been built."""
        for folder in (self._folder / name / "docs" for name in names if name != DUIZHAO):
            if folder.is_dir():
                yield from ((number_of(path.name), path.read_text("utf-8")) for path in folder.glob("*/*.md"))
                return

    def queries(self, count: int, seed: int) -> list[str]:
        """What is asked of this archive."""
        sample = set(Random(f"sample/{seed}").sample(range(self.count), min(SAMPLE, self.count)))
        return draw(list(self.texts(sample)), count, seed)

    def truths(self, queries: Sequence[str], names: Sequence[str]) -> list[Truth]:
        """What is to be found; `names` are builders whose sites are made."""
        return truths(queries, self.texts(), self.pages(names))


def number_of(address: str) -> int:
    """The generator's number of a document, from the name of its file or page, such as 2013/000012-….docx."""
    return int(address.partition("#")[0].rpartition("/")[2][:6])


def judge(answer: Answer, truth: Truth, documents: Sequence[int], passages: Sequence[int] | None) -> Judged:
    """Holds an answer against the truth.

    Args:
        answer: what the engine said.
        truth: what is right.
        documents: the numbers of the documents that the results stand in.
        passages: the key of the passage of each result; None where the engine answers with pages.
    """
    found = set(documents)
    keys = None
    total = ""
    is_partial = answer.total is not None and len(answer.keys) < answer.total
    if passages is not None:
        expected = len(truth.passages)
        keys = (expected, len(set(passages)), len(set(passages).intersection(truth.passages)))
        if answer.total is not None:
            good = answer.total == expected if answer.exact else answer.total >= expected > EXACT
            total = "wrong" if not good else "exact" if answer.exact else "bound"
        # fetched as far as it was asked: more is known by number only
        is_partial = is_partial and len(answer.keys) >= REACH
    return Judged(
        len(truth.documents),
        len(found),
        len(found & truth.allowed),
        len(found & truth.documents),
        keys,
        total,
        is_partial,
    )


def measured(names: Sequence[str], count: int, folder: Path, plan: Plan) -> tuple[list[Figures], list[str]]:
    """The figures of engines over `count` documents, in the order of `names`, and what they were asked.

    An engine that loads its whole index and does not get that far is measured over `FEWER` documents too. What is made
    stays below `folder`, and is used again.

    Raises:
        CommandError: duizhao's build fails. OSError: the folder cannot be written.
    """
    archive = Archive(folder / f"search-{count}", count, plan.limit)
    engines = [ENGINES[name] for name in names]
    usages: dict[str, Usage] = {}
    failures: dict[str, str] = {}
    for builder in dict.fromkeys([DUIZHAO, *(engine.builder for engine in engines)]):  # its store has the passages
        plan.say(f"{count} 篇，建站：{builder}")
        try:
            usages[builder] = archive.index(builder)
        except CommandError as error:
            if builder == DUIZHAO:
                raise
            plan.say(str(error))
            failures[builder] = _reason(isinstance(error, TooLongError), plan.limit, "the build")
    plan.say(f"{count} 篇，核对原文")
    queries = archive.queries(plan.queries, plan.seed)
    right = archive.truths(queries, list(usages))
    found: list[Figures] = []
    for engine in engines:
        if engine.builder in failures:
            found.append(Figures(engine, count, trouble=failures[engine.builder]))
        else:
            found.append(_figures(engine, archive, usages[engine.builder], queries, right, plan))
        if found[-1].trouble and not engine.is_cold and count > FEWER:
            found += measured([engine.name], FEWER, folder, plan)[0]
    return levelled(found, count), queries


def levelled(found: Sequence[Figures], count: int) -> list[Figures]:
    """The same figures, with an answer partial where another engine's is over as many documents: all by one measure."""
    together = zip(*(each.judged for each in found if each.judged and each.count == count), strict=True)
    partial = [any(each.is_partial for each in answers) for answers in together]
    return [
        replace(each, judged=tuple(replace(one, is_partial=cut) for one, cut in zip(each.judged, partial, strict=True)))
        if each.judged and each.count == count
        else each
        for each in found
    ]


def _figures(
    engine: Engine, archive: Archive, usage: Usage, queries: Sequence[str], right: Sequence[Truth], plan: Plan
) -> Figures:
    """Asks an engine whose site is made, and judges it."""
    site = archive.site(engine.builder)
    own = own_files(engine, site)
    basis = Figures(engine, archive.count, usage, len(own), sum(own.values()))
    with Host(site) as host:
        host.prepare(path for path, size in own.items() if size >= HEAVY)
        try:
            say = partial(_prefixed, plan.say, f"{archive.count} 篇，{engine.label}：")
            findings = ask(plan.program, engine, host, set(own), queries, plan.patience, say)
        except VisitError as error:
            plan.say(f"{archive.count} 篇，{engine.label}：{error}")
            return replace(basis, trouble=_reason(isinstance(error, LateError), plan.patience, "a step in the browser"))
    numbers = archive.numbers() if engine.builder == DUIZHAO else {}
    judged = tuple(
        judge(answer, truth, _documents(engine, answer, numbers, site), _passages(engine, answer))
        for answer, truth in zip(findings.answers, right, strict=True)
    )
    return replace(basis, judged=judged, findings=findings)


def _prefixed(say: Callable[[str], None], prefix: str, words: str) -> None:
    say(prefix + words)


def _reason(is_late: bool, limit: float, what: str) -> str:
    return f"{what} took more than {limit:g} s and was stopped" if is_late else f"{what} failed"


def _documents(engine: Engine, answer: Answer, numbers: dict[str, int], site: Path) -> list[int]:
    if engine.builder == DUIZHAO:
        return [numbers[key.partition("/")[0]] for key in answer.keys]
    pages = answer.keys
    if engine.builder == BASELINE:
        addresses = pagefind_addresses(site)
        pages = tuple(addresses[key] for key in answer.keys)
    # the home page is no document: it counts neither way
    return [number_of(page) for page in pages if page.lstrip("/")[:1].isdecimal()]


def _passages(engine: Engine, answer: Answer) -> list[int] | None:
    if engine.builder != DUIZHAO:
        return None
    return [passage_key(*key.split("/")) for key in answer.keys]


def _fingerprint(name: str, count: int) -> str:
    """Changes with whatever decides what a builder makes of the generated archive."""
    digest = hashlib.blake2b(f"{name} {count} {SEED} {versions([name])[1:]}".encode(), digest_size=12)
    program = [ROOT / "plugins" / "duizhao", ROOT / "docs"] if name == DUIZHAO else []
    paths = [path for folder in program for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in sorted([*paths, *(ROOT / "scripts").glob("*make_corpus*"), *Path(__file__).parent.glob("[bo]*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
