"""Brings a ledger to what an archive holds: all at once, or what a few changed documents change.

Both ways give the same links. A link between two sentences depends on their own characters and on which of their seeds
are common property, on nothing else: so only sentences of changed documents, and those with a seed that has become
common property or ceased to be, are looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from duizhao.parallels.changes import Change, link_some
from duizhao.parallels.copies import regrouped
from duizhao.parallels.join import cap_for
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.roll import Reader, Roll
from duizhao.parallels.whole import link_all

FEW: Final = 12  # an archive of which more than one document in so many has changed is looked at as a whole


def update(ledger: Ledger, folder: Path, documents: Mapping[str, str], version: str, reader: Reader) -> None:
    """Brings `ledger` to `documents`: digests of all that they say by their ids, which rise.

    Args:
        folder: for what waits in files meanwhile.
        version: of the program and of what it takes for formulae; a ledger of another is made anew.
    """
    cap = cap_for(len(documents))
    if ledger.meta("version") != version:
        ledger.clear()
        ledger.set_meta("version", version)
    before = {entry.id: entry for entry in ledger.entries()}
    gone = [entry for id, entry in before.items() if documents.get(id) != entry.digest]
    left = before.keys() - {entry.id for entry in gone}
    fresh = [id for id in documents if id not in left]
    if not gone and not fresh and ledger.meta("cap") == str(cap):
        return
    labels = regrouped(
        {id: entry.copies for id, entry in before.items()}, list(documents), reader.signatures(), fresh, reader.shingles
    )
    moved = [before[id] for id in sorted(labels.keys() & left)]
    is_small = (len(gone) + len(fresh) + len(moved)) * FEW <= len(documents) and ledger.meta("cap") == str(cap)
    change = Change.before(Roll(ledger, before.values()), gone, moved, cap) if is_small else None
    ledger.remove(entry.number for entry in gone)
    added = [ledger.add(id, documents[id], wording) for id, wording in reader.wordings(fresh)]
    ledger.regroup({id: label for id, label in labels.items() if id in left or id != label})
    ledger.set_meta("cap", str(cap))
    now = {id: entry for id, entry in before.items() if id in left} | {entry.id: entry for entry in added}
    for id, label in labels.items():
        now[id] = now[id]._replace(copies=label)
    roll = Roll(ledger, now.values())
    if change is None:
        link_all(roll, cap, folder, reader.share)
    else:
        link_some(roll, cap, change)
