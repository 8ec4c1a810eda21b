"""The program and MkDocs together: configuration, and that text from a source means nothing but itself on a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown
from mkdocs.config import load_config

from documents import matcher
from duizhao.errors import ConfigError, OutputError
from duizhao.ingest import read_files
from duizhao.model import Document, Source
from duizhao.normalise import normalise
from duizhao.normalise.ids import document_id
from duizhao.pages import addresses
from duizhao.pages.documents import document_page
from duizhao.pages.html import to_html
from duizhao.pages.markdown import to_markdown
from duizhao.places import find_config
from duizhao.report import Report
from duizhao.serving import Layout
from duizhao.site import configured, layout_of, places_of, plugin_of, serve_site
from duizhao.taxonomy import load_taxonomy
from project import CHECKOUT, Project, make_project, material

# Configuration


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    return project


def test_the_configuration_is_found_from_any_folder_of_the_project(project: Project, tmp_path: Path) -> None:
    assert find_config(project.corpus) == project.config
    assert find_config(tmp_path) == CHECKOUT / "mkdocs.yml"  # outside a project: the checkout's own


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("theme: [", r"line 1, column 9"),
        ("- a list", "Expected a key-value mapping"),
        ("", "'site_name': Required"),
        (b"\xff\xfe\x00\x81", "配置不对"),
        ("site_name: !no-such-tag x", "no-such-tag"),
        ("INHERIT: nothing.yml", r"nothing\.yml"),
        ("site_name: x\nplugins: [nonesuch]", "'plugins': The \"nonesuch\" plugin is not installed"),
        ("site_name: x\nplugins: []", "plugins 里没有 duizhao。请在 plugins 下加上一行"),
        ("site_name: x\nplugins: [{duizhao: {corpus: 3}}]", "'corpus': Expected type"),
        ("site_name: x\nplugins: [duizhao]\ndocs_dir: nothing", "'docs_dir': The path .* isn't an existing directory"),
        ("site_name: x\nplugins: [duizhao]\ntheme: nonesuch", "'theme': Unrecognised theme name"),
        ("site_name: x\nplugins: [duizhao]\nmarkdown_extensions: [nonesuch]", "Failed to load extension"),
    ],
)
def test_a_wrong_configuration_is_named_with_what_is_wrong(project: Project, text: str | bytes, reason: str) -> None:
    project.config.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ConfigError, match=reason) as refusal:
        configured(project.config, None, None)
    assert str(refusal.value).startswith(f"{project.config}：")
    assert "\n" not in str(refusal.value)


def test_folders_of_the_command_line_count_from_where_the_command_runs(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.corpus)
    config = configured(project.config, Path("旧"), Path("../out"))
    assert Path(config.site_dir).resolve() == project.root / "out"
    assert places_of(config, project.config).corpus == project.corpus / "旧"


def test_the_command_line_stands_above_the_environment_and_this_above_the_option(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def corpus(given: Path | None) -> Path:
        return places_of(configured(project.config, given, None), project.config).corpus

    assert corpus(None) == project.corpus
    monkeypatch.setenv("DUIZHAO_CORPUS", "from the environment")
    assert corpus(None) == project.root / "from the environment"
    assert corpus(tmp_path) == tmp_path
    assert corpus(None) == project.root / "from the environment"


def layout(project: Project, addition: str) -> Layout:
    text = project.config.read_text("utf-8")
    project.config.write_text(f"{text}\n{addition}\n", "utf-8")
    return layout_of(configured(project.config, None, None), project.config)


def test_a_server_watches_all_that_the_site_is_made_from(project: Project) -> None:
    (project.root / "theme").mkdir()
    (project.root / "hooks.py").touch()
    text = project.config.read_text("utf-8").replace("name: material\n", "name: material\n  custom_dir: theme\n")
    project.config.write_text(text, "utf-8")
    root = project.root.resolve()
    given = layout(project, "watch: [hooks.py]")
    assert set(given.watched) == {root / name for name in ("corpus", "docs", "mkdocs.yml", "theme", "hooks.py")}
    assert {root / "site", root / ".duizhao"} <= set(given.ignored)
    assert given.site == root / "site"


@pytest.mark.parametrize(
    ("address", "mount"),
    [
        ("", "/"),
        ("https://host.example", "/"),
        ("https://host.example/archive", "/archive/"),
        ("https://host.example/archive/", "/archive/"),
    ],
)
def test_a_server_has_the_site_where_its_host_will(project: Project, address: str, mount: str) -> None:
    assert layout(project, f"site_url: '{address}'").mount == mount


@pytest.mark.parametrize("address", ["8000", ""])
def test_an_address_that_is_none_is_refused(project: Project, address: str) -> None:
    with pytest.raises(ConfigError, match="地址不对"):
        serve_site(project.config, None, None, address, Report, print, print)


def test_a_hand_written_page_that_cannot_be_read_is_no_traceback(project: Project) -> None:
    (project.root / "docs" / "bad.md").write_bytes(b"\xff\xfe\x81")
    with pytest.raises(ConfigError, match="MkDocs 没有完成构建"):
        project.build()


def test_a_disk_that_fails_while_pages_are_made_is_no_traceback(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mkdocs.utils.write_file", full)
    with pytest.raises(OutputError, match="磁盘空间不够"):
        project.build()


# Inert text

HOSTILE = [
    "<script>alert(1)</script>",
    "</title></p></div><img src=x onerror=alert(1)>",
    "<!-- 注 --> <![CDATA[x]]> <?php ?>",
    "**粗** *斜* ***X*** __a__ ~~删~~ ^^上^^ ==标== ^x^ ~x~",
    "{{ config }} {% raw %} {# 注 #} {%- for x in y -%}",
    "--8<-- 'mkdocs.yml'",
    ";--8<-- mkdocs.yml",
    "{: #id .dz-passage } { #title }",
    "{#id}",
    ":smile: :material-check: ::",
    "&lt;b&gt; &amp;amp; &#60; &nbsp; &copy &unknown;",
    "\\*反斜\\\\ \\` \\n",
    "a\tb\t\tc",
    "`代码` ``x`` ```",
    "~~~ python",
    "[链](javascript:alert(1)) ![图](x.png) [x][y] [^1]",
    "[y]: http://example.org 'x'",
    "[^1]: 注",
    "*[HTML]: 超文本",
    "HTML W3C X中X会 mzshh ZZ素质",
    "| a | b |",
    "|---|---|",
    "===",
    "---",
    "- [ ] 任务 - [x]",
    "# 题 #",
    "> 引",
    '!!! note "题"',
    '??? warning "题"',
    '=== "页签"',
    "/// details | 题",
    "///",
    ": 定义",
    "    四格",
    "++ctrl+alt+del++",
    "$x^2$ \\(x\\) $$",
    "{--删--} {++增++} {==标==} {>>注<<} {~~a~>b~~}",
    "http://example.org https://x.cn/?a=1&b=2#c www.example.org a@example.org <http://x.cn>",
    "#!python x = 1",
    "(c) (tm) 1/2 +/- --> =/= 1st c/o",
    "title: 假的",
    "\x02klzzwxh:0000\x03 \x02amp\x03",
    "wzxhzdk:0 \x1aSTX\x1a",
    "“六稳\"“六保”'x'",
    "　全角空格　　",
    "\u200b\ufeff\u00ad\u202e",
    "$&amp; \\1 \\g<0> %s {0}",
    "习习近平 正确**观 从*发展需要 **学习教育",
]
PREFIXES = [
    "",
    "一、",
    "（一）",
    "一是",
    "1.",
    "1、",
    "（1）",
    "第一，",
    "# ",
    "## ",
    "> ",
    "- ",
    "    ",
    "\t",
    "**",
    "各位",
]
LINES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(PREFIXES),
        st.lists(
            st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=3
        ).map(lambda words: "，".join(words)),
        st.sampled_from(["", "。", "：", "方面", "。二是", "；"]),
    ),
)
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join)

OTHER_EXTENSIONS: dict[str, dict[str, Any]] = {
    "abbr": {},
    "footnotes": {},
    "meta": {},
    "md_in_html": {},
    "nl2br": {},
    "sane_lists": {},
    "smarty": {},
    "wikilinks": {},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.betterem": {},
    "pymdownx.blocks.admonition": {},
    "pymdownx.blocks.details": {},
    "pymdownx.blocks.html": {},
    "pymdownx.blocks.tab": {},
    "pymdownx.caret": {},
    "pymdownx.critic": {},
    "pymdownx.emoji": {},
    "pymdownx.escapeall": {"hardbreak": True, "nbsp": True},
    "pymdownx.fancylists": {},
    "pymdownx.inlinehilite": {},
    "pymdownx.keys": {},
    "pymdownx.magiclink": {"repo_url_shorthand": True, "social_url_shorthand": True, "user": "a", "repo": "b"},
    "pymdownx.mark": {},
    "pymdownx.progressbar": {},
    "pymdownx.saneheaders": {},
    "pymdownx.smartsymbols": {},
    "pymdownx.snippets": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tilde": {},
}


@cache
def markdown(extra: bool) -> Markdown:
    """Python-Markdown as the project's `mkdocs.yml` sets it up, or with every other extension switched on too."""
    config = load_config(config_file=str(CHECKOUT / "mkdocs.yml"))
    extensions: list[str] = [*config.markdown_extensions, *(OTHER_EXTENSIONS if extra else ())]
    settings: dict[str, dict[str, Any]] = {**config.mdx_configs, **(OTHER_EXTENSIONS if extra else {})}
    return Markdown(extensions=extensions, extension_configs=settings)


def rendered(document: Document, writer: str) -> html.HtmlElement:
    found = {passage.id: matcher().find(passage.text) for passage in document.passages()}
    occurrences = {id: each.occurrences for id, each in found.items()}
    phrases = {id: phrase for each in found.values() for id, phrase in each.phrases.items()}
    content = document_page(document, occurrences, phrases, "")
    if writer == "html":
        return html.fromstring(f"<div>{to_html(content.blocks)}</div>")
    text = to_markdown(content.blocks)
    return html.fromstring(f"<div>{markdown(writer == 'every extension').reset().convert(text)}</div>")


def texts(root: html.HtmlElement, path: str) -> dict[str, str]:
    return {element.get("id"): element.text_content() for element in root.xpath(path)}


@pytest.mark.parametrize("writer", ["html", "as configured", "every extension"])
@pytest.mark.parametrize("form", ["txt", "md"])
@example(text=material("对照检查材料"))  # topic sentences stand out, phrases are linked
@settings(max_examples=60)
@given(text=TEXTS)
def test_rendered_text_is_the_normalised_text(writer: str, form: str, text: str) -> None:
    (document,) = normalise(Source("甲.txt", "0" * 64, form, "utf-8", text), load_taxonomy())
    root = rendered(document, writer)
    passages = {passage.id: passage.text for passage in document.passages()}
    headings = {section.id: section.label.strip() for section in document.walk()}
    assert texts(root, "//*[contains(@class, 'dz-passage')]") == passages
    shown = {id: text.strip() for id, text in texts(root, "//h2|//h3|//h4|//h5|//h6").items() if id != "phrases-used"}
    assert shown == headings
    assert texts(root, "//h1") == {"title": document.title}
    matter = [piece.text for piece in (*document.front, *document.back)]
    assert [element.text_content() for element in root.xpath("//*[contains(@class, 'dz-matter')]")] == matter
    assert not root.xpath("//script|//style|//iframe|//img|//form|//input|//object|//*[@onerror]")


TITLES = [
    "</title><script>alert(1)</script>",
    "对照&amp;检查 <b>材料</b> {{ config.site_name }}",
    "\"引\" '号' \\ `码` *X* [链](x) {: #id }",
]


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("titled"))
    for number, title in enumerate(TITLES):
        project.write(f"{number}.txt", material(title))
    project.build()
    return project


@pytest.mark.parametrize("number", range(len(TITLES)))
def test_a_title_means_nothing_but_itself(titled: Project, number: int) -> None:
    (parsed,) = [document for document in _documents(titled) if document.source == f"{number}.txt"]
    root = html.parse(titled.site / addresses.html(addresses.document_page(document_id(f"{number}.txt"))))
    assert root.findtext(".//title").strip() == f"{parsed.title} - 对照"
    assert root.find(".//h1").text_content() == parsed.title
    assert parsed.title in [link.text_content() for link in html.parse(titled.site / "documents/index.html").iter("a")]
    assert "alert(1)" not in "".join(root.xpath("//script/text()"))


def _documents(project: Project) -> list[Document]:
    results = read_files([project.corpus], project.corpus, load_taxonomy())
    return [result for result in results if isinstance(result, Document)]


def test_the_plugin_is_found_in_its_configuration(project: Project) -> None:
    config = configured(project.config, None, None)
    assert plugin_of(config, project.config) is config.plugins["duizhao"]
