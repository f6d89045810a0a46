"""Run all benchmarks, show a table, end with 1 when a goal is missed."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys

from bench.figures import Figure

BENCHMARKS = (
    "bench.process",
    "bench.intake",
    "bench.pages",
    "bench.chart",
    "bench.prints",
    "bench.timetable",
    "bench.clicks",
    "bench.dispatches",
    "bench.worklists",
    "bench.burden",
    "bench.screens",
    "bench.returns",
    "bench.papers",
    "bench.packs",
    "bench.schedule",
    "bench.plans",
    "bench.risk",
    "bench.country",
)


def main() -> int:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    figures = [figure for name in sys.argv[1:] or BENCHMARKS for figure in run(name)]
    missed = [figure for figure in figures if not figure.reached]
    for figure in missed:
        print(f"missed: {figure.what}: {figure.value:,.2f} {figure.unit}, goal {figure.goal}")
    return 1 if missed else 0


def run(name: str) -> list[Figure]:
    print(f"{name}")
    done = subprocess.run(
        [sys.executable, "-m", name], stdout=subprocess.PIPE, text=True, check=True
    )
    figures = [Figure(**json.loads(line)) for line in done.stdout.splitlines() if line[:1] == "{"]
    for figure in figures:
        print(f"  {figure.what:<58}{figure.value:>12,.2f} {figure.unit:<4}{figure.goal:>10}")
    print(flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())
