"""The search page: a place for the client to draw in, and a sentence for browsers without scripts."""

from __future__ import annotations

from duizhao.pages.content import Content, Html
from duizhao.pages.listing import page_title

_STUB = """<div id="duizhao-search-page"></div>
<noscript><p>检索要用到浏览器脚本，现在没有启用。不开脚本，也可以从<a href="../documents/index.html">文稿</a>、\
<a href="../meetings/index.html">会议</a>、<a href="../themes/index.html">主题</a>和\
<a href="../phrases/index.html">提法</a>逐页查找。</p></noscript>"""


def search_page() -> Content:
    """The search page."""
    return Content("search/index.md", "检索", (page_title("检索"), Html(_STUB)), hide=("navigation", "toc"))
