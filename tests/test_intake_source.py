"""A file in, a `Source` or a reason out."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import SourceError
from duizhao.intake import READERS, read_source
from duizhao.intake import source as source_module
from duizhao.model import Source
from pdf_files import Run, pdf


def read(folder: Path, name: str, data: bytes) -> Source:
    path = folder / name
    path.write_bytes(data)
    return read_source(path, name=name)


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def bomb(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "form", "encoding", "text"),
    [
        ("甲.txt", "对照\r\n检查 XX**\r".encode(), "txt", "utf-8", "对照\r\n检查 XX**\r"),
        ("甲.txt", "\ufeff对照".encode(), "txt", "utf-8-sig", "对照"),
        ("甲.txt", "对照检查".encode("utf-16"), "txt", "utf-16", "对照检查"),
        ("甲", "对照检查".encode("gbk"), "txt", "gb18030", "对照检查"),
        ("甲.md", "# 对照\n\n**一、检查**".encode(), "md", "utf-8", "# 对照\n\n**一、检查**"),
        ("甲.docx", word("对照", "检查"), "docx", None, "对照\n检查"),
        ("甲.doc", word("对照"), "docx", None, "对照"),
        ("甲.html", "<p>对照<p>检查".encode(), "html", "utf-8", "对照\n检查"),
        ("甲.doc", "<html><body><p>对照".encode("gbk"), "html", "gb18030", "对照"),
        ("甲.doc", rb"{\rtf1\ansi\ansicpg936 \'b6\'d4\'d5\'d5}", "rtf", None, "对照"),
        ("甲.wps", "对照\r\n检查".encode("gb18030"), "txt", "gb18030", "对照\r\n检查"),
        ("甲.txt", pdf([Run("对照", 90, 700)]), "pdf", None, "对照"),
    ],
)
def test_sources(tmp_path: Path, name: str, data: bytes, form: str, encoding: str | None, text: str) -> None:
    source = read(tmp_path, name, data)
    assert (source.path, source.format, source.encoding, source.text) == (name, form, encoding, text)
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert form in READERS


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "文件是空的"),
        (b" \r\n\t\n", "没有文字"),
        ("\u3000\u200b\xa0\ufeff".encode(), "没有文字"),
        (b"<html><body><p>&nbsp;</p></body></html>", "没有文字"),
        (word(" "), "没有文字"),
        (bytes(range(256)) * 9, "二进制"),
        (bytes(range(128, 256)) * 9, "编码"),
        (word("对照")[:3000], "已损坏"),
        (bomb(30_000_000), "大得不合常理"),
        (b"%PDF-1.7\n", "PDF 已损坏"),
        (pdf([], image=True), "扫描件"),
        (b"{\\rtf1 }", "没有文字"),
        (OLE, "还不能读这种格式（旧版 Office 文稿）"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了密码"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "还不能读这种格式（图片）"),
    ],
)
def test_refusals_name_the_file_the_reason_and_the_remedy(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "甲.docx", data)
    assert reason in caught.value.reason
    assert caught.value.path == "甲.docx"
    assert caught.value.remedy
    assert str(caught.value).startswith("甲.docx：")


def test_every_format_that_sniff_names_has_a_reader_or_a_remedy() -> None:
    named = [
        "archive",
        "doc",
        "encrypted",
        "image",
        "mht",
        "odt",
        "ofd",
        "ole",
        "pdf",
        "pptx",
        "rtf",
        "word-xml",
        "wps",
        "xlsx",
        "docx",
        "html",
        "md",
        "txt",
    ]
    assert set(named) - {"encrypted"} == set(READERS) | set(source_module._UNREADABLE)


def test_a_text_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(SourceError, match="50 MB，超过了 20 MB"):
        read_source(path, name="大.txt")


def test_a_docx_may_be_larger_for_its_pictures(tmp_path: Path) -> None:
    file = io.BytesIO(word("对照"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/media/图.png", os.urandom(21 * 1024 * 1024))
    assert read(tmp_path, "甲.docx", file.getvalue()).text == "对照"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "x"), "没有读取的权限"),
        (FileNotFoundError(2, "x"), "找不到"),
        (OSError(5, "x"), "读不出来"),
    ],
)
def test_a_file_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("对照", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match=reason):
        read_source(path, name="甲.txt")


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="这是文件夹"):
        read_source(tmp_path, name="甲")
    with pytest.raises(SourceError, match="找不到"):
        read_source(tmp_path / "没有.txt", name="没有.txt")
    with pytest.raises(SourceError, match="读不出来"):
        read_source(tmp_path / ("长" * 300), name="长")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("甲.txt", "理论学习不够系统，".encode() * 40_000),
        ("甲.md", "理论[学习*不够|系统<!--，".encode() * 30_000),
        ("甲.html", b"<p>" + "理论学习不够系统，".encode() * 40_000),
        ("甲.html", "<b>理论".encode() * 100_000),
        ("甲.rtf", b"{\\rtf1\\ansi\\ansicpg936 " + rb"\'d1\'a7\'cf\'b0" * 60_000),
        ("甲.rtf", rb"{\rtf1 " + rb"{\footnote a}" * 20_000),
        ("甲.docx", word("理论学习不够系统，" * 40_000)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_megabyte_in_one_line_is_read(tmp_path: Path, name: str, data: bytes) -> None:
    assert read(tmp_path, name, data).text


STARTS = [
    b"",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"<html>",
    b"%PDF",
    pdf([Run("对照", 90, 700)])[:900],
    b"{\\rtf1\\ansi ",
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n",
    OLE,
    "对照检查".encode(),
    "对照检查".encode("gbk"),
    word("甲")[:500],
]


@given(st.sampled_from(STARTS), st.binary(max_size=200), st.sampled_from(["甲.txt", "甲.md", "甲.html", "甲.docx"]))
def test_any_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes, name: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        source = read(folder, name, start + rest)
    except SourceError:
        return
    assert source.text
