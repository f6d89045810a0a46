"""The one process that serves a county: how soon it answers, how much memory it holds."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.figures import Figure, tell

READY_S = 3
MEMORY_MB = 250
AGAIN_S = 5
PAGES = ("/accounts/login/", "/", "/projects/", "/wallchart/", "/lines/")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="guatu-bench-") as folder:
        env = {**os.environ, "GUATU_DATA_DIR": folder}
        port = _free_port()
        subprocess.run(
            [*_guatu(), "demo", "--no-serve"], env=env, check=True, stdout=subprocess.DEVNULL
        )
        begin = time.perf_counter()
        server = subprocess.Popen(
            [*_guatu(), "demo", "--listen", f"127.0.0.1:{port}"], env=env, stdout=subprocess.DEVNULL
        )
        try:
            _wait(port)
            ready = time.perf_counter() - begin
            tell(Figure("process ready (demo there already)", ready, "s", READY_S))
            _visit(port)
            tell(Figure("memory after 200 pages", _resident_mb(server.pid), "MB", MEMORY_MB))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _guatu() -> list[str]:
    return [sys.executable, "-m", "guatu"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5):
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not answer")


def _visit(port: int) -> None:
    """Log in as the first demo account and read pages, as a morning of a few people would."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    base = f"http://127.0.0.1:{port}"
    page = opener.open(f"{base}/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    password = "guatu-demo-2021"  # noqa: S105 - the demo's own
    assert token
    body = f"csrfmiddlewaretoken={token[1]}&login=demo-office&password={password}"
    answer = opener.open(f"{base}/accounts/login/", body.encode())
    if "/accounts/login" in answer.url:
        raise SystemExit("the demo account could not log in")
    for n in range(200):
        opener.open(base + PAGES[n % len(PAGES)]).read()


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
