"""How a generated material stands in a file: formats and small quirks, as archives have them.

The form is a function of the material's key alone. Word files are stored, not compressed, and carry no date: the same
bytes whatever the version of zlib and the day.
"""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import dataclass
from random import Random

CHAPTER, SECTION, PARAGRAPH = 1, 2, 0  # levels of a line
MARKDOWN_SHARE, DOCX_SHARE, HTML_SHARE, GBK_SHARE = 0.1, 0.04, 0.03, 0.1

_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="word/document.xml"/></Relationships>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>"""


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or a paragraph, with its number."""

    level: int  # CHAPTER, SECTION or PARAGRAPH
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """What a generated document says."""

    key: str  # decides the form
    name: str  # of the file: folder and stem
    title: str
    lines: tuple[Line, ...]


def source_file(material: Material) -> tuple[str, bytes]:
    """Name and bytes of the material as a file of an archive."""
    random = Random(f"{material.key}/form")
    form = random.random()
    for share, suffix, write in (
        (DOCX_SHARE, ".docx", _docx),
        (HTML_SHARE, ".html", _html),
        (MARKDOWN_SHARE, ".md", _markdown),
    ):
        if form < share:
            return material.name + suffix, write(material)
        form -= share
    return material.name + ".txt", _text(material, random)


def plain_markdown(material: Material) -> bytes:
    """The material as the other builders get it: headings, paragraphs, nothing else."""
    blocks = [f"# {material.title}"]
    blocks += (f"{'#' * (line.level + 1)} {line.text}" if line.level else line.text for line in material.lines)
    return ("\n\n".join(blocks) + "\n").encode()


def _text(material: Material, random: Random) -> bytes:
    indent = "　　" if random.random() < 0.4 else ""
    gap = "\n\n" if random.random() < 0.2 else "\n"
    width = 38 if random.random() < 0.03 else 10**6  # a few were wrapped by a mail program
    end = "\r\n" if random.random() < 0.15 else "\n"
    lines = [indent + line.text if line.level == PARAGRAPH else line.text for line in material.lines]
    lines = ["\n".join(line[at : at + width] for at in range(0, len(line), width)) for line in lines]
    text = f"{material.title}\n\n{gap.join(lines)}\n"
    if random.random() < GBK_SHARE:
        text = text.replace("(", "（").replace(")", "）")  # as its keyboard had them
        return text.replace("\n", end).encode("gb18030")
    return text.replace("\n", end).encode("utf-8-sig" if random.random() < 0.05 else "utf-8")


def _markdown(material: Material) -> bytes:
    """As people paste it: a title, and lines that are headings only to who reads Chinese."""
    return ("\n\n".join((f"# {material.title}", *(line.text for line in material.lines))) + "\n").encode()


def _html(material: Material) -> bytes:
    tags = {CHAPTER: "h2", SECTION: "h3", PARAGRAPH: "p"}
    body = "\n".join(f"<{tags[line.level]}>{html.escape(line.text)}</{tags[line.level]}>" for line in material.lines)
    title = html.escape(material.title)
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><h1>{title}</h1>\n{body}\n</body></html>\n"
    ).encode()


def _docx(material: Material) -> bytes:
    texts = (material.title, *(line.text for line in material.lines))
    body = "".join(f"<w:p><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>" for text in texts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _DOCUMENT.format(body)),
        ):
            archive.writestr(zipfile.ZipInfo(name), text)  # dated 1980 unless told
    return packed.getvalue()
