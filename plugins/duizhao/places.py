"""Where a build reads, remembers and waits: the folders of one corpus."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from duizhao.errors import ConfigError

CORPUS_VARIABLE = "DUIZHAO_CORPUS"  # in the environment, stands above the option: `DUIZHAO_CORPUS=… mkdocs build`
CORPUS, STATE = "corpus", ".duizhao"  # the options' defaults


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one corpus."""

    corpus: Path
    state: Path  # a folder of this corpus's own: store, generated Markdown, staging

    @classmethod
    def of(cls, corpus: Path, state_root: Path) -> Places:
        """The places of a corpus; each corpus has a state folder named by its path."""
        key = hashlib.blake2b(str(corpus.resolve()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
        return cls(corpus, state_root / key)

    @classmethod
    def configured(cls, config_file: Path, given: Path | None, corpus: str, state: str) -> Places:
        """The places that a project's options name, or the corpus `given` on the command line."""
        root = config_file.resolve().parent
        return cls.of(root / (given or os.environ.get(CORPUS_VARIABLE) or corpus), root / state)

    @property
    def lock(self) -> Path:
        """Whoever holds it builds."""
        return self.state / "lock"

    @property
    def store(self) -> Path:
        """The SQLite file."""
        return self.state / "store.sqlite"

    @property
    def seal(self) -> Path:
        """Whether the last build still stands: see `seal.py`."""
        return self.state / "seal.json"

    @property
    def markdown(self) -> Path:
        """Generated Markdown, laid out as in the site."""
        return self.state / "generated"

    @property
    def staging(self) -> Path:
        """What a build has made and not yet published."""
        return self.state / "staging"


def find_config(start: Path) -> Path:
    """The `mkdocs.yml` of the project: in `start` or above it, else of the checkout this program runs from.

    Raises:
        ConfigError: there is none.
    """
    checkout = Path(__file__).resolve().parents[2]
    for folder in (start, *start.parents, checkout):
        if (folder / "mkdocs.yml").is_file():
            return folder / "mkdocs.yml"
    raise ConfigError("找不到 mkdocs.yml", remedy="请到项目文件夹里运行，或用 --config 指明它", path=start)
