"""``python -m tests.oracle [--projects N] [FEATURE …]``: the report, and whether all is equal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib.metadata import version
from itertools import groupby

from tests.oracle.compare import Report, run
from tests.oracle.families import FAMILIES, Family
from tests.oracle.mpxj import Mpxj, missing

SHOWN = 5
COLUMNS = "{:<42} {:<6} {:>8} {:>8} {:>10} {:>9}  {}"


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    why_not = missing()
    if why_not:
        print(why_not)
        return 0
    chosen = [one for one in FAMILIES if not given.features or _is_named(one, given.features)]
    print(f"MPXJ {version('mpxj')}: P6 is its PrimaveraScheduler, MS its MicrosoftScheduler")
    print(COLUMNS.format("feature", "oracle", "projects", "equal", "activities", "differing", ""))
    mpxj, reports = Mpxj(), []
    for family in chosen:
        reports.append(run(family, mpxj, given.projects))
        print(_line(reports[-1]), flush=True)
    _tell_reasons(chosen)
    wrong = [one for one in reports if one.differences]
    for report in wrong:
        _tell_differences(report)
    return 1 if wrong else 0


def _arguments(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--projects", type=int, default=1000, help="random projects per feature")
    parser.add_argument("features", nargs="*", help="only features whose name has these words")
    return parser.parse_args(arguments)


def _is_named(family: Family, words: Sequence[str]) -> bool:
    return any(word in family.name for word in words)


def _line(report: Report) -> str:
    return COLUMNS.format(
        report.family.name,
        report.family.oracle,
        report.projects,
        report.equal_projects,
        report.activities,
        report.differing,
        report.kinds(),
    ).rstrip()


def _tell_reasons(families: Sequence[Family]) -> None:
    print("\nLeft out of the plans, because MPXJ is no measure there:")
    for why, of_that in groupby(sorted(families, key=lambda one: one.why), lambda one: one.why):
        if why:
            print(f"- {', '.join(f'{one.name} ({one.oracle})' for one in of_that)}: {why}")


def _tell_differences(report: Report) -> None:
    print(f"\n{report.family.name} ({report.family.oracle}) must be equal, but:")
    for one in report.differences[:SHOWN]:
        print(f"- {one}")


if __name__ == "__main__":
    sys.exit(main())
