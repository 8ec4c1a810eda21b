"""What MkDocs and the theme have put around the generated pages: kept, it serves until more than the corpus changes.

Most builds follow a change of the corpus alone. Hand-written pages, templates, styles and navigation are then as the
last build left them, and MkDocs, which takes a second to load and to do it all again, need not be asked: the pages that
it has set itself with something generated in them are filled in like all others. Kept only where that gives, byte for
byte, what MkDocs gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from duizhao.pages.fragment import Fragment
from duizhao.pages.indexes import OVERVIEW
from duizhao.pages.shell import Kind, Shell, TocStyle, fits, has_plain_names


class UnfitError(Exception):
    """Something generated does not fit into what was kept; MkDocs is to be asked again."""


@dataclass(frozen=True, slots=True)
class Surround:
    """What stands around what is generated of one page that MkDocs has set."""

    path: str  # of the page's file in the site
    uri: str  # of the fragment that it shows
    has_headings: bool  # below the page's own
    shell: Shell

    def fill(self, fragment: Fragment) -> bytes:
        """The page.

        Raises:
            UnfitError: a template may write it in another way.
        """
        is_part = self.uri == OVERVIEW  # of a hand-written page, below that page's title
        toc = fragment.toc
        fit = all(map(has_plain_names, toc)) if is_part else fits(fragment.title, toc, fragment.html)
        if not fit or bool(fragment.headings) != self.has_headings:
            raise UnfitError
        return self.shell.fill(self.uri, fragment.title, fragment.headings, fragment.html, "xmlcharrefreplace")


@dataclass(frozen=True, slots=True)
class Frame:
    """All that builds need of MkDocs while nothing but the corpus changes."""

    site_url: str | None
    kinds: Mapping[Kind, Shell]
    own: frozenset[str]  # addresses of generated pages that MkDocs sets itself, and of the overview
    linked: Sequence[str]  # generated pages that hand-written ones link to
    written: Sequence[str]  # files of all pages that MkDocs has set, relative to the site
    surrounds: Sequence[Surround]

    def shells(self) -> Mapping[Kind, Shell]:
        """The template rendered once for each kind of page."""
        return self.kinds

    def set(self, fragment: Fragment) -> bytes:
        """Only the template itself could.

        Raises:
            UnfitError: always.
        """
        raise UnfitError

    def pages(self, fragments: Mapping[str, Fragment]) -> Iterator[tuple[str, bytes]]:
        """Paths and contents of the pages that show some of these fragments.

        Raises:
            UnfitError: one does not fit.
        """
        for surround in self.surrounds:
            if surround.uri in fragments:
                yield surround.path, surround.fill(fragments[surround.uri])

    def gives(self, fragments: Mapping[str, Fragment], plain: Mapping[str, bytes], staged: Path) -> bool:
        """Whether these fragments, and the `plain` pages that show none, are what MkDocs has made in a folder."""
        try:
            pages = (*self.pages(fragments), *plain.items())
            return all((staged / path).read_bytes() == page for path, page in pages)
        except (UnfitError, OSError):
            return False

    def to_text(self, key: str) -> str:
        """As the store keeps it. `key`: of what it was made from, see `seal.Scene.surroundings`."""
        values = asdict(self) | {"kinds": [], "own": sorted(self.own)}
        values["kinds"] = [[list(kind), asdict(shell)] for kind, shell in self.kinds.items()]
        return f"{key}\n{json.dumps(values, ensure_ascii=False)}"

    @classmethod
    def from_text(cls, text: str, key: str) -> Frame | None:
        """What `to_text` made; None where it was made from something else, by another program perhaps."""
        made_from, _, data = text.partition("\n")
        if made_from != key:
            return None
        values = json.loads(data)
        values["kinds"] = {
            Kind(folder, tuple(hide), has_headings): _shell(shell)
            for (folder, hide, has_headings), shell in values["kinds"]
        }
        values["surrounds"] = [Surround(**{**each, "shell": _shell(each["shell"])}) for each in values["surrounds"]]
        return cls(**{**values, "own": frozenset(values["own"])})


def _shell(values: Mapping[str, Any]) -> Shell:
    return Shell(**{**values, "toc": TocStyle(**values["toc"])})
