"""The command behind `scripts/bench`. It measures commands as a user runs them; see the package `benchmark`."""

from __future__ import annotations

import datetime
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from duizhao.chinese import speak_chinese

speak_chinese()  # before click is imported: it looks some of its words up at once

import click  # noqa: E402

from benchmark.builders import BUILDERS, DUIZHAO, ROOT, versions  # noqa: E402
from benchmark.cases import CASES, COLD, Row, measured  # noqa: E402
from benchmark.measure import CommandError  # noqa: E402
from benchmark.report import put, section  # noqa: E402

PAGE = ROOT / "BENCHMARKS.md"
LARGE = 100_000
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


@click.group(options_metavar="[选项]", context_settings={"help_option_names": ["-h", "--help"]})
def app() -> None:
    """量一量快慢、内存和大小，结果可以写进 BENCHMARKS.md。"""


@app.command(options_metavar="[选项]")
@click.option("--sizes", callback=_sizes, default="1000,10000", metavar="篇数,…", help="几种规模（默认 1000,10000）。")
@click.option("--large", is_flag=True, help=f"再加一种规模：{LARGE} 篇。")
@click.option(
    "--peers", callback=_listed, default=",".join(PEERS), metavar="名称,…", help=f"同谁比较（默认 {','.join(PEERS)}）。"
)
@click.option(
    "--only", callback=_listed, default=",".join(CASES), metavar="情形,…", help=f"只量哪些（默认 {','.join(CASES)}）。"
)
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    metavar="分钟",
    help="每次构建的时限（默认 60）。",
)
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹", help="在这里做，做完不删。")
@click.option("--note", default="", metavar="说明", help="写在表前的一句话。")
@click.option("--write", is_flag=True, help="把表写进 BENCHMARKS.md。")
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
    for count in sizes:
        rows: list[Row] = []
        for name in (DUIZHAO, *peers):
            click.echo(f"{count} 篇，{name}……", err=True)
            try:
                with _folder(keep, f"{name}-{count}") as folder:
                    for row in measured(BUILDERS[name](folder), folder, count, {COLD, *only}, limit * 60):
                        rows.append(row)
                        _say(row)
            except CommandError as error:
                failed = True
                click.secho(f"{count} 篇，{name}：{error}", fg="red", err=True)
            except OSError as error:
                where = error.filename or keep or tempfile.gettempdir()
                raise click.ClickException(f"{where}：{error.strerror}。请检查写权限和磁盘空间。") from error
        note_here = f"{circumstances}  \n{'; '.join(versions([DUIZHAO, *peers]))}"
        text = section(count, note_here, rows, limit * 60)
        click.echo(text + "\n")
        if write:
            PAGE.write_text(put(PAGE.read_text("utf-8"), f"bench build {count}", text), "utf-8")
    if failed:
        sys.exit(1)


@app.command(options_metavar="[选项]")
@click.option("--sizes", callback=_sizes, default="1000,10000", metavar="篇数,…", help="几种规模（默认 1000,10000）。")
@click.option(
    "--peer", type=click.Path(path_type=Path, dir_okay=False), metavar="PYTHON", help="装有 datasketch 的 Python。"
)
def parallels(sizes: list[int], peer: Path | None) -> None:
    """找平行语句：标注集上的查全、查准，同 MinHash-LSH 比较；各种规模的用时和内存。"""
    from benchmark.measure import MIB, run
    from benchmark.parallels import table

    click.echo(table(peer) + "\n")
    for count in sizes:
        with _folder(None, "parallels") as folder:
            command = [sys.executable, "-m", "benchmark.parallels", str(count), folder / "ledger"]
            usage = run(command, Path(__file__).parent, folder / "log.txt", 3600)
            told = (folder / "log.txt").read_text("utf-8").strip()
            peak = f"{usage.peak / MIB:.0f} MiB" if usage.peak else "?"
            click.echo(f"{count} 篇：{told}，处理器 {usage.cpu:.1f} 秒（连同生成文稿），内存峰值 {peak}")


def _joined(items: Sequence[object]) -> str:
    return ",".join(map(str, items))


def _say(row: Row) -> None:
    usage = f"{row.usage.wall:.2f} 秒" if row.usage else "超过时限"
    click.echo(f"  {CASES[row.case]}{f' ({row.step})' if row.step else ''}：{usage}", err=True)


@contextmanager
def _folder(keep: Path | None, name: str) -> Iterator[Path]:
    """A new folder to work in; removed in the end unless it is to be kept."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="duizhao-bench-", ignore_cleanup_errors=True) as temporary:
            yield Path(temporary)
    else:
        folder = keep.resolve() / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder


def _circumstances(command: str, note: str) -> str:
    """When, where and how: one line. Nothing in it names a place on this machine."""
    load = os.getloadavg()[0]
    parts = [
        datetime.date.today().isoformat(),
        f"{_processor()}, {os.cpu_count()} processors, {_memory()}",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
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
