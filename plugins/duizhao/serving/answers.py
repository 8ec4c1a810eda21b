"""What the server answers to a request for a page or file: from a path to status, headers and body."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from html import escape
from http import HTTPStatus
from importlib.resources import files
from os import stat_result
from pathlib import Path, PurePath
from urllib.parse import quote, unquote

from duizhao.serving.layout import Layout
from duizhao.serving.news import News

OWN = "/.duizhao/"  # paths of the server's own, beside the site's
EVENTS = f"{OWN}events"
CLIENT = f"{OWN}client.js"

# The system's own table may lack these or, on Windows, hold anything.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}
_HTML = _TYPES[".html"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; `body` is what GET gives, HEAD only counts its bytes."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


def answer(layout: Layout, news: News, path: str, known: str | None = None, since: str | None = None) -> Answer:
    """The answer to a request.

    Args:
        layout: of the site that is served.
        news: taken before this call, so that a page never claims to be newer than it is.
        path: of the request's URL, still percent-encoded, without query.
        known: the request's `If-None-Match`, if any.
        since: its `If-Modified-Since`, if any.
    """
    if path == CLIENT:
        script = files("duizhao.serving").joinpath("client.js").read_bytes()
        return Answer(HTTPStatus.OK, _plain(_TYPES[".js"], script), script)
    if path == "/" != layout.mount:
        return _redirect(layout.mount)
    file = locate(layout, path)
    if file is None:
        return _missing(layout, news)
    try:
        if file.is_dir():
            if not path.endswith("/"):
                return _redirect(f"/{path.strip('/')}/")
            file /= "index.html"
        status = file.stat()
        headers = {"Cache-Control": "no-cache", "Content-Type": content_type(file), **_validators(file, status, news)}
        if _unchanged(headers, known, since):
            return Answer(HTTPStatus.NOT_MODIFIED, headers)
        body = _whole(file, news)
    except (OSError, ValueError):  # not there, or no name the system can have
        return _missing(layout, news)
    return Answer(HTTPStatus.OK, {**headers, "Content-Length": str(len(body))}, body)


def locate(layout: Layout, path: str) -> Path | None:
    """The file or folder a URL's path names, which need not be there; never one outside the site."""
    if not path.startswith(layout.mount):
        return None
    segments = [segment for segment in unquote(path.removeprefix(layout.mount)).split("/") if segment not in {"", "."}]
    # `name` is the rest after whatever this system takes for a separator or a drive
    if any(segment == ".." or PurePath(segment).name != segment for segment in segments):
        return None
    return layout.site.joinpath(*segments)


def content_type(file: Path) -> str:
    """By the ending of the name; text is UTF-8."""
    suffix = file.suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"


def with_client(page: bytes, news: News) -> bytes:
    """An HTML page that follows the news: our script stands before its `</body>`, or at its end where it has none."""
    script = f'<script src="{CLIENT}" data-build="{news.build}"></script>'.encode()
    head, tag, tail = page.rpartition(b"</body>")
    return head + script + tag + tail if tag else page + script


def _whole(file: Path, news: News) -> bytes:
    content = file.read_bytes()
    return with_client(content, news) if content_type(file) == _HTML else content


def _plain(content_type: str, body: bytes) -> dict[str, str]:
    return {"Cache-Control": "no-store", "Content-Type": content_type, "Content-Length": str(len(body))}


def _redirect(path: str) -> Answer:
    headers = {"Location": quote(path, safe="/%~:@!$&'()*+,;="), "Cache-Control": "no-store", "Content-Length": "0"}
    return Answer(HTTPStatus.MOVED_PERMANENTLY, headers)


def _validators(file: Path, status: stat_result, news: News) -> dict[str, str]:
    """Two builds may fall into one second, which is all that Last-Modified can tell apart: so there is a tag too."""
    tag = f"{status.st_mtime_ns:x}-{status.st_size:x}"
    if content_type(file) == _HTML:
        tag += f"-{news.build}"  # it stands in the page
    return {"Last-Modified": formatdate(status.st_mtime, usegmt=True), "ETag": f'"{tag}"'}


def _unchanged(headers: Mapping[str, str], known: str | None, since: str | None) -> bool:
    if known is not None:  # stands above the date: RFC 9110, 13.2.2
        return headers["ETag"] in (tag.strip().removeprefix("W/") for tag in known.split(","))
    try:
        return since is not None and parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # no date, or one without a zone
        return False


def _missing(layout: Layout, news: News) -> Answer:
    """The site's own page for it; where there is no site yet, one that says why and waits for it."""
    status = HTTPStatus.NOT_FOUND
    try:
        page = (layout.site / "404.html").read_bytes()
    except OSError:
        if (layout.site / "index.html").is_file():
            page = _page("没有这一页", "请从首页重新找起，或检查网址。")
        else:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            page = _page("网站还没有做好", "做好后，这一页会自动换成网站的。", *map(str, news.problems))
    body = with_client(page, news)
    return Answer(status, _plain(_HTML, body), body)


def _page(title: str, text: str, *problems: str) -> bytes:
    # With scripts the banner shows the problems, and takes them away.
    listed = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f'<title>{title}</title><body style="font: 1em sans-serif; margin: 0">'
        '<main style="margin: 25vh auto; max-width: 30em; padding: 1em">'
        f"<h1>{title}</h1><p>{text}</p><noscript><ul>{listed}</ul></noscript></main></body></html>"
    ).encode("utf-8", "replace")
