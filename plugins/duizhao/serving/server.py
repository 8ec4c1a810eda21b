"""The HTTP side: a socket, a thread for each connection, and a stream of news for each open page."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import re
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socket import AF_INET6, gaierror
from socketserver import ThreadingTCPServer
from types import TracebackType
from typing import Self

from duizhao.errors import ConfigError
from duizhao.serving.answers import EVENTS, Answer, answer
from duizhao.serving.layout import Layout
from duizhao.serving.news import Board

_ADDRESS = re.compile(r"(?P<host>[^\s/:\[\]]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")
_PORT = re.compile(r":[0-9]*$")
_REASONS = {
    errno.EACCES: "没有权限用这个端口",
    errno.EADDRINUSE: "端口已有别的程序在用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}
_HEARTBEAT = 15.0  # seconds after which a silent stream is tried: a page that has gone shows by that only
_RETRY = 1000  # milliseconds until a page asks again for the news after the server has gone


def parse_address(address: str) -> tuple[str, int]:
    """Host and port of `host:port`; an IPv6 address stands in brackets, port 0 is any free one.

    Raises:
        ConfigError: it is not of that form.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match["port"]) > 65535:
        raise ConfigError("地址不对", remedy="请写成 127.0.0.1:8000 这样", path=address)
    return match["host"].strip("[]"), int(match["port"])


class Server:
    """Serves a site in the background, from `with` to its end.

    Raises:
        ConfigError: the address cannot be listened on.
    """

    def __init__(self, address: tuple[str, int], layout: Layout) -> None:
        self.layout = layout  # may be set to another at any time
        self.board = Board()
        self._host = f"[{address[0]}]" if ":" in address[0] else address[0]
        try:
            self._tcp = (_SixServer if ":" in address[0] else _TcpServer)(address, self)
        except OSError as error:
            raise ConfigError(
                f"不能在这个地址监听（{_reason(error)}）",
                remedy="请用 --address 换一个地址或端口，如 127.0.0.1:8001",
                path=f"{self._host}:{address[1]}",
            ) from error

    @property
    def url(self) -> str:
        """Where the site's home page is."""
        return f"http://{self._host}:{self._tcp.server_address[1]}{self.layout.mount}"

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach it."""
        return _is_loopback(str(self._tcp.server_address[0]))

    def __enter__(self) -> Self:
        threading.Thread(target=self._tcp.serve_forever, args=(0.1,), name="server", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.board.close()
        self._tcp.shutdown()
        self._tcp.server_close()


class _TcpServer(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64
    # elsewhere this lets a server start again at once; on Windows it would let two have the same port
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: tuple[str, int], site: Server) -> None:
        self.site = site
        super().__init__(address, _Handler)


class _SixServer(_TcpServer):
    address_family = AF_INET6


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: _TcpServer
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds that an idle connection is kept
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):  # who hangs up has seen enough
            super().handle()

    def version_string(self) -> str:
        """Tells nobody which Python this is."""
        return "duizhao"

    def log_message(self, format: str, *args: object) -> None:
        """The terminal is for builds."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        site = self.server.site
        if site.is_private and not _is_loopback(_PORT.sub("", self.headers.get("Host", "localhost"))):
            # a page from elsewhere whose host's name was made to mean this machine must not read the archive
            self._give(Answer(HTTPStatus.FORBIDDEN, {"Content-Length": "0"}))
        elif path == EVENTS:
            self._stream_news(site.board)
        else:
            known, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
            self._give(answer(site.layout, site.board.news, path, known, since))

    do_HEAD = do_GET  # noqa: N815

    def _give(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(answer.body)

    def _stream_news(self, board: Board) -> None:
        self.close_connection = True
        headers = {
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "Connection": "close",
        }
        self._give(Answer(HTTPStatus.OK, headers, f"retry: {_RETRY}\n\n".encode()))
        if self.command == "GET":
            for news in board.follow(_HEARTBEAT):
                self.wfile.write(b":\n\n" if news is None else f"data: {news.json()}\n\n".encode())


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _reason(error: OSError) -> str:
    if isinstance(error, gaierror):
        return "不认识这个主机名"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
