"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config

CORPUS_VARIABLE = "DUIZHAO_CORPUS"  # in the environment, stands above the option: `DUIZHAO_CORPUS=… mkdocs build`


class DuizhaoConfig(Config):  # type: ignore[no-untyped-call]  # of MkDocs
    """Options under `plugins: - duizhao:`. Paths are relative to `mkdocs.yml`."""

    corpus = config_options.Type(str, default="corpus")
    """The folder of source documents."""

    state = config_options.Type(str, default=".duizhao")
    """The folder for what builds remember and generate: safe to delete, costs a full build."""
