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
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from duizhao.archive import Archive
from duizhao.contributions import UNKNOWN, Changes
from duizhao.crew import Crew
from duizhao.dirty import DOCUMENT, MARKED_DOCUMENTS, mark_owners, marked_documents
from duizhao.errors import OutputError
from duizhao.files import TEMPORARY, remove, snapshot
from duizhao.frame import UnfitError
from duizhao.hubbing import begin_hubs, take_hubs
from duizhao.indexing import update_search
from duizhao.ingest import BATCH, Difference, compare, program_digest, require_documents, take_in
from duizhao.intake import Walked
from duizhao.lock import locked
from duizhao.made import Made
from duizhao.outputs import MARKDOWN, Outputs, left, site_area
from duizhao.pages import addresses
from duizhao.pages.fragment import Fragment
from duizhao.pages.shell import Kind, Shell
from duizhao.paralleling import begin_parallels, take_parallels, update_ledger
from duizhao.phrases import load_phrasebook, phrasebook_sources
from duizhao.phrases.pinyin import pinyin, remember
from duizhao.places import Places
from duizhao.progress import Progress
from duizhao.report import Report
from duizhao.staging import FRAGMENTS, staged, staged_output
from duizhao.store import Store
from duizhao.taxonomy import PARTS, UNSORTED, Taxonomy, load_taxonomy
from duizhao.work import (
    Setup,
    document_owner,
    follows,
    make_document,
    match_document,
    owner_phrasebooks,
    page_key,
)
from duizhao.workers import Workers


class Setter(Protocol):
    """The theme, as far as a build needs it: see `theme.Theme`."""

    def shells(self) -> Mapping[Kind, Shell]:
        """The template rendered once for each kind of page."""

    def set(self, fragment: Fragment) -> bytes:
        """A page set into the template."""


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
    walked: Sequence[Walked] | None = None,
    *,
    as_left: bool = False,
) -> Made:
    """Makes everything that is generated and not yet as it should be.

    Args:
        own: addresses of generated pages that MkDocs sets itself.
        workers: processes started ahead.
        walked: the files of the corpus, where somebody has just looked.
        as_left: only where the site and the generated Markdown are as the last build left them.

    Raises:
        CorpusError: the corpus cannot be used. ConfigError: its taxonomy or phrasebook is wrong.
        OutputError: the state folder cannot be written.
        UnfitError: they are not, though they had to be; or something does not fit into what `theme` has.
    """
    taxonomy = owner_taxonomy(places.corpus)
    shells = theme.shells()
    looks = sorted(shell.digest for shell in shells.values())
    program = _digest(program_digest("pages", "phrases", ""), taxonomy.digest, *looks, *sorted(own))
    setup = Setup(places.corpus, places.store, places.staging, site_area(site), shells, own, program)
    made = Made(meta={"program": program, "site": setup.site_area})
    try:
        _clear(places.staging)
        with Crew(setup, workers) as crew:
            difference = compare(places.corpus, taxonomy, store, walked)  # while others look at the site
            _forget_touched(store, places, site, crew, made)
            if as_left and made.left.keys() < {MARKDOWN, setup.site_area}:
                raise UnfitError
            _spell(taxonomy, store)
            _rematch(places.corpus, store, crew, progress)
            _read(difference, places.corpus, store, crew, progress, report, made)
            _make_documents(setup, store, crew, progress, made)
            hubs = begin_hubs(setup, taxonomy, store, crew, made)
            update_ledger(store, setup, crew, progress)  # meanwhile
            parallels = begin_parallels(store, setup, crew, made.lose)
            made.meta |= update_search(store, setup, crew, progress, made.add, made.lose)  # meanwhile
            take_hubs(setup, store, hubs, progress, made)
            _set_fragments(setup, store, theme, made)
            report.work = crew.clock.spent  # which goes on counting
            take_parallels(parallels, progress, made.add)
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
            difference = compare(places.corpus, taxonomy, store)
            _read(difference, places.corpus, store, crew, progress, report, Made())
        yield store


def _clear(staging: Path) -> None:
    for area in (MARKDOWN, FRAGMENTS):
        shutil.rmtree(staged(staging, area), ignore_errors=True)


def _forget_touched(store: Store, places: Places, site: Path, crew: Crew, made: Made) -> None:
    """What is no longer as the last build left it is made again; an area is looked at file by file only where it is not
    what it was."""
    with store.transaction() as connection:
        outputs = Outputs(connection)
        for area in outputs.areas():  # a site that is no more needs no remembering
            if area not in (MARKDOWN, site_area(site)) and not Path(area).is_dir():
                outputs.forget(area, outputs.paths(area))
        owners = set()
        for area, folder in ((MARKDOWN, places.markdown), (site_area(site), site)):
            look = crew.look_at(folder)
            if store.meta(left(area)) == str(look):
                made.left[area] = look
                continue
            made.there[area] = found = snapshot(folder)
            parts = [path for path in found if path.endswith(TEMPORARY)]  # of a build that was killed
            remove(folder, parts)
            for path in parts:
                del found[path]
            owners |= outputs.forget_touched(area, found)
        mark_owners(connection, owners)


def _spell(taxonomy: Taxonomy, store: Store) -> None:
    """The pinyin of names that addresses are made of, for all processes: what has been said once is remembered."""
    program = program_digest("phrases")
    with store.transaction() as connection:
        if store.meta("readings") != program:
            connection.execute("DELETE FROM readings")
            store.set_meta("readings", program)
        remember(connection.execute("SELECT text, pinyin FROM readings").fetchall())
        names = {UNKNOWN, UNSORTED, *PARTS, *(row.name for row in taxonomy.themes)}
        names |= {row.name for row in taxonomy.meetings} | {row.name for row in taxonomy.occasions}
        connection.executemany(
            "INSERT INTO readings VALUES (?, ?) ON CONFLICT DO NOTHING", [(name, pinyin(name)) for name in names]
        )


def _read(
    difference: Difference, corpus: Path, store: Store, crew: Crew, progress: Progress, report: Report, made: Made
) -> None:
    failures = list(difference.failures)
    for taken in take_in(difference, store, crew, progress):
        if taken.error is not None:
            failures.append(taken.error)
        report.read += taken.documents
        made.add(taken.outputs)
    report.failures = tuple(sorted(failures, key=str))
    (report.documents,) = store.connection.execute("SELECT count(*) FROM documents").fetchone()
    require_documents(corpus, store, report.failures)


def _rematch(corpus: Path, store: Store, crew: Crew, progress: Progress) -> None:
    """Another phrasebook: looks for its phrases in every document read with the one before."""
    owned = owner_phrasebooks(corpus)
    sources = f"{program_digest('phrases', 'data', '')} {phrasebook_sources(*owned)}"
    if store.meta("phrasebook sources") == sources:
        return
    phrasebook = load_phrasebook(*owned).digest
    if store.meta("phrasebook") == phrasebook:
        with store.transaction():
            store.set_meta("phrasebook sources", sources)
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
        store.set_meta("phrasebook sources", sources)


def _make_documents(setup: Setup, store: Store, crew: Crew, progress: Progress, made: Made) -> None:
    """The pages of documents that were made from something else, or not at all."""
    jobs = []
    outputs = Outputs(store.connection)
    areas = (MARKDOWN, setup.site_area)
    query = "SELECT key, id, digest, marks FROM documents"
    if follows(store, setup):
        query += f" WHERE id IN ({MARKED_DOCUMENTS})"
        owners = outputs.keys_of(map(document_owner, marked_documents(store.connection, DOCUMENT)), *areas)
    else:
        owners = outputs.keys(document_owner(""), *areas)
    for key, id, digest, marks in store.connection.execute(query):
        wanted = page_key(setup, digest, marks)
        is_published = owners.pop(document_owner(id), []) == [wanted] * 3
        page = made.outputs.get((MARKDOWN, addresses.document_page(id)))
        if not is_published and (page is None or page.key != wanted):
            jobs.append((key, wanted))
    for owner in owners:
        made.disown(outputs, setup.site_area, owner)
    progress.start("生成文稿页", len(jobs))
    for result in crew.do(make_document, jobs, seconds=0.005):
        made.add(result.outputs)
        progress.advance()


def _set_fragments(setup: Setup, store: Store, theme: Setter, made: Made) -> None:
    """Pages that no shell fits: the template itself sets them."""
    outputs = Outputs(store.connection)
    for area, path in [place for place in made.outputs if place[0] == FRAGMENTS]:
        output = made.outputs.pop((area, path))
        file = staged(setup.staging, FRAGMENTS) / path
        page = theme.set(Fragment.from_bytes(file.read_bytes()))
        file.unlink()
        uri = addresses.html(path)
        made.add([staged_output(outputs, setup.staging, setup.site_area, uri, page, output.owner, output.key)])


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def unwritable(path: Path, error: OSError) -> OutputError:
    """The error for a place that cannot be written, with the system's reason."""
    full = error.errno in (28, 122)  # ENOSPC, EDQUOT
    reason = "磁盘空间不够" if full else f"写不进去（{os.strerror(error.errno) if error.errno else error}）"
    return OutputError(reason, remedy="请清理磁盘" if full else "请检查写权限，或换一个位置", path=path)
