"""The options that commands share."""

from __future__ import annotations

from pathlib import Path

import click

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
