"""Keeps an index up to date, writing no more than what is new calls for.

Segments are logs: what is new becomes one, which swallows those it is not small beside, so that there are few, a
document added rewrites a tiny one, and each document is rewritten a bounded number of times as the archive grows.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, chain
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from duizhao.progress import Progress, Silent
from duizhao.search import codec, lists, texts
from duizhao.search.catalogue import Catalogue, Range, ranges
from duizhao.search.columns import Tallies
from duizhao.search.index import (
    FIELDS,
    FORMAT,
    IndexedDocument,
    Value,
    path_of,
    places,
    script,
    to_json,
    write_script,
)
from duizhao.search.suggestions import Suggestion, write_tables
from duizhao.search.writer import Read, Share, Written, remove_spool, write_segment

SWALLOW = 20  # a new segment swallows those less than so many times its size
DEAD = 5  # a segment of which more than one passage in so many is no longer shown is rewritten
MOST_RANGES = 8_000  # about 45 kB of catalogue; beyond, all is rewritten

MANIFEST = path_of("manifest")


class Member(NamedTuple):
    """A document as the index knows it. Its digest changes whenever what search knows of it does."""

    id: str
    digest: str
    passages: int

    @classmethod
    def of(cls, document: IndexedDocument) -> Member:
        """The member that a document is."""
        return cls(document.id, document.digest, len(document.passages))


member_of = partial(tuple.__new__, Member)  # of rows, of which there may be 100,000, without a call of Python for each


@dataclass(frozen=True)
class Segment:
    """Some documents, indexed once and for all; which of them are still shown is the catalogue's business."""

    id: str
    members: tuple[Member, ...]
    written: Written
    format: int = FORMAT

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Paths of all its files, relative to the site's root; there may be 100,000."""
        kinds = (("text", self.written.texts), ("grams", self.written.grams))
        starts = [lists.list_page(page) for page in range(math.ceil(len(self.written.grams) / lists.FOLDERS))]
        pages = [texts.text_page(page) for page in range(math.ceil(len(self.written.texts) / texts.FOLDERS))]
        shards = [
            f"{kind}/{shard}"
            for kind, counts in kinds
            for folder, count in enumerate(counts)
            for shard in places(folder, count)
        ]
        facets = [
            f"facets/{field}-{number}"
            for field, count in zip(FIELDS, self.written.facets, strict=True)
            for number in range(count)
        ]
        values = [f"facets/{field}" for field in FIELDS]
        single = ("directory", "dictionary")
        return tuple(path_of(f"{self.id}/{name}") for name in (*single, *values, *facets, *starts, *pages, *shards))

    def to_json(self) -> str:
        """All of it in one line, to be kept for the next build. It never changes: keep it by its id."""
        tallies = self.written.tallies
        data = {
            "format": self.format,
            "id": self.id,
            "ids": [member.id for member in self.members],
            "digests": [member.digest for member in self.members],
            "passages": codec.encode([member.passages for member in self.members]),
            "texts": self.written.texts,
            "grams": self.written.grams,
            "facets": self.written.facets,
            "totals": tallies.totals,
            "tallies": tallies.documents,
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Segment:
        """What `to_json` made `text` from.

        Raises:
            ValueError, KeyError, TypeError: it made no such thing.
        """
        data: dict[str, Any] = json.loads(text)
        members = map(member_of, zip(data["ids"], data["digests"], codec.decode(data["passages"]), strict=True))
        tallies = Tallies(tuple(tuple(total) for total in data["totals"]), tuple(data["tallies"]))
        written = Written(tuple(data["texts"]), tuple(data["grams"]), tuple(data["facets"]), tallies)
        return cls(data["id"], tuple(members), written, data["format"])


_PASSAGES = itemgetter(2)  # of a member


@dataclass(frozen=True, slots=True)
class Update:
    """An index brought up to date.

    `segments` are to be given to the next update. The files of those in `new`, `catalogue` and `tables` are below the
    root given; those of the others are where the updates before have put them. `manifest` (path, content) is not
    written: it must come last, when all else is where the site has it.
    """

    segments: tuple[Segment, ...]
    new: tuple[str, ...]
    catalogue: str
    manifest: tuple[str, bytes]
    tables: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Paths of all files of the index, relative to the site's root."""
        return (
            MANIFEST,
            self.catalogue,
            *self.tables,
            *chain.from_iterable(segment.files for segment in self.segments),
        )


def update_index(
    root: Path,
    known: Sequence[Segment],
    wanted: Sequence[Member],
    read: Read,
    *,
    share: Share = map,
    full: bool = False,
    progress: Progress | None = None,
    readings: Mapping[str, str] | None = None,
    basis: str = "",
    suggestions: Iterable[Suggestion] = (),
) -> Update:
    """Writes what the index of the documents `wanted`, in the order of results, needs besides the `known` segments.

    With `full`, or no known segments, it is one segment, the same bytes for the same documents in the same order. Any
    other index of them answers every query alike. `read` is asked, in any process, for documents in parts of `wanted`.

    `readings` are what letters stand for, and `basis` is a digest of what `read` draws on besides documents: a change
    of either asks for `full`. `suggestions` are the phrases to suggest while somebody types.

    Raises:
        OSError: the files cannot be written below `root`.
        ValueError: `read` gives other documents than `wanted` says.
    """
    remove_spool(root)
    shown = [member for member in wanted if member.passages]
    kept, fresh, shown_ranges = _keep([] if full else [segment for segment in known if segment.format == FORMAT], shown)
    if fresh:
        segment = _name(fresh, f"{basis}\n{json.dumps(readings or {})}")
        documents = [(member.id, member.passages) for member in fresh]
        written = write_segment(root, segment, documents, read, share, progress or Silent(), readings or {})
        kept = (*kept, Segment(segment, fresh, written))
    tables = write_tables(root, suggestions)
    catalogue = Catalogue(len(shown), shown_ranges, tuple(_values(kept, shown)), readings or {}, tables)
    write_script(root, catalogue.name, catalogue.data)
    manifest = {"format": FORMAT, "catalogue": catalogue.name, "segments": [segment.id for segment in kept]}
    new = (kept[-1].id,) if fresh else ()
    return Update(
        kept,
        new,
        path_of(catalogue.name),
        (MANIFEST, script("manifest", manifest)),
        tuple(map(path_of, tables.values())),
    )


def _keep(
    known: Sequence[Segment], shown: Sequence[Member]
) -> tuple[tuple[Segment, ...], tuple[Member, ...], tuple[Range, ...]]:
    """The segments that are good enough as they are, the members that none of them has, and where all are shown if
    these become one segment more."""
    present = set(shown)
    size = {segment.id: _passages(segment.members) for segment in known}
    live = {segment.id: _passages(present.intersection(segment.members)) for segment in known}
    kept = [segment for segment in known if (size[segment.id] - live[segment.id]) * DEAD <= size[segment.id]]
    missing = present.difference(*(segment.members for segment in kept))
    fresh = _passages(missing)
    for segment in sorted(kept, key=lambda segment: (live[segment.id], segment.id)):
        if live[segment.id] < SWALLOW * fresh:
            kept.remove(segment)
            fresh += live[segment.id]
            missing |= present.intersection(segment.members)
    rest = tuple(member for member in shown if member in missing)
    found = _ranges([*(segment.members for segment in kept), rest], shown)
    if len(found) > MOST_RANGES:
        return (), tuple(shown), _ranges([shown], shown)
    return tuple(kept), rest, found


def _passages(members: Iterable[Member]) -> int:
    return sum(map(_PASSAGES, members))


def _name(members: Iterable[Member], basis: str) -> str:
    """A segment's name: digests of documents stand for all that its files are made from."""
    hasher = hashlib.sha256(f"duizhao index {FORMAT}\n{basis}\n".encode())
    for member in members:
        hasher.update(to_json(member) + b"\n")
    return hasher.hexdigest()[:16]


def _ranges(segments: Iterable[Sequence[Member]], shown: Iterable[Member]) -> tuple[Range, ...]:
    places = {
        member: (place, first)
        for place, members in enumerate(segments)
        for member, first in zip(members, accumulate(map(_PASSAGES, members), initial=0), strict=False)
    }
    return tuple(ranges((*places[member], member.passages) for member in shown))


def _values(segments: Sequence[Segment], shown: Sequence[Member]) -> Iterator[tuple[str, Value, int]]:
    """Of the fields of what is shown, segment by segment, the values, each with its passages."""
    present = set(shown)
    for segment in segments:
        dead = [place for place, member in enumerate(segment.members) if member not in present]
        yield from segment.written.tallies.without(dead)
