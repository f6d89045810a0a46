"""List and overview while the list grows from 100 to 100,000 projects."""

from __future__ import annotations

import sys

from bench.figures import Figure, median_ms, tell
from bench.house import browser, empty_house, fill

SIZES = (100, 10_000, 100_000)
PAGES = {"project list": "/projects/", "overview": "/"}
GROWTH = 1.5
LIST_CPU_MS = 15


def main(sizes: tuple[int, ...] = SIZES) -> None:
    with empty_house():
        from tests.city import build_city

        city = build_city()
        taken: dict[str, list[float]] = {name: [] for name in PAGES}
        for size in sizes:
            fill(city, size)
            for name, address in PAGES.items():
                page = browser(city)
                _expect_page(page, address)
                ms = median_ms(lambda p=page, a=address: p.get(a), 60)
                taken[name].append(ms)
                tell(Figure(f"{name}, {size:,} projects, p50", ms, "ms"))
        for name, times in taken.items():
            ratio = times[-1] / times[0]
            tell(Figure(f"{name}, {sizes[-1]:,} ÷ {sizes[0]:,} projects", ratio, "×", GROWTH))
        page = browser(city)
        cpu = median_ms(lambda: page.get(PAGES["project list"]), 60, cpu=True)
        tell(Figure("list page of 50 rows, CPU", cpu, "ms", LIST_CPU_MS))


def _expect_page(page: object, address: str) -> None:
    response = page.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
