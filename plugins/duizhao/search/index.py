"""What search knows of an archive, and how its files say it.

    search/manifest.js                      names the catalogue and the segments; the one file whose name never changes
    search/catalogue/<hash>.js              what of the segments is shown, in which order; what there is to filter by
    search/suggest/<bucket>-<hash>.js       phrases to suggest (see `suggestions.py`)
    search/<segment>/directory.js           which folder of the segment has a gram or a passage
    search/<segment>/grams/starts-<n>.js    with which gram each shard of lists of some folders begins
    search/<segment>/grams/<nn>/<nn>.js     lists of passages by gram (see `postings.py`), packed
    search/<segment>/facets/<field>.js      a field's values, numbered from 1 in the runs
    search/<segment>/facets/<field>-<n>.js  which of them each passage has, in runs
    search/<segment>/text/sizes-<n>.js      how many passages each text shard of some folders has
    search/<segment>/text/<nn>/<nn>.js      documents with the texts of their passages, packed
    search/<segment>/dictionary.js          what texts are packed with

Segments and catalogues are named after what they hold, so every file but the manifest may be cached for ever, and a tab
open on an older site never meets a file that says something else. Each script calls `duizhao.register(name, data)`:
this works where fetch, modules and wasm do not, from `file://`.

Texts and lists are nearly all of the bytes. `packing.py` says how they are carried, in `register` as a string.

`segments.py` keeps an index up to date; `writer.py` writes one segment.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import orjson

FORMAT = 5  # raise it with any change of what a shard says or how it says it

DOCUMENT_FIELDS = ("year", "meeting", "kind", "subject", "role")
PASSAGE_FIELDS = ("part", "theme", "aspect")
FIELDS = (*DOCUMENT_FIELDS, *PASSAGE_FIELDS)

Value = str | int


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What search knows of a passage. `trail` is its breadcrumb below the document: `二、原因剖析 › （一）…`."""

    id: str
    text: str
    part: str | None
    theme: str | None
    trail: str
    aspect: str | None = None


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What search knows of a document. `url` is its page, relative to the site's root and percent-encoded."""

    id: str
    url: str
    title: str
    year: int | None
    meeting: str | None
    kind: str | None
    passages: tuple[IndexedPassage, ...]
    subject: str | None = None
    role: str | None = None

    @property
    def head(self) -> list[Value | None]:
        """All but the passages, as a text shard has it."""
        return [self.id, self.url, self.title, self.year, self.meeting, self.kind, self.subject, self.role]

    @property
    def digest(self) -> str:
        """Changes whenever anything search knows of the document does: 24 hexadecimal digits."""
        said = to_json([self.head, [entry(passage) for passage in self.passages]])
        return hashlib.blake2b(said, digest_size=12).hexdigest()


def entry(passage: IndexedPassage) -> list[str | None]:
    """A passage as a text shard has it."""
    return [passage.id, passage.text, passage.part, passage.theme, passage.trail, passage.aspect]


def to_json(data: object) -> bytes:
    """The shortest JSON, in UTF-8."""
    try:
        return orjson.dumps(data)
    except orjson.JSONEncodeError:
        # A lone surrogate has no UTF-8: written as \udxxx, which is what a script calls it.
        return _JSON.encode(data).encode("utf-8", "backslashreplace")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def path_of(name: str) -> str:
    """Where the script that registers `name` is, relative to the site's root."""
    return f"search/{name}.js"


def script(name: str, data: object) -> bytes:
    """The script that registers `data` as `name`."""
    return b'duizhao.register("%s",%s);\n' % (name.encode("ascii"), to_json(data))


def write_script(root: Path, name: str, data: object) -> None:
    """Writes a script where it belongs under `root`.

    Raises:
        OSError: it cannot be written.
    """
    path = root / path_of(name)
    content = script(name, data)
    try:
        path.write_bytes(content)
    except FileNotFoundError:  # most files go to folders that are there
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def folder_name(folder: int) -> str:
    """A folder's name in its kind: ten thousand files in one are slow on a share and too much for a FAT stick."""
    return f"{folder:02x}"


def place(folder: int, number: int) -> str:
    """A shard's name in its kind."""
    return f"{folder_name(folder)}/{number:02x}"


def places(folder: int, count: int) -> list[str]:
    """The names of a folder's shards."""
    name = folder_name(folder)
    return [f"{name}/{number:02x}" for number in range(count)]
