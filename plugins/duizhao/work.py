"""What a build does with one document or one hub: the jobs that worker processes share out.

A job and its result are plain values. What a job writes goes to the staging folder, and only where it differs from what
is published.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from duizhao.archive import Archive
from duizhao.clock import Clock
from duizhao.dirty import DOCUMENT
from duizhao.errors import SourceError
from duizhao.model import Document, Hub, Occurrence, Phrase
from duizhao.normalise.draft import restore
from duizhao.outputs import MARKDOWN, Output, Outputs
from duizhao.pages import addresses
from duizhao.pages.content import Content
from duizhao.pages.documents import document_page
from duizhao.pages.fragment import Fragment
from duizhao.pages.hubs import hub_pages
from duizhao.pages.listing import PlannedFile
from duizhao.pages.markdown import to_page
from duizhao.pages.shell import Kind, Shell, fits
from duizhao.phrases import Found, Matcher, load_phrasebook
from duizhao.phrases.pinyin import remember
from duizhao.records import Record, Stamp, Uses, record, uses
from duizhao.staging import FRAGMENTS, staged_output
from duizhao.store import MOST_PASSAGES, Store
from duizhao.taxonomy import Taxonomy, load_taxonomy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setup:
    """What every job of a build shares. Picklable: a worker process makes its tools from it."""

    corpus: Path
    store: Path
    staging: Path
    site_area: str  # empty: only the store is wanted, no page
    shells: Mapping[Kind, Shell]
    own: frozenset[str]  # addresses of pages that MkDocs sets itself
    program: str  # digest of what pages depend on beside documents: program, shells, taxonomy


class ReadJob(NamedTuple):
    """A file to be read."""

    name: str  # path relative to the corpus
    path: Path
    id: str
    stamp: Stamp
    known: str  # SHA-256 of the file as read last by the same program, for the same id; empty: not


class ReadResult(NamedTuple):
    """What became of it: its documents' records and pages, an error, or neither where nothing has changed."""

    job: ReadJob
    records: tuple[Record, ...] = ()
    outputs: tuple[Output, ...] = ()
    error: SourceError | None = None


class PageResult(NamedTuple):
    """The pages of a document or a hub. `own` are fragments of those that MkDocs sets itself."""

    owner: str
    outputs: tuple[Output, ...]
    own: tuple[Fragment, ...] = ()


class Tools:
    """What jobs work with, made once in each process."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._open = contextlib.ExitStack()
        self._opened: dict[Path, object] = {}
        self.store = self._open.enter_context(Store.reading(setup.store))
        self.archive = Archive(self.store.connection)
        self.outputs = Outputs(self.store.connection)
        self.clock = Clock()
        remember(self.store.connection.execute("SELECT text, pinyin FROM readings"))

    def close(self) -> None:
        """Lets go of the store."""
        self._open.close()

    def open(self, reading: Callable[[Path], contextlib.AbstractContextManager[T]], path: Path) -> T:
        """What a stage keeps at `path`, opened when first asked for and let go of with the store."""
        if path not in self._opened:
            self._opened[path] = self._open.enter_context(reading(path))
        return cast(T, self._opened[path])

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The owner's."""
        return load_taxonomy(self.setup.corpus / "taxonomy.yml")

    @cached_property
    def matcher(self) -> Matcher:
        """Of the owner's phrasebook."""
        return Matcher(load_phrasebook(*owner_phrasebooks(self.setup.corpus)))


def owner_phrasebooks(corpus: Path) -> list[Path]:
    """The owner's tables, laid over the default phrasebook: `corpus/phrasebook.tsv`, if there is one."""
    book = corpus / "phrasebook.tsv"
    return [book] if book.exists() else []


def read_documents(tools: Tools, jobs: Sequence[ReadJob]) -> list[ReadResult]:
    """Reads files, and makes the pages of what they hold.

    Each step is taken for all of them before the next, so that what it needs is at hand in the processor's caches:
    measured, eight files so take a twentieth less than one after the other.
    """
    read = [_read(tools, job) for job in jobs]
    documents = [document for result in read if not isinstance(result, SourceError) for document in result]
    found = [_found(tools, document) for document in documents]
    with tools.clock.on("编码入库"):
        records = list(map(record, documents, found))
    outputs: list[list[Output]] = [[] for _ in documents]
    if tools.setup.site_area:
        keys = [page_key(tools.setup, kept.digest, kept.uses.digest) for kept in records]
        with tools.store.asking():  # not while files are read, which may take longer than a writer waits
            outputs = _document_outputs(tools, documents, found, keys)
    results = []
    at = 0
    for job, result in zip(jobs, read, strict=True):
        if isinstance(result, SourceError):
            results.append(ReadResult(job, error=result))
            continue
        some = slice(at, at + len(result))
        results.append(ReadResult(job, tuple(records[some]), tuple(chain.from_iterable(outputs[some]))))
        at = some.stop
    return results


def _read(tools: Tools, job: ReadJob) -> tuple[Document, ...] | SourceError:
    try:
        with tools.clock.on("读取、规范化"):
            return normalised(job.path, job.name, job.id, tools.taxonomy, known=job.known)
    except SourceError as error:
        return error


def normalised(path: Path, name: str, id: str | None, taxonomy: Taxonomy, known: str = "") -> tuple[Document, ...]:
    """The documents of a file, one as a rule; none where the file's SHA-256 is the `known` one.

    Raises:
        SourceError: it cannot be read, or normalising it failed: one document's trouble never stops the others.
    """
    from duizhao.intake import read_corrections, read_source  # which take a while to load, and are wanted by few
    from duizhao.normalise import normalise

    try:
        source = read_source(path, name=name)
        if source.sha256 == known:
            return ()
        documents = normalise(source, taxonomy, id=id, corrections=read_corrections(path, name))
        if any(sum(1 for _ in document.passages()) > MOST_PASSAGES for document in documents):
            raise SourceError(f"一份文稿的段落多于 {MOST_PASSAGES:,} 段", remedy="请分成几个文件", path=name)
        return documents
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(
            f"处理时出了意外（{type(error).__name__}：{error}）", remedy="请先把它移出，并告诉维护者", path=name
        ) from error


def page_key(setup: Setup, digest: str, marks: str) -> str:
    """What a document's page is made from."""
    return hashlib.blake2b(f"{setup.program} {digest} {marks}".encode(), digest_size=12).hexdigest()


def make_document(tools: Tools, job: tuple[int, str]) -> PageResult:
    """Makes the page of a stored document, given by its key in the store and that of its page."""
    document_key, key = job
    document = tools.archive.document(document_key)
    (outputs,) = _document_outputs(tools, [document], [_found(tools, document)], [key])
    return PageResult(document_owner(document.id), tuple(outputs))


def match_document(tools: Tools, key: int) -> tuple[int, Uses]:
    """Finds the phrases of a stored document once more."""
    return key, uses(map(tools.matcher.find, tools.archive.texts(key)))


def make_hub(tools: Tools, hub: Hub) -> PageResult:
    """Makes the pages of a hub that are not as published."""
    outputs: list[Output] = []
    own: list[Fragment] = []
    stage = _Stage(tools, hub.owner)
    for page in hub_pages(hub, tools.archive, tools.taxonomy):
        if isinstance(page, PlannedFile):
            outputs.append(stage.put(tools.setup.site_area, page.uri, page.make(), ""))
            continue
        key = "" if page.key is None else f"{tools.setup.program} {page.key}"
        same = stage.published(page.uri, key, page.has_markdown) if key else ()
        if same:
            outputs += same
            continue
        with tools.clock.on("汇总页成文"):
            content = page.make()
        if page.uri in tools.setup.own:
            own.append(Fragment.of(content))
            outputs.append(stage.markdown(content, key))
            continue
        if page.has_markdown:
            outputs.append(stage.markdown(content, key))
        outputs.append(stage.page(content, key))
    return PageResult(hub.owner, tuple(outputs), tuple(own))


def follows(store: Store, setup: Setup) -> bool:
    """Whether the last build to be published was of the same program, theme, taxonomy and site: then what is marked
    says all that is to be made again, see `dirty.py`."""
    is_next = store.meta("program") == setup.program and store.meta("site") == setup.site_area
    return is_next and not Outputs(store.connection).is_empty(setup.site_area)


def document_owner(id: str) -> str:
    """A document's name among the owners of outputs."""
    return f"{DOCUMENT}/{id}"


def _found(tools: Tools, document: Document) -> list[Found]:
    with tools.clock.on("匹配提法"):
        return [tools.matcher.find(passage.text) for passage in document.passages()]


def _document_outputs(
    tools: Tools, documents: Sequence[Document], found: Sequence[Sequence[Found]], keys: Sequence[str]
) -> list[list[Output]]:
    """The files of each of these documents: its page, twice, and its source."""
    with tools.clock.on("文稿页成文"):
        sources = [restore(document.text, document.edits, document.start) for document in documents]
        contents = list(map(_content, documents, found, sources))
    stages = [_Stage(tools, document_owner(document.id)) for document in documents]
    staged = list(zip(stages, contents, keys, strict=True))
    markdown = [stage.markdown(content, key) for stage, content, key in staged]
    pages = [stage.page(content, key) for stage, content, key in staged]
    texts = [
        stage.source(addresses.source_text(document.id), source, key)
        for (stage, _, key), document, source in zip(staged, documents, sources, strict=True)
    ]
    return [list(files) for files in zip(markdown, pages, texts, strict=True)]


def _content(document: Document, found: Sequence[Found], source: str) -> Content:
    occurrences: dict[str, tuple[Occurrence, ...]] = {}
    phrases: dict[str, Phrase] = {}
    for passage, here in zip(document.passages(), found, strict=True):
        occurrences[passage.id] = here.occurrences
        phrases.update(here.phrases)
    return document_page(document, occurrences, phrases, source)


class _Stage:
    """Where the pages of one owner wait."""

    def __init__(self, tools: Tools, owner: str) -> None:
        self._setup = tools.setup
        self._outputs = tools.outputs
        self._clock = tools.clock
        self._owner = owner

    def published(self, uri: str, key: str, has_markdown: bool) -> tuple[Output, ...]:
        """The files of a page, where they are published and were made from the same."""
        found = []
        files = ((MARKDOWN, uri), (self._setup.site_area, addresses.html(uri)))
        for area, path in files if has_markdown else files[1:]:
            known = self._outputs.keyed(area, path)
            if known is None or known[0] != key:
                return ()
            found.append(Output(area, path, self._owner, key, known[1], is_staged=False))
        return tuple(found)

    def page(self, content: Content, key: str) -> Output:
        """A page. One that no shell fits is left as a fragment, for the template itself to set."""
        with self._clock.on("写成网页"):
            fragment = Fragment.of(content)
            shell = self._setup.shells.get(Kind.of(fragment.uri, fragment.hide, fragment.toc))
            page = b""
            if shell and fits(fragment.title, fragment.toc, fragment.html):
                page = shell.fill(fragment.uri, fragment.title, fragment.headings, fragment.html)
        if page:
            return self.put(self._setup.site_area, addresses.html(content.uri), page, key)
        return self.put(FRAGMENTS, content.uri, fragment.to_bytes(), key)

    def markdown(self, content: Content, key: str) -> Output:
        """A page's Markdown."""
        with self._clock.on("写成 Markdown"):
            page = to_page(content).encode("utf-8", "replace")
        return self.put(MARKDOWN, content.uri, page, key)

    def source(self, path: str, text: str, key: str) -> Output:
        """A document's source text."""
        # the byte order mark lets browsers read it as UTF-8 where no server says so
        content = b"\xef\xbb\xbf" + text.encode("utf-8", "replace")
        return self.put(self._setup.site_area, path, content, key)

    def put(self, area: str, path: str, content: bytes, key: str) -> Output:
        """A file, staged where it is not as published."""
        with self._clock.on("写入暂存"):
            return staged_output(self._outputs, self._setup.staging, area, path, content, self._owner, key)
