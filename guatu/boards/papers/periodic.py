"""Facts of a bulletin (通报) and of a weekly report (周报)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from guatu.boards.papers.reading import (
    Handed,
    Owing,
    Period,
    by_unit,
    gap_of,
    handed,
    month_before,
    owing,
    projects,
    steps,
)
from guatu.boards.papers.words import (
    DISPATCH,
    PROJECT,
    WORK_LIST,
    address,
    against_pace,
    counted,
    money,
    of_rows,
    percent,
    plain,
    share,
    short_day,
)
from guatu.domain import pace
from guatu.domain.papers.facts import Facts, Figure, Listing, Named
from guatu.domain.papers.numerals import day_words
from guatu.org.models import User
from guatu.projects.choices import LightColour
from guatu.projects.models import Milestone, Project

#: Who is named as doing well: those that closed most, nothing late.
BEST = 5


def bulletin_facts(user: User, period: Period, *, year: int) -> Facts:
    rows = handed(user, period)
    listed = projects(user, period, year)
    late = sorted((row for row in rows if row.is_late), key=lambda row: -row.days_late)
    red = [one for one in listed if one.light == LightColour.RED]
    return Facts(
        {
            **_frame(period),
            **_handed_figures(rows, period),
            **_project_figures(listed, period, year),
        },
        {
            "较好单位": _best(rows),
            "滞后事项": [_late_row(row) for row in late],
            "红灯项目": [_red_row(one) for one in red],
            "未报送单位": _owing(user, period, listed),
        },
        {"滞后事项清单": _late_table(late), "红灯项目清单": _red_table(red)},
    )


def weekly_facts(user: User, period: Period, *, year: int) -> Facts:
    rows = handed(user, period)
    listed = projects(user, period, year)
    planned = steps(user, period, year)
    done = [row for row in planned if row.actual_finish is not None]
    late = [row for row in planned if row.actual_finish is None and _past(row, period.today)]
    red = [one for one in listed if one.light == LightColour.RED]
    return Facts(
        {
            **_frame(period),
            **_handed_figures(rows, period),
            **_project_figures(listed, period, year),
            "节点个数": _steps_counted(planned),
            "节点完成个数": _steps_counted(done),
            "节点逾期个数": _steps_counted(late),
        },
        {"逾期节点": [_step_row(row) for row in late], "红灯项目": [_red_row(one) for one in red]},
        {"本周节点": _steps_table(planned)},
    )


def _past(row: Milestone, today: date) -> bool:
    return row.planned_finish is not None and row.planned_finish < today


def _steps_counted(rows: Sequence[Milestone]) -> Figure:
    """So many milestones; behind it stand their projects."""
    return of_rows(len(rows), PROJECT, list(dict.fromkeys(row.project_id for row in rows)))


def _step_row(row: Milestone) -> Named:
    own = [row.project_id]
    return {
        "单位": plain(_unit_name(row.project)),
        "项目": of_rows(row.project.name, PROJECT, own),
        "节点": plain(row.name),
        "日期": of_rows(short_day(row.planned_finish), PROJECT, own),
    }


def _steps_table(rows: Iterable[Milestone]) -> Listing:
    return Listing(
        "本周节点清单",
        ("序号", "项目", "节点", "责任单位", "计划完成", "实际完成"),
        (9, 30, 20, 17, 13, 13),
        [
            (
                plain(n), of_rows(row.project.name, PROJECT, [row.project_id]), plain(row.name),
                plain(_unit_name(row.project)),
                of_rows(short_day(row.planned_finish), PROJECT, [row.project_id]),
                of_rows(short_day(row.actual_finish), PROJECT, [row.project_id]),
            )
            for n, row in enumerate(rows, start=1)
        ],
    )  # fmt: skip


def _frame(period: Period) -> dict[str, Figure]:
    return {
        "范围": plain(period.line.title if period.line else "全市"),
        "月份": plain(f"{period.last.month}月"),
        "开始日": plain(day_words(period.first)),
        "截止日": plain(day_words(period.last)),
        "数据日": plain(day_words(period.today)),
    }


def _handed_figures(rows: Sequence[Handed], period: Period) -> dict[str, Figure]:
    every = [row.row.pk for row in rows]
    closed = [row.row.pk for row in rows if row.row.is_closed]
    late = [row.row.pk for row in rows if row.is_late]
    new = [row.row.pk for row in rows if period.covers(row.row.issued_at)]
    done = [row.row.pk for row in rows if period.covers(row.row.signed_off_at)]
    under_way = [row.row.pk for row in rows if not row.row.is_closed]
    return {
        "交办件数": counted(DISPATCH, every, _dispatches(period, "all")),
        "办结件数": counted(DISPATCH, closed, _dispatches(period, "closed")),
        "办结占比": of_rows(
            share(len(closed), len(every)), DISPATCH, closed, _dispatches(period, "closed")
        ),
        "在办件数": counted(DISPATCH, under_way, _dispatches(period, "open")),
        "逾期件数": counted(DISPATCH, late, _dispatches(period, "late")),
        "逾期占比": of_rows(
            share(len(late), len(every)), DISPATCH, late, _dispatches(period, "late")
        ),
        "新交办件数": counted(DISPATCH, new),
        "本期办结件数": counted(DISPATCH, done),
    }


def _project_figures(rows: Sequence[Project], period: Period, year: int) -> dict[str, Figure]:
    every = [row.pk for row in rows]
    plan = sum((row.year_plan or Decimal(0) for row in rows), Decimal(0))
    done = sum((row.year_done or Decimal(0) for row in rows), Decimal(0))
    gap = gap_of(rows, period.today, year)
    planned = [row.pk for row in rows if row.year_plan]
    listed = _projects(period)
    lit = {
        f"{words}个数": counted(
            PROJECT, [row.pk for row in rows if row.light == light], _projects(period, light)
        )
        for words, light in _LIGHTS
    }
    return {
        "项目个数": counted(PROJECT, every, listed),
        **lit,
        "未亮灯个数": counted(PROJECT, [row.pk for row in rows if row.light not in _SHINING]),
        "年计划": of_rows(money(plan), PROJECT, planned, listed),
        "已完成": of_rows(money(done), PROJECT, planned, listed),
        "完成占比": of_rows(percent(pace.rate(done, plan)), PROJECT, planned, listed),
        "序时差": of_rows(against_pace(gap), PROJECT, planned, listed),
    }


_LIGHTS = (
    ("绿灯", LightColour.GREEN),
    ("黄灯", LightColour.YELLOW),
    ("红灯", LightColour.RED),
)
_SHINING = {light for _, light in _LIGHTS}


def _best(rows: Sequence[Handed]) -> list[Named]:
    """Units with something closed in all and nothing late, those with most first."""
    found = []
    for unit, own in by_unit(rows).items():
        closed = [row for row in own if row.row.is_closed]
        if closed and not any(row.is_late for row in own):
            found.append((unit, own, closed))
    found.sort(key=lambda one: (-len(one[2]), str(one[0].pk)))
    return [
        {
            "单位": plain(unit.name),
            "办结": counted(DISPATCH, [row.row.pk for row in closed]),
            "交办": counted(DISPATCH, [row.row.pk for row in own]),
        }
        for unit, own, closed in found[:BEST]
    ]


def _late_row(row: Handed) -> Named:
    own = [row.row.pk]
    return {
        "单位": plain(row.unit.name),
        "编号": of_rows(row.row.number, DISPATCH, own),
        "事项": plain(row.row.title),
        "时限": of_rows(day_words(row.due) if row.due else "—", DISPATCH, own),
        "逾期天数": of_rows(row.days_late, DISPATCH, own),
    }


def _late_table(rows: Iterable[Handed]) -> Listing:
    return Listing(
        "滞后事项清单",
        ("序号", "编号", "事项", "责任单位", "时限", "逾期（天）"),
        (9, 20, 33, 20, 13, 11),
        [
            (
                plain(n), of_rows(row.row.number, DISPATCH, [row.row.pk]), plain(row.row.title),
                plain(row.unit.name), of_rows(short_day(row.due), DISPATCH, [row.row.pk]),
                of_rows(row.days_late, DISPATCH, [row.row.pk]),
            )
            for n, row in enumerate(rows, start=1)
        ],
    )  # fmt: skip


def _red_row(row: Project) -> Named:
    return {
        "单位": plain(_unit_name(row)),
        "序号": of_rows(row.number, PROJECT, [row.pk]),
        "项目": plain(row.name),
    }


def _unit_name(row: Project) -> str:
    return row.lead_unit.name if row.lead_unit else "未定单位"


def _red_table(rows: Iterable[Project]) -> Listing:
    return Listing(
        "红灯项目清单",
        ("序号", "项目", "责任单位", "年度计划（万元）", "已完成（万元）", "亮灯日期"),
        (9, 36, 20, 15, 15, 14),
        [
            (
                plain(row.number), of_rows(row.name, PROJECT, [row.pk]),
                plain(_unit_name(row)),
                of_rows(_wan(row.year_plan), PROJECT, [row.pk]),
                of_rows(_wan(row.year_done), PROJECT, [row.pk]),
                of_rows(short_day(row.light_since), PROJECT, [row.pk]),
            )
            for row in rows
        ],
    )  # fmt: skip


def _owing(user: User, period: Period, listed: Sequence[Project]) -> list[Named]:
    """What each unit owes, in words: 周清单未报2期、迟报1期, 2月进度未报3个项目."""
    month = f"{month_before(period.today).month}月"
    return [
        {
            "单位": plain(unit.name),
            "周清单": of_rows(
                _filed_words(owed), WORK_LIST, [row.pk for row in (*owed.missing, *owed.late)]
            ),
            "进度": of_rows(
                f"{month}进度未报{len(owed.projects)}个项目" if owed.projects else "",
                PROJECT, [row.pk for row in owed.projects],
            ),
            "分隔": plain("，" if owed.projects and (owed.missing or owed.late) else ""),
        }
        for unit, owed in owing(user, period, listed).items()
    ]  # fmt: skip


def _filed_words(owed: Owing) -> str:
    parts = (("未报", len(owed.missing)), ("迟报", len(owed.late)))
    said = "、".join(f"{word}{n}期" for word, n in parts if n)
    return f"周清单{said}" if said else ""


def _dispatches(period: Period, show: str) -> str:
    """Dispatches are not listed by line: then only the records themselves are named."""
    return "" if period.line else address("/dispatches/", show=show)


def _projects(period: Period, light: str = "") -> str:
    line = str(period.line.pk) if period.line else ""
    return address("/projects/", light=light, line=line, as_of=_day(period.today))


def _day(day: date) -> str:
    return day.isoformat()


def _wan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.0f}"
