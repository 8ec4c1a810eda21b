"""Web archives in, the text of their page out."""

from __future__ import annotations

import pytest

from duizhao.errors import SourceError
from duizhao.intake.mht import read_mht
from duizhao.intake.source import source_of

HEAD = 'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
PICTURE = b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"


def archive(page: bytes, transfer: str = "8bit", charset: str = "") -> bytes:
    declared = f"; charset={charset}" if charset else ""
    part = f"--b\r\nContent-Type: text/html{declared}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n".encode()
    return HEAD.encode() + PICTURE + part + page + b"\r\n--b--\r\n"


@pytest.mark.parametrize(
    ("page", "transfer", "charset"),
    [
        ("<p>对照".encode(), "8bit", "utf-8"),
        ("<p>对照".encode("gbk"), "8bit", "gb2312"),
        ("<meta charset=gbk><p>对照".encode("gbk"), "8bit", ""),
        ("<meta charset=gbk><p>对照".encode(), "8bit", "utf-8"),
        (b"<p>=E5=AF=B9=E7=\r\n=85=A7", "quoted-printable", "utf-8"),
        (b"PHA+5a+554Wn", "base64", "utf-8"),
        ("<p>对照".encode(), "8bit", "no-such-charset"),
    ],
)
def test_the_page_is_read_in_any_dress(page: bytes, transfer: str, charset: str) -> None:
    source = source_of(archive(page, transfer, charset), name="甲.mht")
    assert (source.format, source.text) == ("mht", "对照")


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(SourceError, match="没有网页"):
        read_mht(HEAD.encode() + PICTURE + b"--b--")
