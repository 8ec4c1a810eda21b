"""mht: a web page with all that belongs to it in one file (RFC 2557); its page is read."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from duizhao.errors import SourceError
from duizhao.intake.html import read_html
from duizhao.intake.reading import Reading


def read_mht(data: bytes) -> Reading:
    """Read a web archive, as browsers, Word and web editors save it.

    Raises:
        SourceError: (without a path) there is no page in it, or one that cannot be read.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = _content(page) if page is not None else b""
    if not content:
        raise SourceError("网页归档里没有网页", remedy="请在浏览器里打开原来的网页，另存为 html")
    return read_html(content)


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    try:
        # with a mark of its own: what the archive says of the page holds against what the page says
        return content.decode(charset).encode("utf-8-sig") if charset else content
    except (UnicodeError, LookupError):
        return content
