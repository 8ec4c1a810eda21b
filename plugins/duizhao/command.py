"""Where the command `duizhao` starts: worker processes load this again, and have no use for what a terminal needs."""

from __future__ import annotations

import contextlib
import os
import sys


def main() -> None:
    """Runs the command."""
    # numpy's threads for linear algebra, of which there is none here: to start them takes as long as to load numpy
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from duizhao.garbage import look_seldom

    look_seldom()  # loading is most of a short command
    from duizhao.cli import main

    try:
        main()
    except SystemExit as ended:
        _end(ended.code)


def _end(status: str | int | None) -> None:
    """Ends here and now: for the tenth of a second that Python takes to take a build's objects apart, nobody waits."""
    if isinstance(status, str):
        sys.exit(status)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it has gone
            stream.flush()
    os._exit(status or 0)
