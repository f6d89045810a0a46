"""A meeting pack of 92 projects, and a signed bundle of their reports out and in again."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bench.figures import Figure, median_ms, tell
from bench.house import empty_house, fill

if TYPE_CHECKING:
    from guatu.projects.models import Project
    from tests.bundles.twin import Twin
    from tests.city import City

T = TypeVar("T")

PROJECTS, MONTHS = 92, 2
PACK_MS, PACK_KB = 2_000.0, 3_000.0
OUT_S, IN_S = 2.0, 20.0


def main() -> None:
    with empty_house(), tempfile.TemporaryDirectory() as folder:
        from django.test import override_settings

        from tests.bundles.twin import twin_of
        from tests.city import build_city

        city = build_city()
        fill(city, PROJECTS, milestones=12)
        _pack(city)
        with override_settings(DATA_DIR=Path(folder) / "inner"):
            _bundle(twin_of(city, Path(folder)))


def _pack(city: City) -> None:
    from guatu.boards.packs import of_everything
    from guatu.web.packs.writing import write
    from tests.city import NOW

    by = city.office
    size = len(write(of_everything(by, NOW), by=by, now=NOW).html) / 1024
    taken = median_ms(lambda: write(of_everything(by, NOW), by=by, now=NOW), 7)
    tell(Figure(f"pack of {PROJECTS} projects", taken, "ms", PACK_MS))
    tell(Figure(f"pack of {PROJECTS} projects, size", size, "KB", PACK_KB))


def _bundle(twin: Twin) -> None:
    from guatu.bundles.actions.receiving import accept, comparison_of, receive
    from tests.bundles.twin import FEBRUARY, JANUARY
    from tests.city import NOW

    projects = list(_twice(twin))
    for project in projects:
        for number, month in enumerate((JANUARY, FEBRUARY), start=1):
            twin.report(project, month, 100 * number)
    twin.sender()
    later = NOW + timedelta(hours=1)
    _, raw = _timed("bundle of 184 reports, out", OUT_S, twin.bundle)
    arrival = receive(twin.inner, "bench.zip", raw, by=twin.office, now=later)
    _timed("bundle of 184 reports, compared", OUT_S, lambda: comparison_of(arrival, later))
    entered = _timed(
        "bundle of 184 reports, entered", IN_S,
        lambda: accept(arrival, seen=None, gist=None, by=twin.office, now=later),
    )  # fmt: skip
    assert entered.new == PROJECTS * MONTHS, entered


def _twice(twin: Twin) -> Iterator[Project]:
    """Projects outside, each with its twin inside."""
    for number in range(PROJECTS):
        name = f"示例送数项目{number:03d}"
        twin.project(name, code="")
        yield twin.city.project(name, code="")


def _timed(what: str, goal: float, act: Callable[[], T]) -> T:
    begin = time.perf_counter()
    done = act()
    tell(Figure(what, time.perf_counter() - begin, "s", goal))
    return done


if __name__ == "__main__":
    main()
