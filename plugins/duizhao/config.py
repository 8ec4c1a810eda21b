"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config

from duizhao.places import CORPUS, STATE


class DuizhaoConfig(Config):  # type: ignore[no-untyped-call]  # of MkDocs
    """Options under `plugins: - duizhao:`. Paths are relative to `mkdocs.yml`."""

    corpus = config_options.Type(str, default=CORPUS)
    """The folder of source documents."""

    state = config_options.Type(str, default=STATE)
    """The folder for what builds remember and generate: safe to delete, costs a full build."""
