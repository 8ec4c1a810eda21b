"""Where the main text of a web page is, and what around it is furniture: by structure and common words, not by site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Element: TypeAlias = Any  # an lxml element; lxml ships no types

_INVISIBLE: Final = frozenset(
    {"script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe", "object", "embed", "svg"}
    | {"audio", "video", "canvas", "map", "datalist", "xml"}
)
_CONTAINERS: Final = frozenset(
    {"body", "div", "section", "article", "main", "form", "center", "table", "tbody", "tr", "td", "font", "span"}
)
_ALWAYS: Final = frozenset({"nav", "footer", "aside", "button", "select", "textarea", "menu", "dialog"})
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "toolbar"})
_NAMES: Final = frozenset(
    {"nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "foot"}
    | {"copyright", "sidebar", "share", "toolbar", "pagination", "pager", "related", "comment", "comments", "banner"}
    | {"advert", "ads", "qrcode", "print", "fontsize"}
)
_BANNERS: Final = frozenset({"header", "masthead", "topbar", "logo", "sitename"})  # above a text that has its own title
# Ids and classes that publishing systems give to the text itself: official accounts, and those that most offices use.
_CONTENT: Final = frozenset(
    {"js_content", "trs_editor", "trs_ueditor", "ucap-content", "vsb_content", "zoomcon", "fontzoom", "article-content"}
    | {"article_content", "articlecontent", "content_main", "news_content", "news-content", "rich_media_content"}
)
_WORD: Final = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SENTENCE_END: Final = re.compile("[。；]")
_SPACE: Final = re.compile(r"\s+")

_MAIN_SHARE: Final = 0.5  # of the page's text: an <article> with more is believed, a hiding of more is not
_CHILD_SHARE: Final = 0.8  # of an element's text, from which one child holds the main text alone
_FURNITURE_SHARE: Final = 0.3  # of the page's text, up to which a name such as "menu" is believed
_SITE_LINKS: Final = 5  # links outside the main text, from which a page is one of a web site
_NUMBERED: Final = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]+[、.．）)]|第[一二三四五六七八九十\d]+)")
_TITLE: Final = 6  # characters that a line shares at least with <title> to be the title
_SENTENCE: Final = 30  # characters from which a line with the end of a sentence may be text, wherever it stands
_SHORT: Final = 60  # characters that a line of furniture has at most

# Lines that only web pages have. Longer ones, and those that a document may have itself, are left to the normaliser.
_FURNITURE_LINE: Final = re.compile(
    r"(?:您?(?:现在|当前)?的?(?:所在)?位置|当前位置|您现在的位置|信息来源|文章来源|来源|发布时间|发布日期|更新时间|浏览次数|浏览量"
    r"|阅读量|阅读次数|点击数|点击量|点击次数|访问量|责任编辑|分享到|字体大小|字号|上一篇|下一篇)\s*[:：]"
    r"|[【\[]?(?:字号|字体)[\s:：]*[【\[（(]?\s*大"
    r"|(?:[【\[〖]?\s*(?:打印本页|打印|关闭窗口|关闭本页|关闭|返回顶部|返回首页|返回列表|加入收藏|我要纠错)\s*[】\]〗]?[\s|]*)+$"
    r"|(?:相关报道|相关阅读|相关链接|相关文章|相关新闻|热门推荐|推荐阅读|网站地图|联系我们)[:：]?$"
    r"|扫一扫在手机|版权所有|主办单位\s*[:：]|\S{0,12}ICP备|Copyright\b"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What `survey` found. An element stands for all that is in it; `site`: the page is one of a web site."""

    main: Element
    title: Element | None
    hidden: frozenset[Element]  # a browser shows nothing of them
    furniture: frozenset[Element]
    site: bool

    def is_furniture(self, text: str, linked: int, *, inside: bool, item: bool) -> bool:
        """Whether a line is furniture by its own words and place.

        Args:
            text: the line.
            linked: how many of its characters are in links.
            inside: it stands in the main text.
            item: it stands in a list.
        """
        if len(text) <= _SHORT and _FURNITURE_LINE.match(text.strip()):
            return True
        if inside:
            return item and linked >= len(text)
        if not self.site:
            return False
        return linked * 2 > len(text) or len(text) < _SENTENCE or not _SENTENCE_END.search(text)


def survey(root: Element, title: str) -> Page:
    """Find the main text of a page: where most of the text outside links stands.

    Args:
        root: the page.
        title: the text of its `<title>`, "" where it has none.
    """
    elements = list(root.iter())
    body = next((element for element in elements if element.tag == "body"), root)
    hidden = _hidden(elements, body)
    weights = _weights(elements, hidden)
    believed = weights[body] * _FURNITURE_SHARE
    furniture = frozenset(e for e in elements if _is_named_furniture(e) and weights[e] <= believed)
    main = _main(body, elements, _weights(elements, hidden | furniture))
    inside = frozenset(main.iter())
    around = frozenset(e for e in elements if e.tag == "header" and e not in inside and weights[e] <= believed)
    links = sum(element.tag == "a" and element not in inside for element in elements)
    known = any(map(_is_content, (main, *main.iterancestors())))
    site = known or links >= _SITE_LINKS or bool(around) or any(e.tag in ("nav", "footer", "aside") for e in furniture)
    found = _title(elements, main, weights, hidden | furniture, title)
    if found in inside:
        outer = inside.union(main.iterancestors())
        banners = (e for e in elements if e not in outer and _named(e, _BANNERS))
        around |= {e for e in banners if weights[e] <= believed}
    return Page(main, found, hidden, furniture | around, site)


def _hidden(elements: Sequence[Element], body: Element) -> frozenset[Element]:
    """What a browser does not show; but a page that hides most of its text lets a script show it."""
    never = frozenset(element for element in elements if element.tag in _INVISIBLE)
    weights = _weights(elements, never)
    most = weights[body] * _MAIN_SHARE
    asked = (e for e in elements if e.get("hidden") is not None or _HIDDEN.search(e.get("style", "")))
    return never | frozenset(element for element in asked if weights[element] <= most)


def _weights(elements: Sequence[Element], without: Set[Element]) -> dict[Element, int]:
    """For each element, in reading order, the characters in it that are neither in links nor in `without`."""
    passed: set[Element] = set()
    weights: dict[Element, int] = {}
    for element in elements:
        if element.getparent() in passed or element.tag == "a" or element in without:
            passed.add(element)
        weights[element] = 0 if element in passed else _length(element.text)
    for element in reversed(elements):
        parent = element.getparent()
        if parent in weights and parent not in passed:
            weights[parent] += weights[element] + _length(element.tail)
    return weights


def _main(body: Element, elements: Sequence[Element], weights: Mapping[Element, int]) -> Element:
    total = weights[body]
    named = [e for e in elements if e.tag in ("article", "main") or e.get("role") == "main" or _is_content(e)]
    best = max(named, key=lambda element: weights[element], default=body)
    main = best if weights[best] > 0 and weights[best] >= total * _MAIN_SHARE else body
    while True:
        boxes = [child for child in main if child.tag in _CONTAINERS]
        box = max(boxes, key=lambda element: weights[element], default=None)
        if box is None or not weights[box] or weights[box] < weights[main] * _CHILD_SHARE:
            return main
        main = box


def _title(
    elements: Sequence[Element], main: Element, weights: Mapping[Element, int], without: Set[Element], title: str
) -> Element | None:
    """The first top heading in the main text, else what `<title>` repeats above the text, else the heading before it.

    Else what opens the main text as a heading above all others there. A heading that is all link is the name of the
    site.
    """
    before: Element | None = None
    repeated: list[Element] = []
    shaded: set[Element] = set()
    inside: set[Element] = set()
    text_begun = False
    for element in elements:
        parent = element.getparent()
        if element in without or parent in shaded:
            shaded.add(element)
            continue
        if element is main or parent in inside:
            inside.add(element)
        if weights[element] and (element.tag == "h1" or "MsoTitle" in element.get("class", "")):
            if element in inside:
                return element
            before = before if inside else element
        own = _SPACE.sub(" ", element.text or "").strip()
        text_begun = text_begun or (len(own) > _SHORT and element in inside)
        if not text_begun and len(own) >= _TITLE and own in title:
            repeated.append(element)
    if before is None:
        before = _opening(main, weights, without)
    return max(reversed(repeated), key=lambda element: _length(element.text), default=before)


def _opening(main: Element, weights: Mapping[Element, int], without: Set[Element]) -> Element | None:
    """The heading without a number that a main text opens with, where all others in it are of lower rank."""
    headings = [e for e in main.iter("h2", "h3", "h4", "h5", "h6") if weights[e] and e not in without]
    if len(headings) < 2 or any(other.tag <= headings[0].tag for other in headings[1:]):
        return None
    first = next((e for e in main.iter() if weights[e] and e not in without and _length(e.text)), None)
    above = {first, *first.iterancestors()} if first is not None else set()
    is_numbered = _NUMBERED.match("".join(headings[0].itertext()))
    return headings[0] if headings[0] in above and not is_numbered else None


def _is_content(element: Element) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return not _CONTENT.isdisjoint(names)


def _is_named_furniture(element: Element) -> bool:
    if element.tag in _ALWAYS or element.get("role") in _ROLES:
        return True
    return _named(element, _NAMES)


def _named(element: Element, names: Set[str]) -> bool:
    """Whether an element's class or id has a word of `names`."""
    words = _WORD.findall(f"{element.get('class', '')} {element.get('id', '')}")
    return any(word.lower() in names for word in words)


def _length(text: str | None) -> int:
    return len(_SPACE.sub("", text)) if text else 0
