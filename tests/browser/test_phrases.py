"""Phrases in the browser: the card on a mark, the switch, the nearest documents, lists that sort and filter."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from project import Project, make_project, material

MARK = ".dz-passage a.dz-phrase"
CARD = ".dz-card"
WORDS = ("理论学习", "三会一课", "批评与自我批评", "民主集中制", "谈心谈话", "调查研究", "攻坚克难")


@pytest.fixture(scope="module")
def phrases_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Seven documents that share formulae; the last two share a rare one."""
    project = make_project(tmp_path_factory.mktemp("phrases"))
    for at, word in enumerate(WORDS):
        text = material(f"{word}组组长的对照检查材料", word, 2017 + at)
        if at >= len(WORDS) - 2:
            text = text.replace("党性锻炼放松", "没有守土尽责，党性锻炼放松")
        project.write(f"{at}.txt", text)
    project.write("7.txt", material("另一组组长的对照检查材料", "值班值守", 2017).replace("理论", "业务"))
    beside = zip("外低紧内宽高", "大俄抱才安发", strict=True)
    lines = "".join(f"做到工作学习{before}两不误，{after}展得好。\n" for before, after in beside)
    project.write("8.txt", f"辛组组长2020年度民主生活会对照检查材料\n\n{lines}")
    project.write("phrasebook.tsv", "head\tkind\tvariants\tstatus\tnote\n两不误\t套语\n守土尽责\t套语\n")
    project.build()
    return project


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest, phrases_project: Project, serve: Callable[[Path], str]) -> str:
    return serve(phrases_project.site) if request.param == "http" else phrases_project.site.as_uri()


def document(page: Page, site: str, words: str = WORDS[-1]) -> None:
    page.goto(f"{site}/documents/index.html")
    page.locator(".dz-list a", has_text=words).first.click()
    expect(page.locator(".dz-switch")).to_be_visible()  # it comes with what watches the marks


def mark(page: Page) -> Locator:
    return page.locator(MARK, has_text="一抓到底").first


def phrase(page: Page, site: str, words: str) -> None:
    page.goto(f"{site}/phrases/by-frequency.html")
    page.locator(".dz-phrases a", has_text=words).first.click()
    expect(page.locator("h1")).to_have_text(words)


def test_a_pointer_opens_the_card_and_escape_closes_it(page: Page, site: str) -> None:
    document(page, site)
    mark(page).hover()
    card = page.locator(CARD)
    expect(card.locator("li")).to_have_count(3)
    expect(card).to_contain_text("8 篇")
    assert card.get_attribute("id") == mark(page).get_attribute("aria-describedby")
    expect(card.locator("li strong").first).to_have_text("一抓到底")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert mark(page).get_attribute("aria-describedby") is None


def test_focus_opens_the_card_and_leaving_closes_it(page: Page, site: str) -> None:
    document(page, site)
    mark(page).focus()
    expect(page.locator(f"{CARD} li")).to_have_count(3)
    page.locator(".dz-switch").focus()
    expect(page.locator(CARD)).to_have_count(0)


def test_a_glossary_phrase_is_explained(page: Page, site: str) -> None:
    document(page, site, "三会一课")
    page.locator(MARK, has_text="三会一课").first.hover()
    expect(page.locator(f"{CARD} .dz-card__gloss")).to_contain_text("党小组会")


def test_a_touch_opens_the_card_and_the_card_leads_on(phone: Page, site: str) -> None:
    document(phone, site)
    before = phone.url
    mark(phone).tap()
    card = phone.locator(CARD)
    expect(card.locator("li")).to_have_count(3)
    assert phone.url == before
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    card.locator(".dz-card__more").tap()
    expect(phone.locator("h1")).to_have_text("一抓到底")


def test_a_card_whose_data_is_missing_says_so(page: Page, site: str, expect_trouble: Callable[[str], None]) -> None:
    expect_trouble("ERR_FAILED")
    page.route(re.compile(r"/phrases/\w\w/\w+\.js$"), lambda route: route.abort())
    document(page, site)
    mark(page).hover()
    expect(page.locator(CARD)).to_contain_text("读不到")


def test_the_switch_hides_marks_and_is_remembered(page: Page, site: str) -> None:
    document(page, site)
    switch = page.get_by_role("button", name="提法标记")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert mark(page).evaluate("mark => getComputedStyle(mark).textDecorationLine") == "none"
    mark(page).hover()
    page.wait_for_timeout(500)
    expect(page.locator(CARD)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="提法标记")).to_have_attribute("aria-pressed", "false")


def test_the_switch_works_where_nothing_can_be_remembered(page: Page, site: str) -> None:
    for name in ("getItem", "setItem"):
        page.add_init_script(
            f"""const {name} = Storage.prototype.{name}; Storage.prototype.{name} = function (key, value) {{
                if (key === 'dz-phrases-off') throw new Error('no'); return {name}.call(this, key, value); }};"""
        )
    document(page, site)
    page.get_by_role("button", name="提法标记").click()
    expect(page.get_by_role("button", name="提法标记")).to_have_attribute("aria-pressed", "false")


def test_the_nearest_documents_share_rare_phrases(page: Page, site: str) -> None:
    document(page, site)
    page.locator(".dz-near summary").click()
    nearest = page.locator(".dz-near li").first
    expect(nearest).to_contain_text("守土尽责")
    expect(nearest.locator("a")).to_contain_text(WORDS[-2])
    nearest.locator("a").click()
    expect(page.locator("h1")).to_contain_text(WORDS[-2])


def test_the_page_of_a_phrase_is_whole_without_scripts(plain: Page, site: str) -> None:
    phrase(plain, site, "一抓到底")
    for heading in ("分布", "例句", "全部用例"):
        expect(plain.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    chart = plain.get_by_role("img", name="年度（段）")
    expect(chart).to_be_visible()
    assert "2017 2" in str(chart.get_attribute("aria-label"))
    expect(plain.locator(".dz-uses a[href*='#']")).to_have_count(len(WORDS) + 1)


def test_the_same_wording_of_a_year_is_folded_and_every_passage_linked(plain: Page, site: str) -> None:
    phrase(plain, site, "守土尽责")
    expect(plain.locator(".dz-uses li")).to_have_count(2)  # of two years
    phrase(plain, site, "久久为功")
    folded = plain.locator(".dz-uses li", has_text="同文 2 处")
    expect(folded).to_have_count(1)
    expect(folded.locator("a[href*='#']")).to_have_count(2)


def test_uses_are_sorted_by_what_stands_beside(page: Page, site: str) -> None:
    phrase(page, site, "两不误")
    lines = page.locator(".dz-uses li")
    original = lines.all_text_contents()
    page.get_by_role("button", name="右邻").click()
    after = [text.split("两不误", 1)[1][1] for text in lines.all_text_contents()]
    assert after == ["安", "抱", "才", "大", "俄", "发"]  # by pinyin
    page.get_by_role("button", name="左邻").click()
    assert [text.split("两不误")[0][-1] for text in lines.all_text_contents()] == ["低", "高", "紧", "宽", "内", "外"]
    page.get_by_role("button", name="原序").click()
    assert lines.all_text_contents() == original


def test_a_chart_is_read_in_dark_mode(page: Page, site: str) -> None:
    phrase(page, site, "一抓到底")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    text, ground = page.evaluate(
        """() => [getComputedStyle(document.querySelector('.dz-chart text')).fill,
                  getComputedStyle(document.body).backgroundColor]"""
    )
    assert text != ground


def test_a_phone_shows_a_phrase_without_sideways_scrolling(phone: Page, site: str) -> None:
    phrase(phone, site, "一抓到底")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_index_is_filtered(page: Page, site: str) -> None:
    page.goto(f"{site}/phrases/by-length.html")
    page.get_by_role("searchbox", name="筛选本页的提法").fill("久久")
    expect(page.locator(".dz-phrases a:visible")).to_have_text(["久久为功"])


def test_every_order_of_the_index_leads_to_the_others(plain: Page, site: str) -> None:
    for name in ("按频次", "按字数", "按主题", "按拼音"):
        plain.goto(f"{site}/phrases/index.html")
        orders = plain.get_by_role("navigation", name="提法的排列")
        if name != "按拼音":
            orders.get_by_role("link", name=name).click()
            expect(plain.locator("h1")).to_contain_text(name)
        expect(plain.locator(".dz-phrases a").first).to_be_visible()
