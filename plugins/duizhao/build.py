"""From a corpus to everything MkDocs and the browser need, as a list of steps.

`prepare` makes the generated files (Markdown pages, source texts, search index) in the state folder; MkDocs turns them
into a site in a staging folder; `publish` brings that to where it is wanted. Nothing here knows MkDocs.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from duizhao.archive import Archive, Entry, gather
from duizhao.errors import OutputError, SourceError
from duizhao.files import prune, write_if_changed
from duizhao.ingest import Reading, read_corpus
from duizhao.model import Document
from duizhao.normalise.draft import restore
from duizhao.pages import addresses
from duizhao.pages.content import Content
from duizhao.pages.documents import document_page
from duizhao.pages.html import to_html, toc
from duizhao.pages.hubs import document_lists, meeting_lists, overview, theme_lists
from duizhao.pages.markdown import escape, to_markdown, to_page
from duizhao.pages.phrases import phrase_index, phrase_pages
from duizhao.pages.search import search_page
from duizhao.phrases import Matcher, load_phrasebook
from duizhao.progress import Progress
from duizhao.search.index import IndexedDocument, IndexedPassage
from duizhao.search.segments import Member, update_index
from duizhao.store import Store
from duizhao.taxonomy import Taxonomy, load_taxonomy


@dataclass(frozen=True, slots=True)
class Places:
    """Where a build reads and writes."""

    corpus: Path
    state: Path  # a folder of this corpus's own: store, generated files, staging

    @classmethod
    def of(cls, corpus: Path, state_root: Path) -> Places:
        """The places of a corpus; each corpus has a state folder named by its path."""
        key = hashlib.blake2b(str(corpus.resolve()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
        return cls(corpus, state_root / key)

    @property
    def store(self) -> Path:
        """The SQLite file."""
        return self.state / "store.sqlite"

    @property
    def generated(self) -> Path:
        """Generated Markdown and data, laid out as in the site."""
        return self.state / "generated"

    @property
    def fragments(self) -> Path:
        """Of each generated page, what MkDocs puts into the theme's template: title, HTML, headings (JSON)."""
        return self.state / "fragments"

    @property
    def staging(self) -> Path:
        """The site as MkDocs builds it, before it is published."""
        return self.state / "staging"


@dataclass(slots=True)
class Report:
    """What a build did, for whoever started it."""

    documents: int = 0
    reused: int = 0
    passages: int = 0
    phrases: int = 0
    pages: int = 0
    warnings: int = 0
    failures: tuple[SourceError, ...] = ()
    written: int = 0
    removed: int = 0
    site: Path | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the build started."""
        return time.monotonic() - self.started


@dataclass(frozen=True, slots=True)
class Prepared:
    """What MkDocs is to build from.

    `files` are relative to `Places.generated`; a page among them has its fragment, of the same name, in
    `Places.fragments`. `overview` is the Markdown that the home page asks for.
    """

    files: tuple[str, ...]
    overview: str


def owner_taxonomy(corpus: Path) -> Taxonomy:
    """The taxonomy for a corpus: the default one, with `corpus/taxonomy.yml` laid over it."""
    load_taxonomy.cache_clear()  # the owner's file may have changed since a server's last build
    return load_taxonomy(corpus / "taxonomy.yml")


def owner_matcher(corpus: Path) -> Matcher:
    """The phrase matcher for a corpus: the default phrasebook, with `corpus/phrasebook.tsv` laid over it."""
    book = corpus / "phrasebook.tsv"
    return Matcher(load_phrasebook(*([book] if book.exists() else [])))


def prepare(places: Places, store: Store, progress: Progress, report: Report) -> Prepared:
    """Reads the corpus and writes everything that is generated from it.

    Raises:
        CorpusError: the corpus cannot be used. ConfigError: its taxonomy or phrasebook is wrong.
        OutputError: the state folder cannot be written.
    """
    taxonomy = owner_taxonomy(places.corpus)
    matcher = owner_matcher(places.corpus)
    reading = read_corpus(places.corpus, taxonomy, store, progress)
    progress.start("匹配提法", None)
    archive = gather(reading.documents, matcher)
    written = _write_generated(places, archive, taxonomy, progress)
    _note(report, reading, archive)
    return Prepared(tuple(sorted(written)), to_markdown(overview(archive, taxonomy)))


def indexed(archive: Archive) -> Iterator[IndexedDocument]:
    """The archive as search sees it."""
    entries = iter(archive.entries)
    for document in archive.documents:
        passages = [next(entries) for _ in document.passages()]
        yield indexed_document(document, passages)


def indexed_document(document: Document, entries: list[Entry]) -> IndexedDocument:
    """One document as search sees it."""
    kind = document.facts.kind.value
    return IndexedDocument(
        id=document.id,
        url=addresses.html(addresses.document_page(document.id)),
        title=document.title,
        year=document.year,
        meeting=document.meeting,
        kind=kind if isinstance(kind, str) else None,
        passages=tuple(
            IndexedPassage(
                id=entry.passage.id,
                text=entry.passage.text,
                part=entry.passage.part,
                theme=entry.passage.theme,
                trail=" › ".join(section.label for section in entry.trail),
            )
            for entry in entries
        ),
    )


def _write_generated(places: Places, archive: Archive, taxonomy: Taxonomy, progress: Progress) -> set[str]:
    written: set[str] = set()
    try:
        progress.start("生成页面", None)
        pages: set[str] = set()
        for content in _pages(archive, taxonomy):
            if content.uri in pages:
                raise OutputError(
                    f"两个名称用了同一个网址 {content.uri}", remedy="请在 taxonomy.yml 中改换其中一个名称"
                )
            pages.add(content.uri)
            write_if_changed(places.generated / content.uri, to_page(content).encode("utf-8", "replace"))
            write_if_changed(places.fragments / content.uri, fragment(content))
            progress.advance()
        prune(places.fragments, keep=pages)
        written |= pages
        for document in archive.documents:
            path = addresses.source_text(document.id)
            written.add(path)
            write_if_changed(places.generated / path, _source_file(document))
        documents = {document.id: document for document in indexed(archive)}
        update = update_index(
            places.generated,
            (),
            [Member.of(document) for document in documents.values()],
            lambda ids: map(documents.__getitem__, ids),
            workers=1,
            progress=progress,
        )
        path, data = update.manifest
        write_if_changed(places.generated / path, data)
        written.update(update.files)
        prune(places.generated, keep=written)
    except OSError as error:
        raise unwritable(places.state, error) from error
    return written


def _pages(archive: Archive, taxonomy: Taxonomy) -> Iterator[Content]:
    for document in archive.documents:
        source = restore(document.text, document.edits)
        yield document_page(document, archive.occurrences, archive.phrases, taxonomy.readings, source)
    yield from document_lists(archive)
    yield from meeting_lists(archive, taxonomy)
    yield from theme_lists(archive, taxonomy)
    yield from phrase_index(archive)
    yield from phrase_pages(archive)
    yield search_page()


def fragment(content: Content) -> bytes:
    """A page as `generated.GeneratedPage` reads it. The title is HTML: themes print it without escaping."""
    data = {
        "title": escape(content.title),
        "hide": content.hide,
        "toc": toc(content.blocks),
        "html": to_html(content.blocks),
    }
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


def _source_file(document: Document) -> bytes:
    """A document's source text; the byte order mark lets browsers read it as UTF-8 where no server says so."""
    return b"\xef\xbb\xbf" + restore(document.text, document.edits).encode("utf-8", "replace")


def _note(report: Report, reading: Reading, archive: Archive) -> None:
    report.documents = len(archive.documents)
    report.reused = reading.reused
    report.passages = len(archive.entries)
    report.phrases = len(archive.uses)
    report.failures = reading.failures
    report.warnings = sum(len(document.warnings) for document in archive.documents)


def unwritable(path: Path, error: OSError) -> OutputError:
    """The error for a place that cannot be written, with the system's reason."""
    full = error.errno in (28, 122)  # ENOSPC, EDQUOT
    reason = "磁盘空间不够" if full else f"写不进去（{os.strerror(error.errno) if error.errno else error}）"
    return OutputError(reason, remedy="请清理磁盘" if full else "请检查写权限，或换一个位置", path=path)
