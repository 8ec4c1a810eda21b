"""Files offered → documents of the corpus: read, compared with what is there, copied under a free name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from duizhao.adding.names import pasted_name, portable, with_ending
from duizhao.adding.offers import Companion, Offer
from duizhao.adding.shelf import Shelf
from duizhao.archive import Archive
from duizhao.errors import SourceError
from duizhao.intake import corrections_in, is_candidate, source_of
from duizhao.model import Corrections, Document, Facts, Notice, Source
from duizhao.normalise import normalise
from duizhao.pages.labels import clipped
from duizhao.parallels import Overlap, Signatures, nearest, overlap, shingles, signature, signature_of
from duizhao.store import Store
from duizhao.taxonomy import Taxonomy

MOST_LIKENESSES: Final = 3
_TITLE: Final = 60  # characters of a title that make a file name


@dataclass(frozen=True, slots=True)
class Held:
    """A document that the corpus has. `text` gives its normalised text when asked."""

    place: str  # the file's name and, after #, which of its documents it is: each has its own
    name: str
    title: str
    sha256: str
    signature: bytes
    text: Callable[[], str]

    @classmethod
    def of(cls, document: Document) -> Held:
        """What adding asks of a document."""
        known = signature(document.text)
        place = f"{document.source}#{document.ordinal}"
        return cls(place, document.source, document.title, document.sha256, known, lambda: document.text)

    @classmethod
    def all_of(cls, store: Store) -> Iterator[Held]:
        """The documents of a store, which must stay open for as long as one's text may be asked for."""
        archive = Archive(store.connection)
        rows = store.connection.execute(
            "SELECT key, name || '#' || piece, name, title, sha256, signature FROM documents"
        )
        for key, place, name, title, sha256, known in rows:
            yield cls(place, name, title, sha256, known, partial(lambda key: archive.document(key).text, key))


@dataclass(frozen=True, slots=True)
class Likeness:
    """A document of the corpus that has much of a new one's text: `overlap.of_first` of it."""

    name: str
    title: str
    overlap: Overlap


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is in the corpus now, or would be, and what it was taken for.

    `name` is its path there, `asked` the one it would have had if that had been free. `is_new` is false where the same
    content was there already, under `name`, and nothing was copied. `corrections`: where those beside the file are in
    the corpus now; `left`: what they are called where they were not copied. `title` and `facts` are those of the file's
    first document, `titles` those of all, `themes` how many passages each theme has, most first; all else counts all of
    them.
    """

    origin: str
    asked: str
    name: str
    is_new: bool
    corrections: str | None
    left: str | None
    title: str
    titles: tuple[str, ...]
    facts: Facts
    sections: int
    passages: int
    characters: int
    themes: tuple[tuple[str, int], ...]
    warnings: tuple[Notice, ...]
    likenesses: tuple[Likeness, ...]


class Arrivals:
    """Takes offers into a corpus one after another; each is compared with those before it, too.

    Args:
        shelf: the corpus's folder.
        held: the documents that it has.
        taxonomy: reads what arrives.
    """

    def __init__(self, shelf: Shelf, held: Iterable[Held], taxonomy: Taxonomy) -> None:
        self._shelf = shelf
        self._taxonomy = taxonomy
        self._held = {each.place: each for each in held}
        self._names = {each.sha256: each.name for each in self._held.values()}
        self._signatures = Signatures({each.place: each.signature for each in self._held.values()})
        self._arrived: dict[str, bytes] = {}  # signatures

    def take(self, offer: Offer) -> Arrival:
        """Copies what is offered, unless its content is there already.

        Raises:
            SourceError: it or its corrections cannot be read; neither was copied. OutputError: it cannot be written.
        """
        corrections = _corrections(offer.companion)
        try:
            source = source_of(offer.data, name=offer.name or "")
            held = offer.held or self._names.get(source.sha256)
            if held is not None:
                return _arrival(offer, self._read(source, held), held, left=offer.companion)
            asked = str(PurePosixPath(offer.folder, offer.name or self._titled(source)))
            documents = self._placed(source, asked, offer.data, corrections)
        except SourceError as error:
            raise error.at(offer.origin) from error
        beside = self._put_beside(documents[0].source, offer)
        left = offer.companion if beside is None else None
        likenesses = self._compared(documents)
        return _arrival(offer, documents, asked, is_new=True, beside=beside, left=left, likenesses=likenesses)

    def _placed(self, source: Source, asked: str, data: bytes, corrections: Corrections | None) -> tuple[Document, ...]:
        while True:
            path = self._shelf.free(asked)
            documents = self._read(source, path, corrections)
            if self._shelf.put(path, data):
                return documents

    def _put_beside(self, path: str, offer: Offer) -> str | None:
        """Where the corrections of a file that is at `path` now were put."""
        if offer.companion is None:
            return None
        place = self._shelf.beside(path, offer.name or "", offer.companion.name)
        return place if self._shelf.put(place, offer.companion.data) else None

    def _titled(self, source: Source) -> str:
        """A file name for what came without one: its title, where it has one that will do."""
        makeshift = with_ending(pasted_name(source.sha256), source.format)
        title = clipped(self._read(source, makeshift)[0].title, _TITLE)
        name = with_ending(portable(title), source.format)
        return name if is_candidate(Path(name)) else makeshift

    def _read(self, source: Source, path: str, corrections: Corrections | None = None) -> tuple[Document, ...]:
        """The documents that a source holds at a path of the corpus."""
        try:
            return normalise(replace(source, path=path), self._taxonomy, corrections=corrections)
        except Exception as error:  # one document's trouble, whatever it is, never stops the others
            raise SourceError(
                f"处理时出了意外（{type(error).__name__}：{error}）", remedy="请告诉维护者；这个文件没有收入"
            ) from error

    def _compared(self, documents: Sequence[Document]) -> tuple[Likeness, ...]:
        """The documents that are much like one of a new file's, which from now on are among them."""
        found = [likeness for document in documents for likeness in self._like(document)]
        for document in documents:
            held = Held.of(document)
            self._arrived[held.place] = held.signature
            self._names[held.sha256] = held.name
            self._held[held.place] = held
        return tuple(sorted(found, key=lambda likeness: (-likeness.overlap.of_first, likeness.name))[:MOST_LIKENESSES])

    def _like(self, document: Document) -> Iterator[Likeness]:
        hashes = shingles(document.text)
        asked = signature_of(hashes)
        for near in (*self._signatures.nearest(asked), *nearest(asked, self._arrived)):
            held = self._held[near.id]
            told = overlap(hashes, shingles(held.text()))
            if told.verdict:
                yield Likeness(held.name, held.title, told)


def _corrections(companion: Companion | None) -> Corrections | None:
    if companion is None:
        return None
    try:
        return corrections_in(companion.data, companion.name)
    except SourceError as error:
        raise error.at(companion.origin) from error


def _arrival(
    offer: Offer,
    documents: Sequence[Document],
    asked: str,
    *,
    is_new: bool = False,
    beside: str | None = None,
    left: Companion | None = None,
    likenesses: tuple[Likeness, ...] = (),
) -> Arrival:
    first = documents[0]
    passages = [passage for document in documents for passage in document.passages()]
    return Arrival(
        origin=offer.origin,
        asked=asked,
        name=first.source,
        is_new=is_new,
        corrections=beside,
        left=left.origin if left else None,
        title=first.title,
        titles=tuple(document.title for document in documents),
        facts=first.facts,
        sections=sum(1 for document in documents for _ in document.walk()),
        passages=len(passages),
        characters=sum(len(document.text) for document in documents),
        themes=tuple(Counter(passage.theme for passage in passages).most_common()),
        warnings=tuple(notice for document in documents for notice in document.warnings),
        likenesses=likenesses,
    )
