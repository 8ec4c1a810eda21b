"""Store → parallels: keeps the ledger, and makes of every document a page and a shard of what stands elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path

from duizhao.crew import Crew
from duizhao.dirty import PARALLELS, mark_documents, mark_owners, marked_documents
from duizhao.ingest import program_digest
from duizhao.outputs import Output, Outputs
from duizhao.pages import addresses
from duizhao.pages.parallels import parallels_page, parallels_shard
from duizhao.parallels.finder import Finder, document_shingles, passage_texts
from duizhao.parallels.formulae import Formulae
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.roll import Reader
from duizhao.parallels.update import update
from duizhao.parallels.wording import Wording, wording
from duizhao.phrases import load_phrasebook
from duizhao.progress import Progress
from duizhao.staging import staged_output
from duizhao.store import Store
from duizhao.taxonomy import load_taxonomy
from duizhao.work import Setup, Tools, follows, owner_phrasebooks

OWNER = f"{PARALLELS}/"  # and the document's id
_KIND = "平行"


def ledger_folder(store: Path) -> Path:
    """Where the ledger of a store is."""
    return store.parent / "wording"


def begin_parallels(
    store: Store, setup: Setup, crew: Crew, lose: Callable[[str, Iterable[str]], None]
) -> tuple[int, Iterator[list[Output]]]:
    """Makes the pages and shards of all documents that are not as they should be."""
    program = program_digest("pages", "parallels")
    outputs = Outputs(store.connection)
    ids = marked_documents(store.connection, PARALLELS) if follows(store, setup) else None
    with Ledger.reading(ledger_folder(setup.store)) as ledger:
        shown = ledger.shown(ids)
    if ids is None:
        published = outputs.keys(OWNER, setup.site_area)
    else:
        published = outputs.keys_of((OWNER + id for id in ids), setup.site_area)
    jobs = []
    for id, digest in shown.items():
        key = f"{program} {digest}"
        if published.pop(OWNER + id, []) != [key, key]:
            jobs.append((id, key))
    for owner in published:
        lose(setup.site_area, outputs.owned(owner, setup.site_area))
    return len(jobs), crew.do(make_parallels, jobs, seconds=0.004, piled=None)


def take_parallels(
    begun: tuple[int, Iterator[list[Output]]], progress: Progress, add: Callable[[Iterable[Output]], None]
) -> None:
    """What has been begun, as it comes."""
    count, results = begun
    progress.start("写成平行", count)
    for made in results:
        add(made)
        progress.advance()


def update_ledger(store: Store, setup: Setup, crew: Crew, progress: Progress) -> None:
    """Brings the ledger to what the store holds, and marks the documents whose pages are to show something else."""
    folder = ledger_folder(setup.store)
    # keys are ids as numbers and stand in their order: the table is read from end to end, once
    rows = store.connection.execute("SELECT id, digest, signature FROM documents ORDER BY key").fetchall()
    documents = {id: digest for id, digest, _ in rows}

    def signatures() -> list[bytes]:
        return [signature for _, _, signature in rows]

    def wordings(ids: Sequence[str]) -> Iterator[tuple[str, Wording]]:
        progress.start("比对字句", len(ids))
        for result in crew.do(read_wording, [(id, formulae) for id in ids], seconds=0.004):
            yield result
            progress.advance()

    reader = Reader(signatures, wordings, lambda id: document_shingles(store.connection, id), crew.share)
    with Ledger.open(folder) as ledger:
        formulae = _formulae_digest(ledger, store, setup.corpus)
        version = f"{program_digest('parallels', 'search')} {formulae}"
        update(ledger, folder, documents, version, reader)
        with store.transaction() as connection:  # before the ledger keeps it: marked for nothing is better than not
            mark_documents(connection, PARALLELS, ledger.changed)
            if ledger.is_new:
                mark_owners(connection, Outputs(connection).owners(OWNER))


def _formulae_digest(ledger: Ledger, store: Store, corpus: Path) -> str:
    """That of `formulae_of`, which are made only where what they are made from has changed."""
    taxonomy = load_taxonomy(corpus / "taxonomy.yml").digest
    sources = f"{program_digest('parallels', '')} {store.meta('phrasebook sources')} {taxonomy}"
    known, _, digest = ledger.meta("formulae").rpartition(" ")
    if known != sources:
        digest = formulae_of(corpus).digest
        ledger.set_meta("formulae", f"{sources} {digest}")
    return digest


def formulae_of(corpus: Path) -> Formulae:
    """What nobody has from anybody in this corpus."""
    return Formulae(load_phrasebook(*owner_phrasebooks(corpus)), load_taxonomy(corpus / "taxonomy.yml"))


@lru_cache(maxsize=1)
def _formulae(corpus: Path, version: str) -> Formulae:
    """`formulae_of`, once in each process; another `version` is another corpus's or another phrasebook's."""
    return formulae_of(corpus)


def read_wording(tools: Tools, job: tuple[str, str]) -> tuple[str, Wording]:
    """The wording of a stored document."""
    id, version = job
    with tools.clock.on(_KIND):
        texts = passage_texts(tools.store.connection, id)
        return id, wording(texts, _formulae(tools.setup.corpus, version))


@contextmanager
def _finder(store: Store, ledger: Path) -> Iterator[Finder]:
    with Ledger.reading(ledger) as opened:
        yield Finder(store.connection, opened)


def make_parallels(tools: Tools, job: tuple[str, str]) -> list[Output]:
    """Makes the page and the shard of a document."""
    id, key = job
    setup = tools.setup
    with tools.clock.on(_KIND):
        finder = tools.open(partial(_finder, tools.store), ledger_folder(setup.store))
        head = finder.head(id)
        findings = finder.findings(id)
        files = (
            (addresses.parallels_page(id), parallels_page(id, head, findings)),
            (addresses.parallels_shard(id), parallels_shard(head, findings)),
        )
        return [
            staged_output(tools.outputs, setup.staging, setup.site_area, path, content, OWNER + id, key)
            for path, content in files
        ]
