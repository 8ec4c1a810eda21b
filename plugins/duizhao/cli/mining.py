"""The command that looks for phrases: `mine`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.markup import escape

from duizhao.archive import Archive
from duizhao.cli.options import EXIT_CODES, config_option, corpus_option, dry_run_option
from duizhao.cli.project import config_of, places_of, store_of
from duizhao.cli.terminal import err, out
from duizhao.errors import ConfigError
from duizhao.files import replace_file
from duizhao.phrases import load_phrasebook
from duizhao.phrases.copies import distinct
from duizhao.phrases.ledger import candidate_rows, merged
from duizhao.phrases.mining import Candidate, mined
from duizhao.work import owner_phrasebooks

WANTED = 500  # candidates


@click.command(epilog=EXIT_CODES, options_metavar="[选项]")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=WANTED,
    metavar="数",
    help=f"最多要多少条（默认 {WANTED}）。",
)
@dry_run_option
@corpus_option
@config_option
def mine(limit: int, dry_run: bool, corpus: Path | None, config: Path | None) -> int:
    """从全部文稿中找反复出现的说法，连同依据记进文稿文件夹的提法表，状态为待审。

    待审的说法网站照样标出；在表里改成收录或不要，就定下来。定下来的、自己加的行，以后再找也一字不动。
    """
    places = places_of(config_of(config), corpus)
    book = load_phrasebook(*owner_phrasebooks(places.corpus), candidates=False)
    known = book.rejected.union(words for entry in book.entries.values() for words in entry.wordings)
    with store_of(places) as store:
        archive = Archive(store.connection)
        alone = distinct(archive.signatures())
        err.print(f"读 {len(alone)} 篇（内容重复的只算一篇），找反复出现的说法……")
        found = mined(archive.texts_of(alone), known, limit)
    path = places.corpus / "phrasebook.tsv"
    if dry_run:
        _say(found)
        return 0
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    after = merged(before, candidate_rows(found), path)
    if after != before:
        try:
            replace_file(path, after.encode())
        except OSError as error:
            raise ConfigError("写不进去", remedy="请检查写权限和磁盘空间", path=path) from error
    err.print(f"找到 {len(found)} 条，写在 {escape(str(path))}。审过以后，再构建一次网站。")
    return 0


def _say(found: Sequence[Candidate]) -> None:
    for each in found:
        words = "｜".join((each.head, *each.variants))
        out.print(f"{escape(words)}　[dim]{escape(each.evidence)}[/]")
