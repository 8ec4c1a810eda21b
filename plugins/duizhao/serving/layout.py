"""What the server serves, and what it watches."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_TEMPORARY = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", ".swx", "~")


@dataclass(frozen=True, slots=True)
class Layout:
    """A site and its sources. Paths are absolute.

    Args:
        site: the folder that is served; it need not be there yet.
        watched: files and folders, with all below them, whose change calls for a build; they need not be there yet.
        ignored: folders whose changes do not: what builds write themselves.
        mount: where the site is on the server, as on its future host: `/` or `/…/`.
    """

    site: Path
    watched: tuple[Path, ...]
    ignored: tuple[Path, ...] = ()
    mount: str = "/"

    def name(self, path: str) -> str:
        """What people call a watched path: from its watched folder on, with `/` between folders."""
        for root in self.watched:
            if path != str(root) and Path(path).is_relative_to(root):
                return Path(path).relative_to(root).as_posix()
        return os.path.basename(path)  # noqa: PTH119 -- of a string


def is_noise(name: str) -> bool:
    """Whether a file or folder name is a hidden one, litter of a file manager, or a file that is not finished.

    The corpus passes over the first two kinds too (`intake.corpus`); an unfinished one counts under its last name.
    """
    name = name.lower()
    return name.startswith((".", "~$")) or name in _LITTER or name.endswith(_TEMPORARY)
