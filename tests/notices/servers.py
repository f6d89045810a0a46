"""Servers on this machine that stand for what others run: a web address and a mail server."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Call:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)


@dataclass
class WebServer:
    """Keeps what it was sent and answers ``status`` with ``answer``; ``silent``: not at all."""

    port: int = 0
    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    dripping: bool = False
    calls: list[Call] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/hook") -> str:
        return f"http://{HOST}:{self.port}{path}"


@contextmanager
def web_server() -> Iterator[WebServer]:
    kept = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.calls.append(Call(self.path, headers, body))
            if kept.silent:
                kept.released.wait(30)
                return
            if kept.dripping:
                self._drip()
                return
            self.send_response(kept.status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(kept.answer)

        def _drip(self) -> None:
            """A byte of a header at a time, for ever: each read alone is quick."""
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not kept.released.wait(0.02):
                try:
                    self.wfile.write(b"a")
                except OSError:
                    return

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        server.daemon_threads = True
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield kept
        finally:
            kept.released.set()
            server.shutdown()


@dataclass
class MailServer:
    """Keeps what it was sent; ``to_recipient`` is its answer to every RCPT. Messages of more than
    ``most`` bytes are answered ``to_too_large``, or the connection breaks off where that is empty;
    they are counted in ``too_large``."""

    port: int = 0
    to_recipient: bytes = b"250 OK"
    most: int = 10_000_000
    to_too_large: bytes = b"552 too large"
    too_large: int = 0
    messages: list[Message] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    kept = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 example.test\r\n")
            for line in self.rfile:
                verb = line[:4].strip().upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    answer = self._take(b"".join(iter(self._line, b".\r\n")))
                else:
                    answer = {b"RCPT": kept.to_recipient, b"QUIT": b"221 bye"}.get(verb, b"250 OK")
                if not answer:
                    return
                self.wfile.write(answer + b"\r\n")
                if verb == b"QUIT":
                    return

        def _take(self, raw: bytes) -> bytes:
            if len(raw) > kept.most:
                kept.too_large += 1
                return kept.to_too_large
            kept.messages.append(message_from_bytes(raw))
            return b"250 OK"

        def _line(self) -> bytes:
            line = self.rfile.readline()
            return line or b".\r\n"

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server((HOST, 0), Handler) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
