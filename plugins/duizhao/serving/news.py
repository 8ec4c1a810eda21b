"""What the open pages are told: which build they should show, and what is wrong."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from duizhao.errors import DuizhaoError

MOST_PROBLEMS = 20  # as many as a page lists; the terminal has them all


def _word() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class News:
    """The state of things.

    Args:
        build: a word that is another one whenever pages have to be loaded again, after a restart of the server too.
        failed: whether the last build was not done, so that the site is an older one.
        problems: why, or which documents were left out.
    """

    build: str = field(default_factory=_word)
    failed: bool = False
    problems: tuple[DuizhaoError, ...] = ()

    def json(self) -> str:
        """As `client.js` reads it, in one line: build, failed, problems (where, reason, remedy), count of problems."""
        shown = [
            {"where": place(error), "reason": error.reason, "remedy": error.remedy}
            for error in self.problems[:MOST_PROBLEMS]
        ]
        data = {"build": self.build, "failed": self.failed, "problems": shown, "count": len(self.problems)}
        return json.dumps(data)  # in ASCII: file names may hold what UTF-8 cannot


def place(error: DuizhaoError) -> str:
    """The file an error is about, and the line where there is one."""
    where = error.path or ""
    return f"{where} 第 {error.line} 行" if error.line is not None else where


class Board:
    """Where the builder posts the news and any number of threads follow them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._news = News()
        self._open = True

    @property
    def news(self) -> News:
        """The latest."""
        return self._news

    def post(self, problems: Sequence[DuizhaoError], *, failed: bool, renewed: bool) -> None:
        """After a build; `renewed` says that it changed the site."""
        build = _word() if renewed else self._news.build
        with self._changed:
            self._news = replace(self._news, build=build, failed=failed, problems=tuple(problems))
            self._changed.notify_all()

    def close(self) -> None:
        """Ends all `follow`."""
        with self._changed:
            self._open = False
            self._changed.notify_all()

    def follow(self, patience: float) -> Iterator[News | None]:
        """The news now and whenever they change; None after `patience` seconds without any. Skips what is overtaken."""
        seen: News | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._news is not seen or not self._open, patience)  # noqa: B023
                if not self._open:
                    return
                latest = self._news
            yield None if latest is seen else latest
            seen = latest
