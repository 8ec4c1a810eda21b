"""Bytes → `Source`: one small reader per format, chosen by content.

Adding a format: a module with its reader, a row in `READERS` of `source.py`, and its mark in `sniff`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from duizhao.intake.corpus import (
    FileStamp,
    Walked,
    are_plain,
    is_candidate,
    is_searched,
    lines_of,
    name_of,
    named_documents,
    scan_corpus,
    walk_corpus,
)

if TYPE_CHECKING:
    from duizhao.intake.corrections import (
        Beside,
        corrections_beside,
        corrections_file,
        corrections_in,
        corrections_names,
        is_corrections,
        read_corrections,
    )
    from duizhao.intake.source import FORMATS, READERS, read_source, source_of

__all__ = [
    "FORMATS",
    "READERS",
    "Beside",
    "FileStamp",
    "Walked",
    "are_plain",
    "corrections_beside",
    "corrections_file",
    "corrections_in",
    "corrections_names",
    "is_candidate",
    "is_corrections",
    "is_searched",
    "lines_of",
    "name_of",
    "named_documents",
    "read_corrections",
    "read_source",
    "scan_corpus",
    "source_of",
    "walk_corpus",
]
_READING: Final = frozenset({"FORMATS", "READERS", "read_source", "source_of"})


def __getattr__(name: str) -> object:
    """What reads files is loaded when first asked for: a build that has nothing to read has no use for it."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"duizhao.intake.{'source' if name in _READING else 'corrections'}"), name)
