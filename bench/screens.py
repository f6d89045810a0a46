"""Two hundred screens that show one board of 100,000 projects, while somebody works.

The real server in a process of its own, real HTTP on 127.0.0.1. Each screen asks every five
seconds, six times as often as a screen does, and says which picture it has; one person changes a
project each second, so that the journal never rests. The baseline is what the same board costs
without the kept picture: read and set for each screen that asks.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.clicks import _wait
from bench.figures import Figure, median_ms, tell
from bench.house import empty_house, fill
from bench.process import _free_port, _guatu

if TYPE_CHECKING:
    from guatu.screens.models import Board
    from tests.city import City

PROJECTS, SCREENS = 100_000, 200
EVERY_S, ASKED = 5.0, 12
P95_MS = 100.0
TOKEN = "bench-board"  # noqa: S105 - of a folder that goes away
ADDRESS = f"/screens/show/{TOKEN}/now/"


@dataclass
class Screen:
    """A screen with the name of its picture."""

    number: int
    taken_ms: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def watch(self, port: int, together: threading.Barrier) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        pause = random.Random(self.number)  # noqa: S311 - only to be out of step
        etag = ""
        together.wait(60)
        time.sleep(pause.random() * EVERY_S)
        for _ in range(ASKED):
            begin = time.perf_counter()
            line.request("GET", ADDRESS, headers={"If-None-Match": etag} if etag else {})
            answer = line.getresponse()
            answer.read()
            self.taken_ms.append((time.perf_counter() - begin) * 1000)
            self.statuses.append(answer.status)
            etag = answer.headers.get("ETag") or etag
            time.sleep(EVERY_S * (0.8 + 0.4 * pause.random()))


def main(projects: int = PROJECTS, screens: int = SCREENS) -> None:
    with empty_house() as folder:
        from tests.city import build_city

        city = build_city()
        fill(city, projects)
        board = _board(city)
        _baseline(board, projects)
        port = _free_port()
        env = {**os.environ, "GUATU_DATA_DIR": folder}
        command = [*_guatu(), "serve", "--listen", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            _let_it_settle()
            _show(city, port, projects, screens)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _let_it_settle() -> None:
    """What a new server has to make up for of the day (a count of all totals, statistics) is done
    once, before the screens ask."""
    from guatu.ops.models import JobRun
    from guatu.ops.timetable import TIMETABLE

    for _ in range(1800):
        if JobRun.objects.filter(finished_at__isnull=False).count() >= len(TIMETABLE):
            return
        time.sleep(0.1)
    raise SystemExit("the jobs of the server did not come to an end")


def _board(city: City) -> Board:
    """The ready board of a city, with an address."""
    from guatu.screens.actions.addresses import issue
    from guatu.screens.actions.boards import Settings, make_board
    from guatu.screens.choices import BoardPreset
    from guatu.screens.drafts import ready_made
    from tests.city import NOW

    pages = ready_made(BoardPreset.CITY)
    board = make_board(city.tenant, Settings("示例展板"), pages, by=city.office, now=NOW)
    issue(board, "示例东墙", ends_on=None, by=city.office, now=NOW, token=TOKEN)
    return board


def _baseline(board: Board, projects: int) -> None:
    from guatu.web.screens.keeping import compose
    from tests.city import NOW

    ms = median_ms(lambda: compose(board, NOW), 5)
    tell(Figure(f"board of {projects:,} projects, each time anew (baseline)", ms, "ms"))


def _show(city: City, port: int, projects: int, screens: int) -> None:
    together = threading.Barrier(screens)
    watching = [Screen(number) for number in range(screens)]
    threads = [threading.Thread(target=one.watch, args=(port, together)) for one in watching]
    for thread in threads:
        thread.start()
    changes = 0
    while any(thread.is_alive() for thread in threads):
        changes += 1
        city.project(f"示例新上第{changes}号项目")
        time.sleep(1)
    _tell(watching, projects, changes)


def _tell(watching: list[Screen], projects: int, changes: int) -> None:
    statuses = [status for one in watching for status in one.statuses]
    if wrong := set(statuses) - {200, 304}:
        raise SystemExit(f"a screen was answered {wrong}")
    taken = sorted(ms for one in watching for ms in one.taken_ms)
    what = f"board refresh, {len(watching)} screens, {projects:,} projects"
    tell(Figure(f"{what}, median", statistics.median(taken), "ms"))
    tell(Figure(f"{what}, p95", statistics.quantiles(taken, n=20)[-1], "ms", P95_MS))
    share = 100 * statuses.count(304) / len(statuses)
    tell(Figure(f"answered by a line while {changes} projects came", share, "%"))


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
    sys.exit()
