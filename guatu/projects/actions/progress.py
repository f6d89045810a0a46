"""Monthly progress: what was invested since 1 January and how far the works have come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.bulk import insert_rows, update_rows
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Post, User
from guatu.projects.actions.figures import SUMS, MonthFigures, faults_of, needs_reason
from guatu.projects.actions.holding import hold, refuse_withdrawn, rows_as_they_are
from guatu.projects.choices import ReportSource
from guatu.projects.facts import listed_rows
from guatu.projects.models import ProgressReport, Project, ReportTyping
from guatu.projects.patrol import recheck

__all__ = [
    "MonthFigures",
    "enter_ledger_figures",
    "remove_ledger_figures",
    "report_all",
    "report_progress",
    "take_back_report",
]
CARRIED = [
    "year_done",
    "year_registered",
    "year_paid",
    "physical_percent",
    "physical_words",
    "last_period",
]
NOT_GIVEN, NOT_REPORTED = "未填", "未报"
#: The cells of the form of a month.
CELLS = (*SUMS, "physical_percent", "physical_words", "photo", "reason")


@transaction.atomic
def report_progress(
    project: Project, figures: MonthFigures, *, typed: bool = True, by: User, now: datetime
) -> ProgressReport:
    """Report a month, or correct what was reported for it; the light is judged at once.

    A correction and a cumulative figure that falls need a reason: reality is sometimes like
    that, and then it says so. The same report sent twice counts once. Not ``typed`` is what was
    typed somewhere else and is only brought here.
    """
    return report_all([(project, figures)], typed=typed, by=by, now=now)[0]


@transaction.atomic
def report_all(
    listed: Sequence[tuple[Project, MonthFigures]], *, typed: bool = True, by: User, now: datetime
) -> list[ProgressReport]:
    """``report_progress`` for several projects, each named once, all or none; their lights are
    judged together. In the order given; ``typed`` holds for all."""
    for project, _figures in listed:
        require(by, "progress.report", project)
    rows = rows_as_they_are(project.pk for project, _figures in listed)
    reports: list[ProgressReport] = []
    notes: list[Note] = []
    typings: list[ReportTyping] = []
    changed: list[Project] = []
    for project, figures in listed:
        held = rows[project.pk]
        held.tenant = project.tenant
        refuse_withdrawn(held)
        given = held.reports.filter(period=figures.period).first()
        if given and _says_the_same(given, figures):
            reports.append(given)
            continue
        _refuse_bad(held, figures, given, now.date())
        report = _write(held, figures, given, by, now)
        reports.append(report)
        notes.append(_note(held, report, given))
        typings.append(_typing(held, report, given))
        changed.append(held)
    if changed:
        if typed:
            _keep(typings)
        _carry_all(changed)
        journal.record_many(notes, by=by, at=now)
        recheck(changed, now=now)
    return reports


@transaction.atomic
def take_back_report(
    project: Project,
    period: date,
    former: ProgressReport | None,
    *,
    since: datetime,
    left: MonthFigures | None = None,
    by: User,
    now: datetime,
) -> bool:
    """Put back what was reported before the report of the moment ``since``, or nothing.

    ``former`` is the row as it was, not saved. ``left`` is what that report said, for those who
    report several times at one moment. False, and nothing is changed, when the month was reported
    again since.
    """
    require(by, "progress.report", project)
    held = hold(project)
    given = held.reports.filter(period=period, reported_at=since).first()
    if given is None or (left is not None and not _says_the_same(given, left)):
        return False
    if former is None:
        given.delete()
    else:
        former.pk, former.project = given.pk, held
        former.save(force_update=True)
    _carry_all([held])
    journal.record_many([_taken_back(held, period, former)], by=by, at=now)
    recheck([held], now=now)
    return True


def enter_ledger_figures(
    listed: Sequence[tuple[Project, MonthFigures]], *, by: User, now: datetime
) -> int:
    """Take over month figures from a ledger, in the caller's transaction.

    A month that was already reported is left as it is: a ledger never overwrites a report.
    Returns how many reports were written.
    """
    rows = ProgressReport.objects.filter(project_id__in=[p.pk for p, _ in listed])
    taken = set(rows.values_list("project_id", "period"))
    fresh: list[tuple[Project, MonthFigures]] = []
    for project, figures in listed:
        if (key := (project.pk, figures.period)) not in taken:
            taken.add(key)
            fresh.append((project, figures))
    reports = [_row(p, f, ReportSource.LEDGER, by, now) for p, f in fresh]
    touched = list({p.pk: p for p, _ in fresh}.values())
    insert_rows(reports)
    _carry_all(touched)
    notes = [_note(p, r, None) for (p, _), r in zip(fresh, reports, strict=True)]
    journal.record_many(notes, by=by, at=now)
    recheck(touched, now=now)
    return len(reports)


def remove_ledger_figures(
    projects: Sequence[Project], *, since: datetime, by: User, now: datetime
) -> None:
    """Take back the reports that an undone ledger brought, in the caller's transaction.

    The journal tells each month, as of a report that a person takes back: else nobody who reads
    the journal alone would know that it is gone.
    """
    brought = ProgressReport.objects.filter(
        project__in=projects, source=ReportSource.LEDGER, reported_at=since
    )
    months = list(brought.order_by("project_id", "period").values_list("project_id", "period"))
    by_id = {project.pk: project for project in projects}
    notes = [_taken_back(by_id[pk], period, None) for pk, period in months]
    brought.delete()
    _carry_all(projects)
    journal.record_many(notes, by=by, at=now)
    recheck(projects, now=now)


def _taken_back(project: Project, period: date, former: ProgressReport | None) -> Note:
    said = NOT_REPORTED if former is None else f"{_or_none(former.invested)} 万元"
    return Note("progress.taken_back", project, {"month": f"{period.month} 月", "invested": said})


def _says_the_same(given: ProgressReport, figures: MonthFigures) -> bool:
    """Sent twice, or sent again without anything new."""
    return (
        given.source == ReportSource.FORM
        and all(getattr(given, name) == getattr(figures, name) for name in SUMS)
        and given.physical_percent == figures.physical_percent
        and given.physical_words == figures.physical_words.strip()
        and given.reason == figures.reason.strip()
        and (not figures.photo or figures.photo == given.photo)
    )


def _refuse_bad(
    project: Project, figures: MonthFigures, given: ProgressReport | None, today: date
) -> None:
    faults = faults_of(project, figures, today)
    told = figures.reason.strip() or faults.keys() & {*SUMS, "physical_percent"}
    if not told and (asked := needs_reason(project, figures, given)):
        faults["reason"] = asked
    if faults:
        raise Refusal(next(iter(faults.values())), faults)


def _write(
    project: Project, figures: MonthFigures, given: ProgressReport | None, by: User, now: datetime
) -> ProgressReport:
    row = _row(project, figures, ReportSource.FORM, by, now)
    if given is None:
        row.save(force_insert=True)
        return row
    row.pk, row.photo = given.pk, row.photo or given.photo
    row.save(force_update=True)
    return row


def _row(
    project: Project, figures: MonthFigures, source: str, by: User, now: datetime
) -> ProgressReport:
    return ProgressReport(
        project=project,
        period=figures.period,
        invested=figures.invested,
        registered=figures.registered,
        paid=figures.paid,
        physical_words=figures.physical_words.strip(),
        physical_percent=figures.physical_percent,
        photo=figures.photo,
        reason=figures.reason.strip(),
        source=source,
        reported_at=now,
        reported_by=by,
    )


def _typing(project: Project, report: ProgressReport, given: ProgressReport | None) -> ReportTyping:
    """Of a correction the cells that say something else than before; a blank one says nothing."""
    return ReportTyping(
        tenant=project.tenant,
        project=project,
        period=report.period,
        at=report.reported_at,
        post_id=project.owner_post_id,
        unit_id=project.responsible_unit_id or project.lead_unit_id,
        cells=sum(
            (said := getattr(report, name)) not in (None, "")
            and (given is None or said != getattr(given, name))
            for name in CELLS
        ),
    )


def _keep(typings: Sequence[ReportTyping]) -> None:
    """Typed by the unit of the post that reports, where the project has one."""
    posts = Post.objects.filter(pk__in={row.post_id for row in typings if row.post_id})
    unit_of = dict(posts.values_list("pk", "unit_id"))
    for row in typings:
        if row.post_id:
            row.unit_id = unit_of[row.post_id]
    insert_rows(typings)


def _carry_all(projects: Sequence[Project]) -> None:
    """Bring the projects' own columns up to the reports that were written or taken back."""
    rows = listed_rows(projects)
    for project in projects:
        _carry(project, rows[project.pk].reports)
    update_rows(projects, CARRIED)


def _carry(project: Project, reports: Sequence[ProgressReport]) -> None:
    """Bring the project's own columns up to its reports of the year, oldest first."""
    project.last_period = reports[-1].period if reports else None
    project.year_done = _last([r.invested for r in reports], Decimal(0))
    project.year_registered = _last([r.registered for r in reports], None)
    project.year_paid = _last([r.paid for r in reports], None)
    project.physical_percent = _last([r.physical_percent for r in reports], None)
    project.physical_words = _last([r.physical_words or None for r in reports], "")


def _last(values: list[Any], otherwise: Any) -> Any:
    return next((v for v in reversed(values) if v is not None), otherwise)


def _note(project: Project, report: ProgressReport, old: ProgressReport | None) -> Note:
    percent = (
        None if report.physical_percent is None else f"{report.physical_percent.normalize():f}%"
    )
    details: dict[str, Any] = {
        "month": f"{report.period.month} 月",
        "invested": _or_none(report.invested),
        "physical": report.physical_words or percent or NOT_GIVEN,
    }
    for name in ("registered", "paid"):
        if (amount := getattr(report, name)) is not None:
            details[name] = amount
    if old is None or old.invested in (None, report.invested):
        return Note("progress.reported", project, details)
    correction = {"before": old.invested, "reason": report.reason}
    return Note("progress.corrected", project, {**details, **correction})


def _or_none(amount: Decimal | None) -> Decimal | str:
    return NOT_GIVEN if amount is None else amount
