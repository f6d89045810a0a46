"""From a click to the commit: eight people receive dispatches on one SQLite with synchronous=FULL.

The real server in a process of its own, real HTTP on 127.0.0.1, with a key in every form. Each of
them clicks again half a second after the answer, far faster than anybody reads. The first clicks
are not counted: a server that has just started catches up with what came due meanwhile.
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
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench.figures import Figure, tell
from bench.house import empty_house
from bench.process import _free_port, _guatu

if TYPE_CHECKING:
    from tests.city import City

CLIENTS, CLICKS, WARM = 8, 60, 10
PAUSE_S = 0.5
P95_MS = 50.0


@dataclass
class Clicker:
    """Somebody of one department with a browser and what there is to receive."""

    session: str
    dispatches: list[UUID]
    taken_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def work(self, port: int, together: threading.Barrier) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        pause = random.Random(self.session)  # noqa: S311 - only to be out of step
        together.wait(60)
        time.sleep(pause.random() * PAUSE_S)
        for n, pk in enumerate(self.dispatches):
            begin = time.perf_counter()
            status = self._click(line, pk)
            if n >= WARM:
                self.taken_ms.append((time.perf_counter() - begin) * 1000)
            if status != 302:
                self.faults.append(f"{pk}: {status}")
            time.sleep(PAUSE_S * (0.5 + pause.random()))

    def _click(self, line: http.client.HTTPConnection, pk: UUID) -> int:
        token = "a" * 32
        typed = {"seen": 2, "key": uuid4().hex, "csrfmiddlewaretoken": token}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
        }
        line.request("POST", f"/dispatches/{pk}/receipt/", urlencode(typed), headers)
        answer = line.getresponse()
        answer.read()
        return answer.status


def main() -> None:
    with empty_house() as folder:
        clickers = _clickers()
        port = _free_port()
        env = {**os.environ, "GUATU_DATA_DIR": folder}
        server = subprocess.Popen(
            [*_guatu(), "serve", "--listen", f"127.0.0.1:{port}"],
            env=env,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(port)
            _all_click(clickers, port)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
        _check(clickers)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


def _all_click(clickers: list[Clicker], port: int) -> None:
    together = threading.Barrier(len(clickers))
    threads = [threading.Thread(target=one.work, args=(port, together)) for one in clickers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults := [fault for one in clickers for fault in one.faults]:
        raise SystemExit(f"{len(faults)} clicks were not taken: {faults[:3]}")
    taken = sorted(ms for one in clickers for ms in one.taken_ms)
    tell(Figure("click to commit, 8 people on SQLite, median", statistics.median(taken), "ms"))
    p95 = statistics.quantiles(taken, n=20)[-1]
    tell(Figure("click to commit, 8 people on SQLite, p95", p95, "ms", P95_MS))


def _clickers() -> list[Clicker]:
    """Eight departments, each with a liaison and dispatches to receive."""
    from guatu.kit import clock
    from tests.city import build_city

    city = build_city()
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
    return [_clicker(city, n, clock.now()) for n in range(CLIENTS)]


def _clicker(city: City, n: int, now: object) -> Clicker:
    from guatu.dispatches.actions.drafting import Matter, give
    from guatu.org.choices import Role
    from tests.city import _person, _post, _unit

    unit = _unit(city.root, f"示例{n + 1}局")
    liaison = _person(city.tenant, f"liaison-{n}", f"示例{n + 1}号")
    _post(unit, "联络员", Role.LIAISON, liaison)
    matter = Matter("示例项目供地手续", "完成供地手续，交批复文件", unit)
    given = [give(city.tenant, matter, by=city.office, now=now).pk for _ in range(CLICKS)]
    return Clicker(city.client(liaison).cookies["sessionid"].value, given)


def _check(clickers: list[Clicker]) -> None:
    from django.db import connection

    from guatu.dispatches.models import Dispatch

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        full = cursor.fetchone()[0] == 2
    received = Dispatch.objects.filter(status="received").count()
    if not full or received != CLIENTS * CLICKS:
        raise SystemExit(f"synchronous FULL: {full}, received: {received}")


if __name__ == "__main__":
    main()
    sys.exit()
