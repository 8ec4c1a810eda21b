"""From a corpus to a site, as a list of steps.

`make` reads what has changed into the store and makes the pages and shards that depend on it, in a staging folder;
MkDocs adds the pages that people wrote; `publication.publish` brings what differs to where it is wanted. Nothing here
knows MkDocs.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from duizhao.archive import Archive
from duizhao.contributions import INLINE, LEADS_INLINE, Changes, mark
from duizhao.crew import Crew
from duizhao.errors import OutputError
from duizhao.files import TEMPORARY, Snapshot, remove, snapshot
from duizhao.indexing import update_search
from duizhao.ingest import BATCH, compare, program_digest, require_documents, take_in
from duizhao.lock import locked
from duizhao.model import Hub
from duizhao.outputs import MARKDOWN, Output, Outputs, content_digest, site_area
from duizhao.pages import addresses
from duizhao.pages.fragment import Fragment
from duizhao.pages.hubs import standing_hubs
from duizhao.pages.shell import Kind, Shell
from duizhao.paralleling import update_ledger, update_parallels
from duizhao.phrases import load_phrasebook
from duizhao.places import Places
from duizhao.progress import Progress
from duizhao.report import Report
from duizhao.store import Store
from duizhao.taxonomy import Taxonomy, load_taxonomy
from duizhao.work import (
    FRAGMENTS,
    PageResult,
    Setup,
    document_owner,
    make_document,
    make_hub,
    match_document,
    owner_phrasebooks,
    page_key,
    stage,
    staged,
)
from duizhao.workers import Workers


class Setter(Protocol):
    """The theme, as far as a build needs it: see `theme.Theme`."""

    def shells(self) -> Mapping[Kind, Shell]:
        """The template rendered once for each kind of page."""

    def set(self, fragment: Fragment) -> bytes:
        """A page set into the template."""


@dataclass(slots=True)
class Made:
    """What a build has made, to be published together."""

    outputs: dict[tuple[str, str], Output] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)  # by area, files of owners that no longer have them
    hubs: list[Hub] = field(default_factory=list)
    own: dict[str, Fragment] = field(default_factory=dict)  # pages that MkDocs sets itself
    meta: dict[str, str] = field(default_factory=dict)  # to be remembered once all is published
    there: defaultdict[str, Snapshot] = field(default_factory=lambda: defaultdict(dict))  # by area, the files it has

    def add(self, outputs: Iterable[Output]) -> None:
        """Takes the files of an owner.

        Raises:
            OutputError: another owner has a file of that address.
        """
        for output in outputs:
            other = self.outputs.setdefault((output.area, output.path), output)
            if other.owner != output.owner:
                raise OutputError(
                    f"两个名称用了同一个网址 {output.path}", remedy="请在 taxonomy.yml 中改换其中一个名称"
                )

    def paths(self, outputs: Outputs, area: str) -> set[str]:
        """The files that an area will have."""
        here = {path for other, path in self.outputs if other == area}
        return (outputs.paths(area) - self.gone.get(area, set())) | here

    def lose(self, area: str, paths: Iterable[str]) -> None:
        """Takes note of files that are to go."""
        self.gone.setdefault(area, set()).update(paths)


def owner_taxonomy(corpus: Path) -> Taxonomy:
    """The taxonomy for a corpus: the default one, with `corpus/taxonomy.yml` laid over it."""
    load_taxonomy.cache_clear()  # the owner's file may have changed since a server's last build
    return load_taxonomy(corpus / "taxonomy.yml")


def make(
    places: Places,
    site: Path,
    store: Store,
    theme: Setter,
    own: frozenset[str],
    progress: Progress,
    report: Report,
    workers: Workers | None = None,
) -> Made:
    """Makes everything that is generated and not yet as it should be.

    Args:
        own: addresses of generated pages that MkDocs sets itself.
        workers: processes started ahead.

    Raises:
        CorpusError: the corpus cannot be used. ConfigError: its taxonomy or phrasebook is wrong.
        OutputError: the state folder cannot be written.
    """
    taxonomy = owner_taxonomy(places.corpus)
    shells = theme.shells()
    looks = sorted(shell.digest for shell in shells.values())
    program = _digest(program_digest("pages", "phrases", ""), taxonomy.digest, *looks, *sorted(own))
    setup = Setup(places.corpus, places.store, places.staging, site_area(site), shells, own, program)
    made = Made(meta={"program": program})
    try:
        _clear(places.staging)
        made.there.update(_forget_touched(store, places, site))
        with Crew(setup, workers) as crew:
            _rematch(places.corpus, store, crew, progress)
            _read(places, taxonomy, store, crew, progress, report, made)
            _make_documents(setup, store, crew, progress, made)
            hubs = _begin_hubs(setup, taxonomy, store, crew, made)
            shown = update_ledger(store, setup, crew, progress)  # meanwhile
            _take_hubs(setup, store, hubs, progress, made)
            _set_fragments(setup, store, theme, made)
            report.work = crew.clock.spent  # which goes on counting
            update_parallels(store, setup, crew, shown, progress, made.add, made.lose)
            made.meta |= update_search(store, setup, crew, progress, made.add, made.lose)
    except OSError as error:
        raise unwritable(places.state, error) from error
    figures = Archive(store.connection).figures()
    report.documents, report.passages, report.phrases = figures.documents, figures.passages, figures.phrases
    report.warnings = figures.warnings
    return made


@contextlib.contextmanager
def refreshed(places: Places, progress: Progress, report: Report) -> Iterator[Store]:
    """The store, with everything in it that the corpus now holds; no page is made.

    Raises:
        CorpusError: the corpus cannot be used. ConfigError: its taxonomy or phrasebook is wrong.
        OutputError: the state folder cannot be written, or a build goes on.
    """
    taxonomy = owner_taxonomy(places.corpus)
    with locked(places.lock), Store.open(places.store) as store:
        setup = Setup(places.corpus, places.store, places.staging, "", {}, frozenset(), "")
        with Crew(setup) as crew:
            _rematch(places.corpus, store, crew, progress)
            _read(places, taxonomy, store, crew, progress, report, Made())
        yield store


def _clear(staging: Path) -> None:
    for area in (MARKDOWN, FRAGMENTS):
        shutil.rmtree(staged(staging, area), ignore_errors=True)


def _forget_touched(store: Store, places: Places, site: Path) -> dict[str, Snapshot]:
    """What is no longer as the last build left it is made again; what there is, by area."""
    there: dict[str, Snapshot] = {}
    with store.transaction() as connection:
        outputs = Outputs(connection)
        for area in outputs.areas():  # a site that is no more needs no remembering
            if area not in (MARKDOWN, site_area(site)) and not Path(area).is_dir():
                outputs.forget(area, outputs.paths(area))
        owners = set()
        for area, folder in ((MARKDOWN, places.markdown), (site_area(site), site)):
            there[area] = found = snapshot(folder)
            parts = [path for path in found if path.endswith(TEMPORARY)]  # of a build that was killed
            remove(folder, parts)
            for path in parts:
                del found[path]
            owners |= outputs.forget_touched(area, found)
        mark(connection, (hub for owner in owners if (hub := Hub.of(owner)) is not None))
    return there


def _read(
    places: Places,
    taxonomy: Taxonomy,
    store: Store,
    crew: Crew,
    progress: Progress,
    report: Report,
    made: Made,
) -> None:
    difference = compare(places.corpus, taxonomy, store)
    failures = list(difference.failures)
    read = 0
    for result in take_in(difference, store, crew, progress):
        if result.error is not None:
            failures.append(result.error)
        read += len(result.records)
        made.add(result.outputs)
    report.failures = tuple(sorted(failures, key=str))
    (documents,) = store.connection.execute("SELECT count(*) FROM documents").fetchone()
    report.reused = documents - read
    require_documents(places.corpus, store, report.failures)


def _rematch(corpus: Path, store: Store, crew: Crew, progress: Progress) -> None:
    """Another phrasebook: looks for its phrases in every document read with the one before."""
    phrasebook = load_phrasebook(*owner_phrasebooks(corpus)).digest
    if store.meta("phrasebook") == phrasebook:
        return
    known = dict(store.connection.execute("SELECT key, marks FROM documents"))
    progress.start("匹配提法", len(known))
    found = crew.do(match_document, list(known), seconds=0.002)
    while batch := list(islice(found, BATCH)):  # nobody waits for others to read while this one writes
        with store.transaction() as connection:
            changes = Changes(connection)
            for key, uses in batch:
                if uses.digest != known[key]:
                    changes.rematch(key, uses)
            changes.finish()
        progress.advance(len(batch))
    with store.transaction() as connection:
        changes = Changes(connection)
        for phrase in crew.here.matcher.known(id for (id,) in connection.execute("SELECT id FROM phrases").fetchall()):
            changes.describe(phrase)
        changes.finish()
        store.set_meta("phrasebook", phrasebook)


def _make_documents(setup: Setup, store: Store, crew: Crew, progress: Progress, made: Made) -> None:
    """The pages of documents that were made from something else, or not at all."""
    jobs = []
    owners = dict(
        store.connection.execute(
            "SELECT owner, min(key) || ' ' || max(key) || ' ' || count(*) FROM outputs"
            " WHERE owner LIKE 'document/%' AND area IN (?, ?) GROUP BY owner",
            (MARKDOWN, setup.site_area),
        )
    )
    for key, id, digest, marks in store.connection.execute("SELECT key, id, digest, marks FROM documents"):
        wanted = page_key(setup, digest, marks)
        is_published = owners.pop(document_owner(id), "") == f"{wanted} {wanted} 3"
        page = made.outputs.get((MARKDOWN, addresses.document_page(id)))
        if not is_published and (page is None or page.key != wanted):
            jobs.append((key, wanted))
    for owner in owners:
        _lose(Outputs(store.connection), setup, owner, made)
    progress.start("生成文稿页", len(jobs))
    for result in crew.do(make_document, jobs, seconds=0.005):
        made.add(result.outputs)
        progress.advance()


def _begin_hubs(
    setup: Setup, taxonomy: Taxonomy, store: Store, crew: Crew, made: Made
) -> tuple[int, Iterator[PageResult]]:
    """The hubs whose documents have changed; all of them where the program, the theme or the taxonomy has."""
    outputs = Outputs(store.connection)
    if store.meta("program") != setup.program or outputs.is_empty(setup.site_area):
        with store.transaction() as connection:
            mark(connection, _all_hubs(connection) | standing_hubs(taxonomy))
            known = {hub.owner for hub in _dirty(connection)}
        for owner in outputs.owners():
            if Hub.of(owner) is not None and owner not in known:
                _lose(outputs, setup, owner, made)
    hubs = _dirty(store.connection)
    if hubs:
        hubs = sorted({*hubs, Hub("index")})
    made.hubs = hubs
    hubs = _with_pages(hubs, store.connection, outputs)
    return len(hubs), crew.do(make_hub, hubs, seconds=0.008)


def _take_hubs(
    setup: Setup, store: Store, begun: tuple[int, Iterator[PageResult]], progress: Progress, made: Made
) -> None:
    """What has been begun, as it comes."""
    outputs = Outputs(store.connection)
    count, results = begun
    progress.start("生成汇总页", count)
    for result in results:
        made.add(result.outputs)
        made.own.update((fragment.uri, fragment) for fragment in result.own)
        _lose(outputs, setup, result.owner, made)
        progress.advance()
    for area, paths in made.gone.items():  # an address may have gone from one owner to another
        paths.difference_update(path for other, path in made.outputs if other == area)


def _lose(outputs: Outputs, setup: Setup, owner: str, made: Made) -> None:
    """What an owner had and has no more."""
    for area in (MARKDOWN, setup.site_area):
        made.lose(area, outputs.owned(owner, area))


def _with_pages(hubs: Sequence[Hub], connection: sqlite3.Connection, outputs: Outputs) -> list[Hub]:
    """The hubs that have pages, or had: of most phrases one page shows all uses, and none is left for their years."""
    ids = {row[0] for row in connection.execute("SELECT id FROM phrases WHERE passages > ?", (INLINE,))}
    pairs = set(connection.execute("SELECT theme, part FROM tallies WHERE passages > ?", (LEADS_INLINE,)).fetchall())

    def has_pages(hub: Hub) -> bool:
        if hub.kind == "uses":
            return hub.name in ids or outputs.has(hub.owner)
        return hub.kind != "leads" or (hub.name, hub.part) in pairs or outputs.has(hub.owner)

    return list(filter(has_pages, hubs))


def _all_hubs(connection: sqlite3.Connection) -> set[Hub]:
    queries = {
        "year": "SELECT DISTINCT '', '', year FROM documents",
        "meeting": "SELECT DISTINCT coalesce(meeting, '未知'), '', 0 FROM documents",
        "meeting-year": "SELECT DISTINCT coalesce(meeting, '未知'), '', year FROM documents",
        "theme": "SELECT DISTINCT theme, '', 0 FROM tallies",
        "leads": f"SELECT DISTINCT theme, part, year FROM leads JOIN tallies USING (theme, part)"
        f" WHERE passages > {LEADS_INLINE}",
        "phrase": "SELECT id, '', 0 FROM phrases",
        "uses": f"SELECT DISTINCT phrase, '', year FROM uses JOIN phrases ON id = phrase WHERE passages > {INLINE}",
        "letter": "SELECT DISTINCT letter, '', 0 FROM phrases",
    }
    return {Hub(kind, *row) for kind, query in queries.items() for row in connection.execute(query)}


def _dirty(connection: sqlite3.Connection) -> list[Hub]:
    return [Hub(*row) for row in connection.execute("SELECT kind, name, part, year FROM dirty")]


def _set_fragments(setup: Setup, store: Store, theme: Setter, made: Made) -> None:
    """Pages that no shell fits: the template itself sets them."""
    outputs = Outputs(store.connection)
    for area, path in [place for place in made.outputs if place[0] == FRAGMENTS]:
        output = made.outputs.pop((area, path))
        file = staged(setup.staging, FRAGMENTS) / path
        page = theme.set(Fragment.from_bytes(file.read_bytes()))
        file.unlink()
        made.add([staged_output(setup, outputs, addresses.html(path), page, output.owner, output.key)])


def staged_output(setup: Setup, outputs: Outputs, path: str, content: bytes, owner: str, key: str) -> Output:
    """A file of the site, staged where it is not as published."""
    digest = content_digest(content)
    is_staged = outputs.digest(setup.site_area, path) != digest
    if is_staged:
        stage(setup.staging, setup.site_area, path, content)
    return Output(setup.site_area, path, owner, key, digest, is_staged)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def unwritable(path: Path, error: OSError) -> OutputError:
    """The error for a place that cannot be written, with the system's reason."""
    full = error.errno in (28, 122)  # ENOSPC, EDQUOT
    reason = "磁盘空间不够" if full else f"写不进去（{os.strerror(error.errno) if error.errno else error}）"
    return OutputError(reason, remedy="请清理磁盘" if full else "请检查写权限，或换一个位置", path=path)
