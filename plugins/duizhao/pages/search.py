"""The search page: a place for the client to draw in, and a sentence for browsers without scripts."""

from __future__ import annotations

from duizhao.pages.content import Content, Html
from duizhao.pages.listing import page_title

_STUB = """<div id="duizhao-search-page"></div>
<noscript><p>检索要用到浏览器脚本。不开脚本，也可以从文稿、会议、主题和提法逐页查找。</p></noscript>"""


def search_page() -> Content:
    """The search page."""
    return Content("search/index.md", "检索", (page_title("检索"), Html(_STUB)), hide=("navigation", "toc"))
