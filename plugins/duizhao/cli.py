"""The `duizhao` command: the only module that prints or exits. Everything it says is Chinese.

Exit statuses: 0 done; 1 done, but documents were left out (always for `parse` and `add`, under --strict for `build`),
`check` found problems or `search` found nothing; 2 wrong usage or configuration; 3 the corpus cannot be used; 4 the
site cannot be written.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from duizhao.chinese import speak_chinese

speak_chinese()  # before click is imported: it looks some of its words up at once

import click  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.markup import escape  # noqa: E402
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn  # noqa: E402
from rich.progress import Progress as Bars  # noqa: E402

from duizhao import __version__  # noqa: E402
from duizhao.adding import add_files  # noqa: E402
from duizhao.archive import Archive  # noqa: E402
from duizhao.build import Report, owner_taxonomy, refreshed  # noqa: E402
from duizhao.check import check_site  # noqa: E402
from duizhao.codec import published  # noqa: E402
from duizhao.errors import ConfigError, CorpusError, DuizhaoError, OutputError, SourceError  # noqa: E402
from duizhao.indexing import indexed_documents  # noqa: E402
from duizhao.ingest import read_files  # noqa: E402
from duizhao.model import Document  # noqa: E402
from duizhao.outline_text import outline_text  # noqa: E402
from duizhao.pages import addresses  # noqa: E402
from duizhao.progress import Silent  # noqa: E402
from duizhao.search.scan import Hit, scan  # noqa: E402
from duizhao.taxonomy import PARTS  # noqa: E402

STATUS = {SourceError: 1, ConfigError: 2, CorpusError: 3, OutputError: 4}
CONTEXT = 24  # characters shown on each side of a match in the terminal
EXIT_CODES = (
    "退出码：0 完成；1 完成但有文件未收入、检查有问题或没有找到；2 用法或配置不对；3 文稿库不能用；4 网站写不进去。"
)

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

_FOLDER = click.Path(path_type=Path)
config_option = click.option(
    "--config", "-f", type=_FOLDER, metavar="文件", help="mkdocs.yml 的位置（默认从当前文件夹向上找）。"
)
corpus_option = click.option(
    "--corpus", type=_FOLDER, metavar="文件夹", help="文稿文件夹（默认用 mkdocs.yml 里写的）。"
)
site_option = click.option(
    "--site", type=_FOLDER, metavar="文件夹", help="网站写到哪个文件夹（默认用 mkdocs.yml 里写的）。"
)
files_argument = click.argument("files", nargs=-1, required=True, type=_FOLDER, metavar="文件…")


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
    report = _built(_config(config), corpus, site, full=full)
    _say_report(report)
    return 1 if strict and report.failures else 0


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@corpus_option
@site_option
@click.option("--address", metavar="地址", help="监听的地址（默认 127.0.0.1:8000）。")
@config_option
def serve(corpus: Path | None, site: Path | None, address: str | None, config: Path | None) -> int:
    """生成网站并在本机打开，文稿一有改动就重新生成。按 Ctrl+C 结束。"""
    from duizhao.site import serve_site

    config_file = _config(config)
    serve_site(
        config_file,
        corpus,
        site,
        address,
        lambda: _built(config_file, corpus, site),
        lambda line: err.print(escape(line)),
        _say_error,
    )
    return 0


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@files_argument
@corpus_option
@site_option
@config_option
def add(files: tuple[Path, ...], corpus: Path | None, site: Path | None, config: Path | None) -> int:
    """把文件复制进文稿文件夹，重新生成网站，说明各被认成什么、网址是什么。"""
    config_file = _config(config)
    added = add_files(files, _places(config_file, corpus).corpus)
    for failure in added.failures:
        _say_error(failure)
    if not added.names:
        return 1
    report = _built(config_file, corpus, site)
    assert report.site is not None
    for document in _documents(config_file, corpus):
        if document.source in added.names:
            page = report.site / addresses.html(addresses.document_page(document.id))
            out.print(f"{escape(outline_text(document))}\n  网址：{escape(page.resolve().as_uri())}")
    _say_report(report)
    return 1 if added.failures else 0


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@files_argument
@click.option("--json", "as_json", is_flag=True, help='输出一个 JSON 对象 {"documents": […]}。')
@corpus_option
@config_option
def parse(files: tuple[Path, ...], as_json: bool, corpus: Path | None, config: Path | None) -> int:
    """看一个文件会被认成什么：要素、结构、改动和提示。不生成网站，哪里的文件都行。"""
    root = _places(_config(config), corpus).corpus
    documents: list[Document] = []
    failures = []
    for result in read_files(files, root, owner_taxonomy(root)):
        if isinstance(result, Document):
            documents.append(result)
        else:
            failures.append(result)
            _say_error(result)
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
    places = _places(_config(config), corpus)
    with refreshed(places, Silent(), Report()) as store:
        hits = list(scan(phrase, indexed_documents(places.store, Archive(store.connection).ids()), **filters))
    for hit in hits[:limit]:
        _say_hit(hit)
    count = len({hit.document.id for hit in hits})
    more = f"，列出前 {limit} 段" if len(hits) > limit else ""
    err.print(f"共 {len(hits)} 段，出自 {count} 篇{more}。" if hits else "没有找到。")
    return 0 if hits else 1


@app.command(epilog=EXIT_CODES, options_metavar="[选项]")
@site_option
@config_option
def check(site: Path | None, config: Path | None) -> int:
    """检查生成的网站：链接、锚点、引用是否都有着落，有没有要到站外去取的东西。"""
    pages, problems = check_site(site or _site(_config(config)))
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
        _say_error(error)
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


def _config(given: Path | None) -> Path:
    from duizhao.site import find_config

    if given is not None and not given.is_file():
        raise ConfigError("没有这个文件", remedy="请检查 --config 后面的路径", path=given)
    return given or find_config(Path.cwd())


def _places(config_file: Path, corpus: Path | None) -> Any:
    from duizhao.site import configured, places_of

    return places_of(configured(config_file, corpus, None), config_file)


def _site(config_file: Path) -> Path:
    from duizhao.site import configured

    return Path(configured(config_file, None, None).site_dir)


def _built(config_file: Path, corpus: Path | None, site: Path | None, *, full: bool = False) -> Report:
    from duizhao.site import build_site

    with _bars() as bars:
        return build_site(config_file, corpus, site, bars, full=full)


def _documents(config_file: Path, corpus: Path | None) -> list[Document]:
    """The corpus's documents, from the last build where nothing has changed since."""
    places = _places(config_file, corpus)
    with refreshed(places, Silent(), Report()) as store:
        return list(Archive(store.connection).all_documents())


class _Bars:
    """Steps as bars that go when all is done; nothing where nobody watches."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def start(self, step: str, total: int | None) -> None:
        if self._task is not None:
            done = self._bars.tasks[-1]
            self._bars.update(self._task, total=done.completed or 1, completed=done.completed or 1)
        self._task = self._bars.add_task(step, total=total)

    def advance(self, units: int = 1) -> None:
        if self._task is not None:
            self._bars.advance(self._task, units)


@contextmanager
def _bars() -> Iterator[_Bars]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        yield _Bars(bars)


def _say_report(report: Report) -> None:
    for failure in report.failures:
        _say_error(failure)
    left_out = f"，{len(report.failures)} 个文件未收入" if report.failures else ""
    reused = f"（{report.reused} 篇没有变化）" if report.reused else ""
    err.print(
        f"读取 {report.documents} 篇{reused}{left_out}；{report.passages} 个段落，{report.phrases} 条提法，"
        f"{report.warnings} 条提示；生成 {report.pages} 页，写入 {report.written} 个文件，"
        f"用时 {report.seconds:.1f} 秒。"
    )
    assert report.site is not None
    err.print(f"打开：{escape((report.site.resolve() / 'index.html').as_uri())}")


def _say_error(error: DuizhaoError) -> None:
    err.print(escape(str(error)), style="red")


def _say_hit(hit: Hit) -> None:
    text = hit.passage.text
    start, end = hit.matches[0] if hit.matches else (0, 0)
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    lead = "…" if start > CONTEXT else ""
    tail = "…" if end + CONTEXT < len(text) else ""
    where = " › ".join(filter(None, (hit.document.title, hit.passage.part, hit.passage.trail)))
    out.print(f"{lead}{escape(before)}[bold red]{escape(text[start:end])}[/]{escape(after)}{tail}")
    out.print(f"    {escape(where)}", style="dim")
