"""Bytes → `Source`: one small reader per format, chosen by content.

Adding a format: a module with its reader, a row in `READERS`, and its mark in `sniff`.
"""

from duizhao.intake.corpus import is_candidate, scan_corpus
from duizhao.intake.source import READERS, read_source

__all__ = ["READERS", "is_candidate", "read_source", "scan_corpus"]
