"""File names that do on every system: what stands in one, how long it is, when two of them are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from duizhao.intake import name_of

ENDINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "txt": (".txt",),
        "md": (".md", ".markdown"),
        "docx": (".docx",),
        "html": (".html", ".htm"),
        "rtf": (".rtf",),
        "pdf": (".pdf",),
        "mht": (".mht", ".mhtml"),
        "doc": (".doc",),
        "wps": (".wps",),
        "odt": (".odt",),
    }
)
"""Of each format that is read: how its files end, the usual ending first."""

LONGEST: Final = 255  # bytes of UTF-8 on Linux; other systems count 255 of what is no shorter
_LONGEST_ENDING: Final = 9  # characters, the dot too: .markdown; what is longer is no ending (1.某某同志的材料)

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # on Windows and FAT sticks
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def portable(name: str) -> str:
    """One part of a path as any system takes it, in NFC: what one of them forbids becomes `_`. Never empty."""
    name = _FORBIDDEN.sub("_", name_of(name)).rstrip(" .").lstrip()
    return f"_{name}" if not name or _DEVICES.match(name) else fitted(name)


def fitted(name: str, mark: str = "") -> str:
    """`name` with `mark` before its ending, the stem cut where the whole is longer than systems allow."""
    ending = PurePosixPath(name).suffix
    ending = ending if len(ending) <= _LONGEST_ENDING else ""
    stem = name.removesuffix(ending)
    while len(f"{stem}{mark}{ending}".encode()) > LONGEST:
        stem = stem[:-1]
    return f"{stem}{mark}{ending}"


def with_ending(name: str, form: str) -> str:
    """`name` with an ending of a format (see `READERS`): its own where it is one, else in its place or after it."""
    path = PurePosixPath(name)
    ending = path.suffix.lower()
    if ending in ENDINGS[form]:
        return name
    stem = path.stem if any(ending in known for known in ENDINGS.values()) else name
    return fitted(f"{stem}{ENDINGS[form][0]}")


def pasted_name(sha256: str) -> str:
    """A makeshift name for content that has none, without ending; the same for the same content."""
    return f"粘贴-{sha256[:8]}"


def numbered(name: str, number: int) -> str:
    """The name that a `number`th file of that name takes: `名称 (2).docx`."""
    return name if number == 1 else fitted(name, f" ({number})")


def key(path: str) -> str:
    """What two paths share that are one on some system: capitals and spellings of Unicode do not tell them apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
