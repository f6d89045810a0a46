"""Monthly progress: what was invested since 1 January and how far the works have come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.bulk import insert_rows, update_rows
from guatu.kit.models import MOST_WAN
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects import tallies
from guatu.projects.actions.holding import hold
from guatu.projects.choices import ReportSource
from guatu.projects.facts import rows_of
from guatu.projects.models import ProgressReport, Project
from guatu.projects.patrol import recheck

CARRIED = ["year_done", "physical_percent", "physical_words", "last_period"]
NOT_GIVEN = "未填"


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a month's report says; ``invested`` is cumulative since 1 January, in 万元."""

    period: date
    invested: Decimal | None
    physical_words: str = ""
    physical_percent: Decimal | None = None
    photo: str = ""
    reason: str = ""


@transaction.atomic
def report_progress(
    project: Project, figures: MonthFigures, *, by: User, now: datetime
) -> ProgressReport:
    """Report a month, or correct what was reported for it; the light is judged at once.

    A correction and a cumulative figure that falls need a reason: reality is sometimes like
    that, and then it says so. The same report sent twice counts once.
    """
    require(by, "progress.report", project)
    held = hold(project)
    given = held.reports.filter(period=figures.period).first()
    if given and _says_the_same(given, figures):
        return given
    _refuse_bad(held, figures, given, now.date())
    with _carrying([held]):
        report = _write(held, figures, given, by, now)
    journal.record_many([_note(held, report, given)], by=by, at=now)
    recheck([held], now=now)
    return report


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
    with _carrying(touched):
        insert_rows(reports)
    notes = [_note(p, r, None) for (p, _), r in zip(fresh, reports, strict=True)]
    journal.record_many(notes, by=by, at=now)
    recheck(touched, now=now)
    return len(reports)


def remove_ledger_figures(projects: Sequence[Project], *, since: datetime, now: datetime) -> None:
    """Take back the reports that an undone ledger brought, in the caller's transaction."""
    with _carrying(projects):
        ProgressReport.objects.filter(
            project__in=projects, source=ReportSource.LEDGER, reported_at=since
        ).delete()
    recheck(projects, now=now)


def _says_the_same(given: ProgressReport, figures: MonthFigures) -> bool:
    """Sent twice, or sent again without anything new."""
    return (
        given.source == ReportSource.FORM
        and given.invested == figures.invested
        and given.physical_percent == figures.physical_percent
        and given.physical_words == figures.physical_words.strip()
        and given.reason == figures.reason.strip()
        and (not figures.photo or figures.photo == given.photo)
    )


def _refuse_bad(
    project: Project, figures: MonthFigures, given: ProgressReport | None, today: date
) -> None:
    faults = _faults(project, figures, today)
    told = figures.reason.strip() or "invested" in faults
    if not told and (asked := _needs_reason(project, figures, given)):
        faults["reason"] = asked
    if faults:
        raise Refusal(next(iter(faults.values())), faults)


def _faults(project: Project, figures: MonthFigures, today: date) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if figures.period > today or figures.period.day != 1:
        faults["period"] = say("只能报本月及以前的月份。")
    elif figures.period.year != project.year:
        faults["period"] = say("这是 {year} 年的项目，只能报当年的月份。", year=project.year)
    said = figures.physical_words.strip() or figures.physical_percent is not None
    if figures.invested is None and not said:
        faults["invested"] = say("请至少填写完成投资或形象进度中的一项。")
    if figures.invested is not None and figures.invested < 0:
        faults["invested"] = say("累计完成投资不能为负数。")
    if figures.invested is not None and figures.invested > MOST_WAN:
        faults["invested"] = say("金额超过 100 万亿元，请核对单位是不是万元。")
    percent = figures.physical_percent
    if percent is not None and not 0 <= percent <= 100:
        faults["physical_percent"] = say("形象进度在 0 到 100 之间。")
    return faults


def _needs_reason(
    project: Project, figures: MonthFigures, given: ProgressReport | None
) -> Sentence | None:
    """Why a reason is asked for: the sum falls, exceeds the whole, or was given otherwise."""
    before, after = _neighbours(project, figures.period)
    now, whole = figures.invested, project.total_investment
    if now is not None and whole is not None and now > whole > 0:
        return say(
            "年初累计 {now} 万元超过总投资 {whole} 万元。请核对单位；如确实如此，请写明原因。",
            now=journal.plain(now),
            whole=journal.plain(whole),
        )
    if now is not None and before is not None and before > now:
        return say(
            "累计数 {now} 万元比上次报的 {then} 万元少。如确实如此，请写明原因。",
            now=journal.plain(now),
            then=journal.plain(before),
        )
    if given and given.invested not in (None, now):
        return say("本月已报过 {was} 万元，更正请写明原因。", was=journal.plain(given.invested))
    if now is not None and after is not None and after < now:
        return say(
            "累计数 {now} 万元比后面月份报的 {then} 万元多。如确实如此，请写明原因。",
            now=journal.plain(now),
            then=journal.plain(after),
        )
    return None


def _neighbours(project: Project, period: date) -> tuple[Decimal | None, Decimal | None]:
    """The sums reported for the months before and after ``period`` in its year."""
    rows = project.reports.filter(period__year=period.year, invested__isnull=False)
    known = dict(rows.order_by("period").values_list("period", "invested"))
    earlier = [amount for month, amount in known.items() if month < period]
    later = [amount for month, amount in known.items() if month > period]
    return (earlier[-1] if earlier else None), (later[0] if later else None)


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
        physical_words=figures.physical_words.strip(),
        physical_percent=figures.physical_percent,
        photo=figures.photo,
        reason=figures.reason.strip(),
        source=source,
        reported_at=now,
        reported_by=by,
    )


@contextmanager
def _carrying(projects: Sequence[Project]) -> Iterator[None]:
    """Bring the projects' own columns and the totals up to the reports written inside."""
    shift, rows = tallies.Shift(), rows_of(projects)
    before = [tallies.share_of(p, rows[p.pk].reports) for p in projects]
    yield
    rows = rows_of(projects)
    for project, share in zip(projects, before, strict=True):
        _carry(project, rows[project.pk].reports)
        shift.move(share, tallies.share_of(project, rows[project.pk].reports))
    update_rows(projects, CARRIED)
    shift.apply()


def _carry(project: Project, reports: Sequence[ProgressReport]) -> None:
    """Bring the project's own columns up to its reports of the year, oldest first."""
    project.last_period = reports[-1].period if reports else None
    project.year_done = _last([r.invested for r in reports], Decimal(0))
    project.physical_percent = _last([r.physical_percent for r in reports], None)
    project.physical_words = _last([r.physical_words or None for r in reports], "")


def _last(values: list[Any], otherwise: Any) -> Any:
    return next((v for v in reversed(values) if v is not None), otherwise)


def _note(project: Project, report: ProgressReport, old: ProgressReport | None) -> Note:
    percent = (
        None if report.physical_percent is None else f"{report.physical_percent.normalize():f}%"
    )
    details = {
        "month": f"{report.period.month} 月",
        "invested": _or_none(report.invested),
        "physical": report.physical_words or percent or NOT_GIVEN,
    }
    if old is None or old.invested in (None, report.invested):
        return Note("progress.reported", project, details)
    correction = {"before": old.invested, "reason": report.reason}
    return Note("progress.corrected", project, {**details, **correction})


def _or_none(amount: Decimal | None) -> Decimal | str:
    return NOT_GIVEN if amount is None else amount
