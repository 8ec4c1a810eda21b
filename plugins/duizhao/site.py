"""Runs MkDocs with our plugin in it: the whole build, and the development server."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from duizhao.build import unwritable
from duizhao.errors import ConfigError, DuizhaoError, StoreError
from duizhao.places import Places
from duizhao.plugin import DuizhaoPlugin
from duizhao.progress import Progress
from duizhao.report import Report
from duizhao.serving import Layout, Outcome, parse_address, serve
from duizhao.workers import Workers

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's banner about another program


def configured(config_file: Path, corpus: Path | None, site: Path | None) -> MkDocsConfig:
    """The project's configuration, with what the command line says instead.

    Raises:
        ConfigError: it is not right, or lacks the plugin.
    """
    heard = _Hearing()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    try:
        config = load_config(config_file=str(config_file))
    except Exception as error:  # a file of the wrong shape makes MkDocs raise errors of any kind
        reason = "；".join(heard.errors) or " ".join(str(error).split())
        raise ConfigError(f"配置不对（{reason}）", remedy="请改正后再试", path=config_file) from error
    finally:
        logger.removeHandler(heard)
    plugin_of(config, config_file).corpus = None if corpus is None else corpus.absolute()
    if site is not None:
        config.site_dir = str(site.absolute())
    return config


class _Hearing(logging.Handler):
    """Keeps what MkDocs finds wrong with a configuration: it logs the reasons and raises none of them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage().removeprefix("Config value ").replace("\n", " "))


def plugin_of(config: MkDocsConfig, config_file: Path) -> DuizhaoPlugin:
    """Our plugin in a configuration."""
    plugin = config.plugins.get("duizhao")
    if not isinstance(plugin, DuizhaoPlugin):
        raise ConfigError("plugins 里没有 duizhao", remedy="请在 plugins 下加上一行“- duizhao”", path=config_file)
    return plugin


def places_of(config: MkDocsConfig, config_file: Path) -> Places:
    """Where the configured corpus and its state are."""
    return plugin_of(config, config_file).places(config_file)


def build_site(
    config_file: Path,
    corpus: Path | None,
    site: Path | None,
    progress: Progress,
    *,
    full: bool = False,
    workers: Workers | None = None,
    frame_key: str = "",
) -> Report:
    """Builds the site: what has changed since the last build, or with `full` everything.

    Args:
        workers: started ahead.
        frame_key: of the frame to be kept for builds to come: see `frame.Frame`. Empty: none is.

    Raises:
        DuizhaoError: it cannot be built; the old site is as it was.
    """
    try:
        return _build_once(config_file, corpus, site, progress, full, workers, frame_key)
    except StoreError:
        return _build_once(config_file, corpus, site, progress, True, None, frame_key)


def _build_once(
    config_file: Path,
    corpus: Path | None,
    site: Path | None,
    progress: Progress,
    full: bool,
    workers: Workers | None,
    frame_key: str,
) -> Report:
    config = configured(config_file, corpus, site)
    plugin = plugin_of(config, config_file)
    plugin.progress = progress
    plugin.is_command = True
    plugin.full = full
    plugin.workers = workers
    plugin.frame_key = frame_key
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build.build(config)
    except DuizhaoError:
        raise
    except OSError as error:
        raise unwritable(plugin.places(config_file).state, error) from error
    except Exception as error:  # of a hand-written page, the theme's templates or another plugin
        raise _unfinished(config_file, error) from error
    finally:
        config.plugins.on_shutdown()
    return plugin.report


def serve_site(
    config_file: Path,
    corpus: Path | None,
    site: Path | None,
    address: str | None,
    build: Callable[[], Outcome],
    say: Callable[[str], None],
    complain: Callable[[DuizhaoError], None],
) -> None:
    """Builds with `build`, serves, and builds again whenever something changes, until interrupted: see `serving`.

    `address` is `host:port`; None: that of the configuration.

    Raises:
        DuizhaoError: the configuration is wrong, or the address cannot be listened on.
    """

    def configuration() -> MkDocsConfig:
        return configured(config_file, corpus, site)

    host, port = configuration().dev_addr if address is None else parse_address(address)
    serve(lambda: layout_of(configuration(), config_file), build, (host, port), say, complain)


def layout_of(config: MkDocsConfig, config_file: Path) -> Layout:
    """What a development server serves and watches."""
    places = places_of(config, config_file)
    theme = filter(None, [config.theme.custom_dir])
    watched: list[Path | str] = [places.corpus, config.docs_dir, config_file, *theme, *config.watch]
    ignored: list[Path | str] = [config.site_dir, places.state.parent]
    return Layout(
        site=_real(config.site_dir),
        watched=tuple(_real(path) for path in watched),
        ignored=tuple(_real(path) for path in ignored),
        mount=urlsplit(config.site_url or "").path or "/",  # MkDocs has it end with a slash
    )


def _real(path: Path | str) -> Path:
    return Path(os.path.realpath(path))


def _unfinished(config_file: Path, error: BaseException) -> ConfigError:
    reason = " ".join(str(error).split()) or type(error).__name__
    return ConfigError(f"MkDocs 没有完成构建（{reason}）", remedy="请看终端里的提示", path=config_file)
