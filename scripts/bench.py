"""The command behind `scripts/bench`. It measures commands as a user runs them; see the package `benchmark`."""

from __future__ import annotations

import datetime
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from duizhao.chinese import speak_chinese

speak_chinese()  # before click is imported: it looks some of its words up at once

import click  # noqa: E402

from benchmark import labelled, parsing  # noqa: E402
from benchmark import phrases as phrase_jobs  # noqa: E402
from benchmark.builders import BUILDERS, DUIZHAO, ROOT, versions  # noqa: E402
from benchmark.cases import CASES, COLD, Row, measured  # noqa: E402
from benchmark.engines import ENGINES  # noqa: E402
from benchmark.measure import CommandError, pace  # noqa: E402
from benchmark.report import put, section  # noqa: E402

PAGE = ROOT / "BENCHMARKS.md"
BASIS, LARGE = 10_000, 100_000
SMALLEST = 10  # documents: fewer, and two cases would pick the same
BUSY = 0.5  # processes running on average before the start, from which figures are marked
PEERS = [name for name in BUILDERS if name != DUIZHAO]


def _listed(context: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _sizes(context: click.Context, parameter: click.Parameter, value: str) -> list[int]:
    items = _listed(context, parameter, value)
    if not items or not all(item.isdecimal() and int(item) >= SMALLEST for item in items):
        raise click.BadParameter(f"请写成 1000,10000 这样，每个不小于 {SMALLEST}。")
    return [int(item) for item in items]


def _known(names: list[str], known: list[str], option: str) -> None:
    for name in names:
        if name not in known:
            raise click.BadParameter(f"没有 {name}，可以写：{','.join(known)}。", param_hint=option)


_some_sizes = click.option(
    "--sizes", callback=_sizes, default="1000,10000", metavar="篇数,…", help="几种规模（默认 1000,10000）。"
)
_limit = click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    metavar="分钟",
    help="每次构建的时限（默认 60）。",
)
_note = click.option("--note", default="", metavar="说明", help="写在表前的一句话。")
_write = click.option("--write", is_flag=True, help="把表写进 BENCHMARKS.md。")


@click.group(options_metavar="[选项]", context_settings={"help_option_names": ["-h", "--help"]})
def app() -> None:
    """量一量快慢、内存和大小，结果可以写进 BENCHMARKS.md。"""


@app.command(options_metavar="[选项]")
@click.option(
    "--documents",
    type=click.IntRange(min=SMALLEST),
    default=BASIS,
    metavar="篇数",
    help=f"多少篇文稿（默认 {BASIS}）。",
)
@click.option("--large", is_flag=True, help=f"再量 {LARGE} 篇，只量 duizhao。")
@click.option(
    "--engines",
    callback=_listed,
    default=",".join(ENGINES),
    metavar="名称,…",
    help=f"量哪些（默认 {','.join(ENGINES)}）。",
)
@click.option(
    "--queries", type=click.IntRange(min=8), default=200, metavar="数", help="多少条取自原文的检索词（默认 200）。"
)
@click.option("--seed", type=int, default=1, metavar="数", help="检索词的种子（默认 1）。")
@_limit
@click.option(
    "--patience",
    type=click.FloatRange(min=0, min_open=True),
    default=120,
    metavar="秒",
    help="浏览器里每一步的时限（默认 120）。",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="在这里做，做完不删，下次接着用。",
)
@_note
@_write
def search(
    documents: int,
    large: bool,
    engines: list[str],
    queries: int,
    seed: int,
    limit: float,
    patience: float,
    keep: Path | None,
    note: str,
    write: bool,
) -> None:
    """同样的文稿和检索词，分别用 duizhao 和别的工具检索。"""
    _known(engines, list(ENGINES), "--engines")
    # only here: `bench build` does without the browser's library
    from benchmark.search import Figures, Plan, measured
    from benchmark.search_report import asked, search_section
    from benchmark.visitor import find_chromium

    program = find_chromium()
    if program is None:
        raise click.ClickException("没有找到 Chromium：请安装 chromium，或用环境变量 DUIZHAO_CHROMIUM 指明位置。")
    plan = Plan(program, queries, seed, limit * 60, patience, lambda words: click.echo(words, err=True))
    command = f"scripts/bench search --documents {documents}{' --large' if large else ''} --engines {_joined(engines)}"
    command += f" --queries {queries} --seed {seed} --limit {limit:g} --patience {patience:g}"
    note_here = f"{_circumstances(command, note)}  \n{'; '.join(versions([ENGINES[name].builder for name in engines]))}"
    basis: Figures | None = None
    failed = False
    for count, names in ((documents, engines), *([(LARGE, [DUIZHAO])] if large else [])):
        try:
            with _folder(keep, None) as folder:
                found, words = measured(names, count, folder, plan)
        except CommandError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise _unwritable(error, keep) from error
        text = search_section(found, count, note_here, asked(words, found, count, seed), basis)
        basis = next((each for each in found if each.engine.name == DUIZHAO and count == BASIS), None)
        failed |= not {each.engine.name for each in found if each.findings}.issuperset(names)
        click.echo(text + "\n")
        if write:
            PAGE.write_text(put(PAGE.read_text("utf-8"), f"bench search {count}", text), "utf-8")
    if failed:
        sys.exit(1)


@app.command(options_metavar="[选项]")
@_some_sizes
@click.option("--large", is_flag=True, help=f"再加一种规模：{LARGE} 篇。")
@click.option(
    "--peers", callback=_listed, default=",".join(PEERS), metavar="名称,…", help=f"同谁比较（默认 {','.join(PEERS)}）。"
)
@click.option(
    "--only", callback=_listed, default=",".join(CASES), metavar="情形,…", help=f"只量哪些（默认 {','.join(CASES)}）。"
)
@_limit
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹", help="在这里做，做完不删。")
@_note
@_write
def build(
    sizes: list[int],
    large: bool,
    peers: list[str],
    only: list[str],
    limit: float,
    keep: Path | None,
    note: str,
    write: bool,
) -> None:
    """同样的文稿，分别用 duizhao 和别的工具做成网站。"""
    _known(peers, PEERS, "--peers")
    _known(only, list(CASES), "--only")
    sizes = [*sizes, *([LARGE] if large else [])]
    command = f"scripts/bench build --sizes {_joined(sizes)} --peers {_joined(peers)} --limit {limit:g}"
    if len(only) < len(CASES):
        command += f" --only {_joined(only)}"
    circumstances = _circumstances(command, note)
    failed = False
    with ExitStack() as open_folders:
        names = [(count, name) for count in sizes for name in (DUIZHAO, *peers)]
        # removed when all has been measured: for minutes after, some file systems are slow to make new files
        try:
            folders = {each: open_folders.enter_context(_folder(keep, f"{each[1]}-{each[0]}")) for each in names}
        except OSError as error:
            raise _unwritable(error, keep) from error
        for count in sizes:
            rows: list[Row] = []
            last = pace()
            for name in (DUIZHAO, *peers):
                click.echo(f"{count} 篇，{name}……", err=True)
                folder = folders[count, name]
                try:
                    for row in measured(BUILDERS[name](folder), folder, count, {COLD, *only}, limit * 60):
                        if row.step:
                            rows.append(row)
                            continue
                        now = pace()
                        rows.append(replace(row, pace=(last + now) / 2))
                        last = now
                        _say(row)
                except CommandError as error:
                    failed = True
                    click.secho(f"{count} 篇，{name}：{error}", fg="red", err=True)
                except OSError as error:
                    raise _unwritable(error, keep) from error
            note_here = f"{circumstances}  \n{'; '.join(versions([DUIZHAO, *peers]))}"
            text = section(count, note_here, rows, limit * 60)
            click.echo(text + "\n")
            if write:
                PAGE.write_text(put(PAGE.read_text("utf-8"), f"bench build {count}", text), "utf-8")
    if failed:
        sys.exit(1)


@app.command(options_metavar="[选项]")
@_some_sizes
@_note
@_write
def phrases(sizes: list[int], note: str, write: bool) -> None:
    """提法和平行语句：在标注集上查得全不全、准不准；挖掘、匹配、比对各要多久、多少内存。"""
    circumstances = _circumstances(f"scripts/bench phrases --sizes {_joined(sizes)}", note)
    click.echo("标注集……", err=True)
    labelled_sets = f"{labelled.mining_table()}\n\n{labelled.parallels_table()}"
    rows = []
    for count in sizes:
        click.echo(f"{count} 篇……", err=True)
        try:
            with _folder(None, f"phrases-{count}") as folder:
                rows += phrase_jobs.measured(folder.resolve(), count, 3600)
        except CommandError as error:
            raise click.ClickException(str(error)) from error
    text = f"### Phrases and parallels\n\n{circumstances}\n\n{labelled_sets}\n\n{phrase_jobs.table(rows)}"
    click.echo(text)
    if write:
        PAGE.write_text(put(PAGE.read_text("utf-8"), "bench phrases", text), "utf-8")


@app.command(options_metavar="[选项]")
@click.option(
    "--documents", type=click.IntRange(min=SMALLEST), default=300, metavar="篇数", help="多少篇（默认 300）。"
)
@click.option("--rounds", type=click.IntRange(min=1), default=5, metavar="次数", help="各读几遍，取最快（默认 5）。")
@_note
@_write
def parse(documents: int, rounds: int, note: str, write: bool) -> None:
    """一个核心每秒能读懂多少篇：解码、结构、要素和主题，不算入库和生成页面。"""
    circumstances = _circumstances(f"scripts/bench parse --documents {documents} --rounds {rounds}", note)
    with _folder(None, "parse") as folder:
        found = parsing.rates(folder, documents, rounds)
    text = parsing.section(found, circumstances)
    click.echo(text)
    if write:
        PAGE.write_text(put(PAGE.read_text("utf-8"), "bench parse", text), "utf-8")


def _joined(items: Sequence[object]) -> str:
    return ",".join(map(str, items))


def _say(row: Row) -> None:
    usage = f"{row.usage.wall:.2f} 秒" if row.usage else "超过时限"
    click.echo(f"  {CASES[row.case]}{f' ({row.step})' if row.step else ''}：{usage}", err=True)


@contextmanager
def _folder(keep: Path | None, name: str | None) -> Iterator[Path]:
    """A new folder to work in; removed in the end unless it is to be kept. Without a name: the kept one as it is."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="duizhao-bench-", ignore_cleanup_errors=True) as temporary:
            yield Path(temporary)
    elif name is None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
    else:
        folder = keep.resolve() / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder


def _unwritable(error: OSError, keep: Path | None) -> click.ClickException:
    where = error.filename or keep or tempfile.gettempdir()
    return click.ClickException(f"{where}：{error.strerror}。请检查写权限和磁盘空间。")


def _circumstances(command: str, note: str) -> str:
    """When, where and how: one line. Nothing in it names a place on this machine."""
    load = os.getloadavg()[0]
    parts = [
        datetime.date.today().isoformat(),
        f"{_processor()}, {os.cpu_count()} processors, {_memory()}",
        f"{platform.system()}, Python {platform.python_version()}",
        f"`{command}`",
    ]
    if load > BUSY:
        parts.append(f"**the machine was busy: load {load:.1f} before the start**")
    return " · ".join([*parts, *([note] if note else [])])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


if __name__ == "__main__":
    app(prog_name="scripts/bench")
