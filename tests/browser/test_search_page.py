"""The search page as people use it, in real Chromium, over http and from files, on a small site of its own."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from duizhao.pages.content import Html
from duizhao.pages.search import search_page
from duizhao.search import CLIENT_SCRIPTS, served
from duizhao.search.index import FIELDS, IndexedDocument, IndexedPassage
from search_site import SAMPLE, ask, write_page, write_site

SENTENCE = "理论学习抓得不紧，满足于读过看过。"
FACTS: list[dict[str, Any]] = [
    {"year": 2021, "meeting": "年度民主生活会", "kind": "对照检查材料", "subject": "个人", "role": "局长"},
    {"year": 2022, "meeting": "年度民主生活会", "kind": "剖析材料", "subject": "班子", "role": "副局长"},
    {"year": 2023, "meeting": "专题民主生活会", "kind": "对照检查材料", "subject": "个人", "role": "镇长"},
]
PLACES: list[dict[str, Any]] = [
    {"part": "问题", "theme": "理论学习", "trail": "一、存在问题", "aspect": "学习方面"},
    {"part": "原因", "theme": "担当作为", "trail": "二、原因剖析", "aspect": "担当方面"},
    {"part": "措施", "theme": "工作作风", "trail": "三、措施", "aspect": None},
]


def invent() -> list[IndexedDocument]:
    """Thirty documents of three passages: one says the same in all, one differs, with its match here and there."""
    documents = []
    for i in reversed(range(30)):
        lead = "个别时候把读文件当成抓落实，" * (i % 5)
        texts = (f"一是{SENTENCE}", f"{lead}对第{i}项任务理论学习跟得不够，深浅不一。", f"第{i}月起逐项整改。")
        passages = tuple(IndexedPassage(id=f"d{i}p{j}", text=text, **PLACES[j]) for j, text in enumerate(texts))
        documents.append(
            IndexedDocument(
                id=f"d{i}", url=f"documents/d{i}.html", title=f"第{i}份材料", passages=passages, **FACTS[i // 10]
            )
        )
    return documents


ARCHIVE = invent()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("page") / "site", ARCHIVE)


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest, built: Path, serve: Callable[[Path], str]) -> str:
    return serve(built) if request.param == "http" else built.as_uri()


@pytest.fixture
def once(built: Path) -> str:
    """The address of the site, for what does not depend on how it is served."""
    return built.as_uri()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A site that a test may damage."""
    return write_site(tmp_path / "site", SAMPLE)


def go(page: Page, site: str, query: str = "", **more: Any) -> Locator:
    """Opens the search page and gives its results, once there are any."""
    values = {"q": query} if query else {}
    fields = "&".join(f"{name}={quote(str(value))}" for name, value in {**values, **more}.items())
    page.goto(f"{site}/search/index.html{'?' if fields else ''}{fields}")
    results = page.locator("[data-result]")
    if fields:
        expect(results.first).to_be_visible()
    return results


def total(page: Page) -> Locator:
    return page.locator("[data-total]")


def box(page: Page) -> Locator:
    return page.locator(".dz-input")


def choice(page: Page, field: str, value: str) -> Locator:
    return page.locator(f"input[name={field}][value='{value}']")


def state(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def open_group(page: Page, field: str) -> Locator:
    group = page.locator(f"details[data-field={field}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    return group


# Results


@pytest.mark.parametrize("width", [320, 375, 700, 1000, 1280])
@pytest.mark.parametrize("query", ["理论学习", "理论*不够", "读过|不一|深浅"])
def test_matches_stand_in_one_column_a_line_each(page: Page, once: str, width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    results = go(page, once, query)
    lines = results.locator(".dz-keyword")
    starts = lines.evaluate_all("all => all.map((each) => each.querySelector('mark').getBoundingClientRect().left)")
    assert len(starts) > 5
    assert max(starts) - min(starts) < 1
    heights = lines.evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert max(heights) < 40  # one line
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_less_stands_before_the_match_where_there_is_little_room(page: Page, once: str) -> None:
    shares = []
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        results = go(page, once, "理论学习")
        left, whole = (results.first.locator(name).bounding_box() for name in (".dz-left", ".dz-keyword"))
        assert left
        assert whole
        shares.append(left["width"] / whole["width"])
    assert shares[0] < 0.8 * shares[1]


def test_the_view_is_switched_and_remembered_in_the_address(page: Page, site: str) -> None:
    results = go(page, site, "理论学习")
    lines, paragraphs = (page.get_by_role("button", name=name, exact=True) for name in ("逐行", "段落"))
    expect(lines).to_have_attribute("aria-pressed", "true")
    paragraphs.click()
    expect(paragraphs).to_have_attribute("aria-pressed", "true")
    assert state(page)["view"] == ["paragraphs"]
    expect(results.first.locator("a.dz-text")).to_have_text(f"一是{SENTENCE}")
    expect(results.first).to_contain_text("问题一、存在问题")
    page.reload()
    expect(results.first.locator("a.dz-text")).to_be_visible()
    page.go_back()
    expect(lines).to_have_attribute("aria-pressed", "true")
    expect(results.first.locator("a.dz-keyword")).to_be_visible()


@pytest.mark.parametrize("order", ["quality", "left", "right"])
def test_another_order_is_the_engines_and_stands_in_the_address(page: Page, site: str, order: str) -> None:
    results = go(page, site, "理论学习跟得")
    page.get_by_label("排序").select_option(order)
    expect(page.locator(".dz-ordered")).to_be_hidden()  # all thirty could be ordered
    page.wait_for_url(re.compile(f"sort={order}"))
    expected = [each["passage"] for each in ask(page, "理论学习跟得", sort=order, limit=60)["results"]]
    expect(results).to_have_count(30)
    expect(results.first).to_have_attribute("data-passage", expected[0])
    assert results.evaluate_all("all => all.map(({ dataset }) => dataset.passage)") == expected
    page.go_back()
    expect(page.get_by_label("排序")).to_have_value("year")


def test_of_an_order_that_leaves_some_out_it_is_said_of_how_many(page: Page, tmp_path: Path) -> None:
    passages = tuple(IndexedPassage(f"p{i}", f"第{i}次研究久久为功。", None, None, "") for i in range(80))
    archive = [IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)]
    site = write_site(tmp_path / "site", archive).as_uri()
    results = go(page, site, "久久为功", sort="right")
    expect(page.get_by_text("只排了最前面的 60 段")).to_be_visible()
    expect(total(page)).to_have_text("共 80 段")
    expect(page.get_by_role("button", name="加载更多")).to_be_hidden()
    assert results.count() == 60


def test_identical_wording_is_folded_with_the_other_places_inside(page: Page, site: str) -> None:
    results = go(page, site, SENTENCE)
    expect(results).to_have_count(1)
    expect(total(page)).to_have_text("共 30 段")
    fold = results.get_by_role("button", name="同文 20 处")  # of those shown
    expect(fold).to_have_attribute("aria-expanded", "false")
    title, badge = results.locator(".dz-name").bounding_box(), fold.bounding_box()
    assert title
    assert badge
    assert title["x"] + title["width"] <= badge["x"]  # neither hides the other
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    others = results.locator(".dz-places a")
    assert others.all_text_contents() == [f"第{i}份材料" for i in range(28, 9, -1)]
    page.get_by_role("button", name="加载更多").click()
    expect(results.get_by_role("button", name="同文 30 处")).to_be_visible()


def test_more_results_and_the_place_where_one_left_are_there_on_coming_back(page: Page, site: str) -> None:
    results = go(page, site, "理论学习跟得")
    expect(results).to_have_count(20)
    page.get_by_role("button", name="加载更多").click()
    expect(results).to_have_count(30)
    expect(page.get_by_role("button", name="加载更多")).to_be_hidden()
    assert state(page)["page"] == ["2"]
    assert page.evaluate("document.activeElement.closest('li').dataset.passage") == "d9p1"
    results.last.locator("a").click()
    page.wait_for_url("**/documents/d0.html*")
    page.go_back()
    expect(results).to_have_count(30)
    expect(results.last.locator("a")).to_be_focused()
    expect(results.last).to_be_in_viewport()


def test_counts_become_exact_once_the_total_is_and_else_say_that_they_are_bounds(page: Page, tmp_path: Path) -> None:
    texts = [f"坚持{'久久' if i < 900 else '为公'}{'' if i % 9 else '而久'}久为功{i}" for i in range(2_400)]
    passages = tuple(IndexedPassage(f"p{i}", text, "问题", None, "") for i, text in enumerate(texts))
    site = write_site(tmp_path / "site", [IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)])
    go(page, site.as_uri(), "坚持久久久")
    expect(total(page)).to_have_text("共 800 段")
    count = open_group(page, "part").locator(".dz-sum")
    expect(count).to_have_text("800")
    expect(page.get_by_text("数目是上限")).to_be_hidden()
    go(page, site.as_uri(), "坚持为公久")
    expect(count).to_have_text(re.compile(r"^≤1,\d\d\d$"))
    expect(page.get_by_text("命中很多，数目是上限。")).to_be_visible()


def test_a_total_that_may_be_beyond_a_thousand_is_a_bound_until_somebody_wants_it_counted(
    page: Page, tmp_path: Path
) -> None:
    passages = tuple(
        IndexedPassage(f"p{i}", f"坚持久{'' if i % 9 else '而久'}久为功{i}{'甲' * (i < 990)}", None, None, "")
        for i in range(1300)
    )
    archive = [IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.texts.TEXT_SIZE", 100)
        site = write_site(tmp_path / "site", archive).as_uri()
    exactly = page.get_by_role("button", name="数准")
    go(page, site, "坚持久久")
    expect(total(page)).to_have_text(re.compile(r"^至多 1,\d\d\d 段$"))
    exactly.click()
    expect(total(page)).to_have_text(re.compile(r"^1,000 段以上，至多 1,\d\d\d 段$"))
    expect(total(page)).to_have_attribute("data-exact", "false")
    expect(exactly).to_be_hidden()
    go(page, site, "坚持久久 -功1")
    expect(total(page)).to_have_text(re.compile(r"^至多 1,\d\d\d 段$"))
    exactly.click()
    expect(total(page)).to_have_text(
        f"共 {sum('坚持久久' in each.text and '功1' not in each.text for each in passages)} 段"
    )
    expect(exactly).to_be_hidden()
    go(page, site, "坚持久久 甲")  # 990 at most: counted of itself
    expect(total(page)).to_have_text(f"共 {sum('坚持久久' in each.text and '甲' in each.text for each in passages)} 段")
    go(page, site, "久为")
    expect(total(page)).to_have_text("共 1,300 段")


# Copying, opening


@pytest.fixture
def clipboard(page: Page) -> Callable[[], str]:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return lambda: str(page.evaluate("navigator.clipboard.readText()"))


def test_a_passage_its_source_and_its_link_are_copied(page: Page, site: str, clipboard: Callable[[], str]) -> None:
    item = go(page, site, SENTENCE, view="paragraphs").first
    for name, copied in (
        ("复制", f"一是{SENTENCE}"),
        ("带出处复制", f"一是{SENTENCE}\n——《第29份材料》（2023 年度，专题民主生活会）"),
        ("复制链接", f"{site}/documents/d29.html#d29p0"),
    ):
        item.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".dz-offscreen[role=status]")).to_have_text("已复制")
        page.wait_for_function("async (copied) => (await navigator.clipboard.readText()) === copied", arg=copied)


def test_a_line_is_unfolded_to_its_paragraph_and_tools(page: Page, site: str, clipboard: Callable[[], str]) -> None:
    item = go(page, site, "任务理论学习").first
    unfold = item.get_by_role("button", name="展开这一段")
    unfold.click()
    expect(unfold).to_have_attribute("aria-expanded", "true")
    expect(item.locator(".dz-detail .dz-text")).to_have_text(ARCHIVE[0].passages[1].text)
    item.get_by_role("button", name="带出处复制").click()
    expect(page.locator(".dz-offscreen[role=status]")).to_have_text("已复制")
    assert clipboard().endswith("——《第29份材料》（2023 年度，专题民主生活会）")
    unfold.click()
    expect(item.locator(".dz-detail")).to_be_hidden()


def test_copying_works_without_a_clipboard_interface(page: Page, site: str) -> None:
    page.add_init_script(
        """delete Navigator.prototype.clipboard;
        document.addEventListener('copy', () => (window.copied = document.getSelection().toString()
            || document.activeElement.value));"""
    )
    item = go(page, site, SENTENCE, view="paragraphs").first
    item.get_by_role("button", name="复制", exact=True).click()
    expect(page.locator(".dz-offscreen[role=status]")).to_have_text("已复制")
    assert page.evaluate("copied") == f"一是{SENTENCE}"
    assert page.evaluate("document.activeElement.className").startswith("dz-button")  # as before


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("功夫 群众观念", ["功夫", "群众观念"]),
        ("放下*功夫", ["放下了理论学习的功夫"]),
        ("天外|时紧时松", ["时紧时松"]),
        ("下了理論學習", ["下了理论学习"]),
        ("功夫 -担当", ["功夫"]),
        ('"学习的功夫"', ["学习的功夫"]),
    ],
)
def test_a_result_opens_at_the_marked_words(page: Page, own: Path, query: str, marked: list[str]) -> None:
    go(page, own.as_uri(), query).first.locator("a").first.click()
    page.wait_for_url("**/beta.html?q=*#b1")
    marks = page.locator("#b1 mark.dz-mark")
    expect(marks.first).to_be_in_viewport()
    runs = page.locator("#b1").evaluate(
        # a link in the passage cuts a mark in two
        """element => {
            const runs = [];
            let last = null;
            for (const mark of element.querySelectorAll('mark')) {
                const range = document.createRange();
                if (last !== null) { range.setStartAfter(last); range.setEndBefore(mark); }
                if (last !== null && range.toString() === '') runs[runs.length - 1] += mark.textContent;
                else runs.push(mark.textContent);
                last = mark;
            }
            return runs;
        }"""
    )
    assert runs == marked


def test_letters_and_what_they_stand_for_are_marked(page: Page, tmp_path: Path) -> None:
    text = IndexedPassage("p", "开好aB这个会。", None, None, "")
    site = write_site(tmp_path / "site", [IndexedDocument("d", "documents/d.html", "甲", None, None, None, (text,))])
    go(page, site.as_uri(), "开好甲这").first.locator("a").first.click()
    expect(page.locator("#p mark").first).to_be_in_viewport()
    assert "".join(page.locator("#p mark").all_text_contents()) == "开好aB这"


# Filters


def test_all_eight_fields_have_live_counts(page: Page, site: str) -> None:
    go(page, site, "理论学习")
    expect(total(page)).to_have_text("共 60 段")
    for field in FIELDS:
        group = open_group(page, field)
        expected = page.evaluate(
            "async (field) => (await duizhao.facets('理论学习', { fields: [field] })).counts[field]", field
        )
        if field == "year":
            expected.sort(reverse=True)
        sums = group.locator(".dz-value:visible")
        expect(sums).to_have_text([f"{value}{count}" for value, count in expected])


def test_counts_follow_the_words_and_the_other_filters(page: Page, site: str) -> None:
    go(page, site, "理论学习")
    values = open_group(page, "year").locator(".dz-value:visible")
    expect(values).to_have_text(["202320", "202220", "202120"])
    choice(page, "part", "问题").check()
    expect(values).to_have_text(["202310", "202210", "202110"])
    choice(page, "year", "2022").check()
    expect(total(page)).to_have_text("共 10 段")
    expect(values).to_have_text(["202310", "202210", "202110"])  # to change the choice by
    box(page).fill("第29项任务")
    expect(values).to_have_text(["20220"])  # what is chosen stays to be seen


def test_several_values_of_a_field_and_chips_that_take_them_off(page: Page, site: str) -> None:
    results = go(page, site, SENTENCE)
    for year in ("2021", "2023"):
        choice(page, "year", year).check()
    expect(total(page)).to_have_text("共 20 段")
    assert state(page)["year"] == ["2023", "2021"]
    chips = page.get_by_role("group", name="已选的筛选条件")
    expect(chips.get_by_role("button")).to_have_text(["2023 年度", "2021 年度", "清除筛选"])
    chips.get_by_role("button", name="去掉筛选：年度 2023 年度").click()
    expect(total(page)).to_have_text("共 10 段")
    expect(results.first).to_have_attribute("data-document", "d9")
    expect(chips.get_by_role("button", name="去掉筛选：年度 2021 年度")).to_be_focused()
    chips.get_by_role("button", name="清除筛选").click()
    expect(total(page)).to_have_text("共 30 段")
    expect(chips).to_be_hidden()
    assert "year" not in state(page)


def test_an_empty_query_with_filters_browses(page: Page, site: str) -> None:
    go(page, site)
    expect(page.get_by_text("可检索 30 篇文稿、90 段文字")).to_be_visible()
    expect(open_group(page, "theme").locator(".dz-value:visible").first).to_have_text("工作作风30")
    choice(page, "theme", "担当作为").check()
    results = page.locator("[data-result]")
    expect(results).to_have_count(20)
    expect(total(page)).to_have_text("共 30 段")
    expect(results.first.locator(".dz-opening")).to_be_visible()


def test_focus_stays_on_a_box_while_counts_change(page: Page, once: str) -> None:
    go(page, once, "理论学习")
    expect(open_group(page, "year").locator(".dz-value:visible").first).to_have_text("202320")
    choice(page, "year", "2022").focus()
    page.keyboard.press("Space")
    expect(total(page)).to_have_text("共 20 段")
    expect(choice(page, "year", "2022")).to_be_focused()
    expect(choice(page, "year", "2022")).to_be_checked()


def test_a_long_group_shows_its_most_frequent_values_first(page: Page, tmp_path: Path) -> None:
    documents = [
        IndexedDocument(f"d{i}", f"documents/d{i}.html", "甲", None, None, None, SAMPLE[1].passages, role=f"职务{i:02}")
        for i in range(12)
    ]
    site = write_site(tmp_path / "site", documents).as_uri()
    go(page, site, "群众观念")
    group = open_group(page, "role")
    expect(group.locator(".dz-value:visible")).to_have_count(8)
    group.get_by_role("button", name="全部 12 项").click()
    expect(group.locator(".dz-value:visible")).to_have_count(12)
    expect(choice(page, "role", "职务08")).to_be_focused()


def test_back_and_forward_restore_all_there_is(page: Page, site: str) -> None:
    address = "view=paragraphs&sort=quality&part=原因&year=2022&year=2023"
    page.goto(f"{site}/search/index.html?q=理论学习&{address}")

    def is_restored() -> None:
        expect(box(page)).to_have_value("理论学习")
        expect(total(page)).to_have_text("共 20 段")
        expect(page.get_by_role("button", name="段落", exact=True)).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_label("排序")).to_have_value("quality")
        for field, value in (("part", "原因"), ("year", "2022"), ("year", "2023")):
            expect(choice(page, field, value)).to_be_checked()
        expect(page.locator("[data-result] a.dz-text").first).to_be_visible()

    is_restored()
    box(page).fill("整改")
    box(page).press("Enter")
    page.get_by_role("button", name="清除筛选").click()
    expect(total(page)).to_have_text("共 30 段")
    page.go_back()
    page.go_back()
    is_restored()
    page.go_forward()
    page.go_forward()
    expect(total(page)).to_have_text("共 30 段")
    expect(choice(page, "part", "原因")).not_to_be_checked()


def test_typing_is_one_step_in_the_history(page: Page, site: str) -> None:
    go(page, site)
    before = page.evaluate("history.length")
    box(page).press_sequentially("理论学习", delay=250)
    expect(page.locator("[data-result]").first).to_be_visible()
    assert page.evaluate("history.length") == before + 1


@pytest.mark.parametrize("address", ["page=x", "page=-3&view=none&sort=odd", "page=1e99", "year=&q=%20", "q=%ff%00"])
def test_an_odd_address_is_no_trouble(page: Page, once: str, address: str) -> None:
    page.goto(f"{once}/search/index.html?{address}")
    expect(page.locator(".dz-notice")).to_be_visible()
    expect(page.get_by_label("排序")).to_have_count(1)


def test_on_a_phone_filters_stand_behind_a_button(phone: Page, once: str) -> None:
    go(phone, once, "理论学习")
    button = phone.get_by_role("button", name="筛选", exact=True)
    expect(phone.locator(".dz-filters")).to_be_hidden()
    button.tap()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(open_group(phone, "year").locator(".dz-value:visible")).to_have_text(["202320", "202220", "202120"])
    choice(phone, "year", "2021").check()
    expect(phone.get_by_role("button", name="筛选（1）")).to_be_visible()
    expect(total(phone)).to_have_text("共 20 段")
    button = phone.get_by_role("button", name="筛选（1）")
    button.tap()
    expect(phone.locator(".dz-filters")).to_be_hidden()
    expect(phone.get_by_role("button", name="去掉筛选：年度 2021 年度")).to_be_visible()


# What is said


@pytest.mark.parametrize(
    ("query", "kind", "words"),
    [
        ("有时以干代学不成体系", "punctuation", "放宽：不计标点"),
        ("担当不够", "near", "放宽：中间隔着几个字"),
        ("功夫学习", "order", "放宽：两字一组、次序不拘"),
        ("llxx", "pinyin", "放宽：按拼音或首字母"),
    ],
)
def test_a_looser_search_is_offered_by_its_kind(page: Page, own: Path, query: str, kind: str, words: str) -> None:
    results = go(page, own.as_uri(), query)
    label = page.locator(".dz-loose")
    expect(label).to_have_attribute("data-kind", kind)
    expect(label).to_contain_text(words)
    expect(page.get_by_text(f"没有一段含有“{query}”")).to_be_visible()
    assert results.count() > 0
    expect(total(page)).to_have_attribute("data-total", "0")


def test_no_result_says_so_and_what_to_try(page: Page, site: str) -> None:
    page.goto(f"{site}/search/index.html?q=初心使命")
    expect(page.get_by_text("没有一段含有“初心使命”")).to_be_visible()
    expect(total(page)).to_have_attribute("data-total", "0")
    page.goto(f"{site}/search/index.html?q=理论学习&kind=主持词")
    page.get_by_role("button", name="不加筛选：共 60 段").click()
    expect(total(page)).to_have_text("共 60 段")


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("-天外", "“-”前面要有别的词"),
        ('"天外 飞仙', "引号只有半边"),
        ("天外* 飞仙", "要紧挨着两边的字"),
        ("~天外*飞仙", "“~”后面的词不能再用“*”连"),
        ("天外飞仙" * 30, "检索词有 120 个字"),
    ],
)
def test_a_query_that_may_mean_something_else_is_explained(page: Page, once: str, query: str, hint: str) -> None:
    page.goto(f"{once}/search/index.html?q={quote(query)}")
    expect(page.get_by_text(hint)).to_be_visible()
    page.goto(f"{once}/search/index.html?q=天外飞仙")
    expect(page.get_by_text("没有一段含有“天外飞仙”")).to_be_visible()
    expect(page.get_by_text(hint)).to_have_count(0)


def test_the_query_language_is_explained_in_a_fold(page: Page, once: str) -> None:
    go(page, once)
    help_ = page.locator("details.dz-help")
    expect(help_.locator("dl").first).to_be_hidden()
    help_.locator("summary").click()
    for example in ("学习 不够", "学习*不够", "宗旨|初心", "学习 -理论", "~学习抓得不够"):
        expect(help_.get_by_text(example, exact=True)).to_be_visible()


def test_a_missing_file_is_named_and_asked_for_again(
    page: Page, own: Path, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")
    (shard,) = own.glob("search/*/grams/01/00.js")
    content = shard.read_bytes()
    shard.unlink()
    page.goto(f"{own.as_uri()}/search/index.html?q=理论")
    expect(page.get_by_text("检索没能完成")).to_be_visible()
    shard.write_bytes(content)
    page.get_by_role("button", name="重试").click()
    expect(page.locator("[data-result]")).to_have_count(2)


def test_an_archive_that_cannot_be_opened_is_said_before_anybody_types(
    page: Page, own: Path, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")
    manifest = own / "search/manifest.js"
    content = manifest.read_bytes()
    manifest.unlink()
    page.goto(f"{own.as_uri()}/search/index.html")
    expect(page.get_by_text("“manifest”没能载入")).to_be_visible()
    manifest.write_bytes(content)
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_text("可检索 2 篇文稿")).to_be_visible()


def test_counts_that_cannot_be_read_leave_the_results(
    page: Page, own: Path, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")
    (column,) = own.glob("search/*/facets/year-0.js")
    content = column.read_bytes()
    column.unlink()
    page.goto(f"{own.as_uri()}/search/index.html?q=理论学习")
    expect(page.get_by_text("筛选的数目没能算出")).to_be_visible()
    expect(page.locator("[data-result]")).to_have_count(2)
    column.write_bytes(content)
    page.get_by_role("button", name="重试").click()
    expect(page.locator("details[data-field=year] .dz-value:visible")).to_have_text(["20221", "20211"])
    expect(page.get_by_text("筛选的数目没能算出")).to_be_hidden()


def test_a_missing_table_of_variants_is_named_and_simplified_queries_go_on(
    page: Page, own: Path, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("ERR_FILE_NOT_FOUND")
    (own / "assets/duizhao/variants.js").unlink()
    page.goto(f"{own.as_uri()}/search/index.html?q=理論學習")
    expect(page.get_by_text("“variants”没能载入")).to_be_visible()
    box(page).fill("理论学习")
    expect(page.locator("[data-result]")).to_have_count(2)


def test_markup_in_a_text_and_in_an_address_stays_text(page: Page, own: Path) -> None:
    for view in ("lines", "paragraphs"):
        results = go(page, own.as_uri(), "<img src=x", view=view, sort="right")
        expect(results.locator("mark")).to_have_text(["<img", "src=x"])
    page.goto(f"{own.as_uri()}/search/index.html?q={quote('<b>x</b>')}&kind={quote('<img src=x onerror=alert(1)>')}")
    expect(page.get_by_role("button", name="去掉筛选")).to_be_visible()
    assert page.locator("#duizhao-search-page :is(img, b)").count() == 0


@pytest.mark.parametrize("query", ["", "理论学习", "坚持久久为功", "没有这些字" * 20, "llxx"])
@pytest.mark.parametrize("width", [320, 375])
def test_nothing_is_wider_than_a_phone(phone: Page, own: Path, query: str, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 700})
    for view in ("lines", "paragraphs"):
        phone.goto(f"{own.as_uri()}/search/index.html?q={query}&view={view}")
        expect(phone.locator(".dz-notice:visible, [data-result]").first).to_be_visible()
        phone.get_by_text("检索怎么写").click()
        assert phone.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_result_stands_there_while_the_others_are_on_their_way(page: Page, tmp_path: Path) -> None:
    passages = tuple(IndexedPassage(f"p{i}", f"持久为功第{i}段", None, None, "") for i in range(60))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duizhao.search.texts.TEXT_SIZE", 100)
        document = IndexedDocument("d", "documents/d.html", "长", None, None, None, passages)
        site = write_site(tmp_path / "site", [document])
    waiting: list[Route] = []
    first = sorted(site.glob("search/*/text/00/*.js"))[0]

    def answer(route: Route) -> None:
        if route.request.url.endswith(first.name):
            route.continue_()
        else:
            waiting.append(route)

    page.route("**/text/00/*.js", answer)
    page.goto(f"{site.as_uri()}/search/index.html?q=持久为功", wait_until="commit")
    expect(page.locator("[data-result]")).to_have_count(1)
    expect(page.locator("[data-result]")).to_contain_text("持久为功第0段")
    while waiting:
        waiting.pop().continue_()
    expect(page.locator("[data-result]")).to_have_count(20)


# Weight


def test_what_is_loaded_before_the_first_query_is_light(built: Path) -> None:
    """60 kB as sent, less 8 kB of styles and what tells a page's needs, and 21 kB of an archive of 10,000 documents."""
    assert sum(len(gzip.compress(served(name), 9, mtime=0)) for name in CLIENT_SCRIPTS) <= 31_000


def test_the_table_of_variants_is_not_loaded_for_simplified_text(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    go(page, site, "理论学习")
    expect(total(page)).to_have_text("共 60 段")
    assert not any("variants" in url for url in asked)
    box(page).fill("理論學習")
    expect(total(page)).to_have_text("共 60 段")
    expect(page.locator("[data-result] mark").first).to_have_text("理论学习")


# The look


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_shows_the_results_alone(page: Page, once: str, scheme: str) -> None:
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    results = go(page, once, "理论学习")
    for name in (".dz-filters", ".dz-views", ".dz-sort", ".dz-tools", "details.dz-help"):
        assert page.locator(f"{name}:visible").count() == 0
    expect(results.first.locator("a")).to_be_visible()


def test_nothing_moves_for_those_who_asked_for_that(page: Page, once: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    go(page, once, "理论学习")
    moving = page.evaluate(
        """() => Array.from(document.querySelectorAll('.duizhao-search *, #duizhao-search-page *'))
            .filter((each) => parseFloat(getComputedStyle(each).transitionDuration) > 0).length"""
    )
    assert moving == 0


def test_without_scripts_the_page_says_so_and_where_to_look(plain: Page, tmp_path: Path) -> None:
    body = "".join(block.markup for block in search_page().blocks if isinstance(block, Html))
    write_page(write_site(tmp_path / "site", SAMPLE) / "search/index.html", body)
    plain.goto((tmp_path / "site/search/index.html").as_uri())
    expect(plain.get_by_text("检索要用到浏览器脚本，现在没有运行")).to_be_visible()
    links = plain.locator(".dz-without a")
    assert links.evaluate_all("all => all.map((each) => each.getAttribute('href'))") == [
        f"../{name}/index.html" for name in ("documents", "meetings", "themes", "phrases")
    ]
