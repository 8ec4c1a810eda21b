"""A document as the store keeps it: plain values that any process can make and send, and how they are read again."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from duizhao.codec import decoded, encoded
from duizhao.model import Document, Extent, Phrase
from duizhao.parallels.signature import signature
from duizhao.phrases import Found
from duizhao.store import storable


class Stamp(NamedTuple):
    """What tells, without reading it, whether a file is still the one that was read."""

    size: int  # bytes
    modified: int  # nanoseconds
    changed: int  # nanoseconds
    parser: str  # digest of what read it, and what tells whether its corrections are still the same


class Uses(NamedTuple):
    """The phrases found in a document: rows (phrase id, ordinal of the passage, spans, wording), and these
    phrases."""

    rows: tuple[tuple[str, int, str, int], ...]
    phrases: tuple[Phrase, ...]
    digest: str


class Record(NamedTuple):
    """A document as the store keeps it; plain values, cheap to send from the process that read it."""

    id: str
    name: str
    ordinal: int
    sha256: str
    facts: tuple[str | int | None, ...]  # title, year, meeting, kind, subject, role, unit, level
    characters: int
    warnings: int
    passages: tuple[tuple[str, str | None, str | None, str, str, str], ...]  # id, part, theme, lead, text, trail
    digest: str
    signature: bytes
    payload: bytes
    uses: Uses


def record(document: Document, found: Sequence[Found]) -> Record:
    """What the store is to keep of `document`, with the phrases found in each of its passages."""
    facts = document.facts
    said = (facts.kind, facts.subject, facts.role, facts.unit, facts.level)
    data = encoded(document)
    breadcrumbs = document.breadcrumbs()
    return Record(
        id=document.id,
        name=document.source,
        ordinal=document.ordinal,
        sha256=document.sha256,
        facts=(
            storable(document.title),
            document.year or 0,
            document.meeting,
            *(None if fact.value is None else str(fact.value) for fact in said),
        ),
        characters=sum(len(passage.text) for _, passage in breadcrumbs),
        warnings=len(document.warnings),
        passages=tuple(
            (
                passage.id,
                passage.part,
                passage.theme,
                storable(passage.lead),
                storable(passage.text),
                storable(" › ".join(section.label for section in trail)),
            )
            for trail, passage in breadcrumbs
        ),
        digest=blake2b(data, digest_size=16).hexdigest(),
        signature=signature(document.text),
        payload=zlib.compress(data, 1),
        uses=uses(found),
    )


def document_key(id: str) -> int:
    """The key in the store of a document: in the order of keys, what a limit leaves out depends on no build before."""
    return int(id, 16)


def uses(found: Iterable[Found]) -> Uses:
    """The phrases of a document, from what was found in each of its passages, in reading order."""
    rows: list[tuple[str, int, str, int]] = []
    phrases: dict[str, Phrase] = {}
    for ordinal, here in enumerate(found):
        said: dict[str, tuple[str, int]] = {}  # of each phrase: where it stands, the wording it first stands in
        for (phrase, start, end), wording in zip(here.occurrences, here.wordings, strict=True):
            if phrase in said:
                spans, first = said[phrase]
                said[phrase] = f"{spans} {start}-{end}", first
            else:
                said[phrase] = f"{start}-{end}", wording
        rows += [(phrase, ordinal, spans, first) for phrase, (spans, first) in said.items()]
        phrases.update(here.phrases)
    digest = blake2b(repr(rows).encode(), digest_size=16).hexdigest()
    return Uses(tuple(rows), tuple(phrases.values()), digest)


def spans_of(said: str) -> list[Extent]:
    """What a row's `spans` say."""
    found = []
    for span in said.split(" "):
        start, _, end = span.partition("-")
        found.append((int(start), int(end)))
    return found


def document_of(payload: bytes) -> Document:
    """The document that `record` kept.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    try:
        return decoded(zlib.decompress(payload))
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise sqlite3.DatabaseError("a damaged document in the store") from error
