"""The commands that only look: `parse`, `search`, `check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from duizhao.archive import Archive
from duizhao.build import owner_taxonomy
from duizhao.check import check_site
from duizhao.cli.options import EXIT_CODES, config_option, corpus_option, files_argument, site_option
from duizhao.cli.project import config_of, places_of, site_of, store_of
from duizhao.cli.terminal import err, out, say_error, say_hit
from duizhao.codec import published
from duizhao.indexing import indexed_documents
from duizhao.ingest import read_files
from duizhao.model import Document
from duizhao.outline_text import outline_text
from duizhao.search.readings import Readings
from duizhao.search.scan import scan
from duizhao.taxonomy import PARTS, load_taxonomy


def _positive(context: click.Context, parameter: click.Parameter, value: int) -> int:
    if value < 1:
        raise click.BadParameter("要大于 0。")
    return value


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
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


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
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
    """在文稿库里找一个字句，一个字也行，列出前后文。

    写法和检索页一样：空格隔开的都要有，-不要的，"原样"，学习*不够，甲|乙，~先切成词再找。
    """
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


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
@site_option
@config_option
def check(site: Path | None, config: Path | None) -> int:
    """检查生成的网站：链接、锚点、引用是否都有着落，有没有要到站外去取的东西。"""
    pages, problems = check_site(site or site_of(config_of(config)))
    for problem in problems:
        out.print(f"{escape(problem.page)}：{escape(problem.reference)} {problem.reason}")
    err.print(f"检查了 {pages} 页，{f'有 {len(problems)} 处问题' if problems else '没有问题'}。")
    return 1 if problems else 0
