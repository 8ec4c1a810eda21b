"""All documents of a corpus together, and the groupings that hub pages show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from duizhao.model import Document, Occurrence, Passage, Phrase, Section
from duizhao.phrases import Matcher

UNKNOWN = "未知"
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage where it stands: its document and the sections down to it, outermost first."""

    document: Document
    trail: tuple[Section, ...]
    passage: Passage

    @property
    def breadcrumb(self) -> str:
        """Part › section › section, as shown beside a passage that stands elsewhere."""
        names = [section.label for section in self.trail]
        return " › ".join([self.passage.part or UNKNOWN, *names])


@dataclass(frozen=True, slots=True)
class Use:
    """A passage that uses a phrase, and where in it."""

    entry: Entry
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True)
class Archive:
    """The documents, newest year first, and the phrases found in each passage (by passage id)."""

    documents: tuple[Document, ...]
    occurrences: Mapping[str, tuple[Occurrence, ...]]
    phrases: Mapping[str, Phrase]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every passage of every document, in the order of `documents`."""
        return tuple(
            Entry(document, trail, passage) for document in self.documents for trail, passage in document.breadcrumbs()
        )

    @cached_property
    def by_year(self) -> Mapping[int | None, Sequence[Document]]:
        """Documents by 年度, newest first, the unknown last."""
        return _grouped((document.year, document) for document in self.documents)

    @cached_property
    def by_meeting(self) -> Mapping[str, Sequence[Document]]:
        """Documents by meeting, in the order of their newest document; those without a known one last."""
        known = _grouped((document.meeting or UNKNOWN, document) for document in self.documents)
        return {name: known[name] for name in sorted(known, key=lambda name: name == UNKNOWN)}

    @cached_property
    def by_theme(self) -> Mapping[str, Sequence[Entry]]:
        """Passages by theme."""
        return _grouped((entry.passage.theme or UNKNOWN, entry) for entry in self.entries)

    @cached_property
    def uses(self) -> Mapping[str, Sequence[Use]]:
        """Of each phrase (by id), the passages that use it."""
        uses: dict[str, list[Use]] = defaultdict(list)
        for entry in self.entries:
            found: dict[str, list[Occurrence]] = defaultdict(list)
            for occurrence in self.occurrences.get(entry.passage.id, ()):
                found[occurrence.phrase].append(occurrence)
            for phrase, occurrences in found.items():
                uses[phrase].append(Use(entry, tuple(occurrences)))
        return uses


def gather(documents: Iterable[Document], matcher: Matcher) -> Archive:
    """The archive of `documents`, with every phrase that `matcher` finds in them."""
    ordered = tuple(sorted(documents, key=_order))
    occurrences: dict[str, tuple[Occurrence, ...]] = {}
    phrases: dict[str, Phrase] = {}
    for document in ordered:
        for passage in document.passages():
            found = matcher.find(passage.text)
            occurrences[passage.id] = found.occurrences
            phrases.update(found.phrases)
    return Archive(ordered, occurrences, phrases)


def _order(document: Document) -> tuple[int, str, str]:
    return (1 if document.year is None else -document.year, document.title, document.id)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
