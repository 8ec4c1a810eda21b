"""`duizhao serve` as its user sees it: the open page follows the corpus, and says what is wrong with it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from project import COMMAND, Project, make_project, material

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Preview:
    """A project under `duizhao serve`."""

    project: Project
    url: str
    process: subprocess.Popen[str]

    def line(self) -> str:
        """The next line of the terminal, as soon as it is there."""
        assert self.process.stderr is not None
        return self.process.stderr.readline().rstrip("\n")


@contextmanager
def previewed(project: Project, address: str = "127.0.0.1:0") -> Iterator[Preview]:
    command = [sys.executable, "-c", COMMAND, "serve", "--address", address]
    with subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            preview = Preview(project, "", process)
            (url,) = re.findall(r"http://[\d.:]+/", preview.line())
            yield Preview(project, url, process)
        finally:
            process.terminate()
        process.communicate(timeout=30)
    assert process.returncode == 0


def leave(page: Page) -> None:
    """The page goes before its server does: it would ask for news in vain."""
    page.goto("about:blank")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    return project


@pytest.fixture
def preview(project: Project) -> Iterator[Preview]:
    """The first build is done."""
    with previewed(project) as preview:
        preview.line()
        yield preview


def banner(page: Page) -> Locator:
    return page.get_by_role("alert")


def test_a_file_dropped_into_the_corpus_is_on_the_open_page(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.url}documents/")
    expect(page.get_by_role("link", name="乙的对照检查材料")).to_have_count(0)
    preview.project.write("2022/乙.txt", material("乙的对照检查材料"))
    page.get_by_role("link", name="乙的对照检查材料").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("乙的对照检查材料")
    expect(banner(page)).to_have_count(0)


def test_the_page_stays_where_it_was_scrolled_to(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.url}guide.html")
    page.evaluate("window.before = true; scrollTo(0, 200)")
    guide = preview.project.root / "docs" / "guide.md"
    guide.write_text(guide.read_text("utf-8") + "\n\n新加的一段。\n", "utf-8")
    expect(page.get_by_text("新加的一段。")).to_be_visible()
    assert page.evaluate("[window.before, scrollY]") == [None, 200]


def test_a_document_that_cannot_be_read_is_named_until_it_is_gone(preview: Preview, page: Page) -> None:
    page.goto(preview.url)
    broken = preview.project.write("<b>坏</b>.docx".replace("/", "／"), b"PK\x03\x04 broken")
    expect(banner(page)).to_contain_text("有 1 个文件未收入：")
    expect(banner(page)).to_contain_text("<b>坏<／b>.docx：")
    expect(page.get_by_role("heading", level=1)).to_be_visible()  # the site is there all the while
    page.get_by_role("link", name="文稿").first.click()
    expect(banner(page)).to_contain_text("坏")
    broken.unlink()
    expect(banner(page)).to_have_count(0)


def test_a_taxonomy_that_is_wrong_leaves_the_old_site(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.url}documents/")
    page.evaluate("window.before = true")
    taxonomy = preview.project.write("taxonomy.yml", "meetings: 3\n")
    expect(banner(page)).to_contain_text("没有生成成功，改好后会自动重做：")
    expect(banner(page)).to_contain_text(re.compile(r"taxonomy\.yml：“meetings”的写法不对。请.*。"))
    expect(page.get_by_role("link", name="甲的对照检查材料").first).to_be_visible()
    assert page.evaluate("window.before")  # nothing to load
    page.reload()
    expect(banner(page)).to_contain_text("没有生成成功")
    taxonomy.unlink()
    expect(banner(page)).to_have_count(0)


def test_a_banner_closed_stays_closed_until_something_else_is_wrong(preview: Preview, page: Page) -> None:
    preview.project.write("空.txt", "")
    page.goto(preview.url)
    page.get_by_role("button", name="关闭").click()
    expect(banner(page)).to_have_count(0)
    page.goto(f"{preview.url}documents/")
    preview.project.write("乙.txt", material("乙的对照检查材料"))
    expect(page.get_by_role("link", name="乙的对照检查材料").first).to_be_visible()
    expect(banner(page)).to_have_count(0)
    preview.project.write("也空.txt", "")
    expect(banner(page)).to_contain_text("有 2 个文件未收入：")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_banner_is_readable_on_a_phone(preview: Preview, phone: Page, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for number in range(30):
        preview.project.write(f"{number}{'很长的名字' * 8}.txt", "")
    phone.goto(preview.url)
    expect(banner(phone)).to_contain_text("有 30 个文件未收入：")
    expect(banner(phone)).to_contain_text("还有 10 个，见终端。")
    box = banner(phone).bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, 375)
    assert box["height"] <= 812 * 0.46  # the site is still to be seen
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    colours = banner(phone).evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    assert contrast(*colours) >= 7


def contrast(*colours: str) -> float:
    """The contrast ratio of two `rgb(…)`: WCAG 2.2, relative luminance."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted(map(luminance, colours))
    return (light + 0.05) / (dark + 0.05)


# A browser without a window has all its pages in sight: this lets a test say otherwise.
SIGHT = """
    let hidden = false;
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    window.setHidden = (value) => { hidden = value; document.dispatchEvent(new Event('visibilitychange')); };
"""


def test_pages_out_of_sight_are_loaded_again_when_they_are_seen(preview: Preview, page: Page) -> None:
    page.context.add_init_script(SIGHT)
    tabs = [page.context.new_page() for _ in range(8)]  # more than a browser has connections to one server
    for tab in tabs:
        tab.goto(f"{preview.url}documents/")
        tab.evaluate("setHidden(true)")
    preview.project.write("乙.txt", material("乙的对照检查材料"))
    assert "新增 乙.txt" in preview.line()
    for tab in tabs:
        expect(tab.get_by_role("link", name="乙的对照检查材料")).to_have_count(0)
        tab.evaluate("setHidden(false)")
        expect(tab.get_by_role("link", name="乙的对照检查材料").first).to_be_visible()
        tab.evaluate("setHidden(true)")


def test_a_word_being_composed_is_not_lost(preview: Preview, page: Page) -> None:
    page.goto(preview.url)
    page.evaluate("window.before = true; document.dispatchEvent(new Event('compositionstart'))")
    preview.project.write("空.txt", "")
    preview.project.write("乙.txt", material("乙的对照检查材料"))
    expect(banner(page)).to_be_visible()  # the news are here
    assert page.evaluate("window.before")
    page.evaluate("document.dispatchEvent(new Event('compositionend'))")
    page.wait_for_function("window.before === undefined")


def test_an_open_page_follows_a_server_that_starts_again(
    project: Project, page: Page, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("ERR_CONNECTION_REFUSED")
    with previewed(project) as first:
        first.line()
        page.goto(f"{first.url}documents/")
    page.wait_for_event("console", lambda message: "ERR_CONNECTION_REFUSED" in message.text)
    project.write("乙.txt", material("乙的对照检查材料"))
    with previewed(project, first.url.split("/")[2]):
        expect(page.get_by_role("link", name="乙的对照检查材料").first).to_be_visible(timeout=20_000)
        leave(page)


def test_a_first_build_that_fails_is_shown_and_the_site_comes_when_it_can(
    project: Project, page: Page, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("503 (Service Unavailable)")
    (project.corpus / "甲.txt").unlink()
    with previewed(project) as preview:
        page.goto(preview.url)
        expect(page.get_by_role("heading", level=1)).to_have_text("网站还没有做好")
        expect(banner(page)).to_contain_text("一篇文稿也没有")
        project.write("甲.txt", material("甲的对照检查材料"))
        expect(page).to_have_title("对照")
        expect(banner(page)).to_have_count(0)
        leave(page)


def test_a_site_from_before_is_up_while_the_first_build_fails(project: Project, page: Page) -> None:
    project.build()
    project.write("taxonomy.yml", "meetings: 3\n")
    with previewed(project) as preview:
        page.goto(f"{preview.url}documents/")
        expect(page.get_by_role("link", name="甲的对照检查材料").first).to_be_visible()
        expect(banner(page)).to_contain_text("taxonomy.yml")
        leave(page)


def test_pages_changed_by_script_are_followed_too(project: Project, page: Page) -> None:
    """Material's `navigation.instant` keeps the document and puts another page into it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    config = project.config.read_text("utf-8").replace("- toc.follow", "- toc.follow\n    - navigation.instant")
    project.config.write_text(f"{config}\nsite_url: http://{address}/\n", "utf-8")
    with previewed(project, address) as preview:
        preview.line()
        project.write("空.txt", "")
        page.goto(preview.url)
        expect(banner(page)).to_contain_text("空.txt")
        page.evaluate("window.before = true")
        page.get_by_role("link", name="使用说明").first.click()
        expect(page).to_have_url(f"{preview.url}guide.html")
        assert page.evaluate("window.before")
        expect(banner(page)).to_contain_text("空.txt")
        guide = project.root / "docs" / "guide.md"
        guide.write_text("# 换了\n", "utf-8")
        expect(page.get_by_role("heading", level=1)).to_contain_text("换了")
        expect(banner(page)).to_contain_text("空.txt")
        (project.corpus / "空.txt").unlink()
        expect(banner(page)).to_have_count(0)
        leave(page)


@pytest.mark.parametrize("path", ["404", "nowhere/at/all"])
def test_a_page_that_is_not_there_has_the_style_of_the_site(
    preview: Preview, page: Page, path: str, expect_trouble: Callable[[str], None]
) -> None:
    expect_trouble("404 (Not Found)")
    page.goto(f"{preview.url}{path}")
    expect(page.get_by_role("banner")).to_be_visible()
    assert page.evaluate("[...document.styleSheets].length") > 0


def test_scripts_switched_off_change_nothing(preview: Preview, chromium: Browser) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(preview.url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
