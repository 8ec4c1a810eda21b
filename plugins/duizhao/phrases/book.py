"""The phrasebook: idioms, glossary, shipped and owner's tables laid over one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from duizhao.errors import ConfigError
from duizhao.model import Phrase
from duizhao.phrases.glossary import glossary
from duizhao.phrases.idioms import dictionary, idioms
from duizhao.phrases.pinyin import pinyin
from duizhao.phrases.table import ACCEPTED, CANDIDATE, FORMULA, IDIOM, Row, read_rows


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase as the phrasebook holds it; `Phrase` is the same with its id and pinyin."""

    head: str
    kind: str
    variants: tuple[str, ...] = ()
    expansion: str | None = None
    source: str | None = None
    not_before: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The head and the variants: everything that is matched in text."""
        return (self.head, *self.variants)


@dataclass(frozen=True)
class Phrasebook:
    """What is matched: `entries` by head, and the wordings that are `rejected`. No wording belongs to two entries."""

    entries: Mapping[str, Entry]
    rejected: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def phrases(self) -> Mapping[str, Phrase]:
        """The phrases by id; each is made when it is first asked for, because pinyin is slow."""
        return _Phrases(self.entries)

    @cached_property
    def digest(self) -> str:
        """32 hexadecimal digits that change whenever the content does."""
        lines = sorted(map(repr, self.entries.values()))
        return blake2b("\n".join([*lines, *sorted(self.rejected)]).encode(), digest_size=16).hexdigest()


def load_phrasebook(*owner_files: Path, candidates: bool = True) -> Phrasebook:
    """The phrasebook that duizhao ships, with the owner's tables laid over it in the order given.

    A row of an owner's table adds a phrase, replaces the kind and variants of one with the same head, takes a wording
    over from another phrase, or rejects a wording. A mined row that nobody has reviewed (`candidate`) adds only what no
    other row speaks of; without `candidates` it adds nothing.

    Raises:
        ConfigError: a table cannot be read, is not UTF-8, or has a bad row; names the file, the line and the remedy.
    """
    return _loaded(tuple((path, _read(path)) for path in owner_files), candidates)


@lru_cache(maxsize=2)
def _loaded(owner_tables: tuple[tuple[Path, str], ...], candidates: bool) -> Phrasebook:
    layers = _Layers()
    shipped = files("duizhao").joinpath("data/phrasebook.tsv").read_text("utf-8")
    layers.lay(read_rows(shipped, "phrasebook.tsv"))
    owned = [read_rows(text, path) for path, text in owner_tables]
    for rows in owned:
        layers.lay(row for row in rows if row.status != CANDIDATE)
    for rows in owned if candidates else ():
        layers.add(row for row in rows if row.status == CANDIDATE)
    return Phrasebook(layers.entries, frozenset(layers.rejected))


def phrasebook_sources(*owner_files: Path) -> str:
    """A digest of the files that a phrasebook is made from: told in a moment, where loading it takes half a second.

    Raises:
        ConfigError: see `load_phrasebook`.
    """
    status = dictionary().stat()
    hasher = blake2b(f"{status.st_size} {status.st_mtime_ns}".encode(), digest_size=12)
    for path in owner_files:
        hasher.update(f"\0{path}\0{_read(path)}".encode("utf-8", "surrogateescape"))
    return hasher.hexdigest()


def phrase_id(head: str) -> str:
    """12 hexadecimal digits that name a phrase everywhere: BLAKE2b of its head in NFC."""
    return blake2b(unicodedata.normalize("NFC", head).encode(), digest_size=6).hexdigest()


def as_phrase(entry: Entry) -> Phrase:
    """The entry with its id and pinyin."""
    return Phrase(
        id=phrase_id(entry.head),
        head=entry.head,
        kind=entry.kind,
        pinyin=pinyin(entry.head),
        variants=entry.variants,
        expansion=entry.expansion,
        source=entry.source,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError("不是 UTF-8 编码", remedy="用编辑器另存为 UTF-8", path=path) from error
    except OSError as error:
        raise ConfigError("读不出来", remedy="检查文件是否存在、是否有权限读取", path=path) from error


class _Phrases(Mapping[str, Phrase]):
    """`Phrase` by id, made on demand."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = {phrase_id(head): entry for head, entry in entries.items()}
        self._made: dict[str, Phrase] = {}

    def __getitem__(self, id: str) -> Phrase:
        if id not in self._made:
            self._made[id] = as_phrase(self._entries[id])
        return self._made[id]

    def __contains__(self, id: object) -> bool:
        return id in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class _Layers:
    """A phrasebook in the making: what a later row claims, an earlier entry loses."""

    def __init__(self) -> None:
        self.entries = {head: Entry(head, IDIOM) for head in sorted(idioms())}
        self.rejected: set[str] = set()
        self._owner = {head: head for head in self.entries}  # wording -> head of the entry it belongs to
        for term in glossary():
            entry = Entry(term.head, FORMULA, term.variants, term.expansion, term.source, term.not_before)
            self._put(entry)

    def lay(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.status == ACCEPTED:
                known = self.entries.get(row.head, Entry(row.head, row.kind))
                self._put(replace(known, kind=row.kind, variants=row.variants))
                self.rejected.difference_update(row.wordings)
            else:
                for wording in row.wordings:
                    self._release(wording)
                self.rejected.update(row.wordings)

    def add(self, rows: Iterable[Row]) -> None:
        """Rows that claim nothing another row speaks of."""
        for row in rows:
            free = [each for each in row.wordings if each not in self._owner and each not in self.rejected]
            if row.head in free:
                self._put(Entry(row.head, row.kind, tuple(free[1:])))

    def _put(self, entry: Entry) -> None:
        for wording in entry.wordings:
            self._release(wording)
        self.entries[entry.head] = entry
        self._owner.update(dict.fromkeys(entry.wordings, entry.head))

    def _release(self, wording: str) -> None:
        head = self._owner.pop(wording, None)
        if head is None:
            return
        if head == wording:
            for variant in self.entries.pop(head).variants:
                self._owner.pop(variant, None)
        else:
            entry = self.entries[head]
            self.entries[head] = replace(entry, variants=tuple(v for v in entry.variants if v != wording))
