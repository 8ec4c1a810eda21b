"""Whole documents against what a careful reader expects.

The tables below are typed out by hand: the five seeds as the project's plan lists them, the samples as they were
labelled when they were written. The files of `golden/` hold everything else; `pytest --update-golden` rewrites them.
Those of the seeds name facts, counts and hashes, never a sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from documents import outline
from duizhao.intake import read_source, scan_corpus
from duizhao.model import Document, Passage, Section
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from properties.invariants import broken

ROOT = Path(__file__).resolve().parent
CORPUS = ROOT.parent / "corpus"
FILES = dict(scan_corpus(CORPUS)) if CORPUS.is_dir() else {}
COMPILATION = "2024/四个带头对照检查材料（两篇合编）.txt"  # of two documents, as is said below
SAMPLES = {name: (name, 0) for name in FILES} | {f"{COMPILATION}#2": (COMPILATION, 1)}

ANNUAL, HISTORY, THEME = "年度民主生活会", "党史学习教育专题民主生活会", "主题教育专题民主生活会"

# year, meeting, frame, kind, role; passages of each aspect of 问题, of 原因, of 措施 (an introduction is one of them)
SEEDS: Mapping[str, tuple[int, str, str, str, str | None, list[int], int, int]] = {
    "000_0bbe2bb486a83032": (2022, ANNUAL, "六个带头", "对照检查材料", "区分管领导", [3, 3, 3, 3, 3, 3], 3, 4),
    "001_88a064966a7f57d0": (2021, HISTORY, "五个方面", "对照检查材料", "副区长", [2, 3, 2, 2, 1], 5, 5),
    "002_72e6f3d655854abf": (2023, THEME, "六个方面", "剖析材料", None, [2, 2, 2, 2, 2, 2], 3 + 1, 4 + 1),
    "003_e0fab3145bc45040": (2021, HISTORY, "五个方面", "对照检查材料", "市委副书记", [4, 3, 3, 3, 4], 4, 3),
    "004_eed19f38cfb13fc4": (2021, HISTORY, "五个带头", "对照检查材料", "民政局党委书记", [3, 3, 3, 3, 3], 4, 3),
}

# year, meeting, frame, kind, subject; passages of each section below 问题 (else of 问题), of 原因, of 措施
READ: Mapping[str, tuple[int | None, str | None, str | None, str, str | None, list[int], int, int]] = {
    "柳林镇党委书记对照检查材料（群众路线）.txt": (
        2013,
        "党的群众路线教育实践活动专题民主生活会",
        "四风",
        "对照检查材料",
        "主要负责同志",
        [3, 3, 2, 2],
        4,
        4,
    ),
    "平阳县水利局局长对照检查材料.rtf": (2014, ANNUAL, "三个方面", "对照检查材料", "主要负责同志", [3, 2, 3], 3, 3),
    "石桥区住建局副局长对照检查材料.pdf": (
        2016,
        ANNUAL,
        "对照准则条例",
        "对照检查材料",
        "班子成员",
        [3, 2],
        3,
        4,
    ),
    "“三严三实”专题民主生活会发言提纲（规划局林）.docx": (
        2015,
        "“三严三实”专题民主生活会",
        "三严三实",
        "发言提纲",
        "班子成员",
        [2, 3, 2, 2, 2, 2],
        3,
        4,
    ),
    "2017年度民主生活会对照检查材料-水务集团副总.md": (
        2017,
        ANNUAL,
        "六个方面",
        "对照检查材料",
        "班子成员",
        [2, 2, 2, 1, 2, 2],
        3,
        4,
    ),
    "区教育局党委领导班子对照检查材料（定稿）.txt": (
        2018,
        ANNUAL,
        "三个方面",
        "对照检查材料",
        "领导班子",
        [3, 3, 3],
        4,
        4 + 1,
    ),
    "不忘初心牢记使命检视剖析材料 机电学院何.docx": (
        2019,
        "“不忘初心、牢记使命”专题民主生活会",
        "四个对照、四个找一找",
        "检视剖析材料",
        "主要负责同志",
        [2, 2, 3, 2],
        3,
        4,
    ),
    "县委常委、常务副县长2020年度民主生活会对照检查材料_清河县党建网.html": (
        2020,
        ANNUAL,
        "五个方面",
        "对照检查材料",
        "班子成员",
        [2, 2, 3, 2, 2],
        3,
        4,
    ),
    "市二院党委班子党史学习教育专题mzshh对照检查材料.txt": (
        2021,
        HISTORY,
        "五个带头",
        "对照检查材料",
        "领导班子",
        [2, 3, 2, 3, 2],
        4,
        5,
    ),
    "东堤街道办主任2022年度对照检查发言材料0109.txt": (
        2022,
        ANNUAL,
        "六个带头",
        "发言提纲",
        "主要负责同志",
        [2, 2, 2, 3, 2, 2],
        3,
        4,
    ),
    "市农业农村局副局长对照检查材料.txt": (
        2023,
        THEME,
        "六个方面",
        "对照检查材料",
        "班子成员",
        [2, 2, 2, 2, 2, 2],
        3 + 1,
        5,
    ),
    "白沙乡党委班子对照检查材料.md": (2023, THEME, "六个方面", "对照检查材料", "领导班子", [2, 2, 2, 3, 2, 2], 4, 5),
    "县财政局局长四个带头对照检查材料.txt": (
        2024,
        ANNUAL,
        "四个带头",
        "对照检查材料",
        "主要负责同志",
        [3, 3, 3, 3],
        4,
        4,
    ),
    "宣传部部长2025年度民主生活会发言提纲（五个带头）.txt": (
        2025,
        ANNUAL,
        "五个带头",
        "发言提纲",
        "班子成员",
        [2, 2, 3, 2, 2],
        4,
        5,
    ),
    "普通党员个人剖析材料.txt": (2023, "组织生活会", None, "剖析材料", "党员", [6], 3 + 1, 5),
    "巡视整改专题民主生活会整改方案.docx": (
        2022,
        "巡视整改专题民主生活会",
        None,
        "整改方案",
        "领导班子",
        [4],
        0,
        4 + 1 + 6 + 4,  # run-in paragraphs, the sentence before the table, its rows, 组织保障
    ),
    "以案促改专题民主生活会剖析材料（北山林场）.html": (
        2020,
        "以案促改专题民主生活会",
        None,
        "剖析材料",
        "班子成员",
        [1, 3, 2, 1],
        3 + 1,  # 对案件的认识和反思 reads like 原因
        4 + 1,
    ),
    "2019年度述职述廉报告（白沙乡）.txt": (2019, None, None, "述职述廉报告", "主要负责同志", [4], 0, 4),
    "党纪学习教育心得体会.md": (2024, None, None, "心得体会", None, [5], 0, 4),
    "2022年度民主生活会相互批评意见.txt": (
        2022,
        ANNUAL,
        None,
        "批评意见",
        "班子成员",
        [4, 4, 4, 4, 5],  # the words that end the meeting stand under the last
        0,
        0,
    ),
    "青石县林业局党组班子对照检查材料.txt": (2014, ANNUAL, "三个方面", "对照检查材料", "领导班子", [2, 2, 2], 3, 3),
    "县审计局局长对照检查材料.txt": (2016, ANNUAL, "对照准则条例", "对照检查材料", "主要负责同志", [3, 2], 3, 3),
    "供电公司副总经理发言提纲.txt": (2017, ANNUAL, "六个方面", "发言提纲", "班子成员", [6 + 1], 3, 3),
    "开发区管委会党工委班子检视材料.txt": (2018, ANNUAL, "三个方面", "对照检查材料", "领导班子", [2, 2, 2], 2, 3),
    "僑務辦公室副主任檢視剖析材料.txt": (
        2019,
        "“不忘初心、牢记使命”专题民主生活会",
        "四个对照、四个找一找",
        "检视剖析材料",
        "班子成员",
        [2, 2, 2, 1],
        2,
        3,
    ),
    "卫生院院长个人检视材料.txt": (2020, ANNUAL, "五个方面", "对照检查材料", "主要负责同志", [], 1, 1),  # no headings
    "街道社区书记对照检查材料（带掩码）.txt": (
        2021,
        HISTORY,
        "五个带头",
        "对照检查材料",
        "班子成员",
        [2, 2, 2, 2, 2],
        3,
        3,
    ),
    "应急管理局总工程师发言材料.txt": (2022, ANNUAL, "六个带头", "发言提纲", "班子成员", [6], 3, 3),
    "区统计局局长剖析材料.md": (2023, THEME, "六个方面", "剖析材料", "主要负责同志", [2, 1, 1, 1, 1, 1], 1, 3),
    "社区卫生服务中心主任对照检查材料.docx": (
        2023,
        THEME,
        "六个方面",
        "对照检查材料",
        "主要负责同志",
        [2, 1, 1, 1, 1, 1],
        2,
        1 + 3,  # an introduction and the rows of a table
    ),
    "四个带头对照检查材料（两篇合编）.txt": (2024, ANNUAL, "四个带头", "对照检查材料", "班子成员", [2, 1, 1, 1], 1, 2),
    "四个带头对照检查材料（两篇合编）.txt#2": (
        2024,
        ANNUAL,
        "四个带头",
        "对照检查材料",
        "主要负责同志",
        [1, 2, 1, 1],
        1,
        2,
    ),
    "区档案馆馆长述责述廉报告.docx": (2024, None, None, "述职述廉报告", "主要负责同志", [2], 0, 2),
    "城管局局长中央八项规定精神对照检查材料.html": (
        2025,
        ANNUAL,
        "五个带头",
        "对照检查材料",
        "主要负责同志",
        [2, 2, 2, 2, 2],
        2,
        3,
    ),
    "巡察反馈意见整改情况报告.md": (None, "巡视整改专题民主生活会", None, "情况报告", "领导班子", [3], 0, 3),
    "民主生活会主持词（区妇联）.txt": (2023, THEME, None, "主持词", "领导班子", [1, 2], 0, 0),
}


def read(path: Path, name: str, ordinal: int = 0) -> Document:
    source = read_source(path, name=name)
    documents = normalise(source, load_taxonomy())
    assert len(documents) == (2 if name == COMPILATION else 1)
    assert broken(documents[ordinal], source) == []
    return documents[ordinal]


def sample(key: str) -> Document:
    name, ordinal = SAMPLES[key]
    return read(FILES[name], name, ordinal)


def summary(made: Document) -> tuple[Any, ...]:
    facts = made.facts
    by_part = Counter(passage.part for passage in made.passages())
    return (
        facts.year.value,
        facts.meeting.value,
        facts.frame.value,
        facts.kind.value,
        _problems(made),
        by_part["原因"],
        by_part["措施"],
    )


def _problems(made: Document) -> list[int]:
    tops = [section for section in made.sections if section.part == "问题"]
    leaves = [child for top in tops for child in top.sections] or tops
    return [len(section.passages) for section in leaves]


@pytest.mark.parametrize("name", SEEDS)
def test_seed_as_the_plan_lists_it(name: str, shared: Path) -> None:
    year, meeting, frame, kind, role, *counts = SEEDS[name]
    made = read(shared / "seeds" / f"{name}.txt", f"{name}.txt")
    assert summary(made) == (year, meeting, frame, kind, *counts)
    assert made.facts.role.value == role
    assert all(passage.part and passage.theme for passage in made.passages())


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_as_it_was_labelled(name: str) -> None:
    expected = READ.get(Path(name).name)
    if expected is None:
        pytest.fail("这篇样例没有标注：请在 READ 里写下应读出什么")
    year, meeting, frame, kind, subject, *counts = expected
    made = sample(name)
    assert summary(made) == (year, meeting, frame, kind, *counts)
    assert made.facts.subject.value == subject


# golden files


def seed_golden(made: Document) -> dict[str, Any]:
    """What a golden file may hold of a seed: no sentence of it, not even a heading."""
    facts = {name: [fact["value"], fact["line"]] for name, fact in asdict(made.facts).items()}
    texts = [section.label for section in made.walk()] + [passage.text for passage in made.passages()]
    return {
        "title": _hash(made.title),
        "facts": facts,
        "front": [matter.kind for matter in made.front],
        "preamble": [_shape(passage) for passage in made.preamble],
        "sections": [_section_shape(section) for section in made.sections],
        "back": [matter.kind for matter in made.back],
        "texts": [_hash(text) for text in texts],
        "edits": _edits(made),
        "warnings": [[notice.code, notice.line] for notice in made.warnings],
        "text": _hash(made.text),
    }


def sample_golden(made: Document) -> dict[str, Any]:
    return {
        "title": made.title,
        "facts": {name: [fact["value"], fact["evidence"], fact["line"]] for name, fact in asdict(made.facts).items()},
        "front": [[matter.kind, matter.text] for matter in made.front],
        "outline": outline(made),
        "parts and themes": [_shape(passage) for passage in made.passages()],
        "back": [[matter.kind, matter.text] for matter in made.back],
        "edits": _edits(made),
        "warnings": [[notice.code, notice.line, notice.message] for notice in made.warnings],
    }


def _shape(passage: Passage) -> list[str | None]:
    return [passage.number, passage.part, passage.theme]


def _section_shape(section: Section) -> dict[str, Any]:
    return {
        "section": [section.number, section.part, section.theme],
        "passages": [_shape(passage) for passage in section.passages],
        "sections": [_section_shape(child) for child in section.sections],
    }


def _edits(made: Document) -> dict[str, int]:
    return dict(sorted(Counter(edit.rule for edit in made.edits).items()))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def written(value: Any, indent: str = "") -> str:
    """JSON with one entry a line, and rows of plain values on one."""
    deeper = indent + "  "
    if isinstance(value, dict) and value:
        rows = [
            f"{deeper}{json.dumps(key, ensure_ascii=False)}: {written(item, deeper)}" for key, item in value.items()
        ]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(item, list | dict) or len(str(item)) > 40 for item in value):
        return "[\n" + ",\n".join(deeper + written(item, deeper) for item in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def compare(path: Path, found: dict[str, Any], update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(found) + "\n", "utf-8")
    assert path.is_file(), "没有金样：用 pytest --update-golden 写一份，读过再提交"
    assert found == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("name", SEEDS)
def test_seed_golden(name: str, shared: Path, update: bool) -> None:
    made = read(shared / "seeds" / f"{name}.txt", f"{name}.txt")
    compare(ROOT / "golden" / "seeds" / f"{name}.json", seed_golden(made), update)


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_golden(name: str, update: bool) -> None:
    compare(_sample_file(name), sample_golden(sample(name)), update)


def _sample_file(name: str) -> Path:
    return ROOT / "golden" / "samples" / f"{Path(name).name}.json"


def test_no_golden_file_is_left_over(update: bool) -> None:
    kept = {_sample_file(name) for name in SAMPLES}
    for path in _left_over(kept) if update else ():
        path.unlink()
    assert list(_left_over(kept)) == []


def _left_over(kept: set[Path]) -> Iterator[Path]:
    yield from (path for path in sorted((ROOT / "golden" / "samples").glob("*.json")) if path not in kept)


def test_goldens_of_seeds_hold_no_sentence_of_theirs(seeds: Sequence[Path]) -> None:
    goldens = "".join(path.read_text("utf-8") for path in (ROOT / "golden" / "seeds").glob("*.json"))
    for seed in seeds:
        made = read(seed, seed.name)
        texts = [section.heading for section in made.walk()] + [passage.lead for passage in made.passages()]
        assert [text for text in texts if text in goldens] == []
