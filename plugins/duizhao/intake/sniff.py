"""What format a file is in, told by its content. The ending only tells txt from md, and a bit of HTML from text."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final

# First bytes → format. A zip and an OLE container hold many formats and are looked into.
_MAGIC: Final = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"BM", "image"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b\x08", "archive"),
)
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Parts of a zip, and streams of an OLE container (named in UTF-16), that give the format away; the first found wins.
_PARTS: Final = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("content.xml", "odt"), ("OFD.xml", "ofd"))
_STREAMS: Final = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xlsx"),
    ("PowerPoint Document", "pptx"),
)
_FIB: Final = b"\xec\xa5"  # a doc's head begins so, at the beginning of a sector
_SECTOR: Final = 512
_MIME: Final = ("MIME-Version:", "Mime-Version:", "From:", "Content-Type: multipart/related")
_HEAD: Final = 4096  # characters in which a page shows what it is
_PREAMBLE: Final = re.compile(r"\s+|<\?xml[^>]*>|<!--.*?-->", re.DOTALL)
_PAGE: Final = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PAGE_PART: Final = re.compile(r"<(?:head|body|title|meta|/html)\b", re.IGNORECASE)
_FRAGMENT: Final = re.compile(r"</?(?:html|head|body|title|meta|div|p|span|table|font|h[1-6]|br|ul|ol)\b[^<>]*>", re.I)
_PLAIN_ENDINGS: Final = ("txt", "md", "markdown", "")


def sniff(data: bytes, ending: str = "") -> str:
    """The format of a file.

    Args:
        data: the whole file.
        ending: of its name, without the dot, in lower case.

    Returns:
        `doc`, `docx`, `html`, `md`, `mht`, `odt`, `pdf`, `rtf`, `txt` or `wps`; or a format without a reader:
        `archive`, `encrypted` (an office document under a password), `image`, `ofd`, `ole`, `pptx`, `word-xml`, `xlsx`.
        What is none of them is `txt`, and for the text reader to refuse.
    """
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped(data)
    if data.startswith(_OLE):
        return _contained(data, ending)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = data.lstrip(codecs.BOM_UTF8)
    for magic, name in _MAGIC:
        if head.startswith(magic) and (name != "image" or b"\0" in data[:_HEAD]):
            return name
    return _written(data, ending)


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except Exception:  # a damaged archive fails in many ways; its reader says so
        return next((name for part, name in _PARTS if part.encode() in data), "archive")
    return sniff_parts(names)


def sniff_parts(names: Iterable[str]) -> str:
    """The format of a zip with parts of these names; `archive` where it is none but a zip."""
    starts = [name.lstrip("/").replace("\\", "/") for name in names]
    return next((name for part, name in _PARTS if any(start.startswith(part) for start in starts)), "archive")


def _contained(data: bytes, ending: str) -> str:
    found = next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), "ole")
    if found == "doc" and _is_locked(data):
        return "encrypted"
    return "wps" if found in ("doc", "ole") and ending == "wps" else found


def _is_locked(data: bytes) -> bool:
    """Whether the head of a doc says that what follows is encrypted ([MS-DOC] 2.5.1: `fEncrypted` of FibBase)."""
    at = data.find(_FIB)
    while at >= 0:
        if at % _SECTOR == 0:
            return bool(data[at + 11 : at + 12] and data[at + 11] & 1)
        at = data.find(_FIB, at + 1)
    return False


def _written(data: bytes, ending: str) -> str:
    head = _head(data)
    start = _begin(head)
    if head.lstrip().startswith(_MIME) and "multipart/" in head.lower():
        return "mht"
    if head.lstrip().startswith("<?xml") and ("wordprocessingml" in head or "/office/word/" in head):
        if not _PAGE.match(head, start):
            return "word-xml"
    elif ending in _PLAIN_ENDINGS:
        # A text may well speak of tags, or begin with one: only a whole page is taken for one.
        if not (_PAGE.match(head, start) and _PAGE_PART.search(head)):
            return "md" if ending in ("md", "markdown") else "txt"
        return "html"
    return "html" if _PAGE.match(head, start) or _FRAGMENT.search(head) else "txt"


def _begin(head: str) -> int:
    """Where the first thing stands that is no space, comment or XML declaration."""
    at = 0
    while found := _PREAMBLE.match(head, at):
        at = found.end()
    return at


def _head(data: bytes) -> str:
    """The first characters, tags intact: in UTF-16 by its mark, else as ASCII with anything between."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[: 2 * _HEAD].decode("utf-16", "replace")
    return data.lstrip(codecs.BOM_UTF8)[:_HEAD].decode("latin-1")
