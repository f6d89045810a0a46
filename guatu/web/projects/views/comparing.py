"""The four progresses of all projects side by side, and the list of where they part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.progresses import ProgressKind
from guatu.projects.choices import LightColour
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import options
from guatu.projects.queries.progresses import (
    MOST,
    ORDERS,
    ComparedPage,
    ComparedRow,
    compared_page,
    compared_page_at,
)
from guatu.web.projects.asking import asked_for
from guatu.web.projects.bars import Bars, bars_of
from guatu.web.projects.heads import Head
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.web.templatetags.guatu import sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """``order`` is empty for the usual one; ``number`` is a page from 1."""

    wanted: ListFilter
    parted: bool
    order: str
    descending: bool
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    row: ComparedRow
    bars: Bars


@login_required
@require_safe
def progress_check(request: Request) -> HttpResponse:
    """``?parted=1`` leaves those with an alarm, ``?line=…`` those of a line; ``?sort=-paid`` puts
    those first whose payments are the farthest ahead, ``?as_of=2021-02-15`` shows it as it
    stood."""
    asked = _asked(request)
    page = _page(request, asked, asked.number)
    context = {
        "page": page,
        "lines": [Line(row, bars_of(row.compared)) for row in page.rows],
        "heads": _heads(request.GET, asked),
        "segments": _segments(request.GET, page, parted=asked.parted),
        "choices": options(request.user, asked.wanted.year).lines,
        "chosen": str(asked.wanted.line or ""),
        "parted": asked.parted,
        "sort": request.GET.get("sort", ""),
        "most": MOST,
        "query": request.GET.urlencode(),
        "past": past_control(request),
    }
    return render(request, "projects/progresses.html", context)


@login_required
@require_safe
def progress_check_export(request: Request) -> HttpResponse:
    titles = [_("序号"), _("项目名称"), _("牵头单位"), _("灯")]
    for kind in (_("形象进度"), _("投资完成"), _("入库投资"), _("资金支付")):
        titles += [_("%(kind)s（%%）") % {"kind": kind}, _("应到（%）"), _("差（百分点）")]
    titles.append(_("背离"))
    moment = request.as_of or request.now
    name = _("四项进度") + moment.strftime("-%Y%m%d-%H%M")
    rows = _cells(request, _asked(request))
    return asked_file(request, name, "progresses", titles, rows, moment=moment, usual="csv")


def _asked(request: Request) -> Asked:
    listed, sort = asked_for(request.GET, request.tenant.year), request.GET.get("sort", "")
    order = sort.removeprefix("-")
    known = order in ORDERS
    return Asked(
        listed.wanted,
        parted=request.GET.get("parted") == "1",
        order=order if known else "",
        descending=known and sort.startswith("-"),
        number=listed.page,
    )


def _page(request: Request, asked: Asked, number: int) -> ComparedPage:
    read = compared_page_at if request.as_of else compared_page
    return read(
        request.user,
        asked.wanted,
        request.as_of or request.now,
        parted=asked.parted,
        number=number,
        order=asked.order,
        descending=asked.descending,
    )


def _heads(values: QueryDict, asked: Asked) -> list[Head]:
    """The farthest behind come first, on a second click the farthest ahead."""
    labels = {
        "number": _("项目"),
        "light": _("灯"),
        "": _("牵头单位"),
        **{kind.value: _(kind.word) for kind in ProgressKind},
        "alarms": _("背离"),
    }
    return [_head(values, asked, key, label) for key, label in labels.items()]


def _head(values: QueryDict, asked: Asked, key: str, label: str) -> Head:
    if not key:
        return Head(label, "", "", "", "")
    if asked.order != key:
        return Head(label, "", "", _with(values, sort=key), "none")
    state = "descending" if asked.descending else "ascending"
    return Head(label, "", "", _with(values, sort=key if asked.descending else f"-{key}"), state)


def _cells(request: Request, asked: Asked) -> Iterator[Sequence[Cell]]:
    number = pages = 1
    while number <= pages:
        page = _page(request, asked, number)
        pages, number = page.pages, number + 1
        for row in page.rows:
            figures: list[Cell] = []
            for one in row.compared.rows:
                figures += [one.actual, one.expected, one.gap]
            told = "；".join(sentence(alarm.sentence) for alarm in row.compared.alarms)
            light = str(LightColour(row.light).label)
            yield [row.number, row.name, row.unit, light, *figures, told]


def _segments(
    values: QueryDict, page: ComparedPage, *, parted: bool
) -> list[tuple[str, str, bool]]:
    return [
        (_("全部 %(n)s") % {"n": page.matches}, _with(values, parted="0"), not parted),
        (_("有背离 %(n)s") % {"n": page.parted}, _with(values, parted="1"), parted),
    ]


def _with(values: QueryDict, **changes: str) -> str:
    """The query with some values changed, empty ones and the page dropped."""
    copy = values.copy()
    copy.pop("page", None)
    for name, value in changes.items():
        copy[name] = value
    for name in [name for name in copy if not copy[name]]:
        del copy[name]
    return f"?{copy.urlencode()}"
