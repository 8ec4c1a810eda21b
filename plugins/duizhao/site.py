"""Runs MkDocs with our plugin in it: the whole build, and the development server."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from duizhao.build import Places, Report, unwritable
from duizhao.errors import ConfigError, DuizhaoError, StoreError
from duizhao.plugin import DuizhaoPlugin
from duizhao.progress import Progress

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's banner about another program

_ADDRESS = re.compile(r"[^\s/]+:[0-9]{1,5}")


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
    config_file: Path, corpus: Path | None, site: Path | None, progress: Progress, *, full: bool = False
) -> Report:
    """Builds the site: what has changed since the last build, or with `full` everything.

    Raises:
        DuizhaoError: it cannot be built; the old site is as it was.
    """
    try:
        return _build_once(config_file, corpus, site, progress, full=full)
    except StoreError:
        return _build_once(config_file, corpus, site, progress, full=True)


def _build_once(config_file: Path, corpus: Path | None, site: Path | None, progress: Progress, *, full: bool) -> Report:
    config = configured(config_file, corpus, site)
    plugin = plugin_of(config, config_file)
    plugin.progress = progress
    plugin.is_command = True
    plugin.full = full
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


def serve_site(config_file: Path, corpus: Path | None, address: str | None, say_address: Callable[[str], None]) -> None:
    """Builds, serves on a local address, and builds again whenever something changes, until interrupted.

    `say_address` is told the address once the first build is done.

    Raises:
        DuizhaoError: the first build cannot be done, or the address cannot be listened on.
    """
    if address is not None and not _ADDRESS.fullmatch(address):
        raise ConfigError("地址不对", remedy="请写成 127.0.0.1:8000 这样", path=address)
    plugin = plugin_of(configured(config_file, corpus, None), config_file)  # MkDocs keeps it for every rebuild
    plugin.say_address = say_address
    plugin.is_command = False
    try:
        mkdocs_serve.serve(str(config_file), dev_addr=address)
    except OSError as error:
        raise ConfigError(
            f"不能在这个地址监听（{error.strerror or error}）", remedy="请用 --address 换一个端口", path=address
        ) from error
    except Exception as error:
        cause = error.__cause__
        raise (cause if isinstance(cause, DuizhaoError) else _unfinished(config_file, error)) from error


def _unfinished(config_file: Path, error: BaseException) -> ConfigError:
    reason = " ".join(str(error).split()) or type(error).__name__
    return ConfigError(f"MkDocs 没有完成构建（{reason}）", remedy="请看上面的提示", path=config_file)
