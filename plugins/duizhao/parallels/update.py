"""Brings a ledger to what an archive holds: all at once, or what a few changed documents change.

Both ways give the same links. A link between two sentences depends on their own characters and on which of their seeds
are common property, on nothing else: so only sentences of changed documents, and those with a seed that has become
common property or ceased to be, are looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from duizhao.parallels.changes import Change, link_some
from duizhao.parallels.copies import regrouped
from duizhao.parallels.join import cap_for
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.roll import Member, Reader, Roll
from duizhao.parallels.whole import link_all

FEW: Final = 12  # an archive of which more than one document in so many has changed is looked at as a whole


def update(ledger: Ledger, folder: Path, members: Sequence[Member], version: str, reader: Reader) -> None:
    """Brings `ledger` to `members`.

    Args:
        folder: for what waits in files meanwhile.
        version: of the program and of what it takes for formulae; a ledger of another is made anew.
    """
    cap = cap_for(len(members))
    if ledger.meta("version") != version:
        ledger.clear()
        ledger.set_meta("version", version)
    before = {entry.id: entry for entry in ledger.entries()}
    now = {member.id: member for member in members}
    gone = [entry for entry in before.values() if entry.id not in now or now[entry.id].digest != entry.digest]
    kept = before.keys() - {entry.id for entry in gone}
    fresh = [member for member in members if member.id not in kept]
    if not gone and not fresh and ledger.meta("cap") == str(cap):
        return
    labels = regrouped(
        {entry.id: entry.copies for entry in before.values()},
        {member.id: member.signature for member in members},
        [member.id for member in fresh],
        reader.shingles,
    )
    moved = {id for id in kept if labels[id] != before[id].copies}
    is_small = (len(gone) + len(fresh) + len(moved)) * FEW <= len(members) and ledger.meta("cap") == str(cap)
    change = None
    if is_small:
        change = Change.before(Roll(ledger, before.values()), gone, [before[id] for id in sorted(moved)], cap)
    ledger.remove(entry.number for entry in gone)
    digests = {member.id: member.digest for member in fresh}
    added = [ledger.add(id, digests[id], wording) for id, wording in reader.wordings(list(digests))]
    ledger.regroup({id: label for id, label in labels.items() if label != (before[id].copies if id in kept else id)})
    ledger.set_meta("cap", str(cap))
    entries = (*(entry for entry in before.values() if entry.id in kept), *added)
    roll = Roll(
        ledger, (each if each.copies == labels[each.id] else each._replace(copies=labels[each.id]) for each in entries)
    )
    if change is None:
        link_all(roll, cap, folder, reader.share)
    else:
        link_some(roll, cap, change)
