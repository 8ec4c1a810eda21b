"""What a build has made, and what is to go: nothing of it is in its place yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from duizhao.errors import OutputError
from duizhao.files import Snapshot
from duizhao.look import Look
from duizhao.outputs import MARKDOWN, Output, Outputs
from duizhao.pages.fragment import Fragment


@dataclass(slots=True)
class Made:
    """What a build has made, to be published together."""

    outputs: dict[tuple[str, str], Output] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)  # by area, files of owners that no longer have them
    own: dict[str, Fragment] = field(default_factory=dict)  # pages that MkDocs sets itself
    meta: dict[str, str] = field(default_factory=dict)  # to be remembered once all is published
    left: dict[str, Look] = field(default_factory=dict)  # the areas that are as the last build left them
    there: defaultdict[str, Snapshot] = field(default_factory=lambda: defaultdict(dict))  # the files of all others

    def add(self, outputs: Iterable[Output]) -> None:
        """Takes the files of an owner.

        Raises:
            OutputError: another owner has a file of that address.
        """
        for output in outputs:
            other = self.outputs.setdefault((output.area, output.path), output)
            if other.owner != output.owner:
                raise OutputError(
                    f"两个名称用了同一个网址 {output.path}", remedy="请在 taxonomy.yml 中改换其中一个名称"
                )

    def paths(self, known: set[str], area: str) -> set[str]:
        """The files that an area will have, by those that it is known to have."""
        here = {path for other, path in self.outputs if other == area}
        return (known - self.gone.get(area, set())) | here

    def has(self, outputs: Outputs, area: str, path: str) -> bool:
        """Whether an area will have a file that builds have made."""
        if (area, path) in self.outputs:
            return True
        return path not in self.gone.get(area, ()) and outputs.digest(area, path) is not None

    def lose(self, area: str, paths: Iterable[str]) -> None:
        """Takes note of files that are to go."""
        self.gone.setdefault(area, set()).update(paths)

    def disown(self, outputs: Outputs, site_area: str, owner: str) -> None:
        """Takes note of what an owner had: it goes, unless it is made again."""
        for area in (MARKDOWN, site_area):
            self.lose(area, outputs.owned(owner, area))
