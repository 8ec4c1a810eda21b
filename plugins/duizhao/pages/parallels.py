"""The page and the shard that say what of a document stands elsewhere.

The page is for readers without scripts and stands outside the theme: it changes with other documents, a thousand of it
are written a second, and nothing leads there but the document's own page. The shard is a classic script for that page:
`duizhao.parallels({documents, places, passages})`, offsets in UTF-16 units of the passage's text.
"""

from __future__ import annotations

from html import escape

from duizhao.pages import addresses
from duizhao.pages.standalone import standalone
from duizhao.parallels.finder import Head
from duizhao.parallels.findings import Copy, Findings, Parallel, texts_in, trimmed
from duizhao.search.index import to_json

STYLE = "assets/duizhao/report.css"


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
    for ordinal, found in findings.by_passage.items():
        passage, trail, _ = head.passages[ordinal]
        pieces.append(
            f'<section id="{passage}"><h2><a href="{document}#{passage}">平行 {texts_in(found)}</a>'
            f" <small>{escape(trail)}</small></h2>"
        )
        stretch = None
        for each in found:
            if each.own != stretch:
                stretch = each.own
                pieces.append(
                    f"{'</ul>' if each is not found[0] else ''}<blockquote>{escape(each.text)}</blockquote><ul>"
                )
            pieces.append(_entry(each, uri))
        pieces.append("</ul></section>")
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


def _entry(parallel: Parallel, uri: str) -> str:
    other = parallel.other
    href = addresses.relative(f"{addresses.document_page(other.id)}#{parallel.passage}", uri)
    if parallel.is_verbatim:
        said = "相同"
    else:
        start, end, there = trimmed(parallel.text, parallel.there)
        here = escape(parallel.text[start:end]) or "（无）"
        said = f"有改动：<del>{here}</del> → <ins>{escape(there) or '（无）'}</ins>"
    return (
        f'<li><a href="{href}">{named(other.title, other.year)}</a> <small>{escape(parallel.trail)}</small>'
        f'<span class="said">{said}</span></li>'
    )


def named(title: str, year: int | None) -> str:
    """A document's title and year, as HTML."""
    return escape(f"{title}（{year}）" if year else title)


def parallels_shard(head: Head, findings: Findings) -> bytes:
    """The shard of a document's parallels."""
    documents: dict[str, int] = {}
    listed: list[list[object]] = []
    places: dict[tuple[str, str], int] = {}
    stands: list[list[object]] = []
    passages: dict[str, list[list[object]]] = {}
    for parallel in findings.parallels:
        passage, _, text = head.passages[parallel.own.ordinal]
        other = parallel.other
        if other.id not in documents:
            documents[other.id] = len(listed)
            listed.append([other.id, other.title, other.year or 0, other.label])
        where = (other.id, parallel.passage)
        if where not in places:
            places[where] = len(stands)
            stands.append([documents[other.id], parallel.passage, parallel.trail])
        start, end, there = trimmed(parallel.text, parallel.there)
        bounds = [parallel.own.start, parallel.own.end, parallel.own.start + start, parallel.own.start + end]
        passages.setdefault(passage, []).append([places[where], *(_units(text, at) for at in bounds), there])
    data = {"documents": listed, "places": stands, "passages": passages}
    return b"duizhao.parallels(%s);\n" % to_json(data)


def _units(text: str, at: int) -> int:
    return at if text.isascii() else len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
