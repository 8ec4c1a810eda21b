"""A generated archive of this genre, for benchmarks and scale tests.

Document `i` is a function of the seed and `i` alone (and of the meetings in the default taxonomy): an archive of 1,001
is one of 1,000 with a document added, and the same on every machine. Characters, words, quoted terms and distinct
sentences keep growing with the number of documents, while most sentences come from a stock that earlier documents use
too, near-verbatim, as people of this trade do borrow. About 4,000 characters a document; formats and quirks vary a
little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from duizhao.chinese import speak_chinese

speak_chinese()  # before click is imported: it looks some of its words up at once

import click  # noqa: E402

from duizhao.taxonomy import Meeting, load_taxonomy  # noqa: E402
from make_corpus_formats import CHAPTER, PARAGRAPH, SECTION, Line, Material, plain_markdown, source_file  # noqa: E402
from make_corpus_words import FAULTS, MEASURES, OBJECTS, borrowed, fresh, word  # noqa: E402

CHARACTERS = 4000  # a document, about
FRESH = 0.25  # share of sentences that no earlier document has

_UNITS = (
    *("财政局", "教育局", "民政局", "水务局", "林业局", "统计局", "司法局", "农业农村局", "交通运输局", "卫生健康局"),
    *("镇", "乡", "街道"),
)
_ROLES = (
    *("党组书记", "局长", "副局长", "党组成员", "党委书记", "镇长", "副镇长", "办公室主任", "纪委书记", "党支部书记"),
)
_CAUSES = ("理想信念", "宗旨意识", "担当精神", "党性修养", "纪律观念", "能力本领", "大局观念", "自律意识")
_SECTIONS = ("（{}）", "（{}）", "({})")
_ITEMS = (("一是", "二是", "三是"), ("一是", "二是", "三是"), ("1.", "2.", "3."))
_NUMERALS = "一二三四五六七八九十"


def material(seed: int, index: int) -> Material:
    """What document `index` (from 0) says."""
    random = Random(f"{seed}/{index}")
    meeting = random.choice(_meetings())
    unit = word(seed, index, random) + random.choice(_UNITS)
    title = f"{unit}{random.choice(_ROLES)}{meeting.year}年{meeting.name}个人对照检查材料"
    lines = list(_lines(_Writer(seed, index, random), meeting))
    if random.random() < 0.4:
        lines += (
            Line(PARAGRAPH, f"{unit}　{word(seed, index, random)[0]}××"),
            Line(PARAGRAPH, f"{meeting.year + 1}年1月{random.randint(3, 28)}日"),
        )
    return Material(f"{seed}/{index}", f"{meeting.year}/{index:06d}-{title[:24]}", title, tuple(lines))


def edited(material: Material) -> Material:
    """The same material with one sentence more, in its first paragraph."""
    at = next(place for place, line in enumerate(material.lines) if line.level == PARAGRAPH)
    line = replace(material.lines[at], text=material.lines[at].text + "以上情况已经本人逐条核对。")
    return replace(material, lines=(*material.lines[:at], line, *material.lines[at + 1 :]))


def markdown_file(material: Material) -> tuple[str, bytes]:
    """Name (ASCII) and bytes of the material as the other builders get it."""
    year, number = material.name[:4], material.key.rpartition("/")[2]
    return f"{year}/{int(number):06d}.md", plain_markdown(material)


def make(count: int, folder: Path, seed: int = 1, *, first: int = 0, markdown: bool = False) -> None:
    """Writes documents `first` up to `count` (half-open) under `folder`; all as plain Markdown if so asked."""
    for index in range(first, count):
        name, data = (markdown_file if markdown else source_file)(material(seed, index))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


class _Writer:
    """The hand of one document."""

    def __init__(self, seed: int, index: int, random: Random) -> None:
        self.seed, self.index, self.random = seed, index, random

    def sentences(self, length: int, *, measure: bool = False) -> str:
        """Sentences of at least `length` characters together."""
        text = ""
        while len(text) < length:
            write = fresh if self.random.random() < FRESH else borrowed
            text += write(self.seed, self.index, self.random, measure=measure)
        return text


def _lines(writer: _Writer, meeting: Meeting) -> Iterator[Line]:
    random = writer.random
    quota = int(CHARACTERS * 0.8) // (len(meeting.aspects) * 3 + 9)  # characters a passage, by the number of passages
    section, items = random.choice(_SECTIONS), random.choice(_ITEMS)
    yield Line(
        PARAGRAPH,
        f"按照关于开好{meeting.name}的通知要求，会前我认真学习规定篇目，"
        f"开展谈心谈话{random.randint(5, 60)}人次，征求意见建议{random.randint(8, 90)}条。"
        f"{writer.sentences(quota // 2)}现将有关情况报告如下。",
    )
    yield Line(CHAPTER, "一、存在的突出问题")
    for place, aspect in enumerate(meeting.aspects):
        yield Line(SECTION, f"{section.format(_NUMERALS[place])}{aspect.name}方面")
        for item in items:
            opening = f"{item}{random.choice(OBJECTS)}{random.choice(FAULTS)}。"
            yield Line(PARAGRAPH, opening + writer.sentences(quota))
    yield Line(CHAPTER, "二、产生问题的原因")
    for number, cause in zip(_NUMERALS, random.sample(_CAUSES, 4), strict=False):
        yield Line(PARAGRAPH, f"{section.format(number)}{cause}有所弱化。{writer.sentences(quota)}")
    yield Line(CHAPTER, "三、今后努力方向和整改措施")
    for number in _NUMERALS[:4]:
        opening = f"{section.format(number)}{random.choice(MEASURES)}，{random.choice(OBJECTS)}走在前。"
        yield Line(PARAGRAPH, opening + writer.sentences(quota, measure=True))


@cache
def _meetings() -> tuple[Meeting, ...]:
    return tuple(meeting for meeting in load_taxonomy().meetings if len(meeting.aspects) > 2)


@click.command(options_metavar="[选项]", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("count", type=click.IntRange(min=0), metavar="篇数")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
@click.option("--seed", type=int, default=1, metavar="数", help="种子：同样的种子和篇数，写出同样的文稿（默认 1）。")
@click.option("--first", type=click.IntRange(min=0), default=0, metavar="数", help="从第几篇写起（从 0 数，默认 0）。")
@click.option("--markdown", is_flag=True, help="都写成最普通的 Markdown，给别的建站工具用。")
def main(count: int, folder: Path, seed: int, first: int, markdown: bool) -> None:
    """生成一批仿照体裁的文稿，供测速用。"""
    try:
        make(count, folder, seed, first=first, markdown=markdown)
    except OSError as error:
        raise click.ClickException(f"{folder}：写不进去（{error.strerror}）。请检查写权限和磁盘空间。") from error


if __name__ == "__main__":
    main()
