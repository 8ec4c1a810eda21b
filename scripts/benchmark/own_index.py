"""Builds duizhao's search index alone, by the very step of its build: `own_index.py STORE CORPUS FOLDER`.

STORE is a copy of a finished build's: the step writes into it which segments there are.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import deque
from contextlib import closing
from pathlib import Path

from duizhao.crew import Crew
from duizhao.indexing import update_search
from duizhao.progress import Silent
from duizhao.store import Store
from duizhao.work import Setup

_ELSEWHERE = "elsewhere"  # a site of which nothing is published, so that everything is made


def main(store: Path, corpus: Path, folder: Path) -> None:
    """Writes the index of the documents in `store` below `folder`."""
    setup = Setup(corpus, store, folder, _ELSEWHERE, {}, frozenset(), "")
    with closing(sqlite3.connect(store, isolation_level=None)) as connection, Crew(setup) as crew:
        # the manifest is staged when the list of files is read
        update_search(
            Store(connection, setup.store), setup, crew, Silent(), lambda made: deque(made, 0), lambda area, lost: None
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
