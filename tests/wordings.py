"""Short ways to a ledger of a few invented documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from duizhao.parallels.formulae import Formulae
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.roll import Reader
from duizhao.parallels.signature import shingles, signature
from duizhao.parallels.update import update
from duizhao.parallels.wording import WHERE, Wording, wording
from duizhao.phrases import load_phrasebook
from duizhao.taxonomy import load_taxonomy

Texts = Mapping[str, Sequence[str]]
"""The texts of each document's passages, by its id."""

Line = tuple[str, int]
"""A document, and one of its sentences."""


@cache
def formulae() -> Formulae:
    """Those of the phrasebook and the taxonomy that duizhao ships."""
    return Formulae(load_phrasebook(), load_taxonomy())


def bring(folder: Path, documents: Texts, share: Callable[..., Iterator[object]] = map) -> set[str]:
    """Brings the ledger in `folder` to these documents; which of all, then or now, show something else."""

    def wordings(ids: Sequence[str]) -> Iterable[tuple[str, Wording]]:
        return ((id, wording(documents[id], formulae())) for id in ids)

    whole = {id: "\n".join(texts) for id, texts in sorted(documents.items())}
    reader = Reader(lambda: list(map(signature, whole.values())), wordings, lambda id: shingles(whole[id]), share)
    with Ledger.open(folder) as ledger:
        update(ledger, folder, whole, "1", reader)
        return ledger.changed


def linked(folder: Path) -> set[tuple[Line, Line]]:
    """All links of a ledger: who has, and where it also stands, which they say as the other's sentences do."""
    found = set()
    with Ledger.reading(folder) as ledger:
        ids = {entry.number: entry.id for entry in ledger.entries()}
        for number, id in ids.items():
            for own, other, line, *where in ledger.links(number).tolist():
                assert where == ledger.wording(other).sentences[line, WHERE].tolist()
                found.add(((id, own), (ids[other], line)))
    return found


def groups(folder: Path) -> dict[str, str]:
    """The group of copies that each document is in."""
    with Ledger.reading(folder) as ledger:
        return {entry.id: entry.copies for entry in ledger.entries()}


def shown(folder: Path) -> dict[str, str]:
    """What each document's page depends on."""
    with Ledger.reading(folder) as ledger:
        return ledger.shown()
