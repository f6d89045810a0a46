"""The meter: all units for the office, one's units for a unit, oneself for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.boards.burden.reading import (
    Meter,
    UnitLine,
    Used,
    lines_of,
    meter_of_person,
    meter_of_units,
)
from guatu.burden.models import BurdenWaiver
from guatu.burden.queries.asked import weeks_until
from guatu.domain.burden.counting import MEASURE_WORDS, WEEK, Count, Measure, week_of
from guatu.domain.words import N_
from guatu.org.models import Unit
from guatu.web.burden.picture import Picture, picture
from guatu.web.shared.asking import row_id
from guatu.web.shared.fields import day_of
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, csv_file, xlsx_file

WEEKS = 8
WIDTHS = (22, 12, 12, 12, 10, 10, 10, 12, 10, 10, 12, 10)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; ``unit`` is one of ``units``, ``own`` only oneself."""

    monday: date
    measure: Measure
    own: bool
    units: Sequence[Unit]
    unit: Unit | None

    @property
    def shown(self) -> Sequence[Unit]:
        return [self.unit] if self.unit else self.units

    @property
    def single(self) -> bool:
        """A cap is of one unit or person: its line is drawn where one is shown."""
        return self.own or len(self.shown) == 1

    @property
    def whose(self) -> str:
        if self.own:
            return _("我的负担")
        return self.shown[0].label if self.single else _("各单位合计")


@login_required
@require_safe
def meter(request: Request) -> HttpResponse:
    """``?view=own``, ``?unit=``, ``?week=2021-03-15``, ``?measure=slips``."""
    asked = _asked(request)
    found = _meter(request, asked)
    week = found.week(asked.monday)
    context = {
        "asked": asked,
        "meter": found,
        "week": week,
        "used": [_used(one) for one in found.used(week.count)] if asked.single else [],
        "lines": [] if asked.own else [_line(one) for one in lines_of(found, week, asked.shown)],
        "picture": _picture(found, asked),
        "measures": [(one.value, _(words)) for one, words in MEASURE_WORDS.items()],
        "sees_units": bool(asked.units) or request.access.can("burden.read", request.tenant),
        "before": asked.monday - WEEK,
        "after": asked.monday + WEEK if asked.monday < week_of(request.today) else None,
        "waivers": BurdenWaiver.objects.visible_to(request.user).filter(week=asked.monday),
        "may_waive": request.access.can("burden.waive", request.tenant),
    }
    return render(request, "burden/meter.html", context)


@login_required
@require_safe
def meter_export(request: Request) -> HttpResponse:
    """The week that is shown, by unit; of oneself the weeks."""
    asked = _asked(request)
    found = _meter(request, asked)
    week = found.week(asked.monday)
    name = f"{asked.whose}{asked.monday:%Y-%m-%d}"
    if asked.own:
        rows = [_cells(f"{one.monday:%Y-%m-%d}", one.count, 0) for one in found.weeks]
    else:
        lines = lines_of(found, week, asked.shown)
        rows = [_cells(one.unit.label, one.count, len(one.reached)) for one in lines]
    titles = list(_titles(_("周") if asked.own else _("单位")))
    if request.GET.get("format") == "csv":
        return csv_file(name, "burden", titles, rows)
    notes = [_("数据截至 %(moment)s") % {"moment": f"{request.now:%Y-%m-%d %H:%M}"}, _(_NOTE)]
    return xlsx_file(name, "burden", titles, rows, widths=WIDTHS, notes=notes)


def _used(one: Used) -> dict[str, object]:
    return {"words": _(MEASURE_WORDS[one.cap.measure]), "used": one}


def _line(one: UnitLine) -> dict[str, object]:
    named = (
        f"{_(MEASURE_WORDS[used.cap.measure])} {used.amount}/{used.cap.limit}"
        for used in one.reached
    )
    return {"line": one, "reached": _("、").join(named)}


def _asked(request: Request) -> Asked:
    monday = week_of(day_of(request.GET.get("week", "")) or request.today)
    named = request.GET.get("measure", "")
    measure = Measure(named) if named in list(Measure) else Measure.TYPED
    units = _units(request)
    wanted = row_id(request.GET.get("unit", ""))
    unit = next((one for one in units if one.pk == wanted), None)
    own = not units or request.GET.get("view") == "own"
    return Asked(min(monday, week_of(request.today)), measure, own, units, unit)


def _units(request: Request) -> list[Unit]:
    """All, for who may read all; else those for which the person stands."""
    rows = Unit.objects.visible_to(request.user).filter(closed_on__isnull=True)
    if not request.access.can("burden.read", request.tenant):
        rows = rows.filter(pk__in=request.access.unit_ids)
    return list(rows.order_by("path"))


def _meter(request: Request, asked: Asked) -> Meter:
    weeks = weeks_until(asked.monday, WEEKS)
    if asked.own:
        return meter_of_person(request.user, weeks)
    units: list[UUID] = [unit.pk for unit in asked.shown]
    return meter_of_units(request.tenant.pk, weeks, units)


def _picture(found: Meter, asked: Asked) -> Picture:
    cap = found.cap(asked.measure) if asked.single else None
    weeks = [(week.monday, week.count) for week in found.weeks]
    name = f"{asked.whose} {_(MEASURE_WORDS[asked.measure])}"
    return picture(weeks, asked.measure, cap.limit if cap else None, name)


def _titles(first: str) -> Iterator[str]:
    yield from (
        first, _("人工填报项"), _("系统预填项"), _("表单"), _("派单"), _("会议"),
        _("参会人分钟"), _("提醒催办"), _("工作清单"), _("进度报送"), _("清单预填%"), _("达限项"),
    )  # fmt: skip


def _cells(first: str, count: Count, reached: int) -> list[Cell]:
    return [
        first, count.typed, count.prefilled, count.forms, count.slips, count.meetings,
        count.minutes, count.reminders, count.lists, count.reports, count.prefilled_percent,
        reached,
    ]  # fmt: skip


_NOTE = N_("一周从星期一起；会议计入召开的那一周，进度计入填报的那一周，其余计入布置的那一周。")
