"""The page and the shard that say what of a document stands elsewhere.

The page is for readers without scripts and stands outside the theme: it changes with other documents, a thousand of it
are written a second, and nothing leads there but the document's own page. The shard is a classic script for that page:
`duizhao.parallels({documents, passages})`. `documents` are [id, title, year]; `passages` has for a passage's id in how
many texts it stands, then entries [document, its passage, its part, start, end, changed from, changed to, what stands
there instead], offsets in UTF-16 units of the passage's text. Both are short: they are a large part of a site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import Final

from duizhao.pages import addresses
from duizhao.pages.standalone import standalone
from duizhao.parallels.finder import Head
from duizhao.parallels.findings import Copy, Findings, Other, Parallel, texts_in
from duizhao.search.index import to_json

STYLE = "assets/duizhao/report.css"
_own: Final = attrgetter("own")
LISTED: Final = 3  # places of one stretch that the page lists; the shard has them all


def parallels_page(id: str, head: Head, findings: Findings) -> bytes:
    """The page of a document's parallels."""
    uri = addresses.parallels_page(id)
    document = addresses.relative(addresses.document_page(id), uri)
    pieces = [
        f'<p class="back"><a href="{document}">← 回到文稿</a></p>',
        f"<h1>{escape(head.title)}</h1>",
        f"<p>{summary(findings)}</p>",
        *_copies(findings, uri),
    ]
    root = "../" * uri.count("/")
    for ordinal, found in findings.by_passage.items():
        passage, trail, _ = head.passages[ordinal]
        pieces.append(
            f'<section id="{passage}"><h2><a href="{document}#{passage}">平行 {texts_in(found)}</a>'
            f" <small>{escape(trail)}</small></h2>"
        )
        for _, run in groupby(sorted(found, key=_own), key=_own):
            same = list(run)
            listed = "".join(_entry(each, root) for each in same[:LISTED])
            more = f"<p>另有 {len(same) - LISTED} 处。</p>" if len(same) > LISTED else ""
            pieces.append(f"<blockquote>{escape(same[0].text)}</blockquote><ul>{listed}</ul>{more}")
        pieces.append("</section>")
    return standalone(f"平行：{head.title}", "\n".join(pieces), style=addresses.relative(STYLE, uri))


def summary(findings: Findings) -> str:
    """Share and counts, as HTML."""
    if not findings.parallels:
        return "除固定表述外，没有找到与别的文稿相同或相近的语句。"
    return (
        f"除固定表述外，<strong>{findings.share:.0%}</strong> 的字句也见于别的文稿："
        f"{len(findings.by_passage)} 段，涉及 {texts_in(findings.parallels)} 篇。"
    )


def _copies(findings: Findings, uri: str) -> list[str]:
    if not findings.copies:
        return []
    items = "".join(f"<li>{_copy(copy, uri)}</li>" for copy in findings.copies)
    more = f"<p>另有 {findings.more_copies} 篇。</p>" if findings.more_copies else ""
    return [f'<section class="copies"><h2>同一份文稿</h2><ul>{items}</ul>{more}</section>']


def _copy(copy: Copy, uri: str) -> str:
    return (
        f"{copy.verdict}（本文的 {copy.overlap.percent}%）："
        f'<a href="{addresses.relative(addresses.document_page(copy.id), uri)}">{named(copy.title, copy.year)}</a>'
    )


@lru_cache(maxsize=1 << 14)  # the same few have the same wording
def _named_there(other: Other) -> tuple[str, str]:
    """Address (from the site's root) and name of a document, as HTML."""
    return addresses.html(addresses.document_page(other.id)), named(other.title, other.year)


def _entry(parallel: Parallel, root: str) -> str:
    _, text, other, passage, part, _, _, (start, end, there) = parallel
    address, name = _named_there(other)
    if parallel.is_verbatim:
        said = "相同"
    else:
        here = escape(text[start:end]) or "（无）"
        said = f"有改动：<del>{here}</del> → <ins>{escape(there) or '（无）'}</ins>"
    return (
        f'<li><a href="{root}{address}#{passage}">{name}</a> <small>{escape(part or "")}</small>'
        f"<span>{said}</span></li>"
    )


def named(title: str, year: int | None) -> str:
    """A document's title and year, as HTML."""
    return escape(f"{title}（{year}）" if year else title)


def parallels_shard(head: Head, findings: Findings) -> bytes:
    """The shard of a document's parallels."""
    numbers: dict[str, int] = {}
    documents: list[list[object]] = []
    passages: dict[str, list[object]] = {}
    for ordinal, found in findings.by_passage.items():
        passage, _, text = head.passages[ordinal]
        units = _units(text)
        entries: list[object] = [texts_in(found)]
        for parallel in found:
            other, (_, at, stop), (start, end, there) = parallel.other, parallel.own, parallel.change
            number = numbers.setdefault(other.id, len(documents))
            if number == len(documents):
                documents.append([other.id, other.title, other.year or 0])
            bounds = units((at, stop, at + start, at + end))
            entries.append([number, parallel.passage, parallel.part or "", *bounds, there])
        passages[passage] = entries
    return b"duizhao.parallels(%s);\n" % to_json({"documents": documents, "passages": passages})


def _units(text: str) -> Callable[[Iterable[int]], Iterable[int]]:
    """From characters of a text to UTF-16 units."""
    if 2 * len(text) == len(text.encode("utf-16-le", "surrogatepass")):
        return lambda places: places
    return lambda places: [len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in places]
