"""The command `compare`: what of a draft stands in the archive."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path

import click
from rich.text import Text

from duizhao.build import owner_taxonomy, unwritable
from duizhao.cli.options import EXIT_CODES, PATH, config_option, corpus_option, files_argument
from duizhao.cli.project import config_of, places_of, store_of
from duizhao.cli.terminal import bars, err, out, say_error
from duizhao.comparison import Compared, as_json, comparer
from duizhao.errors import CorpusError
from duizhao.files import replace_file
from duizhao.ingest import read_files
from duizhao.model import Document
from duizhao.pages.comparison import comparison_page
from duizhao.parallels.alignment import aligned, similarity
from duizhao.parallels.findings import Parallel, texts_in

_SHOWN = 3  # places of a stretch that the terminal lists


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
@files_argument
@click.option("--json", "as_data", is_flag=True, help='输出一个 JSON 对象 {"drafts": […]}。')
@click.option("--html", "page", type=PATH, metavar="文件", help="把报告写成一个网页文件，可离线打开。")
@corpus_option
@config_option
def compare(files: tuple[Path, ...], as_data: bool, page: Path | None, corpus: Path | None, config: Path | None) -> int:
    """拿没有收入的文稿同文稿库比对（撞稿自查）：哪些字句见于别处，出自哪里，有何改动。

    固定表述（规定标题、提法、套语）不算。不留下文稿的任何痕迹。
    """
    places = places_of(config_of(config), corpus)
    drafts: list[Document] = []
    failed = False
    for result in read_files(files, places.corpus, owner_taxonomy(places.corpus)):
        if isinstance(result, Document):
            drafts.append(result)
        else:
            failed = True
            say_error(result)
    if not drafts:
        return 1
    with store_of(places) as store:
        if store.connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None:
            raise CorpusError("一篇文稿也没有，无从比对", remedy="请先放入文稿", path=places.corpus)
        with bars() as progress, comparer(places, store, progress) as against:
            compared = [against.compare(draft) for draft in drafts]
    if page is not None:
        try:
            replace_file(page, comparison_page(compared))
        except OSError as error:
            raise unwritable(page, error) from error
    if as_data:
        sys.stdout.write(json.dumps(as_json(compared), ensure_ascii=False, indent=2) + "\n")
    else:
        for each in compared:
            _say(each)
    if page is not None:
        err.print(f"报告：{page.resolve().as_uri()}", markup=False)
    return 1 if failed else 0


def _say(compared: Compared) -> None:
    document, findings = compared.document, compared.findings
    out.print(Text(f"{document.title}（{document.source}）", "bold"))
    if compared.is_member:
        out.print(Text("  文稿库里已有这一份，没有同它自己比较。"))
    for copy in findings.copies:
        out.print(Text(f"  整篇相近：{copy.verdict} {copy.overlap.percent}%《{copy.title}》"))
    if not findings.parallels:
        out.print(Text("  除固定表述外，没有找到与文稿库相同或相近的语句。"))
        return
    count = texts_in(findings.parallels)
    out.print(
        Text(
            f"  除固定表述外，{findings.share:.0%} 的字句也见于文稿库：{len(findings.by_passage)} 段，涉及 {count} 篇。"
        )
    )
    passages = list(document.passages())
    for ordinal, found in findings.by_passage.items():
        out.print(Text(f"  第 {passages[ordinal].line} 行", "bold"))
        for _, group in groupby(sorted(found, key=lambda each: each.own.start), key=lambda each: each.own):
            same = list(group)
            for parallel in same[:_SHOWN]:
                out.print(_where(parallel))
                out.print(_marked(parallel))
            if len(same) > _SHOWN:
                out.print(Text(f"    这几句另见 {len(same) - _SHOWN} 处（--html 或 --json 全部列出）", "dim"))


def _where(parallel: Parallel) -> Text:
    other = parallel.other
    said = "相同" if parallel.is_verbatim else f"相似 {similarity(parallel.text, parallel.there):.0%}"
    year = f"（{other.year}）" if other.year else ""
    return Text(f"    {said} · {' › '.join(filter(None, (other.title + year, parallel.trail)))}", "dim")


def _marked(parallel: Parallel) -> Text:
    """The draft's words; what only it has struck out, what only the other has in braces."""
    text = Text("      ")
    for piece in aligned(parallel.text, parallel.there):
        if piece.is_same:
            text.append(piece.one)
            continue
        if piece.one:
            text.append(f"[-{piece.one}-]", "red")
        if piece.other:
            text.append(f"{{+{piece.other}+}}", "green")
    return text
