"""How a long step tells whoever watches how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A watcher of steps. The command draws bars; a library user may pass `Silent()`."""

    def start(self, step: str, total: int | None) -> None:
        """A step begins, of `total` units (None: not known)."""

    def advance(self, units: int = 1) -> None:
        """So many more units of the step are done."""


class Silent:
    """Watches nothing."""

    def start(self, step: str, total: int | None) -> None:
        """Says nothing."""

    def advance(self, units: int = 1) -> None:
        """Says nothing."""
