"""The example and the list of notes in docs/algorithms/schedule-files.md."""

from __future__ import annotations

import re
from pathlib import Path

from guatu.domain.schedule.files import place, read_xer
from tests.domain.schedule.file_plans import NIGHT_AND_DAY, xer

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "algorithms" / "schedule-files.md").read_text(encoding="utf-8")
EXAMPLE = PAGE[PAGE.index("## Example") :]
CODE = re.compile(r"notes\.add\(\s*\"([a-z-]+)\"|^    \"([a-z-]+)\": N_\(", re.MULTILINE)


def test_the_dates_of_the_example_are_as_printed():
    found = [
        [
            one.activity.id,
            f"{one.early_start:%m-%d %H:%M} … {one.early_finish:%m-%d %H:%M}",
            f"{one.late_start:%m-%d %H:%M}",
            f"{one.total_slack / 60:g}",
            " … ".join(f"{day}" for day in one.days(one.early_start, one.early_finish)),
        ]
        for one in place(read_xer(example().encode())).activities
    ]
    assert found == table("| code | early |")


def example() -> str:
    rows = table("| code | name |")
    kinds = {"0": "TT_FinMile"}
    tasks = [
        f"{n} {code} {name} {kinds.get(hours, 'TT_Task')} {hours} {hours}"
        + (" C2" if calendar == "clock" else "")
        for n, (code, name, hours, calendar, _) in enumerate(rows, start=1)
    ]
    place_of = {row[0]: n for n, row in enumerate(rows, start=1)}
    links = [
        f"{place_of[before]} {n} PR_{kind} {int(lag or 0)}"
        for n, row in enumerate(rows, start=1)
        for before, kind, lag in re.findall(r"(\S+) (FS|SS|FF|SF)([+-]\d+)?", row[4])
    ]
    return xer(
        tasks,
        links,
        project="2026-03-20T17:00 2026-03-02T00:00",
        project_fields="plan_end_date last_recalc_date",
        calendars=["\t".join(["%R", "C2", "clock", "24", NIGHT_AND_DAY])],
    )


def test_every_code_of_a_note_is_on_the_page():
    sources = (ROOT / "guatu" / "domain" / "schedule" / "files").glob("*.py")
    found = {
        code
        for source in sources
        if source.name != "comparing.py"  # there the words of fields stand alike
        for pair in CODE.findall(source.read_text(encoding="utf-8"))
        for code in pair
        if code
    }
    assert len(found) > 20
    assert {code for code in found if f"`{code}`" not in PAGE} == set()


def table(head: str) -> list[list[str]]:
    rows = []
    for line in EXAMPLE[EXAMPLE.index(head) :].splitlines()[2:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows
