"""What holds for every document, whatever its source: used by the property tests and by the goldens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao.model import Document, Source
from duizhao.normalise.draft import restore

_BLANK = re.compile(r"\s+")


def broken(document: Document, source: Source) -> list[str]:
    """The invariants that `document` breaks, each said in a few words; empty where all hold."""
    return [*_edits(document, source), *_places(document), *_account(document), *_ids(document)]


def _edits(document: Document, source: Source) -> Iterator[str]:
    if restore(document.text, document.edits, document.start) != source.text[document.start : document.end]:
        yield "edits replayed backwards do not give the source"
    at = document.start
    for edit in document.edits:
        if edit.start < at:
            yield f"edit out of order or overlapping at {edit.start}"
        if source.text[edit.start : edit.end] != edit.before:
            yield f"edit at {edit.start} does not hold what stood there"
        if edit.before == edit.after:
            yield f"edit at {edit.start} changes nothing"
        at = edit.end


def _pieces(document: Document) -> Iterator[tuple[int, str]]:
    """Everything that holds a stretch of the text, title aside, with where it starts; a section's number is one."""
    for matter in (*document.front, *document.back):
        yield matter.start, matter.text
    for passage in document.passages():
        yield passage.start, passage.text
    for section in document.walk():
        heading = section.start + len(section.number or "")
        yield section.start, section.number or ""
        yield heading + _indent(document.text[heading:]), section.heading


def _places(document: Document) -> Iterator[str]:
    for start, text in _pieces(document):
        if not document.text.startswith(text, start):
            yield f"{text[:20]!r} does not stand at {start}: {document.text[start : start + 20]!r}"


def _account(document: Document) -> Iterator[str]:
    """Each visible character of the text stands in the title or in exactly one piece."""
    pieces = sorted((start, text) for start, text in _pieces(document) if text)
    told = [_bare(text) for _, text in pieces]
    at = document.text.find(document.title)
    before = sum(start < at for start, _ in pieces)
    whole = _bare(document.text)
    if whole not in ("".join(told), "".join([*told[:before], _bare(document.title), *told[before:]])):
        yield "characters lost or doubled"


def _ids(document: Document) -> Iterator[str]:
    ids = [section.id for section in document.walk()] + [passage.id for passage in document.passages()]
    if len(ids) != len(set(ids)):
        yield "ids repeat"


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _bare(text: str) -> str:
    return _BLANK.sub("", text)
