"""The commands that make the site: `build`, `serve`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from duizhao.cli.options import EXIT_CODES, config_option, corpus_option, site_option
from duizhao.cli.project import built, config_of
from duizhao.cli.terminal import err, say_error, say_report


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
@corpus_option
@site_option
@click.option("--strict", is_flag=True, help="有文件读不了时，以退出码 1 结束。")
@click.option("--full", is_flag=True, help="忘掉以前的构建，全部重做。")
@click.option("--profile", is_flag=True, help="说明时间花在哪里。")
@config_option
def build(corpus: Path | None, site: Path | None, strict: bool, full: bool, profile: bool, config: Path | None) -> int:
    """读取文稿，生成整个网站。"""
    report = built(config_of(config), corpus, site, full=full, profile=profile)
    say_report(report)
    return 1 if strict and report.failures else 0


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
@corpus_option
@site_option
@click.option("--address", metavar="地址", help="监听的地址（默认 127.0.0.1:8000）。")
@config_option
def serve(corpus: Path | None, site: Path | None, address: str | None, config: Path | None) -> int:
    """生成网站并在本机打开，文稿一有改动就重新生成。按 Ctrl+C 结束。"""
    from duizhao.site import serve_site  # with all of MkDocs

    config_file = config_of(config)
    serve_site(
        config_file,
        corpus,
        site,
        address,
        lambda: built(config_file, corpus, site),
        lambda line: err.print(escape(line)),
        say_error,
    )
    return 0
