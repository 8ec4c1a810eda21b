"""What stands elsewhere, in the browser: the button, the side-by-side view, a phone, no scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from duizhao.normalise.ids import document_ids
from duizhao.pages.addresses import document_page, html, parallels_shard
from project import Project, make_project

HERE = "给漏雨的粮仓换瓦拖了两个汛期，登记簿上却早早写着完工，直到仓管员来信才去看了一眼。"
THERE = "给漏雨的校舍换瓦拖了整整两个汛期，台账上却早早写着完工，直到仓管员来信才去看了一眼。"
SAME = "仓库门口贴着<b>三个字</b>😀，谁也说不清是谁贴的，后来被雨冲掉了，没有人再提起。"
SIGNS = [chr(code) for code in range(0x5200, 0x5A00)]
IDS = document_ids(["甲.txt", "乙.txt", *(f"{at}.txt" for at in range(16))])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("parallels") / "project")
    end = "果园滴灌的图纸压在抽屉里，请了三拨人来量，一次也没有动工，直到去年入冬才有人问起。"
    project.write("甲.txt", f"甲的对照检查材料\n\n一、存在的问题\n一是😀{HERE}\n二是{SAME}\n三是{end}\n")
    project.write("乙.txt", f"乙的剖析材料\n\n一、存在的问题\n一是去年的事。{THERE}\n")
    project.write("0.txt", f"丙的发言提纲\n\n一、存在的问题\n一是{SAME}\n")
    for at in range(1, 16):
        own = "。".join("".join(Random(f"{at}/{line}").choices(SIGNS, k=30)) for line in range(6))
        project.write(
            f"{at}.txt", f"第{at}份发言提纲\n\n一、存在的问题\n一是{own}。\n{f'二是{end}' if at < 7 else ''}\n"
        )
    project.build()
    return project


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, built: Project, serve: Callable[[Path], str]) -> str:
    site = serve(built.site) if request.param == "http" else built.site.as_uri()
    return f"{site}/{html(document_page(IDS['甲.txt']))}"


def test_a_passage_shows_how_often_it_stands_elsewhere(page: Page, address: str) -> None:
    page.goto(address)
    buttons = page.locator("button.dz-parallel")
    expect(buttons).to_have_count(3)
    labels = [button.get_attribute("data-label") for button in buttons.all()]
    assert labels == ["平行 1", "平行 1", "平行 6"]
    assert all(button.inner_text() == "" for button in buttons.all())  # the text of the page is the document's


def test_side_by_side_with_the_differences_marked(page: Page, address: str) -> None:
    page.goto(address)
    button = page.locator("button.dz-parallel").first
    button.click()
    pair = page.locator(".dz-pair")
    expect(pair).to_have_count(1)
    sides = [side.inner_text().split("\n", 1)[1] for side in pair.locator(".dz-side").all()]
    assert sides == [f"😀{HERE}", THERE]
    assert "校舍" in "".join(pair.locator("ins").all_inner_texts())
    assert "粮仓" in "".join(pair.locator("del").all_inner_texts())
    assert re.search(r"相似 [789]\d%", pair.locator(".dz-where").inner_text())
    expect(button).to_have_attribute("aria-expanded", "true")
    button.press("Enter")
    expect(pair).to_have_count(0)
    button.press("Enter")
    pair.locator("a").click()
    expect(page.locator("h1.dz-title")).to_have_text("乙的剖析材料")
    expect(page.locator(":target")).to_contain_text(THERE)


def test_the_same_wording_has_no_marks_and_is_text(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("button.dz-parallel").nth(1).click()
    pair = page.locator(".dz-pair")
    assert pair.locator(".dz-side").nth(1).inner_text().endswith(SAME)
    assert pair.locator("del, ins").count() == 0
    assert "相同" in pair.locator(".dz-where").inner_text()


def test_many_are_shown_a_few_at_a_time(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("button.dz-parallel").nth(2).click()
    expect(page.locator(".dz-pair")).to_have_count(5)
    page.get_by_role("button", name=re.compile("再看 1 处")).click()
    expect(page.locator(".dz-pair")).to_have_count(6)


def test_a_phone_shows_one_above_the_other(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("button.dz-parallel").first.tap()
    above, below = (side.bounding_box() for side in phone.locator(".dz-pair .dz-side").all())
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_a_link_leads_to_the_same(plain: Page, address: str) -> None:
    plain.goto(address)
    assert plain.locator("button.dz-parallel").count() == 0
    plain.locator("a.dz-parallels").click()
    expect(plain.locator("h1")).to_have_text("甲的对照检查材料")
    expect(plain.locator("section")).to_have_count(3)
    assert "校舍" in plain.locator("section").first.inner_text()
    plain.locator("section li a").first.click()
    expect(plain.locator("h1.dz-title")).to_have_text("乙的剖析材料")


def test_the_page_without_scripts_fits_a_phone(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("a.dz-parallels").click()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_view_says_what_the_shard_says(page: Page, address: str, built: Project) -> None:
    script = (built.site / parallels_shard(IDS["甲.txt"])).read_text("utf-8")
    data = json.loads(script.removeprefix("duizhao.parallels(").removesuffix(");\n"))
    page.goto(address)
    expect(page.locator("button.dz-parallel")).to_have_count(len(data["passages"]))
    for passage in data["passages"]:
        assert page.locator(f"#{passage} button.dz-parallel").count() == 1


def test_a_shard_that_is_missing_is_no_harm(page: Page, built: Project, expect_trouble: Callable[[str], None]) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")
    shard = built.site / parallels_shard(IDS["乙.txt"])
    kept = shard.read_bytes()
    shard.unlink()
    try:
        page.goto(f"{built.site.as_uri()}/{html(document_page(IDS['乙.txt']))}")
        expect(page.locator("h1.dz-title")).to_have_text("乙的剖析材料")
        assert page.locator("button.dz-parallel").count() == 0
    finally:
        shard.write_bytes(kept)
