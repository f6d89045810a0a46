"""Promises as lines and facts: due days in words, who stands behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guatu.commitments.models import Commitment
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.web.templatetags.guatu import day

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A promise in a table; ``due`` is 还有 6 个工作日 or how late it is, empty when settled."""

    row: Commitment
    due: str
    late: bool
    own: bool


def line_of(row: Commitment, today: date, calendar: WorkCalendar, *, own: bool) -> Line:
    return Line(row, due_words(row, today, calendar), row.is_late(today), own)


def due_words(row: Commitment, today: date, calendar: WorkCalendar) -> str:
    """In workdays; in days where no workday lies between."""
    if not row.is_running:
        return ""
    if row.due_on == today:
        return _("今天到期")
    days, workdays = abs((row.due_on - today).days), _workdays(today, row.due_on, calendar)
    if row.due_on > today:
        said = _("还有 %(n)s 个工作日") if workdays else _("还有 %(n)s 天")
    else:
        said = _("已逾期 %(n)s 个工作日") if workdays else _("已逾期 %(n)s 天")
    return said % {"n": workdays or days}


def facts_of(row: Commitment) -> list[tuple[str, str]]:
    """What stands beside the promise itself; empty fields are left out."""
    said_at = " ".join(
        filter(None, [row.occasion, day(row.occasion_on) if row.occasion_on else ""])
    )
    facts = [
        (_("编号"), row.label),
        (_("类别"), str(row.get_kind_display())),
        (_("承诺人"), row.post.holder_label),
        (_("承诺单位"), row.unit.name),
        (_("承办机构"), row.handling_unit.name if row.handling_unit else ""),
        (_("责任人"), row.owner_post.holder_label if row.owner_post else ""),
        (_("向谁承诺"), row.before),
        (_("承诺场合"), said_at),
        (_("工作线"), row.line.title if row.line else ""),
        (_("亮诺"), day(row.shown_at) if row.shown_at else ""),
        (_("改诺"), _("%(n)s 次") % {"n": row.revised} if row.revised else ""),
        (_("兑现日期"), day(row.met_on) if row.met_on else ""),
    ]
    return [(label, value) for label, value in facts if value]


def _workdays(today: date, due_on: date, calendar: WorkCalendar) -> int:
    """Between the two, the day that one looks from not counted."""
    first, last = sorted((today, due_on))
    try:
        return calendar.workdays_between(first + DAY, last + DAY)
    except CalendarOutOfRange:
        return 0
