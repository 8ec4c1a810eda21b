"""The search page: a place for the client to draw in, and a sentence for browsers without scripts."""

from __future__ import annotations

from duizhao.pages.content import Content, Html
from duizhao.pages.listing import page_title

# Inside the place that the client draws in: there also for browsers that have scripts, but not these.
_STUB = """<div id="duizhao-search-page"><p class="dz-without">检索要用到浏览器脚本，现在没有运行。不用脚本，也可以从\
<a href="../documents/index.html">文稿</a>、<a href="../meetings/index.html">会议</a>、\
<a href="../themes/index.html">主题</a>和<a href="../phrases/index.html">提法</a>逐页查找。</p></div>"""


def search_page() -> Content:
    """The search page."""
    return Content("search/index.md", "检索", (page_title("检索"), Html(_STUB)), hide=("navigation", "toc"))
