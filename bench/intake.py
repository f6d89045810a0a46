"""A ledger of 20,000 rows: read, checked and written, against openpyxl and row-by-row saves."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.figures import Figure, tell
from bench.house import empty_house

if TYPE_CHECKING:
    from guatu.intake.models import Intake
    from tests.city import City

ROWS = 20_000
LONGEST_S = 10
FASTER = 5
HEADERS = (
    "序号", "项目名称", "建设规模及内容", "建设地点", "项目单位", "建设性质", "总投资（万元）",
    "年度计划投资（万元）", "计划开工", "计划竣工", "牵头单位", "备注",
)  # fmt: skip


def main(rows: int = ROWS) -> None:
    raw = ledger(rows)
    with empty_house():
        from tests.city import build_city

        city = build_city()
        ours = _timed(lambda: _through_intake(city, raw, rows))
        naive = _timed(lambda: _row_by_row(city, raw))
    tell(Figure(f"{rows:,} rows, read, checked and written", ours, "s", LONGEST_S))
    tell(Figure("baseline: openpyxl, the same rows saved one by one", naive, "s"))
    tell(Figure("baseline ÷ ours", naive / ours, "×", at_least=FASTER))


def ledger(rows: int) -> bytes:
    """A plain honest ledger; the same bytes for both ways."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write(0, 0, "示例市重点项目台账")
        sheet.write_row(1, 0, HEADERS)
        for n in range(rows):
            sheet.write_row(n + 2, 0, _cells(n))
    return target.getvalue()


def _cells(n: int) -> Iterator[str | int | float]:
    yield n + 1
    yield f"示例第{n + 1}号精密制造基地项目"
    yield f"新建厂房{n % 90 + 10}00平方米，购置设备{n % 400 + 20}台套"
    yield f"示例{n % 12 + 1}镇"
    yield f"示例第{n % 700 + 1}公司"
    yield ("续建", "新开工", "竣工")[n % 3]
    yield 10_000 + n % 977 * 100
    yield 4_000 + n % 389 * 10
    yield ("2020年6月", "2021年4月", "2021.3")[n % 3]
    yield ("2021年12月底前", "2022年6月", "2021.12.31")[n % 3]
    yield ("示例工信局", "示例住建局")[n % 2]
    yield ""


def _through_intake(city: City, raw: bytes, rows: int) -> None:
    from guatu.intake.actions import enter, read, upload
    from guatu.intake.choices import IntakeStatus
    from guatu.projects.models import Project
    from tests.city import NOW, TODAY

    intake = upload(city.tenant, "大台账.xlsx", raw, as_of=TODAY, by=city.office, now=NOW)
    intake.refresh_from_db()
    if intake.status in (IntakeStatus.UPLOADED, IntakeStatus.READING):
        read(intake, now=NOW)
        intake.refresh_from_db()
    enter(intake, seen=intake.version, by=city.office, now=NOW)
    intake.refresh_from_db()
    written = Project.objects.filter(tenant=city.tenant).count()
    if intake.status != IntakeStatus.ENTERED or written != rows:
        raise SystemExit(f"not entered: {intake.status}, {written:,} projects")


def _row_by_row(city: City, raw: bytes) -> None:
    """The usual way: openpyxl, then a save for every row, each committed as Django does it.

    Saved are the same rows that we wrote (row of the ledger, project, verdict, event), taken
    ready-made: it neither checks nor judges, nor moves totals.
    """
    import openpyxl

    from guatu.intake.models import IntakeRow
    from guatu.journal.models import Event
    from guatu.kit.ids import uuid7
    from guatu.projects.models import Project

    neighbour = city.outsider.tenant
    intake = _empty_intake(city, raw)
    sheet = openpyxl.load_workbook(io.BytesIO(raw), data_only=True).active
    written = {row.name: row for row in Project.objects.prefetch_related("verdicts")}
    for number, cells in enumerate(sheet.iter_rows(min_row=3, values_only=True), start=3):
        project = written[cells[1]]
        verdict = project.verdicts.all()[0]
        project.pk, project.tenant, project.line = uuid7(), neighbour, None
        project.lead_unit = project.responsible_unit = None
        project.save(force_insert=True)
        verdict.pk, verdict.project = uuid7(), project
        verdict.save(force_insert=True)
        texts = [str(cell or "") for cell in cells]
        IntakeRow(intake=intake, row=number, kind="project", cells=texts, project=project).save(
            force_insert=True
        )
        Event(
            tenant=neighbour, seq=number, at=verdict.at, code="project.created",
            object_kind="projects.Project", object_id=project.pk, object_label=project.name,
            actor_name="示例丑",
        ).save(force_insert=True)  # fmt: skip


def _empty_intake(city: City, raw: bytes) -> Intake:
    from guatu.intake.models import Intake
    from tests.city import NOW, TODAY

    intake = Intake(
        tenant=city.outsider.tenant, filename="大台账.xlsx", digest="0" * 64, size=len(raw),
        as_of=TODAY, year=2021, uploaded_at=NOW, uploaded_by=city.outsider,
    )  # fmt: skip
    intake.save(force_insert=True)
    return intake


def _timed(act: object) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
