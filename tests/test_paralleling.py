"""Parallels in a built site: both ways, bounded, for readers with scripts and without."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from duizhao.check import check_site
from duizhao.normalise.ids import document_ids
from duizhao.pages.addresses import document_page, html, parallels_page, parallels_shard
from project import Project, contents, make_project, material

BORROWED = "给漏雨的粮仓换瓦拖了两个汛期，登记簿上却早早写着完工，直到仓管员来信才去看了一眼。"
ALTERED = "给漏雨的校舍换瓦拖了整整两个汛期，台账上却早早写着完工，直到仓管员来信才去看了一眼。"
HOSTILE = "仓库门口贴着<script>alert(1)</script>&amp;{{ 变量 }}三个字，谁也说不清是谁贴的，后来被雨冲掉了。"
CANAL = "水渠通到了村口，账上一笔一笔都对得上，没有人再来问。"
WINDOW = "便民窗口中午不关门，老人办事不用再跑第二趟。"
ORCHARD = "果园滴灌的图纸压在抽屉里，请了三拨人来量，一次也没有动工。"
NAMES = ("甲.txt", "乙.txt", "丙.txt", "丁.txt")
IDS = document_ids(NAMES)

Shard = dict[str, Any]


def text(title: str, *lines: str) -> str:
    counted = (f"{at}是{line}" for at, line in zip("一二三四五", lines, strict=False))
    return "\n".join([title, "", "一、存在的突出问题", *counted, ""])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("parallels") / "project")
    project.write("甲.txt", text("甲的对照检查材料", BORROWED, HOSTILE, CANAL))
    project.write("乙.txt", text("乙<b>的剖析材料", f"去年入冬以后，{ALTERED}", WINDOW))
    project.write("丙.txt", text("丙的发言提纲", HOSTILE, ORCHARD))
    project.write("丁.txt", material("丁的对照检查材料"))
    project.build()
    return project


def shard(project: Project, name: str) -> Shard:
    script = (project.site / parallels_shard(IDS[name])).read_text("utf-8")
    match = re.fullmatch(r"duizhao\.parallels\((.*)\);\n", script, re.DOTALL)
    assert match
    data: Shard = json.loads(match[1])
    return data


def page(project: Project, name: str) -> str:
    return (project.site / parallels_page(IDS[name])).read_text("utf-8")


def links(project: Project) -> set[tuple[str, str, str, str]]:
    """(document, passage, other document, its passage) of every shard of the site."""
    found = set()
    for id in IDS.values():
        data = shard(project, next(name for name in NAMES if IDS[name] == id))
        for passage, entries in data["passages"].items():
            for number, there, *_ in entries[1:]:
                found.add((id, passage, data["documents"][number][0], there))
    return found


def test_every_parallel_has_its_counterpart(project: Project) -> None:
    found = links(project)
    assert {(one, other) for one, _, other, _ in found} == {
        (IDS["甲.txt"], IDS["乙.txt"]),
        (IDS["乙.txt"], IDS["甲.txt"]),
        (IDS["甲.txt"], IDS["丙.txt"]),
        (IDS["丙.txt"], IDS["甲.txt"]),
    }
    assert found == {(other, there, one, passage) for one, passage, other, there in found}


def test_pages_say_what_shards_say_while_there_are_few(project: Project) -> None:
    for name in NAMES:
        sections = re.split(r'<section id="', page(project, name))[1:]
        entries = {
            (IDS[name], section[: section.index('"')], other, there)
            for section in sections
            for other, there in re.findall(r'<li><a href="\.\./\.\./documents/\w\w/(\w+)\.html#(\w+)"', section)
        }
        assert entries == {link for link in links(project) if link[0] == IDS[name]}


def test_a_shard_gives_the_others_wording_to_the_letter(project: Project) -> None:
    data = shard(project, "甲.txt")
    entries = [entry for some in data["passages"].values() for entry in some[1:]]
    altered = [entry for entry in entries if data["documents"][entry[0]][0] == IDS["乙.txt"]]
    ((*_, start, end, first, last, there),) = altered
    own = f"一是{BORROWED}"
    assert own[start:end] == BORROWED
    assert own[start:first] + there + own[last:end] == f"去年入冬以后，{ALTERED}"


def test_every_link_of_the_site_leads_somewhere(project: Project) -> None:
    pages, problems = check_site(project.site)
    assert problems == []
    assert pages > len(NAMES)


def test_every_document_leads_to_its_parallels_and_back(project: Project) -> None:
    for id in IDS.values():
        document = (project.site / html(document_page(id))).read_text("utf-8")
        assert f'href="../../{parallels_page(id)}"' in document
        assert f'href="../../{html(document_page(id))}"' in (project.site / parallels_page(id)).read_text("utf-8")


def test_text_is_inert(project: Project) -> None:
    assert "<script" not in page(project, "甲.txt")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;{{ 变量 }}" in page(project, "甲.txt")
    assert "乙&lt;b&gt;的剖析材料" in page(project, "甲.txt")


def test_a_document_without_parallels_says_so(project: Project) -> None:
    assert "没有找到" in page(project, "丁.txt")
    assert shard(project, "丁.txt") == {"documents": [], "passages": {}}


def test_a_page_of_a_document_does_not_change_with_others(project: Project, tmp_path: Path) -> None:
    alone = make_project(tmp_path / "alone")
    alone.write("甲.txt", (project.corpus / "甲.txt").read_bytes())
    alone.build()
    path = html(document_page(IDS["甲.txt"]))
    assert (alone.site / path).read_bytes() == (project.site / path).read_bytes()


def test_step_by_step_is_as_at_once(project: Project, tmp_path: Path) -> None:
    steps = make_project(tmp_path / "steps")
    for name in ("乙.txt", "丁.txt"):
        steps.write(name, (project.corpus / name).read_bytes())
    steps.build()
    steps.write("戊.txt", text("戊的对照检查材料", BORROWED))
    for name in ("甲.txt", "丙.txt"):
        steps.write(name, (project.corpus / name).read_bytes())
    steps.build()
    (steps.corpus / "戊.txt").unlink()
    steps.build()
    ours, theirs = contents(steps.site), contents(project.site)
    mine = {name: data for name, data in ours.items() if name.startswith("parallels/")}
    assert mine == {name: data for name, data in theirs.items() if name.startswith("parallels/")}


def test_near_copies_are_named_and_counted_once(tmp_path: Path) -> None:
    project = make_project(tmp_path / "copies")
    kept = {"老站长": "汛期前没有人提起", "食堂班组": "检查组走后又拿出来", "车队": "村里人都知道这件事"}
    own = [f"{who}把登记簿锁进抽屉，{what}，年底才补了一张便条说明。" for who, what in kept.items()]
    project.write("甲.txt", text("甲的对照检查材料", *own))
    project.write("乙.txt", text("甲的对照检查材料", *own, "又添了一句。"))
    project.write("丙.txt", text("丙的发言提纲", f"{own[0]}", ORCHARD))
    project.build()
    ids = document_ids(["甲.txt", "乙.txt", "丙.txt"])
    first, third = ((project.site / parallels_page(ids[name])).read_text("utf-8") for name in ("甲.txt", "丙.txt"))
    assert "同一份文稿" in first
    assert f"documents/{ids['乙.txt'][:2]}/{ids['乙.txt']}.html" in first
    assert "涉及 1 篇" in third
    assert "平行 1" in third


def test_pages_do_not_grow_with_the_archive(tmp_path: Path) -> None:
    sizes = []
    for count in (40, 80):
        project = make_project(tmp_path / f"{count}")
        for at in range(count):
            own = f"第{at}号水渠通到了村口{at}，账上第{at}笔一笔一笔都对得上。"
            project.write(f"{at:02d}.txt", text(f"第{at}份对照检查材料", BORROWED, own))
        project.build()
        sizes.append(max(path.stat().st_size for path in (project.site / "parallels").rglob("*.html")))
    assert sizes[1] < 1.1 * sizes[0]


def test_what_is_touched_is_made_again(project: Project) -> None:
    before = contents(project.site)
    (project.site / parallels_page(IDS["甲.txt"])).write_text("别的", "utf-8")
    (project.site / parallels_shard(IDS["乙.txt"])).unlink()
    project.build()
    assert contents(project.site) == before
