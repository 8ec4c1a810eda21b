"""Corpus against store: the files to be looked at one by one, which are all but those that the store holds as they are.

`_of_all` says which these are. It takes seconds at 100,000 documents, so what the last comparison has settled is kept
in a file beside the store, a line for each document's; the next looks at files with other lines alone, as long as that
gives the same.

The store knows the digest of what is kept as long as it is true of its documents: from the transaction with the last of
what a comparison asked for until the first that changes documents, see `contributions.Changes`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from duizhao.files import replace_file
from duizhao.intake import (
    Beside,
    FileStamp,
    Walked,
    are_plain,
    corrections_beside,
    is_corrections,
    lines_of,
    named_documents,
)
from duizhao.normalise.ids import first_id, first_ids, told_apart
from duizhao.store import Store

_META = "settled"  # in the store: digest of the file


@dataclass(frozen=True, slots=True)
class Seen:
    """The documents' files as a comparison saw them, where names are plain and no two ids had to be told apart."""

    parser: str
    files: Mapping[str, Walked]  # by line
    corrected: Collection[str]  # names of those with corrections beside them


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What of a corpus must be looked at one by one."""

    found: Mapping[str, tuple[str, FileStamp]]  # path and stamp by name, sorted
    ids: Mapping[str, str]
    beside: Beside
    gone: Collection[str]  # names that the store knows and the corpus no longer has
    seen: Seen | None


def unsettled(walked: Sequence[Walked], parser: str, store: Store) -> Unsettled:
    """What must be looked at: files that are not in the store under the same name, id, stamp and parser, and those with
    corrections."""
    documents = [each for each in walked if each.is_document]
    files = dict(zip(lines_of(documents), documents, strict=True))
    return _of_changed(walked, files, parser, store) or _of_all(walked, files, parser, store)


def _of_all(walked: Sequence[Walked], files: Mapping[str, Walked], parser: str, store: Store) -> Unsettled:
    """The definition."""
    found = named_documents(walked)
    first = first_ids(found)
    ids = told_apart(first)
    beside = _beside(walked, ((name, path) for name, (path, _) in found.items()))
    same = set(
        store.connection.execute(
            "SELECT name, id, size, modified, changed FROM documents WHERE piece = 0 AND parser = ?", (parser,)
        ).fetchall()
    )
    known = store.connection.execute("SELECT name FROM documents WHERE piece = 0 UNION ALL SELECT name FROM failures")
    is_plain = ids is first and len(files) == len(found) and are_plain(files.values())
    return Unsettled(
        {
            name: (path, stamp)
            for name, (path, stamp) in found.items()
            if (name, ids[name], *stamp) not in same or name in beside.stamps
        },
        ids,
        beside,
        {name for (name,) in known}.difference(found),
        Seen(parser, files, beside.stamps.keys()) if is_plain else None,
    )


def _of_changed(walked: Sequence[Walked], files: Mapping[str, Walked], parser: str, store: Store) -> Unsettled | None:
    """The same from what was settled and what has changed since; None where that may not be all."""
    before = _recalled(parser, store)
    if before is None:
        return None
    fresh = [files[line] for line in files.keys() - before]
    left = set(map(_name, before.difference(files)))  # names of lines no longer there
    looked = {each.relative: each for each in fresh}
    if len(looked) < len(fresh) or not are_plain(fresh):
        return None
    come, gone = looked.keys() - left, left.difference(looked)
    beside = _beside(walked, ((each.relative, each.path) for each in files.values()))
    if beside.stamps:
        looked |= {each.relative: each for each in files.values() if each.relative in beside.stamps}
    ids = _ids(looked, come, gone, files, store)
    if ids is None:
        return None
    return Unsettled(
        {name: (each.path, each.stamp) for name, each in sorted(looked.items())},
        ids,
        beside,
        {name for name in gone if _is_known(name, store)},
        Seen(parser, files, beside.stamps.keys()),
    )


def _ids(
    names: Collection[str], come: Collection[str], gone: Collection[str], files: Iterable[str], store: Store
) -> dict[str, str] | None:
    """Ids of some documents of a corpus; None where an id of another one may have changed with them.

    Args:
        names: theirs; among them all that have `come` since all others were settled.
        gone: that were there then.
        files: of the corpus, by line.
    """
    own = Counter(map(_file, names))
    wanted = own.keys() | set(map(_file, gone))
    now = Counter([file for file in map(_file, files) if file in wanted])
    before = now + Counter(map(_file, gone))
    before.subtract(map(_file, come))
    if any(now[file] > own[file] and (now[file] > 1) != (before[file] > 1) for file in wanted):
        return None  # a file name that was one document's alone is shared now, or the other way round
    ids = {name: first_id(name, _file(name), is_shared=now[_file(name)] > 1) for name in names}
    if len(set(ids.values())) < len(ids):
        return None
    for name, id in ids.items():
        holder = store.connection.execute("SELECT name FROM documents WHERE id = ?", (id,)).fetchone()
        if holder and holder[0] != name and holder[0] not in gone:
            return None
    return ids


def _beside(walked: Iterable[Walked], documents: Iterable[tuple[str, str]]) -> Beside:
    if any(is_corrections(each.path) for each in walked if not each.is_document):
        return corrections_beside(sorted(documents))
    return Beside({}, ())


def _is_known(name: str, store: Store) -> bool:
    row = store.connection.execute(
        "SELECT 1 FROM documents WHERE name = ?1 AND piece = 0 UNION ALL SELECT 1 FROM failures WHERE name = ?1",
        (name,),
    ).fetchone()
    return row is not None


def remember(seen: Seen, unread: Collection[str], store: Store) -> None:
    """Keeps what is settled now that the store holds all that a comparison asked for.

    Args:
        store: in a transaction.
        unread: names of files that the store has no document of. They, and those with corrections, are kept with a line
            that no file has: every comparison looks at them.
    """
    (count,) = store.connection.execute("SELECT count(*) FROM documents WHERE piece = 0").fetchone()
    if count + len(unread) != len(seen.files):
        return  # of two documents of one id the store holds one
    lines = [
        f"? /{each.relative}" if each.relative in unread or each.relative in seen.corrected else line
        for line, each in seen.files.items()
    ]
    data = "\n".join([seen.parser, *sorted(lines)]).encode()
    with suppress(OSError):  # without the file, the next comparison is slower, no more
        if _kept(store) != data:
            replace_file(_file_beside(store), data)
        if store.meta(_META) != (digest := _digest(data)):
            store.set_meta(_META, digest)


def forget(connection: sqlite3.Connection) -> None:
    """Documents change: what was settled may no longer be."""
    connection.execute("DELETE FROM meta WHERE name = ?", (_META,))


def _recalled(parser: str, store: Store) -> set[str] | None:
    """The lines that were kept; None where there are none, of another parser or of other documents."""
    data = _kept(store)
    if store.meta(_META) != _digest(data):
        return None
    lines = data.decode().split("\n")
    return set(lines[1:]) if lines[0] == parser else None


def _kept(store: Store) -> bytes:
    try:
        return _file_beside(store).read_bytes()
    except OSError:
        return b""


def _file_beside(store: Store) -> Path:
    return store.path.with_name("settled.txt")


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _name(line: str) -> str:
    return line.partition("/")[2]


def _file(line: str) -> str:
    """The file name of a name or of a line."""
    return line.rpartition("/")[2]
