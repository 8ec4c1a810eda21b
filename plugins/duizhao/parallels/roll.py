"""Which documents an archive has, and how they are grouped: what linking them depends on beside their wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from duizhao.parallels.ledger import Entry, Ledger, Links
from duizhao.parallels.signature import Shingles
from duizhao.parallels.wording import Wording
from duizhao.search.writer import Share


class Reader:
    """Where signatures, wordings and shingles come from."""

    def __init__(
        self,
        signatures: Callable[[], Sequence[bytes]],
        wordings: Callable[[Sequence[str]], Iterable[tuple[str, Wording]]],
        shingles: Callable[[str], Shingles],
        share: Share = map,
    ) -> None:
        self.signatures = signatures  # of all documents, by rising ids
        self.wordings = wordings  # of documents, by their ids
        self.shingles = shingles  # of a document's whole text
        self.share = share


class Roll:
    """The documents of a ledger, as they are now."""

    def __init__(self, ledger: Ledger, entries: Iterable[Entry] | None = None) -> None:
        """`entries`: the ledger's, where they have been read already."""
        self.ledger = ledger
        listed = ledger.entries() if entries is None else list(entries)
        self.entries = {entry.number: entry for entry in listed}
        self.size = ledger.last() + 1
        numbers: dict[str, int] = {}
        groups = [numbers.setdefault(entry.copies, len(numbers)) for entry in listed]
        self.group_of = np.full(self.size, -1, np.int64)  # by number; -1: gone
        self.group_of[np.fromiter(self.entries, np.int64)] = groups

    @cached_property
    def _copies(self) -> Mapping[str, list[str]]:
        """The copies that documents have; those alone in their groups left out."""
        members = Counter(entry.copies for entry in self.entries.values())
        found: dict[str, list[str]] = {label: [] for label, count in members.items() if count > 1}
        for entry in self.entries.values():
            if entry.copies in found:
                found[entry.copies].append(f"{entry.id} {entry.digest}")
        return found

    def shown(self, number: int, links: Links) -> str:
        """A digest of all that a document's page shows of others, and of itself."""
        own = self.entries[number]
        said = f"{own.id} {own.digest}"
        hasher = blake2b(f"{said}\n{sorted(self._copies.get(own.copies, [said]))}\n".encode(), digest_size=12)
        hasher.update(b"".join(sorted(self._linked(links))))
        return hasher.hexdigest()

    def _linked(self, links: Links) -> Iterator[bytes]:
        """Each document that is linked with one, and which sentences of both are."""
        links = links[np.lexsort((links[:, 2], links[:, 0], links[:, 1]))]
        numbers, starts = np.unique(links[:, 1], return_index=True)
        lines = links[:, [0, 2]].tobytes()  # 8 bytes a link
        for number, (start, stop) in zip(numbers.tolist(), pairwise([*starts.tolist(), len(links)]), strict=True):
            other = self.entries[number]
            said = f"{other.id} {other.digest} {other.copies} {stop - start}\n"
            yield said.encode() + lines[8 * start : 8 * stop]
