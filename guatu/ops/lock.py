"""One server per data folder: a second one would run every job twice."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guatu.domain.words import say
from guatu.kit.refusals import Refusal


@contextmanager
def sole_user(folder: Path) -> Iterator[None]:
    """Hold ``folder`` while the block runs; refused when another process holds it.

    The lock belongs to the process: it falls away when the process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, folder)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 20, 0).decode(errors="replace").strip() or "未知"
        raise Refusal(
            say(
                "数据目录 {folder} 已有服务在运行（进程 {pid}）。"
                "请先停止它，或用 GUATU_DATA_DIR 另指一个目录。",
                folder=str(folder),
                pid=holder,
            )
        ) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
