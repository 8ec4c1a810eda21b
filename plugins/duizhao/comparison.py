"""A draft set beside the archive: what `duizhao compare` tells. Nothing of the draft is kept anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from duizhao.crew import Crew
from duizhao.model import Document
from duizhao.paralleling import formulae_of, ledger_folder, update_ledger
from duizhao.parallels.alignment import similarity
from duizhao.parallels.changes import matches
from duizhao.parallels.finder import Finder
from duizhao.parallels.findings import Findings, share_elsewhere, texts_in
from duizhao.parallels.formulae import Formulae
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.signature import Signatures, shingles, signature_of
from duizhao.parallels.wording import wording
from duizhao.places import Places
from duizhao.progress import Progress
from duizhao.store import Store
from duizhao.work import Setup


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft and what of it stands in the archive. `is_member`: it has the draft itself, which was left out."""

    document: Document
    findings: Findings
    is_member: bool


class Comparer:
    """Compares drafts with an archive."""

    def __init__(self, store: Store, ledger: Ledger, formulae: Formulae) -> None:
        self._ledger = ledger
        self._formulae = formulae
        self._finder = Finder(store.connection, ledger)
        rows = store.connection.execute("SELECT id, sha256, signature FROM documents").fetchall()
        self._files = {id: sha256 for id, sha256, _ in rows}
        self._signatures = Signatures({id: signature for id, _, signature in rows})

    def compare(self, draft: Document) -> Compared:
        """What is found of a draft."""
        itself = {id for id in (draft.id,) if self._files.get(id) == draft.sha256}
        texts = [passage.text for passage in draft.passages()]
        own = wording(texts, self._formulae)
        links = matches(own, self._ledger, itself)
        hashes = shingles("\n".join(texts))
        near = [each.id for each in self._signatures.nearest(signature_of(hashes)) if each.id not in itself]
        copies = tuple(copy for copy in self._finder.copies(hashes, near) if copy.overlap.verdict)
        parallels = self._finder.parallels(own, texts, links)
        return Compared(draft, Findings(parallels, copies, 0, share_elsewhere(own, links)), bool(itself))


@contextmanager
def comparer(places: Places, store: Store, progress: Progress) -> Iterator[Comparer]:
    """A comparer with the archive as `store` has it now."""
    setup = Setup(places.corpus, places.store, places.staging, "", {}, frozenset(), "")
    with Crew(setup) as crew:
        update_ledger(store, setup, crew, progress)
    with Ledger.reading(ledger_folder(places.store)) as ledger:
        yield Comparer(store, ledger, formulae_of(places.corpus))


def as_json(compared: Iterable[Compared]) -> dict[str, Any]:
    """The report for programs. Offsets are in characters of the passage's text."""
    return {"drafts": [_draft(each) for each in compared]}


def _draft(compared: Compared) -> dict[str, Any]:
    passages = list(compared.document.passages())
    findings = compared.findings
    return {
        "file": compared.document.source,
        "title": compared.document.title,
        "in_archive": compared.is_member,
        "share": round(findings.share, 4),
        "documents": texts_in(findings.parallels),
        "copies": [
            {"id": copy.id, "title": copy.title, "verdict": copy.verdict, "percent": copy.overlap.percent}
            for copy in findings.copies
        ],
        "parallels": [
            {
                "line": passages[each.own.ordinal].line,
                "start": each.own.start,
                "end": each.own.end,
                "text": each.text,
                "document": {"id": each.other.id, "title": each.other.title, "year": each.other.year},
                "passage": each.passage,
                "trail": each.trail,
                "there": each.there,
                "verbatim": each.is_verbatim,
                "similarity": round(similarity(each.text, each.there), 4),
            }
            for each in findings.parallels
        ],
    }
