"""`taxonomy.yml`, the project's and an owner's: what it holds, and what is refused."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from duizhao.errors import ConfigError
from duizhao.taxonomy import PARTS, Taxonomy, load_taxonomy, mentions

# The themes and the meetings' years and frames that the archive is about, in order.
THEMES = [
    "政治忠诚",
    "理论学习",
    "政治素质与政治纪律",
    "党的全面领导",
    "意识形态",
    "人民立场",
    "能力本领",
    "担当作为",
    "斗争精神与风险防范",
    "工作作风",
    "廉洁自律",
    "从严治党",
    "组织生活与党性修养",
]
MEETINGS = [
    (2013, "四风", 4),
    (2014, "三个方面", 3),
    (2015, "三严三实", 6),
    (2016, "对照准则条例", 2),
    (2017, "六个方面", 6),
    (2018, "三个方面", 3),
    (2019, "四个对照、四个找一找", 4),
    (2020, "五个方面", 5),
    (2021, "五个带头", 5),
    (2022, "六个带头", 6),
    (2023, "六个方面", 6),
    (2023, "六个方面", 6),
    (2024, "四个带头", 4),
    (2025, "五个带头", 5),
]


@pytest.fixture
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def test_themes(taxonomy: Taxonomy) -> None:
    assert [theme.name for theme in taxonomy.themes] == THEMES


def test_meetings(taxonomy: Taxonomy) -> None:
    assert [(meeting.year, meeting.frame, len(meeting.aspects)) for meeting in taxonomy.meetings] == MEETINGS


def test_every_meeting_says_where_it_comes_from_and_how_sure_it_is(taxonomy: Taxonomy) -> None:
    assert all(meeting.source and meeting.confidence in ("high", "medium", "low") for meeting in taxonomy.meetings)


def test_every_aspect_can_be_recognised_and_has_a_theme(taxonomy: Taxonomy) -> None:
    for meeting in taxonomy.meetings:
        for aspect in meeting.aspects:
            assert aspect.words, aspect.name
            assert aspect.theme in THEMES


def test_parts_and_cues_are_of_the_five_parts(taxonomy: Taxonomy) -> None:
    assert {row.name for row in taxonomy.parts} == set(PARTS)
    assert set(taxonomy.cues) <= set(PARTS)


def test_kinds(taxonomy: Taxonomy) -> None:
    assert {kind.name for kind in taxonomy.kinds} == {
        *("对照检查材料", "剖析材料", "检视剖析材料", "发言提纲", "批评意见", "整改方案", "情况报告", "主持词"),
        *("心得体会", "述职述廉报告"),
    }


def owner(folder: Path, text: str) -> Path:
    path = folder / "taxonomy.yml"
    path.write_text(text, "utf-8")
    return path


def test_an_owner_adds_and_replaces_rows(tmp_path: Path, taxonomy: Taxonomy) -> None:
    path = owner(
        tmp_path,
        """
meetings:
  - id: 2026-new
    year: 2026
    name: 年度民主生活会
    frame: 七个方面
    said: []
    source: 本单位通知
    confidence: high
    aspects:
      - {name: 甲, theme: 理论学习, words: [甲]}
slips:
  - {wrong: 社全主义, right: 社会主义社会}
  - {wrong: 贯澈, right: 贯彻}
readings: {dzz: 党组织}
subjects: [领导班子]
""",
    )
    mine = load_taxonomy(path)
    assert [meeting.id for meeting in mine.meetings][-2:] == ["2025-baxiang", "2026-new"]
    assert {slip.wrong: slip.right for slip in mine.slips}["社全主义"] == "社会主义社会"
    assert [slip.wrong for slip in mine.slips][:2] == [slip.wrong for slip in taxonomy.slips][:2]
    assert mine.slips[-1].wrong == "贯澈"
    assert (mine.readings["dzz"], mine.readings["mzshh"]) == ("党组织", "民主生活会")
    assert mine.subjects == ("领导班子",)
    assert mine.digest != taxonomy.digest


def test_no_file_or_an_empty_one_changes_nothing(tmp_path: Path, taxonomy: Taxonomy) -> None:
    assert load_taxonomy(tmp_path / "taxonomy.yml").digest == taxonomy.digest
    assert load_taxonomy(owner(tmp_path, "# 待补\n")).digest == taxonomy.digest


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("themes: [", "读不了"),
        ("- 甲", "最外层"),
        ("甲: []", "没有“甲”这一项"),
        ("themes: 甲", "“themes”的写法不对"),
        ("readings: []", "“readings”的写法不对"),
        ("themes:\n  - {gloss: 甲}", "都要有“name”"),
        ("meetings:\n  - {name: 甲}", "都要有“id”"),
        ("themes:\n  - {name: 甲, 乙: 丙}", "多出了“乙”"),
        ("themes:\n  - {name: 甲}", "写法不对"),
        ("parts:\n  - {name: 附录, words: [附录], unless: []}", "没有“附录”这个部分"),
        ("cues: {附录: [附录]}", "没有“附录”这个部分"),
        (
            "meetings:\n  - {id: x, year: '2026', name: 甲, frame: 乙, said: [], source: 丙, confidence: high,"
            " aspects: []}",
            "year 应是数字",
        ),
        (
            "meetings:\n  - {id: x, year: 2026, name: 甲, frame: 乙, said: [], source: 丙, confidence: high,"
            " aspects: [{name: 丁, theme: 没有的, words: [丁]}]}",
            "没有的主题“没有的”",
        ),
        (
            "meetings:\n  - {id: x, year: 2026, name: 甲, frame: 乙, said: [], source: 丙, confidence: high,"
            " aspects: [丁]}",
            "写法不对",
        ),
    ],
)
def test_what_is_wrong_is_named_with_the_file_and_a_remedy(tmp_path: Path, text: str, reason: str) -> None:
    path = owner(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load_taxonomy(path)
    assert reason in str(raised.value)
    assert (raised.value.path, bool(raised.value.remedy)) == (str(path), True)


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load_taxonomy(owner(tmp_path, "themes:\n  - {name: 甲\n"))
    assert raised.value.line == 3


@pytest.mark.parametrize(("text", "found"), [("甲乙丙", "乙"), ("丁", None)])
def test_mentions(text: str, found: str | None) -> None:
    assert mentions(text, ["乙", "丙"]) == found


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_example_in_the_readme_can_be_used_as_it_stands(page: str, tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parent.parent / page).read_text("utf-8")
    block = text.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "taxonomy.yml").write_text(dedent(block), "utf-8")
    taxonomy = load_taxonomy(tmp_path / "taxonomy.yml")
    assert "2026-niandu" in {meeting.id for meeting in taxonomy.meetings}
    assert taxonomy.readings["dzb"] == "党支部"
    assert "主题党日" in {mask.words for mask in taxonomy.masks}
