"""Projects and rows of lists as a sheet tells them: text by column, as they stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from guatu.command.models import Blocker
from guatu.domain.returns.cells import plain, text_of
from guatu.domain.returns.columns import DAYS, WORK
from guatu.domain.worklists.rows import Cell
from guatu.projects.actions.figures import SUMS
from guatu.projects.models import ProgressReport, Project
from guatu.worklists.actions.filling import may_be_typed
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkItem

Values = dict[str, str]
#: Characters of what is already known to be in the way: enough to know it again.
KNOWN = 120


def reports_of(ids: Iterable[UUID], month: date) -> dict[UUID, ProgressReport]:
    """The report of the month by project, where there is one."""
    rows = ProgressReport.objects.filter(project_id__in=list(ids), period=month)
    return {row.project_id: row for row in rows}


def problems_of(ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What is in the way of each project and not cleared, in words."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Blocker.objects.uncleared().filter(project_id__in=list(ids)).order_by("raised_at", "id")
    for project_id, words in rows.values_list("project_id", "words"):
        if project_id is not None:
            found[project_id].append(words)
    return found


def progress_values(projects: Sequence[Project], month: date) -> dict[UUID, Values]:
    ids = [project.pk for project in projects]
    reports, problems = reports_of(ids, month), problems_of(ids)
    return {
        one.pk: _progress(one, reports.get(one.pk), problems.get(one.pk, ())) for one in projects
    }


def work_values(items: Iterable[WorkItem]) -> dict[UUID, Values]:
    return {item.pk: _work(item) for item in items}


def open_columns(item: WorkItem) -> list[str]:
    """The columns of a row that its unit may write in."""
    cells = [cell.value for cell in Cell if may_be_typed(item, cell)]
    return [*cells, *DAYS] if item.kind == RowKind.OWN else cells


def every_column() -> list[str]:
    """Of a row that the unit adds itself."""
    return [column.key for column in WORK if not column.shown]


def _progress(project: Project, report: ProgressReport | None, known: Sequence[str]) -> Values:
    values = {
        "number": str(project.number),
        "code": project.code,
        "name": text_of(project.name),
        "year_plan": plain(project.year_plan),
        "before": plain(project.year_done) if project.last_period else "",
        **dict.fromkeys(SUMS, ""),
        "physical_percent": "",
        "physical_words": "",
        "reason": "",
        "raised": text_of("；".join(known))[:KNOWN],
    }
    if report is not None:
        values |= {name: plain(getattr(report, name)) for name in SUMS}
        values["physical_percent"] = plain(report.physical_percent)
        values["physical_words"] = text_of(report.physical_words)
        values["reason"] = text_of(report.reason)
    return values


def _work(item: WorkItem) -> Values:
    return {
        "serial": str(item.serial),
        "kind": str(RowKind(item.kind).label),
        "label": text_of(item.label),
        **{cell.value: text_of(item.text(cell)) for cell in Cell},
        "due_on": item.due_on.isoformat() if item.due_on else "",
        "standing": str(item.get_standing_display()),
        "done_on": item.done_on.isoformat() if item.done_on else "",
    }
