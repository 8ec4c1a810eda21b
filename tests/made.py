"""Files of all formats from short descriptions, as `golden/formats.yml` gives them.

A description is a mapping whose first key says what is made; the others say how:

    {txt: text, encoding: gb18030, mark: true, line_ends: CRLF, times: 3}   # `mark`: a byte order mark; `html` likewise
    {docx: [paragraph, …]}          # a text, or {title: …}, {heading: [1, …]}, {number: [level, …]}, {table: [[…], …]},
                                    # {box: …}, {header: …}, {footer: …}, {changed: [kept, -deleted, +inserted, …]}
    {rtf: text, code_page: true}    # a line a paragraph; through its code page, or in Unicode
    {pdf: [page, …], locked: true}  # a page: a list of texts, {centre: …}, {right: …}, {table: rows}, {bars: rows},
                                    # {loose: rows} (no lines drawn), {foot: …}, or {picture: true}
    {rtf: text, through: doc}       # converted by LibreOffice
    {ole: stream}                   # a container of old Office files with a stream of that name
    {bomb: size}                    # a docx whose text unpacks to so many bytes
    {junk: size}, {blank: size}     # bytes of no meaning; spaces
    {zip: {name: description, …}}

`cut: size` in any of them leaves the first bytes only.
"""

from __future__ import annotations

import codecs
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx_files import CHINESE, lists, num, p, package, row, zipped
from pdf_files import LEFT, PITCH, SIZE, TOP, WIDTH, Bar, Run, Stroke, centred, column, pdf, table, wrapped
from rtf_files import gbk, rtf, uni

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "/Encrypt<</Filter/Standard/V 1/R 2/O(" + "o" * 32 + ")/U(" + "u" * 32 + ")/P -4>>/ID[(1)(2)]"
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/></w:style>'
    for name, called in (("t", "Title"), ("h1", "heading 1"), ("h2", "heading 2"), ("h3", "heading 3"))
)

Convert = Callable[[bytes, str], bytes]


def made(description: Mapping[str, Any], convert: Convert | None = None) -> bytes:
    """The file that is described; `convert` makes an RTF file one of another format."""
    kind, what = next(iter(description.items()))
    data = MAKERS[kind](what, description)
    if form := description.get("through"):
        assert convert
        data = convert(data, form)
    return data[: description.get("cut", len(data))]


def _text(text: str, how: Mapping[str, Any]) -> bytes:
    encoding = how.get("encoding", "utf-8")
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    text = text.replace("\n", "\r\n") if how.get("line_ends") == "CRLF" else text
    return (marks[encoding] if how.get("mark") else b"") + text.encode(encoding) * how.get("times", 1)


def _docx(paragraphs: list[Any], how: Mapping[str, Any]) -> bytes:
    margins: dict[str, str] = {}
    body = "".join(_paragraph(each, margins) for each in paragraphs)
    links = "".join(f'<w:{name[:-1]}Reference r:id="{name}"/>' for name in margins)
    return package(f"{body}<w:sectPr>{links}</w:sectPr>", styles=STYLES, numbering=lists(CHINESE), **margins)


def _paragraph(paragraph: Any, margins: dict[str, str]) -> str:
    if isinstance(paragraph, str):
        return p(_broken(paragraph))
    ((kind, what),) = paragraph.items()
    if kind in ("header", "footer"):
        margins[f"{kind}1"] = p(escape(what))
        return ""
    if kind == "title":
        return p(_broken(what), '<w:pStyle w:val="t"/>')
    if kind == "heading":
        return p(_broken(what[1]), f'<w:pStyle w:val="h{what[0]}"/>')
    if kind == "number":
        return p(_broken(what[1]), num(1, what[0] - 1))
    if kind == "table":
        return "<w:tbl>" + "".join(row(*(p(escape(cell)) for cell in cells)) for cells in what) + "</w:tbl>"
    if kind == "box":
        box = f"<v:textbox><w:txbxContent>{p(escape(what))}</w:txbxContent></v:textbox>"
        return f"<w:p><w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r></w:p>"
    assert kind == "changed"
    return "<w:p>" + "".join(map(_change, what)) + "</w:p>"


def _change(piece: str) -> str:
    text = escape(piece[1:])
    if piece.startswith("+"):
        return f"<w:ins><w:r><w:t>{text}</w:t></w:r></w:ins>"
    if piece.startswith("-"):
        return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"
    return f"<w:r><w:t>{escape(piece)}</w:t></w:r>"


def _broken(text: str) -> str:
    """Soft breaks, inside the run's text."""
    return escape(text).replace("\n", "</w:t><w:br/><w:t>")


def _rtf(text: str, how: Mapping[str, Any]) -> bytes:
    write = gbk if how.get("code_page") else uni
    return rtf("\n".join(rf"{write(line)}\par" for line in text.splitlines()))


def _pdf(pages: list[Any], how: Mapping[str, Any]) -> bytes:
    is_picture = any(isinstance(page, dict) for page in pages)
    drawn = [[] if isinstance(page, dict) else _page(page) for page in pages]
    return pdf(*drawn, image=is_picture, more=LOCKED if how.get("locked") else "")


def _page(things: list[Any]) -> list[Run | Stroke | Bar]:
    drawn: list[Run | Stroke | Bar] = []
    top: float = TOP
    for thing in things:
        kind, what = ("text", thing) if isinstance(thing, str) else next(iter(thing.items()))
        made: list[Any]
        if kind == "foot":
            drawn.append(Run(what, 280, 40, 10))
            continue
        if kind == "text":
            made = column(wrapped(what), top=top)
        elif kind == "centre":
            made = [centred(what, top)]
        elif kind == "right":
            made = [Run(what, WIDTH - LEFT - SIZE * (len(what) + 1), top)]
        else:
            made = table(what, top=top + PITCH - 5, bars=kind == "bars")
            made = [each for each in made if kind != "loose" or isinstance(each, Run)]
        drawn += made
        top = min(each.y for each in made) - PITCH
    return drawn


def _bomb(size: int, how: Mapping[str, Any]) -> bytes:
    return zipped({"word/document.xml": "0" * size})


def _zip(files: Mapping[str, Mapping[str, Any]], how: Mapping[str, Any]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, description in files.items():
            archive.writestr(name, made(description))
    return data.getvalue()


MAKERS: Mapping[str, Callable[[Any, Mapping[str, Any]], bytes]] = {
    "txt": _text,
    "html": _text,
    "docx": _docx,
    "rtf": _rtf,
    "pdf": _pdf,
    "ole": lambda stream, how: OLE + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 2000,
    "bomb": _bomb,
    "junk": lambda size, how: OLE[:1] + random.Random(7).randbytes(size - 1),
    "blank": lambda size, how: b" " * size,
    "zip": _zip,
}


def put(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> None:
    """Files in a folder, by their names; {link: path} makes a symbolic link."""
    for name, description in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if "link" in description:
            place.symlink_to(description["link"])
        else:
            place.write_bytes(made(description))
