"""What cannot be reported for a month, and what can with a reason: reality may be like that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.models import MOST_WAN
from guatu.projects.models import ProgressReport, Project

#: The sums of a report, cumulative since 1 January in 万元, and what each is called.
SUMS = {
    "invested": N_("年初累计完成投资"),
    "registered": N_("年初累计入库投资"),
    "paid": N_("年初累计支付"),
}
MOST_PERCENT = Decimal("999.99")


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a month's report says; the sums are cumulative since 1 January, in 万元."""

    period: date
    invested: Decimal | None
    physical_words: str = ""
    physical_percent: Decimal | None = None
    photo: str = ""
    reason: str = ""
    registered: Decimal | None = None
    paid: Decimal | None = None


def faults_of(project: Project, figures: MonthFigures, today: date) -> dict[str, Sentence]:
    """A sentence by field for what no reason can make right."""
    return dict(_faults(project, figures, today))


def _faults(project: Project, figures: MonthFigures, today: date) -> Iterator[tuple[str, Sentence]]:
    if figures.period > today or figures.period.day != 1:
        yield "period", say("只能报本月及以前的月份。")
    elif figures.period.year != project.year:
        yield "period", say("这是 {year} 年的项目，只能报当年的月份。", year=project.year)
    said = figures.physical_words.strip() or figures.physical_percent is not None
    if not said and all(getattr(figures, name) is None for name in SUMS):
        yield "invested", say("请至少填写完成投资或形象进度中的一项。")
    for name, label in SUMS.items():
        amount = getattr(figures, name)
        if amount is not None and amount < 0:
            yield name, say("{label}不能为负数。", label=label)
        elif amount is not None and amount > MOST_WAN:
            yield name, say("金额超过 100 万亿元，请核对单位是不是万元。")
    percent = figures.physical_percent
    if percent is not None and not 0 <= percent <= MOST_PERCENT:
        yield "physical_percent", say("形象进度应在 0 到 999 之间，请核对是不是百分数。")


def needs_reason(
    project: Project, figures: MonthFigures, given: ProgressReport | None
) -> Sentence | None:
    """Why a reason is asked for: a sum falls, exceeds the whole, or was given otherwise."""
    if figures.physical_percent is not None and figures.physical_percent > 100:
        return say(
            "形象进度 {percent}% 超过 100%。如确实如此（例如设计变更后超额完成），请写明原因。",
            percent=journal.plain(figures.physical_percent),
        )
    reports = project.reports.filter(period__year=figures.period.year).order_by("period")
    listed = list(reports)
    for name in SUMS:
        if asked := _sum_asks(name, project, figures, given, listed):
            return asked
    return None


def _sum_asks(
    name: str,
    project: Project,
    figures: MonthFigures,
    given: ProgressReport | None,
    reports: list[ProgressReport],
) -> Sentence | None:
    now, whole, label = getattr(figures, name), project.total_investment, SUMS[name]
    if now is not None and whole is not None and now > whole > 0:
        return say(
            "{label} {now} 万元超过总投资 {whole} 万元。请核对单位；如确实如此，请写明原因。",
            label=label,
            now=journal.plain(now),
            whole=journal.plain(whole),
        )
    before, after = _neighbours(name, reports, figures.period)
    if now is not None and before is not None and before > now:
        return say(
            "{label} {now} 万元比上次报的 {then} 万元少。如确实如此，请写明原因。",
            label=label,
            now=journal.plain(now),
            then=journal.plain(before),
        )
    was = getattr(given, name) if given else None
    if was is not None and was != now:
        return say(
            "{label}本月已报过 {was} 万元，更正请写明原因。", label=label, was=journal.plain(was)
        )
    if now is not None and after is not None and after < now:
        return say(
            "{label} {now} 万元比后面月份报的 {then} 万元多。如确实如此，请写明原因。",
            label=label,
            now=journal.plain(now),
            then=journal.plain(after),
        )
    return None


def _neighbours(
    name: str, reports: list[ProgressReport], period: date
) -> tuple[Decimal | None, Decimal | None]:
    """The sums reported for the months before and after ``period`` in its year."""
    known = [(r.period, v) for r in reports if (v := getattr(r, name)) is not None]
    earlier = [amount for month, amount in known if month < period]
    later = [amount for month, amount in known if month > period]
    return (earlier[-1] if earlier else None), (later[0] if later else None)
