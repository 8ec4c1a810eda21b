"""A small site with search in it for tests of the browser side: pages without a theme, an index, the client."""

from __future__ import annotations

import html
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from duizhao.search import CLIENT_FILES, CLIENT_SCRIPTS, served
from duizhao.search.index import IndexedDocument, IndexedPassage
from duizhao.search.suggestions import Suggestion
from indexes import build

PAGE_ASSETS = Path(str(files("duizhao"))) / "pages/assets"
READINGS = {"XX": "有关", "aB": "甲"}
PHRASES = [
    Suggestion("理论学习", "li lun xue xi", 20),
    Suggestion("理论武装", "li lun wu zhuang", 3),
    Suggestion("担当作为", "dan dang zuo wei", 5, ("担当 作为", "作为担当")),
]
FORM = '<form class="duizhao-search" role="search" method="get"><input type="search" name="q"></form>'

Answer = dict[str, Any]

SAMPLE = [
    IndexedDocument(
        "alpha",
        "documents/alpha.html",
        "甲的对照检查材料",
        2022,
        "年度民主生活会",
        "对照检查材料",
        (
            IndexedPassage("a1", "一是理论学习浮在面上，有时以干代学，不成体系。", "问题", "理论学习", "一、存在问题"),
            IndexedPassage(
                "a2", "二是担当作为不够，<img src=x onerror=alert(1)>遇事绕着走。", "问题", "担当作为", "一、存在问题"
            ),
            *(IndexedPassage(f"m{i}", f"措施之{i}：坚持久久为功。", "措施", "工作作风", "三、措施") for i in range(45)),
        ),
    ),
    IndexedDocument(
        "beta",
        "documents/beta.html",
        "乙的剖析材料",
        2021,
        None,
        "剖析材料",
        (IndexedPassage("b1", "放下了理论学习的功夫，群众观念时紧时松。", "原因", "理论学习", "二、原因剖析"),),
    ),
]


def write_page(path: Path, body: str) -> None:
    root = "../" * (len(path.parts) - path.parts.index("site") - 2)
    scripts = "".join(f'<script src="{root}assets/duizhao/{name}"></script>' for name in (*CLIENT_SCRIPTS, "needs.js"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{root}assets/duizhao/search.css">'
        f'<title>对照</title><body class="md-typeset"><header>{FORM}</header>{body}{scripts}',
        encoding="utf-8",
    )


def write_index(site: Path, documents: list[IndexedDocument]) -> None:
    shutil.rmtree(site / "search", ignore_errors=True)
    write_page(site / "search/index.html", '<div id="duizhao-search-page"></div>')
    build(site, documents, readings=READINGS, suggestions=PHRASES)


def write_site(site: Path, documents: list[IndexedDocument]) -> Path:
    assets = site / "assets/duizhao"
    assets.mkdir(parents=True, exist_ok=True)
    for name in CLIENT_FILES:
        (assets / name).write_bytes(served(name))
    for name in ("needs.js", "passage.js"):
        shutil.copy(PAGE_ASSETS / name, assets)
    write_page(site / "index.html", "")
    for document in documents:
        passages = "".join(
            f'<p class="dz-passage" style="margin: 100vh 0" id="{passage.id}">'
            f'{html.escape(passage.text[:2])}<a href="#">{html.escape(passage.text[2:5])}</a>'
            f"{html.escape(passage.text[5:])}<small data-reading>理论</small></p>"
            for passage in document.passages
        )
        write_page(site / document.url, passages)
    write_index(site, documents)
    return site


def ask(page: Page, query: str, **options: Any) -> Answer:
    answer: Answer = page.evaluate("([query, options]) => duizhao.search(query, options)", [query, options])
    return answer
