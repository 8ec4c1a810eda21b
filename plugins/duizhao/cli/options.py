"""What the commands share: options, and where the configuration they name leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from duizhao.build import Places, Report, refreshed
from duizhao.cli.terminal import bars
from duizhao.errors import ConfigError
from duizhao.store import Store

EXIT_CODES = (
    "退出码：0 完成；1 完成但有文件未收入、检查有问题或没有找到；2 用法或配置不对；3 文稿库不能用；4 网站写不进去。"
)

PATH = click.Path(path_type=Path)
config_option = click.option(
    "--config", "-f", type=PATH, metavar="文件", help="mkdocs.yml 的位置（默认从当前文件夹向上找）。"
)
corpus_option = click.option("--corpus", type=PATH, metavar="文件夹", help="文稿文件夹（默认用 mkdocs.yml 里写的）。")
site_option = click.option(
    "--site", type=PATH, metavar="文件夹", help="网站写到哪个文件夹（默认用 mkdocs.yml 里写的）。"
)
files_argument = click.argument("files", nargs=-1, required=True, type=PATH, metavar="文件…")
dry_run_option = click.option("--dry-run", is_flag=True, help="只说会怎样，什么也不改。")


def config_of(given: Path | None) -> Path:
    """The configuration file: the one named, else the one found."""
    from duizhao.site import find_config

    if given is not None and not given.is_file():
        raise ConfigError("没有这个文件", remedy="请检查 --config 后面的路径", path=given)
    return given or find_config(Path.cwd())


def places_of(config_file: Path, corpus: Path | None) -> Places:
    """Where the corpus and its state are."""
    from duizhao import site

    return site.places_of(site.configured(config_file, corpus, None), config_file)


def site_of(config_file: Path, site: Path | None = None) -> Path:
    """The folder of the site: the one named, else the one configured."""
    from duizhao.site import configured

    return Path(configured(config_file, None, site).site_dir)


def built(config_file: Path, corpus: Path | None, site: Path | None, *, full: bool = False) -> Report:
    """Builds the site while bars show how far it is."""
    from duizhao.site import build_site

    with bars() as progress:
        return build_site(config_file, corpus, site, progress, full=full)


@contextmanager
def store_of(places: Places) -> Iterator[Store]:
    """The store, with all that the corpus now holds: what has changed since the last build is read first."""
    with ExitStack() as stack:
        with bars() as progress:
            store = stack.enter_context(refreshed(places, progress, Report()))
        yield store
