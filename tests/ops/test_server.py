"""One process serves pages and does jobs; it ends in good order and is the only one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


def environment(folder: Path, **more: str) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("GUATU_", "PYTEST_"))}
    return {**own, "GUATU_DATA_DIR": str(folder), "PYTHONUTF8": "1", **more}


def guatu(*given: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guatu", *given],
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    assert guatu("migrate", folder=made).returncode == 0
    return made


@pytest.fixture
def server(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "guatu", "serve", "--listen", "127.0.0.1:0"],
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "挂图已启动：http://127.0.0.1:" in line
    yield process, line.partition("：")[2].partition("（")[0]
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_ends_in_good_order(
    server: tuple[subprocess.Popen[str], str], number: signal.Signals
) -> None:
    process, address = server
    with urllib.request.urlopen(f"{address}accounts/login/") as response:
        assert response.status == 200
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert told == "已停止。\n"


def test_a_second_server_on_the_same_folder_is_refused(
    server: tuple[subprocess.Popen[str], str], folder: Path
) -> None:
    process, _ = server
    second = guatu("serve", "--listen", "127.0.0.1:0", folder=folder)
    assert second.returncode == 2
    assert f"已有服务在运行（进程 {process.pid}）" in second.stderr


def test_an_address_that_is_taken_is_refused(
    server: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    _, address = server
    assert guatu("migrate", folder=tmp_path).returncode == 0
    taken = address.removeprefix("http://").rstrip("/")
    second = guatu("serve", "--listen", taken, folder=tmp_path)
    assert second.returncode == 2
    assert f"不能在 {taken} 上监听" in second.stderr


def test_the_timetable_runs_as_soon_as_the_server_is_up(
    server: tuple[subprocess.Popen[str], str], folder: Path
) -> None:
    process, address = server
    for _ in range(600):  # pages are asked for until the jobs are through; each takes its time
        with urllib.request.urlopen(f"{address}accounts/login/"):
            if _finished_runs(folder) >= 4:
                break
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert _finished_runs(folder) >= 4


def test_it_does_not_start_on_tables_of_another_version(tmp_path: Path) -> None:
    refused = guatu("serve", folder=tmp_path)
    assert refused.returncode == 2
    assert "请先运行 guatu migrate" in refused.stderr


def test_a_bad_setting_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "guatu", "serve"],
        env=environment(tmp_path, GUATU_SECRET_KEY="short"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "GUATU_SECRET_KEY: 至少 32 个字符。\n")


def _finished_runs(folder: Path) -> int:
    with sqlite3.connect(folder / "guatu.sqlite3") as link:
        row = link.execute("SELECT count(*) FROM ops_jobrun WHERE finished_at IS NOT NULL")
        return int(row.fetchone()[0])
