"""The first bytes of a file and its ending in, its format out."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.intake.sniff import sniff

PAGE = "<!DOCTYPE html><html><head><title>甲</title></head><body>乙</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            # with a date of its own: the bytes are part of a test's name, and workers must agree on names
            archive.writestr(zipfile.ZipInfo(name, date_time=(2021, 12, 20, 9, 0, 0)), "x")
    return file.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(500)


@pytest.mark.parametrize(
    ("data", "ending", "expected"),
    [
        ("对照检查材料".encode(), "txt", "txt"),
        ("对照检查材料".encode("gbk"), "", "txt"),
        (b"# \xe7\x94\xb2", "md", "md"),
        (b"# \xe7\x94\xb2", "markdown", "md"),
        (b"\xef\xbb\xbf# \xe7\x94\xb2", "md", "md"),
        (b"plain", "docx", "txt"),
        # a page is one under any name, in any encoding
        (PAGE.encode(), "html", "html"),
        (PAGE.encode(), "doc", "html"),
        (PAGE.encode(), "txt", "html"),
        (PAGE.encode("utf-16"), "htm", "html"),
        (PAGE.encode("utf-8-sig"), "txt", "html"),
        (b"<?xml version='1.0'?>\n<!-- saved from -->\n" + PAGE.encode(), "txt", "html"),
        (b"<p>\xe7\x94\xb2</p>", "html", "html"),
        (b"<h1>\xe7\x94\xb2</h1>", "doc", "html"),
        # a text that speaks of tags is a text; so is one that is only named a page
        (b"<p>\xe7\x94\xb2</p>", "txt", "txt"),
        (b"<script>alert(1)</script>", "md", "md"),
        (b"<html is a tag", "txt", "txt"),
        (b"\xe7\x94\xb2\n" + PAGE.encode(), "txt", "txt"),
        ("没有标签".encode(), "html", "txt"),
        # packages
        (zipped("[Content_Types].xml", "word/document.xml"), "docx", "docx"),
        (zipped("[Content_Types].xml", "word/document.xml"), "doc", "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "docx", "xlsx"),
        (zipped("ppt/presentation.xml"), "", "pptx"),
        (zipped("mimetype", "content.xml"), "", "odt"),
        (zipped("OFD.xml"), "", "ofd"),
        (zipped("甲.txt"), "zip", "archive"),
        (zipped(), "docx", "archive"),
        (zipped("word/document.xml")[:40] + b"word/document.xml", "docx", "docx"),  # damaged, for its reader to say
        # what has no reader
        (b"{\\rtf1\\ansi x}", "doc", "rtf"),
        (b"%PDF-1.7 x", "pdf", "pdf"),
        (b"\n\n%PDF-1.4 x", "txt", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(8), "txt", "image"),
        (b"\xff\xd8\xff\xe0" + bytes(8), "jpg", "image"),
        (b"BM is no picture", "txt", "txt"),
        (b"\x1f\x8b\x08" + bytes(8), "gz", "archive"),
        (stream("WordDocument"), "doc", "doc"),
        (stream("WordDocument"), "wps", "wps"),
        (OLE, "wps", "wps"),  # of Works, or of a WPS that was not Word
        (
            OLE[:512].ljust(512, b"\0") + b"\xec\xa5".ljust(11, b"\0") + b"\x01" + stream("WordDocument"),
            "doc",
            "encrypted",
        ),
        (OLE[:512].ljust(512, b"\0") + b"\xec\xa5".ljust(11, b"\0") + b"\x02" + stream("WordDocument"), "doc", "doc"),
        (stream("EncryptedPackage"), "docx", "encrypted"),
        (stream("Workbook"), "xls", "xlsx"),
        (OLE, "doc", "ole"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;", "doc", "mht"),
        (
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
            "xml",
            "word-xml",
        ),
        # neither: the text reader will say so
        (bytes(range(256)), "txt", "txt"),
    ],
)
def test_formats(data: bytes, ending: str, expected: str) -> None:
    assert sniff(data, ending) == expected


@given(st.binary(max_size=300), st.sampled_from(["", "txt", "md", "html", "docx"]))
def test_any_bytes_have_a_format(data: bytes, ending: str) -> None:
    assert sniff(data, ending)
