"""What a reader does with the site, from link to link, over http and from files."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

WORD = "论学"  # from the middle of 理论学习
PASSAGE = ".dz-passage"

Documents = list[dict[str, Any]]


def article(page: Page) -> Locator:
    return page.locator("article")


def follow(link: Locator) -> None:
    """Clicks a link and waits for the page it leads to."""
    with link.page.expect_navigation():
        link.click()


def landed_on(page: Page, passage: str) -> Locator:
    """The passage that the address names, seen to be on the screen."""
    assert page.url.partition("#")[2] == passage
    found = page.locator(f"#{passage}")
    expect(found).to_be_in_viewport()
    assert found.evaluate("element => element.matches(':target')")
    return found


def open_a_document(page: Page, archive: str) -> None:
    """From home to a document by links alone."""
    page.goto(f"{archive}/index.html")
    follow(page.get_by_role("navigation").get_by_role("link", name="文稿", exact=True).first)
    follow(article(page).locator(".dz-list a").first)
    expect(article(page).locator(PASSAGE).first).to_be_visible()


# Browsing


def loaded(page: Page) -> set[str]:
    """The scripts of ours that a page has come to, by name."""
    page.wait_for_load_state("networkidle")
    names: list[str] = page.evaluate("Array.from(document.scripts, ({ src }) => src.split('/').at(-1))")
    return {*names} & {"highlight.js", "passage.js", "phrases.js", "parallels.js"}


def test_a_page_loads_what_it_has_a_use_for(page: Page, archive: str) -> None:
    page.goto(f"{archive}/search/index.html")
    assert loaded(page) == set()
    page.goto(f"{archive}/phrases/index.html")
    assert loaded(page) == {"phrases.js"}
    open_a_document(page, archive)
    assert loaded(page) == {"passage.js", "phrases.js", "parallels.js"}
    page.goto(f"{page.url}?q=学习")
    assert loaded(page) == {"highlight.js", "passage.js", "phrases.js", "parallels.js"}


def test_from_home_to_a_document_by_links(page: Page, archive: str, parsed: Documents) -> None:
    open_a_document(page, archive)
    (document,) = [each for each in parsed if page.url.endswith(f"/{each['id']}.html")]
    assert article(page).locator("h1").text_content() == document["title"]
    assert page.title() == f"{document['title']} - 对照"


def test_from_home_by_a_year_and_by_a_meeting(page: Page, archive: str) -> None:
    for list_of in (".dz-years a", ".dz-cards a[href^='meetings/']"):
        page.goto(f"{archive}/index.html")
        follow(article(page).locator(list_of).first)
        follow(article(page).locator(".dz-list a").first)
        expect(article(page).locator(PASSAGE).first).to_be_visible()


def test_a_meeting_leads_to_its_documents_and_back(page: Page, archive: str) -> None:
    page.goto(f"{archive}/meetings/index.html")
    follow(article(page).locator(".dz-cards a").first)
    meeting = page.url
    follow(article(page).locator(".dz-list a").first)
    follow(article(page).locator(".dz-facts a[href*='meetings/']"))
    assert page.url == meeting


def test_a_theme_leads_to_the_passage_of_a_lead_sentence(page: Page, archive: str) -> None:
    page.goto(f"{archive}/themes/index.html")
    follow(article(page).get_by_role("link", name="理论学习", exact=True))
    lead = article(page).locator(".dz-leads a[href*='#']").first
    passage = str(lead.get_attribute("href")).partition("#")[2]
    words = str(lead.text_content()).rstrip("…")
    follow(lead)
    assert words in str(landed_on(page, passage).text_content())


def test_a_phrase_leads_to_its_page_and_from_there_back(page: Page, archive: str) -> None:
    open_a_document(page, archive)
    home = page.url.partition("#")[0]
    link = article(page).locator(f"{PASSAGE} a.dz-phrase").first
    phrase = str(link.text_content())
    passage = link.locator("xpath=ancestor::p").get_attribute("id")
    follow(link)
    expect(article(page)).to_contain_text(phrase)
    back = page.locator(f"a[href$='#{passage}']")
    use = article(page).locator(".dz-uses li").filter(has=back)
    expect(use.locator("strong").first).to_have_text(phrase)
    follow(use.locator(back))
    assert page.url.partition("#")[0] == home
    expect(landed_on(page, str(passage))).to_contain_text(phrase)


def test_the_source_text_is_one_link_away(page: Page, archive: str) -> None:
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # a browser asks for it where no page says
    open_a_document(page, archive)
    follow(article(page).locator(".dz-facts a[href*='sources/']"))
    assert re.search(r"/sources/\w\w/\w+\.txt$", page.url)
    assert "检查" in page.inner_text("body")


# Searching


def test_the_header_box_leads_to_the_search_page_and_on_to_the_passage(page: Page, archive: str) -> None:
    page.goto(f"{archive}/index.html")
    box = page.locator("header form.duizhao-search input")
    box.fill(WORD)
    option = page.locator("header [role=option]").first
    expect(option.locator("mark")).to_have_text(WORD)
    with page.expect_navigation():
        box.press("Enter")
    assert re.search(r"/search/index\.html\?q=%E8%AE%BA%E5%AD%A6$", page.url)
    result = page.locator("[data-result]").first
    passage = str(result.get_attribute("data-passage"))
    follow(result.locator("a").first)
    mark = landed_on(page, passage).locator("mark").first
    expect(mark).to_have_text(WORD)
    expect(mark).to_be_in_viewport()


def test_an_option_of_the_header_box_leads_to_the_passage(page: Page, archive: str) -> None:
    page.goto(f"{archive}/guide.html")
    page.locator("header form.duizhao-search input").fill(WORD)
    option = page.locator("header [role=option]").first
    passage = str(option.get_attribute("href")).partition("#")[2]
    follow(option)
    expect(landed_on(page, passage).locator("mark").first).to_have_text(WORD)


def test_the_form_of_the_home_page_searches(page: Page, archive: str) -> None:
    page.goto(f"{archive}/index.html")
    article(page).locator("input[name=q]").fill(WORD)
    with page.expect_navigation():
        article(page).locator("input[name=q]").press("Enter")
    expect(page.locator("[data-result]").first).to_be_visible()


@pytest.mark.parametrize("field", ["part", "year", "theme", "meeting", "kind"])
def test_filters_narrow_the_results_and_stand_in_the_address(page: Page, archive: str, field: str) -> None:
    page.goto(f"{archive}/search/index.html?q=%E5%AD%A6%E4%B9%A0")
    total = page.locator("[data-total]")
    expect(page.locator("[data-result]").first).to_be_visible()
    before = int(str(total.get_attribute("data-total")))
    group = page.locator(f"details[data-field={field}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    wanted = {"part": "问题", "theme": "理论学习"}.get(field)
    choice = group.locator(f"input[value={wanted}]" if wanted else "input").first
    value = choice.get_attribute("value")
    choice.check()
    page.wait_for_url(re.compile(rf"[?&]{field}="))
    expect(total).not_to_have_attribute("data-total", str(before))
    expected = page.evaluate(
        "([field, value]) => window.duizhao.search('学习', { filters: { [field]: value }, limit: 1000 })",
        [field, value],
    )
    assert 0 < expected["total"] < before
    firsts = [group[0] for group in page.evaluate("results => duizhao.order.alike(results)", expected["results"][:20])]
    expect(total).to_have_attribute("data-total", str(expected["total"]))
    shown = [result.get_attribute("data-passage") for result in page.locator("[data-result]").all()]
    assert shown == [result["passage"] for result in firsts[: len(shown)]]
    page.reload()
    expect(total).to_have_attribute("data-total", str(expected["total"]))


def test_a_suggested_phrase_finds_as_many_passages_as_it_says(page: Page, archive: str) -> None:
    page.goto(f"{archive}/search/index.html")
    suggested = page.evaluate("duizhao.suggest('dd', { limit: 8 })")
    phrases = [each for each in suggested if each["kind"] == "phrase"]
    assert phrases
    for each in phrases:
        assert page.evaluate("words => duizhao.search(words).then(({ total }) => total)", each["words"]) >= each["uses"]


def test_what_is_not_there_is_not_found(page: Page, archive: str) -> None:
    page.goto(f"{archive}/search/index.html?q=%E7%A5%9E%E5%A5%87%E7%9A%84%E9%BB%91%E6%B4%9E")
    expect(page.locator("[data-total='0']")).to_be_attached()
    expect(page.locator("[data-result]")).to_have_count(0)


# Reading


def test_a_passage_is_copied_as_it_stands(page: Page, archive: str, parsed: Documents) -> None:
    open_a_document(page, archive)
    passage = article(page).locator(PASSAGE).nth(1)
    text = str(passage.text_content())
    passage.hover()
    passage.locator("button").click()
    expect(passage.locator("button")).to_have_attribute("data-said", "已复制")
    box = page.locator("header form.duizhao-search input")
    box.focus()
    page.keyboard.press("Control+V")
    assert box.input_value() == text


def test_a_permalink_leads_to_its_own_passage(page: Page, archive: str) -> None:
    open_a_document(page, archive)
    passage = article(page).locator(PASSAGE).last
    passage.hover()
    passage.locator("a.dz-permalink").click()
    landed_on(page, str(passage.get_attribute("id")))


def test_dark_mode_is_kept_from_page_to_page(page: Page, archive: str) -> None:
    page.goto(f"{archive}/index.html")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    light = body.evaluate("element => getComputedStyle(element).backgroundColor")
    page.locator("header label[title=换成深色]").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(f"{archive}/search/index.html")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert body.evaluate("element => getComputedStyle(element).backgroundColor") != light


# On a phone


def widest(page: Page) -> int:
    width: int = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    return width


def test_no_page_scrolls_sideways_on_a_phone(phone: Page, archive: str, parsed: Documents) -> None:
    phone.goto(f"{archive}/phrases/index.html")
    phrase = phone.locator(".dz-phrases a").first.evaluate("link => link.href")
    documents = [f"documents/{each['id'][:2]}/{each['id']}.html" for each in parsed[:3]]
    pages = ["index", "guide", "documents/index", "meetings/index", "themes/index", "phrases/index", "search/index"]
    for address in (
        phrase,
        *(f"{archive}/{name}.html" for name in pages),
        *(f"{archive}/{name}" for name in documents),
        f"{archive}/themes/li-lun-xue-xi.html",
        f"{archive}/search/index.html?q=%E5%AD%A6",
    ):
        phone.goto(address)
        if "?q=" in address:
            expect(phone.locator("[data-result]").first).to_be_visible()
        assert (address, widest(phone)) == (address, 375)


def test_the_drawer_of_a_phone_leads_on(phone: Page, archive: str) -> None:
    phone.goto(f"{archive}/index.html")
    entry = phone.locator(".md-sidebar--primary").get_by_role("link", name="会议", exact=True)
    expect(entry).not_to_be_in_viewport()
    phone.locator("header label[for=__drawer]").click()
    expect(entry).to_be_in_viewport()
    follow(entry)
    assert phone.url == f"{archive}/meetings/index.html"


# With scripts off


def test_every_document_is_reached_without_scripts(plain: Page, archive: str, parsed: Documents) -> None:
    missing = {f"{archive}/documents/{each['id'][:2]}/{each['id']}.html" for each in parsed}
    queue = deque([f"{archive}/index.html"])
    seen = set(queue)
    while missing and queue:
        plain.goto(queue.popleft())
        links = plain.eval_on_selector_all("a[href]", "all => all.filter(a => a.offsetParent).map(a => a.href)")
        for address in dict.fromkeys(link.partition("#")[0].partition("?")[0] for link in links):
            missing.discard(address)
            is_hub = re.fullmatch(rf"{re.escape(archive)}/(documents|meetings)/[\w-]+\.html", address)
            if is_hub and address not in seen:
                seen.add(address)
                queue.append(address)
    assert missing == set()
