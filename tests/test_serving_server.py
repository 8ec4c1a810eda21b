"""The server over real sockets."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from duizhao.errors import ConfigError, SourceError
from duizhao.serving.answers import EVENTS
from duizhao.serving.layout import Layout
from duizhao.serving.server import Server, parse_address

Connect = Callable[[], http.client.HTTPConnection]
Stream = Callable[[], http.client.HTTPResponse]

PATIENCE = 20.0  # seconds; reached only where something is broken


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<body>首页</body>", "utf-8")
    with Server(("127.0.0.1", 0), Layout(tmp_path / "site", ())) as server:
        yield server


def port(server: Server) -> int:
    return int(server.url.split(":")[2].strip("/"))


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """Connections to the server, as many as asked for, closed at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(
            contextlib.closing(http.client.HTTPConnection("127.0.0.1", port(server), timeout=PATIENCE))
        )


@pytest.fixture
def stream(connect: Connect) -> Iterator[Stream]:
    """Streams of news, in connections of their own."""
    with contextlib.ExitStack() as stack:

        def start() -> http.client.HTTPResponse:
            asking = connect()
            asking.request("GET", EVENTS)
            return stack.enter_context(asking.getresponse())

        yield start


def next_news(response: http.client.HTTPResponse) -> Any:
    while not (line := response.readline()).startswith(b"data: "):
        assert line, "the stream has ended"
    return json.loads(line.removeprefix(b"data: "))


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


# Addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("localhost:0", ("localhost", 0)),
        ("[::1]:80", ("::1", 80)),
        ("0.0.0.0:65535", ("0.0.0.0", 65535)),
    ],
)
def test_an_address_is_host_and_port(text: str, expected: tuple[str, int]) -> None:
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    "text", ["8000", "localhost", "http://localhost:8000/", "", "a b:1", "a:65536", "::1:80", ":1"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="地址不对。请写成"):
        parse_address(text)


def test_a_port_in_use_is_named(server: Server) -> None:
    with pytest.raises(ConfigError) as refusal:
        Server(("127.0.0.1", port(server)), server.layout)
    assert str(refusal.value) == (
        f"127.0.0.1:{port(server)}：不能在这个地址监听（端口已有别的程序在用）。"
        "请用 --address 换一个地址或端口，如 127.0.0.1:8001。"
    )


def test_a_host_that_is_not_this_machine_is_named(server: Server) -> None:
    with pytest.raises(ConfigError, match="不能在这个地址监听（本机没有这个地址）"):
        Server(("192.0.2.1", 0), server.layout)  # an address kept for documentation: RFC 5737


# Requests


def test_one_connection_serves_many_requests(server: Server, connect: Connect) -> None:
    asking = connect()
    for _ in range(3):
        asking.request("GET", "/?q=x#y")
        given = asking.getresponse()
        assert (given.status, given.version, "首页" in given.read().decode()) == (200, 11, True)


def test_head_gives_the_same_headers_and_nothing_else(server: Server, connect: Connect) -> None:
    heads = {}
    for method in ("GET", "HEAD"):
        asking = connect()
        asking.request(method, "/")
        given = asking.getresponse()
        body = given.read()
        heads[method] = [header for header in given.getheaders() if header[0] != "Date"]
        assert bool(body) == (method == "GET")
    assert heads["GET"] == heads["HEAD"]


def test_a_browser_that_has_the_page_is_told_so(server: Server, connect: Connect) -> None:
    asking = connect()
    asking.request("GET", "/")
    first = asking.getresponse()
    first.read()
    asking.request("GET", "/", headers={"if-none-match": first.headers["ETag"]})
    assert asking.getresponse().status == 304


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *((host, 200) for host in ("localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "a.localhost")),
        *((host, 403) for host in ("evil.example", "evil.example:8000", "10.0.0.1", "localhost.evil.example", "[", "")),
    ],
)
def test_a_private_server_answers_to_its_own_names_only(
    server: Server, connect: Connect, host: str, status: int
) -> None:
    for path in ("/", EVENTS):
        asking = connect()
        asking.request("HEAD", path, headers={"Host": host})
        assert asking.getresponse().status == status


def test_senseless_requests_get_an_answer_and_no_traceback(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    for line in (
        b"GET http://[ HTTP/1.1",
        b"GET //[ HTTP/1.1",
        b"GET \xff\xfe HTTP/1.1",
        b"POST / HTTP/1.1",
        b"\x16\x03",
    ):
        with socket.create_connection(("127.0.0.1", port(server)), PATIENCE) as sender:
            sender.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert sender.recv(1)
    assert capfd.readouterr() == ("", "")


# News


def test_a_page_hears_the_news_at_once_and_whenever_they_change(server: Server, stream: Stream) -> None:
    listening = stream()
    assert listening.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    first = next_news(listening)
    server.board.post([SourceError("文件是空的", path="空.txt")], failed=False, renewed=True)
    second = next_news(listening)
    assert (first["count"], second["count"], second["problems"][0]["where"]) == (0, 1, "空.txt")
    assert first["build"] != second["build"]


def test_many_pages_hear_them_and_others_are_served_meanwhile(server: Server, connect: Connect, stream: Stream) -> None:
    pages = [stream() for _ in range(40)]
    assert len({next_news(page)["build"] for page in pages}) == 1
    server.board.post([], failed=False, renewed=True)
    asking = connect()
    asking.request("GET", "/")
    assert asking.getresponse().status == 200
    assert {next_news(page)["build"] for page in pages} == {server.board.news.build}


def test_a_page_that_has_gone_is_forgotten_without_a_word(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with socket.create_connection(("127.0.0.1", port(server)), PATIENCE) as page:
        page.sendall(f"GET {EVENTS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert page.recv(1)
        page.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # hangs up at once

    def gone() -> bool:
        server.board.post([], failed=False, renewed=True)
        return threading.active_count() == before

    until(gone)
    assert capfd.readouterr() == ("", "")


def test_the_end_of_the_server_ends_its_streams(server: Server, stream: Stream) -> None:
    listening = stream()
    next_news(listening)
    server.board.close()
    assert listening.read().strip() == b""


def test_another_layout_is_served_from_then_on(server: Server, connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("别的首页", "utf-8")
    server.layout = Layout(tmp_path / "other", ())
    asking = connect()
    asking.request("GET", "/")
    assert "别的首页" in asking.getresponse().read().decode()
