"""The command behind `scripts/score`: figures over labelled documents; the form is in `scoring/labels.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from duizhao.chinese import speak_chinese

speak_chinese()  # before click is imported: it looks some of its words up at once

import click  # noqa: E402

from duizhao.errors import DuizhaoError  # noqa: E402
from duizhao.normalise import normalise  # noqa: E402
from duizhao.pages import labels  # noqa: E402
from duizhao.taxonomy import load_taxonomy  # noqa: E402
from scoring.figures import Figures, measure  # noqa: E402
from scoring.labels import LabelError, load_cases  # noqa: E402

TESTS = Path(__file__).resolve().parent.parent / "tests"


def table(figures: Figures) -> list[str]:
    """The figures as lines, one each."""
    rows: list[tuple[str, float, str]] = [
        ("标题层级 F1", figures.headings.f1, f"{figures.headings.right}/{figures.headings.expected}"),
        ("段落边界 F1", figures.passages.f1, f"{figures.passages.right}/{figures.passages.expected}"),
    ]
    shares = {
        "题名": figures.titles,
        **{labels.FACTS[key]: share for key, share in figures.facts.items()},
        "部分": figures.parts,
        "主题": figures.themes,
        "有交代的字": figures.characters,
    }
    rows += [(name, share.value, f"{share.right}/{share.total}") for name, share in shares.items() if share.total]
    return [f"{value:7.3f}  {name}（{counts}）" for name, value, counts in rows]


@click.command(options_metavar="[选项]", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("places", nargs=-1, metavar="[标注…]", type=click.Path(path_type=Path, exists=True))
@click.option("--misses", is_flag=True, help="把读错的一处处列出来。")
def app(places: tuple[Path, ...], misses: bool) -> None:
    """量一量读得对不对：每份标注（文件或文件夹）的各项得分。不给标注，就量 tests/golden 和 tests/blind 各组。"""
    taxonomy = load_taxonomy()
    blind = TESTS / "blind"
    for place in places or (TESTS / "golden", blind, *sorted(path for path in blind.iterdir() if path.is_dir())):
        figures = Figures()
        try:
            for case in load_cases(place):
                measure(figures, case, normalise(case.source, taxonomy))
        except (LabelError, DuizhaoError) as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"{place.name}：{figures.cases} 例")
        for line in table(figures):
            click.echo(f"  {line}")
        for miss in figures.misses if misses else ():
            click.echo(f"  ✗ {miss}")


if __name__ == "__main__":
    sys.exit(app(prog_name="scripts/score"))
