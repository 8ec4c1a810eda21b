"""Bytes → `Source`: one small reader per format, chosen by content.

Adding a format: a module with its reader, a row in `READERS`, and its mark in `sniff`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from duizhao.intake.corpus import is_candidate, is_searched, list_corpus, name_of, scan_corpus
from duizhao.intake.corrections import (
    corrections_beside,
    corrections_file,
    corrections_in,
    corrections_names,
    is_corrections,
    read_corrections,
)
from duizhao.intake.files import load

if TYPE_CHECKING:
    from duizhao.intake.source import FORMATS, READERS, read_source, source_of

__all__ = [
    "FORMATS",
    "READERS",
    "corrections_beside",
    "corrections_file",
    "corrections_in",
    "corrections_names",
    "is_candidate",
    "is_corrections",
    "is_searched",
    "list_corpus",
    "load",
    "name_of",
    "read_corrections",
    "read_source",
    "scan_corpus",
    "source_of",
]


def __getattr__(name: str) -> object:
    """The readers are loaded when first asked for: a build that leaves reading to others has no use for them."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("duizhao.intake.source"), name)
