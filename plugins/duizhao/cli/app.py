"""The commands, and how a command ends.

Exit statuses: 0 done; 1 done, but documents were left out (always for `parse` and `add`, under --strict for `build`),
`check` found problems or `search` found nothing; 2 wrong usage or configuration; 3 the corpus cannot be used; 4 the
site cannot be written.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from duizhao import __version__
from duizhao.archive import Archive
from duizhao.build import owner_taxonomy
from duizhao.check import check_site
from duizhao.cli import corpus as corpus_commands
from duizhao.cli.options import (
    EXIT_CODES,
    built,
    config_of,
    config_option,
    corpus_option,
    files_argument,
    places_of,
    site_of,
    site_option,
    store_of,
)
from duizhao.cli.terminal import err, out, say_error, say_hit, say_report
from duizhao.codec import published
from duizhao.errors import ConfigError, CorpusError, DuizhaoError, OutputError, SourceError
from duizhao.indexing import indexed_documents
from duizhao.ingest import read_files
from duizhao.model import Document
from duizhao.outline_text import outline_text
from duizhao.search.readings import Readings
from duizhao.search.scan import scan
from duizhao.taxonomy import PARTS, load_taxonomy

STATUS = {SourceError: 1, ConfigError: 2, CorpusError: 3, OutputError: 4}


def _positive(context: click.Context, parameter: click.Parameter, value: int) -> int:
    if value < 1:
        raise click.BadParameter("要大于 0。")
    return value


@click.group(
    epilog=EXIT_CODES,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(version)s")
def app() -> None:
    """把一个文件夹的材料变成可浏览、可检索的网站。"""


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@corpus_option
@site_option
@click.option("--strict", is_flag=True, help="有文件读不了时，以退出码 1 结束。")
@click.option("--full", is_flag=True, help="忘掉以前的构建，全部重做。")
@config_option
def build(corpus: Path | None, site: Path | None, strict: bool, full: bool, config: Path | None) -> int:
    """读取文稿，生成整个网站。"""
    report = built(config_of(config), corpus, site, full=full)
    say_report(report)
    return 1 if strict and report.failures else 0


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@corpus_option
@site_option
@click.option("--address", metavar="地址", help="监听的地址（默认 127.0.0.1:8000）。")
@config_option
def serve(corpus: Path | None, site: Path | None, address: str | None, config: Path | None) -> int:
    """生成网站并在本机打开，文稿一有改动就重新生成。按 Ctrl+C 结束。"""
    from duizhao.site import serve_site

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


for command in (corpus_commands.add, corpus_commands.remove, corpus_commands.list_documents):
    app.add_command(command)


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@files_argument
@click.option("--json", "as_json", is_flag=True, help='输出一个 JSON 对象 {"documents": […]}。')
@corpus_option
@config_option
def parse(files: tuple[Path, ...], as_json: bool, corpus: Path | None, config: Path | None) -> int:
    """看一个文件会被认成什么：要素、结构、改动和提示。不生成网站，哪里的文件都行。"""
    root = places_of(config_of(config), corpus).corpus
    documents: list[Document] = []
    failures = []
    for result in read_files(files, root, owner_taxonomy(root)):
        if isinstance(result, Document):
            documents.append(result)
        else:
            failures.append(result)
            say_error(result)
    if as_json:
        data = {"documents": [published(document) for document in documents]}
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        out.print(escape("\n\n".join(outline_text(document) for document in documents)))
    return 1 if failures else 0


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@click.argument("phrase", metavar="字句")
@click.option("--part", type=click.Choice(PARTS), metavar="部分", help=f"只看这一部分：{'、'.join(PARTS)}。")
@click.option("--theme", metavar="主题", help="只看这个主题。")
@click.option("--year", type=int, metavar="年度", help="只看这个年度。")
@click.option("--meeting", metavar="会议", help="只看这个会议。")
@click.option("--kind", metavar="文种", help="只看这个文种。")
@click.option("--limit", type=int, callback=_positive, default=50, metavar="数", help="最多列出多少段（默认 50）。")
@corpus_option
@config_option
def search(
    phrase: str,
    limit: int,
    corpus: Path | None,
    config: Path | None,
    **filters: Any,
) -> int:
    """在文稿库里找一个字句，一个字也行，列出前后文。"""
    places = places_of(config_of(config), corpus)
    with store_of(places) as store:
        taxonomy = places.corpus / "taxonomy.yml"
        documents = indexed_documents(places.store, taxonomy, Archive(store.connection).ids())
        hits = list(scan(phrase, documents, Readings(load_taxonomy(taxonomy).readings), **filters))
    for hit in hits[:limit]:
        say_hit(hit)
    count = len({hit.document.id for hit in hits})
    more = f"，列出前 {limit} 段" if len(hits) > limit else ""
    err.print(f"共 {len(hits)} 段，出自 {count} 篇{more}。" if hits else "没有找到。")
    return 0 if hits else 1


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@site_option
@config_option
def check(site: Path | None, config: Path | None) -> int:
    """检查生成的网站：链接、锚点、引用是否都有着落，有没有要到站外去取的东西。"""
    pages, problems = check_site(site or site_of(config_of(config)))
    for problem in problems:
        out.print(f"{escape(problem.page)}：{escape(problem.reference)} {problem.reason}")
    err.print(f"检查了 {pages} 页，{f'有 {len(problems)} 处问题' if problems else '没有问题'}。")
    return 1 if problems else 0


def main() -> None:
    """The entry point: runs a command and exits with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = app(standalone_mode=False)
    except DuizhaoError as error:
        say_error(error)
        status = STATUS.get(type(error), 2)
    except click.exceptions.NoArgsIsHelpError as error:
        out.print(escape(error.format_message()))
        status = 2
    except click.ClickException as error:
        error.show()
        status = 2
    except (click.Abort, KeyboardInterrupt):
        err.print("已停止。")
        status = 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    sys.exit(status)
