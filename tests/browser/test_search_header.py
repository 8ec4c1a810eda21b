"""The search box of every page's header, the keys of the search, and the marks it leaves on document pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from search_site import SAMPLE, write_site

COMPOSING = """input => {
    input.focus();
    input.dispatchEvent(new CompositionEvent('compositionstart'));
    input.value = 'li lun';
    input.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
}"""
COMPOSED = "input => { input.value = '理论'; input.dispatchEvent(new CompositionEvent('compositionend')); }"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SAMPLE)


@pytest.fixture(params=["http", "file"])
def sample(request: pytest.FixtureRequest, site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site) if request.param == "http" else site.as_uri()


@pytest.fixture
def sample_once(site: Path) -> str:
    return site.as_uri()


def header(page: Page) -> Locator:
    return page.locator("header").get_by_role("combobox")


def results_page(page: Page, sample: str, query: str) -> Locator:
    page.goto(f"{sample}/search/index.html?q={query}")
    expect(page.locator("[data-result]").first).to_be_visible()
    return page.locator("[data-result]")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-passage]')?.dataset.passage ?? ''"))


# The box in the header


def test_phrases_and_results_drop_down_while_typing(page: Page, sample: str) -> None:
    page.goto(f"{sample}/documents/beta.html")
    header(page).press_sequentially("理论学")
    panel = page.get_by_role("listbox")
    expect(panel.get_by_role("group", name="提法").get_by_role("option")).to_have_text(["理论学习20 段"])
    found = panel.get_by_role("group", name="原文").get_by_role("option")
    expect(found).to_have_count(2)
    expect(found.first).to_contain_text("甲的对照检查材料")
    expect(panel.get_by_role("option").last).to_have_text("查看全部 2 段")


def test_sentences_that_begin_so_lead_to_their_passage(page: Page, sample: str) -> None:
    page.goto(f"{sample}/index.html")
    header(page).press_sequentially("措施之7")
    lead = page.get_by_role("group", name="句子").get_by_role("option")
    expect(lead).to_have_text(["措施之7：坚持久久为功。"])
    lead.click()
    page.wait_for_url("**/documents/alpha.html?q=*#m7")


def test_keys_walk_through_the_options_as_a_screen_reader_hears_them(page: Page, sample: str) -> None:
    page.goto(f"{sample}/index.html")
    box = header(page)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("理论学")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    assert page.locator(f"#{box.get_attribute('aria-controls')}").get_attribute("role") == "listbox"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/beta.html?q=*#b1")
    expect(page.locator("#b1 mark").first).to_be_in_viewport()


def test_a_choice_outlasts_a_list_that_comes_late_but_no_further_letter(page: Page, sample_once: str) -> None:
    page.goto(sample_once + "/index.html")
    box = header(page)
    box.fill("理论学")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    options.first.evaluate("option => option.dataset.old = ''")
    box.dispatch_event("focus")  # the same list again
    expect(page.locator("[data-old]")).to_have_count(0)
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    box.press_sequentially("习")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_the_list_closes(page: Page, sample_once: str, key: str) -> None:
    page.goto(sample_once + "/index.html")
    header(page).press_sequentially("理论")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press(key)
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(header(page)).to_have_value("理论")
    expect(header(page)).to_have_attribute("aria-expanded", "false")


def test_a_phrase_the_last_option_and_enter_lead_to_the_search_page(page: Page, sample: str) -> None:
    page.goto(f"{sample}/index.html")
    header(page).fill("理论学")
    page.get_by_role("option", name="查看全部 2 段").click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "2")
    header(page).fill("久久")
    header(page).press("Enter")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "45")
    header(page).fill("ddz")
    page.get_by_role("option", name="担当作为").click()
    expect(page.locator("[data-result]")).to_have_count(1)
    assert parse_qs(urlsplit(page.url).query)["q"] == ['担当作为|"担当 作为"|作为担当']


def test_nothing_found_leads_on_to_the_looser_search(page: Page, sample_once: str) -> None:
    page.goto(f"{sample_once}/index.html")
    header(page).fill("担当不够")
    expect(page.get_by_text("没有一段含有这些字")).to_be_visible()
    page.get_by_role("option", name="到检索页放宽再找").click()
    expect(page.locator(".dz-loose")).to_contain_text("放宽：中间隔着几个字")


@pytest.mark.parametrize("box", ["header input", ".dz-input"])
def test_nothing_is_sought_while_an_input_method_composes(page: Page, site: Path, box: str) -> None:
    page.goto(f"{site.as_uri()}/search/index.html")
    expect(page.get_by_text("可检索 2 篇文稿")).to_be_visible()
    page.evaluate(
        """() => {
            window.asked = [];
            for (const name of ['suggest', 'loosen']) {
                const plain = duizhao[name];
                duizhao[name] = (...words) => (asked.push(words[0]), plain(...words));
            }
        }"""
    )
    before = page.url
    page.locator(box).evaluate(COMPOSING)
    page.wait_for_timeout(400)
    assert (page.evaluate("asked"), page.url) == ([], before)
    page.locator(box).evaluate(COMPOSED)
    expect(page.get_by_role("group", name="提法").get_by_role("option").first).to_be_visible()
    assert page.evaluate("asked")[0] == "理论"


@pytest.mark.parametrize("box", ["header input", ".dz-input"])
def test_keys_of_an_input_method_choose_nothing(page: Page, site: Path, box: str) -> None:
    page.goto(f"{site.as_uri()}/search/index.html")
    page.locator(box).press_sequentially("理论")
    expect(page.locator(".dz-option").first).to_be_visible()
    for key in ("ArrowDown", "Enter", "Escape"):
        page.locator(box).evaluate(
            """(input, key) => input.dispatchEvent(
                new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true }),
            )""",
            key,
        )
    expect(page.locator(".dz-option").first).to_be_visible()
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


# The box of the search page


def test_a_phrase_by_its_initials_is_searched_in_place(page: Page, sample: str) -> None:
    page.goto(f"{sample}/search/index.html?kind=剖析材料")
    box = page.locator(".dz-input")
    box.press_sequentially("llxx")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text(["理论学习20 段"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("理论学习")
    expect(page.locator("[data-total]")).to_have_text("共 1 段")  # the filter stays
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_be_focused()


# Keys


def test_a_slash_leads_to_the_box(page: Page, sample: str) -> None:
    page.goto(f"{sample}/documents/beta.html")
    page.keyboard.press("/")
    expect(header(page)).to_be_focused()
    page.keyboard.type("a/b")
    expect(header(page)).to_have_value("a/b")
    results_page(page, sample, "理论学习")
    page.keyboard.press("/")
    expect(page.locator(".dz-input")).to_be_focused()


def test_keys_walk_through_the_results(page: Page, sample: str) -> None:
    results_page(page, sample, "久久为功")
    seen = []
    for key in ("j", "j", "ArrowDown", "k", "ArrowUp", "k", "k"):
        page.keyboard.press(key)
        seen.append(focused(page))
    assert seen == ["m0", "m1", "m2", "m1", "m0", "m0", "m0"]
    page.locator(".dz-input").focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "m0"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alpha.html?q=*#m1")


def test_c_copies_the_result_in_focus(page: Page, sample: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for view in ("lines", "paragraphs"):
        results_page(page, sample, f"功夫&view={view}")
        page.keyboard.press("j")
        page.keyboard.press("c")
        expect(page.locator(".dz-offscreen[role=status]")).to_have_text("已复制")
        assert page.evaluate("navigator.clipboard.readText()") == SAMPLE[1].passages[0].text
        assert focused(page) == "b1"


def test_no_key_acts_while_somebody_types(page: Page, sample: str) -> None:
    results_page(page, sample, "久久")
    page.locator(".dz-input").press_sequentially("jkc/")
    expect(page.locator(".dz-input")).to_have_value("jkc/久久")
    expect(page.locator(".dz-input")).to_be_focused()
    page.goto(f"{sample}/search/index.html?q=久久")
    expect(page.locator("[data-result]").first).to_be_visible()
    page.keyboard.press("Control+j")
    assert focused(page) == ""


def test_the_themes_keys_do_not_fire_inside(page: Page, sample_once: str) -> None:
    results_page(page, sample_once, "久久")
    page.evaluate("window.heard = []; window.addEventListener('keydown', ({ key }) => heard.push(key))")
    page.keyboard.press("j")
    for key in ("n", "p", ".", ",", "s", "f", "j", "k", "/"):
        page.keyboard.press(key)
    assert page.evaluate("heard") == []
    page.locator("body").evaluate("body => document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.evaluate("heard") == ["n"]  # outside they are the theme's


def test_the_number_of_results_is_announced_and_the_focus_seen(page: Page, sample_once: str) -> None:
    results_page(page, sample_once, "久久为功")
    expect(page.get_by_role("status").filter(has_text="共 45 段")).to_be_visible()
    for name in ("检索结果", "显示方式", "筛选", "排序"):
        assert page.locator(f"[aria-label='{name}']").count() == 1
    page.keyboard.press("j")
    outlined = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert outlined >= 2
    unnamed = page.evaluate(
        """() => Array.from(document.querySelectorAll('#duizhao-search-page :is(button, input, select, a)'))
            .filter((each) => (each.getAttribute('aria-label') ?? '') === '' && each.textContent.trim() === ''
                && (each.labels ?? []).length === 0).length"""
    )
    assert unnamed == 0


# Marks on a document's page


def test_matches_are_marked_across_links_and_not_in_readings(page: Page, sample: str) -> None:
    page.goto(f"{sample}/documents/alpha.html?q=是理论学习浮#a1")
    marks = page.locator("mark.dz-mark")
    expect(marks.first).to_be_in_viewport()
    assert marks.all_text_contents() == ["是", "理论学", "习浮"]
    assert page.locator("#a1").text_content() == SAMPLE[0].passages[0].text + "理论"
