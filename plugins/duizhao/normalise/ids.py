"""Identities: short, stable, the same in every command and in the site."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

_ID_BYTES = 6  # 12 hexadecimal digits: at 100,000 documents a collision has odds of about 1 in 50,000


def nfc(text: str) -> str:
    """Unicode's composed form: one spelling of a name, whatever system wrote it."""
    return unicodedata.normalize("NFC", text)


def digest(*parts: str) -> str:
    """12 hexadecimal digits from the NFC form of `parts`."""
    return _hashed(nfc("\n".join(parts)))


def _hashed(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def document_id(name: str) -> str:
    """The id of a document alone: from its file name without folders, so that moving a file keeps its links."""
    return digest(name.rsplit("/", 1)[-1])


def document_ids(names: Iterable[str]) -> dict[str, str]:
    """Ids of a corpus's documents by their names (paths relative to it): a function of the set of names alone.

    Files that share a file name get ids from their whole paths, every one of them: when a second one comes, links to
    the first end rather than lead to another document.
    """
    return told_apart(first_ids(names))


def first_ids(names: Iterable[str]) -> dict[str, str]:
    """Ids of a corpus's documents by their names, sorted, as they are unless two names have one hash."""
    known = {name: name.rsplit("/", 1)[-1] for name in sorted(set(names))}
    if not unicodedata.is_normalized("NFC", "\n".join(known.values())):  # asked of all at once: there may be 100,000
        known = {name: nfc(file) for name, file in known.items()}
    sharing = Counter(known.values())
    return {name: first_id(name, file, is_shared=sharing[file] > 1) for name, file in known.items()}


def first_id(name: str, file: str, *, is_shared: bool) -> str:
    """The id of one of them. `file`: its file name in NFC, which others may share."""
    return digest(name, "path") if is_shared else _hashed(file)


def told_apart(first: dict[str, str]) -> dict[str, str]:
    """The `first_ids` themselves where no two are one, else others in place of those that come later."""
    if len(set(first.values())) == len(first):
        return first
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name, found in first.items():
        attempt = 0
        while found in taken:
            found = digest(name, str(attempt := attempt + 1))
        ids[name] = found
        taken.add(found)
    return ids


def part_ids(file: str, titles: Sequence[str]) -> list[str]:
    """Ids of the documents in one file, by the file's id and their titles: the first has the file's own.

    A document's id does not depend on how many stand before it; of several with one title, the second counts as such.
    """
    count: Counter[str] = Counter()
    ids = [file]
    for title in titles[1:]:
        repeat = count[title]
        count[title] += 1
        ids.append(digest(file, "part", title, str(repeat)))
    return ids[: len(titles)]


class Identities:
    """Ids of one document's passages and sections: each from the document's id and its own words.

    Edits elsewhere leave an id alone. The second passage of the same wording counts as such.
    """

    def __init__(self, document: str) -> None:
        self._document = nfc(document)
        self._count: Counter[str] = Counter()
        self._taken: set[str] = set()

    def passage(self, text: str) -> str:
        """The id of the next passage that says `text`."""
        return "p" + self._next(text)

    def section(self, trail: Iterable[str]) -> str:
        """The id of the next section under the headings of `trail`, its own the last."""
        return "s" + self._next("\n".join(trail))

    def _next(self, text: str) -> str:
        text = nfc(text)
        while True:
            repeat = self._count[text]
            self._count[text] += 1
            parts = (self._document, text, str(repeat)) if repeat else (self._document, text)
            found = _hashed("\n".join(parts))  # as `digest` of them: what is composed stays so between line ends
            if found not in self._taken:
                self._taken.add(found)
                return found
