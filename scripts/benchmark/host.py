"""A static host: a folder over http on this machine, text compressed as static hosts do, every answer noted."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

LEVEL = 6  # of gzip
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml"}  # what hosts compress; images and binaries not


class Sent(NamedTuple):
    """One answer."""

    path: str  # of the file, below the folder
    size: int  # bytes of its body as sent


class Host:
    """Serves a folder while it is entered. What was compressed once is kept, as a host keeps it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._bodies: dict[str, bytes] = {}
        self._sent: list[Sent] = []
        self._lock = threading.Lock()
        host = self

        class Handler(_Handler):
            pass

        Handler.host = host
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    def __enter__(self) -> Host:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where the folder is, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def take(self) -> list[Sent]:
        """What was sent since it was last asked."""
        with self._lock:
            sent, self._sent = self._sent, []
        return sent

    def prepare(self, paths: Iterable[str]) -> None:
        """Compresses files beforehand, so that nobody waits for it."""
        for path in paths:
            self._body(path)

    def answer(self, path: str) -> tuple[bytes, bool] | None:
        """The body for a file as sent, and whether it is compressed; None where there is none."""
        body = self._body(path)
        if body is None:
            return None
        with self._lock:
            self._sent.append(Sent(path, len(body)))
        return body, Path(path).suffix in COMPRESSED

    def _body(self, path: str) -> bytes | None:
        body = self._bodies.get(path)
        if body is None:
            file = self._folder / path
            if not file.resolve().is_relative_to(self._folder) or not file.is_file():
                return None
            body = file.read_bytes()
            if file.suffix in COMPRESSED:
                # no time stamp: the same bytes every time
                self._bodies[path] = body = gzip.compress(body, LEVEL, mtime=0)
        return body


class _Handler(BaseHTTPRequestHandler):
    host: Host
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or an answer in two pieces may wait for 40 ms
    wbufsize = -1  # head and body leave together

    def do_GET(self) -> None:
        """Answers with a file."""
        path = unquote(urlsplit(self.path).path).lstrip("/") or "index.html"
        answer = self.host.answer(path)
        if answer is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body, is_compressed = answer
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if is_compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
