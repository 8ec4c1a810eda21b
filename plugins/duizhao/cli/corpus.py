"""The commands that change the corpus and list it: `add`, `remove`, `list`."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from duizhao.adding import Arrival, Arrivals, Given, Held, Shelf, below, offers
from duizhao.adding.arrival_text import arrival_text
from duizhao.adding.offers import PASTED
from duizhao.archive import Archive
from duizhao.build import owner_taxonomy
from duizhao.catalogue import HEADS, Wanted, catalogue, records, row
from duizhao.cli.options import EXIT_CODES, config_option, corpus_option, dry_run_option, files_argument, site_option
from duizhao.cli.project import built, config_of, places_of, site_of, store_of
from duizhao.cli.terminal import bars, err, out, say_error, say_report
from duizhao.errors import CorpusError, SourceError
from duizhao.intake import scan_corpus
from duizhao.normalise.ids import document_ids
from duizhao.pages import addresses
from duizhao.places import Places
from duizhao.removing import Files

_WIDEST = 10_000  # columns of a table that goes into a file or another program: nothing is folded


def _below(context: click.Context, parameter: click.Parameter, value: str) -> str:
    try:
        return below(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
@files_argument
@click.option("--into", default="", callback=_below, metavar="文件夹", help="放到文稿文件夹下面的哪个文件夹。")
@click.option("--name", metavar="名称", help="给从标准输入（-）读到的文稿起的文件名（默认用题名）。")
@dry_run_option
@corpus_option
@site_option
@config_option
def add(
    files: tuple[Path, ...],
    into: str,
    name: str | None,
    dry_run: bool,
    corpus: Path | None,
    site: Path | None,
    config: Path | None,
) -> int:
    """收入文件、文件夹、zip 压缩包或标准输入（-），重新生成网站；说明各被认成什么、与哪篇近似、网址是什么。

    从不覆盖已有的文件：内容相同的不重复收入，同名而内容不同的另取名称。
    """
    if name is not None and PASTED not in files:
        raise click.UsageError("--name 只用于从标准输入读的文稿（文件处写 -）。")
    config_file = config_of(config)
    places = places_of(config_file, corpus)
    root = places.corpus
    before = _ids(root)
    taken: list[Arrival] = []
    refused = 0
    try:
        with _held(places) as held, bars() as progress:
            arrivals = Arrivals(Shelf(root, dry=dry_run), held, owner_taxonomy(root))
            progress.start("收入文稿", None)
            for offer in offers(Given(files, root, into, name), _pasted):
                try:
                    if isinstance(offer, SourceError):
                        raise offer
                    taken.append(arrivals.take(offer))
                except SourceError as error:
                    say_error(error)
                    refused += 1
                progress.advance()
    finally:  # a full disk ends it in the middle: what was taken until then is in the corpus
        _say_arrivals(taken, before, site_of(config_file, site))
    if dry_run:
        new = sum(arrival.is_new for arrival in taken)
        err.print(f"只是预演，什么也没有改：会收入 {new} 份，{len(taken) - new} 份已在库里，{refused} 份不能收入。")
    elif taken:
        say_report(built(config_file, corpus, site))
    return 1 if refused else 0


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
@click.argument("names", nargs=-1, required=True, metavar="文件…")
@click.option("--yes", "-y", is_flag=True, help="不再询问。")
@click.option("--delete", is_flag=True, help="永久删除，不留在状态文件夹里。")
@dry_run_option
@corpus_option
@site_option
@config_option
def remove(
    names: tuple[str, ...],
    yes: bool,
    delete: bool,
    dry_run: bool,
    corpus: Path | None,
    site: Path | None,
    config: Path | None,
) -> int:
    """把文稿移出文稿文件夹（移到状态文件夹的 removed 里，不丢），重新生成网站。

    文件可以写路径、文件名（够辨认就行，可以不带扩展名）或文稿编号。
    """
    config_file = config_of(config)
    places = places_of(config_file, corpus)
    files = Files.of(places.corpus)
    chosen = list(dict.fromkeys(_one(name, files.called(name)) for name in names))
    if not (yes or dry_run or sys.stdin.isatty()):
        raise click.UsageError("没有人可以确认：不在终端里运行时，请加上 --yes。")
    deed = "永久删除" if delete else "移出"
    titles = _titles(places)
    for name in chosen:
        title = f"《{titles[name]}》" if name in titles else ""
        beside = files.companion(name)
        out.print(f"{deed}：{escape(name)}{escape(title)}{escape(f'，连同 {beside.name}') if beside else ''}")
    if dry_run:
        err.print("只是预演，什么也没有改。")
        return 0
    if not yes and not click.confirm(f"{deed}这 {len(chosen)} 个文件吗？", err=True):
        err.print("没有移出任何文件。")
        return 0
    aside = None if delete else places.state / "removed" / datetime.date.today().isoformat()
    for name in chosen:
        if place := files.remove(name, aside):
            out.print(f"已移到：{escape(str(place))}")
    say_report(built(config_file, corpus, site))
    return 0


@click.command("list", epilog=EXIT_CODES, options_metavar="[选项]")
@click.option("--year", type=int, metavar="年度", help="只列这个年度。")
@click.option("--meeting", metavar="会议", help="只列这个会议。")
@click.option("--kind", metavar="文种", help="只列这个文种。")
@click.option("--theme", metavar="主题", help="只列有段落属于这个主题的。")
@click.option("--query", metavar="字句", help="只列题名、文件名或段落里有这个字句的。")
@click.option("--json", "as_json", is_flag=True, help='输出一个 JSON 对象 {"documents": […]}。')
@corpus_option
@config_option
def list_documents(
    year: int | None,
    meeting: str | None,
    kind: str | None,
    theme: str | None,
    query: str | None,
    as_json: bool,
    corpus: Path | None,
    config: Path | None,
) -> int:
    """列出文稿库里的文稿，新的年度在前。"""
    with store_of(places_of(config_of(config), corpus)) as store:
        found = catalogue(store.connection, Wanted(year, meeting, kind, theme, query))
    if as_json:
        sys.stdout.write(json.dumps(records(found), ensure_ascii=False, indent=2) + "\n")
        return 0
    if found:
        _say_table(map(row, found))
    err.print(f"共 {len(found)} 篇。" if found else "没有符合条件的文稿。")
    return 0


@contextmanager
def _held(places: Places) -> Iterator[Iterable[Held]]:
    """The corpus's documents; none where there is no corpus yet, or nothing in it that can be read."""
    with ExitStack() as stack:
        held: Iterable[Held] = ()
        with suppress(CorpusError):
            held = Held.all_of(stack.enter_context(store_of(places)))
        yield held


def _titles(places: Places) -> dict[str, str]:
    try:
        with store_of(places) as store:
            return Archive(store.connection).titles()
    except CorpusError:
        return {}


def _ids(root: Path) -> dict[str, str]:
    try:
        return document_ids(name for name, _ in scan_corpus(root))
    except CorpusError:
        return {}


def _pasted() -> bytes:
    if sys.stdin.isatty():
        err.print("请粘贴文稿，另起一行按 Ctrl+D（Windows：Ctrl+Z 再回车）结束。")
    return sys.stdin.buffer.read()


def _say_arrivals(taken: Iterable[Arrival], before: dict[str, str], site: Path) -> None:
    taken = list(taken)
    after = document_ids({*before, *(arrival.name for arrival in taken)})
    address = _addresses(after, site)
    for arrival in taken:
        out.print(escape(arrival_text(arrival, address)))
    for name in sorted(name for name in before if before[name] != after[name]):
        err.print(f"{escape(name)}：库里有了同名的文件，网址随之改为 {escape(address(name))}")


def _addresses(ids: dict[str, str], site: Path) -> Callable[[str], str]:
    """From a name in the corpus to where its page is, or will be."""
    root = site.resolve()
    return lambda name: (root / addresses.html(addresses.document_page(ids[name]))).as_uri()


def _one(given: str, names: list[str]) -> str:
    """The file meant.

    Raises:
        click.UsageError: it is none, or one of several.
    """
    if not names:
        raise click.UsageError(f"{given}：文稿库里没有这个文件。")
    if len(names) > 1:
        listed = "".join(f"\n  {name}" for name in names)
        raise click.UsageError(f"{given}：有 {len(names)} 个文件对得上，请写清楚是哪一个：{listed}")
    return names[0]


def _say_table(rows: Iterable[tuple[str, ...]]) -> None:
    """A table as wide as the terminal, or where nobody reads it there, as wide as its rows."""
    table = Table(*HEADS, box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    table.columns[HEADS.index("段落")].justify = "right"
    for cells in rows:
        table.add_row(*map(escape, cells))
    console = out if out.is_terminal else Console(highlight=False, width=_WIDEST)
    console.print(table, soft_wrap=False)
