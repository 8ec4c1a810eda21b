"""The owner's `phrasebook.tsv` as mining writes it: a lock file that people review.

Lines of people's making (accepted, rejected, added by hand, comments, empty lines) stay as they are, byte for byte.
Lines of status `candidate` are mining's own: kept in their place with new evidence, taken out when no longer found.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duizhao.phrases.mining import Candidate
from duizhao.phrases.table import CANDIDATE, COLUMNS, SET_WORDING, Row, read_rows, write_row


def candidate_rows(candidates: Iterable[Candidate]) -> list[Row]:
    """The rows of a phrasebook that candidates are."""
    return [Row(each.head, SET_WORDING, each.variants, CANDIDATE, each.evidence) for each in candidates]


def merged(text: str, rows: Iterable[Row], path: Path | str) -> str:
    """The table with its candidates replaced by `rows`.

    Args:
        text: the table as it is, line ends as in the file; empty where there is none.
        rows: the candidates found now, none of whose wordings stands in another row of the table.
        path: named in errors only.

    Raises:
        ConfigError: the table has a bad row.
    """
    read_rows(text, path)
    end = "\r\n" if "\r\n" in text else "\n"
    found = {row.head: row for row in rows}
    lines: list[str] = []
    for line in text.splitlines(keepends=True) if text.strip("\ufeff \r\n") else ["\t".join(COLUMNS) + end]:
        head, status = _said(line)
        if status != CANDIDATE:
            lines.append(line)
        elif head in found:
            lines.append(write_row(found.pop(head)) + end)
    if found and lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    return "".join([*lines, *(write_row(row) + end for row in found.values())])


def _said(line: str) -> tuple[str, str]:
    """Head and status of a line; empty where it is no row."""
    cells = [cell.strip() for cell in line.split("\t")]
    return (cells[0], cells[3]) if len(cells) > 3 and not line.startswith("#") else ("", "")
