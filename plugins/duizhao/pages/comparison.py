"""The report of `duizhao compare` as a page of its own: it asks for nothing, runs nothing, and goes by mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from duizhao.comparison import Compared
from duizhao.pages.parallels import named, summary
from duizhao.pages.standalone import standalone
from duizhao.parallels.alignment import Piece, aligned, similarity
from duizhao.parallels.findings import Parallel


def comparison_page(compared: Iterable[Compared]) -> bytes:
    """The page of some drafts."""
    drafts = list(compared)
    title = drafts[0].document.title if len(drafts) == 1 else f"{len(drafts)} 份文稿"
    return standalone(f"自查：{title}", "\n".join(piece for each in drafts for piece in _draft(each)))


def _draft(compared: Compared) -> Iterator[str]:
    findings = compared.findings
    yield f"<h1>{escape(compared.document.title)}</h1>"
    yield f"<p><small>{escape(compared.document.source)}</small></p>"
    if compared.is_member:
        yield "<p>文稿库里已有这一份，没有同它自己比较。</p>"
    yield f"<p>{summary(findings)}</p>"
    if findings.copies:
        items = (
            f"<li>{copy.verdict} {copy.overlap.percent}%：{named(copy.title, copy.year)}</li>"
            for copy in findings.copies
        )
        yield f"<h2>整篇相近</h2><ul>{''.join(items)}</ul>"
    passages = list(compared.document.passages())
    for ordinal, found in findings.by_passage.items():
        yield f"<section><h2>第 {passages[ordinal].line} 行 <small>{escape(passages[ordinal].lead[:40])}</small></h2>"
        yield from map(_pair, found)
        yield "</section>"


def _pair(parallel: Parallel) -> str:
    other = parallel.other
    pieces = aligned(parallel.text, parallel.there)
    percent = int(similarity(parallel.text, parallel.there) * 100)
    said = "相同" if parallel.is_verbatim else f"相似 {percent}%"
    return (
        f'<div class="pair"><p class="where">{named(other.title, other.year)}'
        f" <small>{escape(parallel.trail)} · {said}</small></p>"
        f"<p><b>本文</b>{_marked([piece.one for piece in pieces], pieces, 'del')}</p>"
        f"<p><b>对照</b>{_marked([piece.other for piece in pieces], pieces, 'ins')}</p></div>"
    )


def _marked(texts: Sequence[str], pieces: Sequence[Piece], tag: str) -> str:
    return "".join(
        escape(text) if piece.is_same or not text else f"<{tag}>{escape(text)}</{tag}>"
        for text, piece in zip(texts, pieces, strict=True)
    )
