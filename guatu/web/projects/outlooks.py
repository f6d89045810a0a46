"""The forecast of a project as its page shows it: figures in words, pictures as shapes.

Shapes lie in a box of ``WIDE`` × ``HIGH`` that is stretched to its place; words stand beside it by
percentages, so that they keep their size on every screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from guatu.domain.schedule.earned import EarnedStanding, month_after, rounded
from guatu.domain.schedule.quality import Check, Measure, Verdict
from guatu.domain.schedule.risk import Outlook
from guatu.projects.queries.forecast import Forecast

DAY = timedelta(days=1)
WIDE, HIGH = 1_000, 100
#: Up to so many days a bar is a day, beyond it a week.
MOST_DAY_BARS = 21
#: Labels of months under a picture, at most.
MOST_TICKS = 8
#: Labels nearer than this to an end of the axis are left out, in percent; on a phone the second.
EDGE, NEAR = 20, 27


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line with its words: ``at`` in percent, ``row`` counted from the top."""

    at: str
    words: str
    row: int
    leftward: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Tick:
    """``near`` an end there is no room for it on a phone."""

    at: str
    words: str
    near: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """Finishes of a day or a week; ``late`` ones lie after the required day."""

    x: str
    width: str
    y: str
    height: str
    late: bool
    title: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the finish may lie."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class CriticalStep:
    name: str
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points of PV, EV and what they are extended to, for ``polyline``."""

    plan: str
    work: str
    ahead: str
    worth: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    number: int
    name: str
    figure: str
    limit: str
    verdict: str
    look: bool
    steps: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class Section:
    """``headline`` says in a sentence what the pictures show."""

    headline: str
    figures: tuple[Figure, ...]
    spread: Spread | None
    critical: tuple[CriticalStep, ...]
    never_critical: int
    earned: tuple[Figure, ...]
    line: Line | None
    not_begun: str
    checks: tuple[CheckLine, ...]
    looks: int
    basis: str


def section_of(forecast: Forecast | None) -> Section | None:
    if forecast is None:
        return None
    outlook, earned = forecast.outlook, forecast.earned
    critical = tuple(_critical(forecast))
    checks = tuple(_check(check, forecast) for check in forecast.checks)
    begun = earned is not None and earned.figures.actual > 0
    return Section(
        headline=_headline(forecast),
        figures=_figures(forecast) if outlook else (),
        spread=_spread(outlook) if outlook else None,
        critical=critical,
        never_critical=len(outlook.criticality) - len(critical) if outlook else 0,
        earned=_earned_figures(earned) if earned and begun else (),
        line=_line(earned) if earned and begun else None,
        not_begun="" if begun or earned is None else _not_begun(earned),
        checks=checks,
        looks=sum(1 for check in checks if check.look),
        basis=_basis(forecast),
    )


def _headline(forecast: Forecast) -> str:
    if forecast.fault:
        return _("这份计划推算不出来：%(why)s") % {"why": forecast.fault.in_words_of(_)}
    if forecast.done:
        return _("全部节点已于 %(day)s 完成，不再预测。") % {"day": f"{forecast.done}"}
    outlook = forecast.outlook
    if outlook is None:
        return _("没有要求完成日期，无从推算。")
    values = {"p80": f"{outlook.p80}", "required": f"{outlook.required}"}
    if outlook.required is None:
        return _("八成把握在 %(p80)s 前完成。") % values
    values["days"] = str(abs((outlook.p80 - outlook.required).days))
    if outlook.p80 > outlook.required:
        return _("八成把握要到 %(p80)s，比要求的 %(required)s 晚 %(days)s 天。") % values
    return _("八成把握在 %(p80)s 前完成，早于要求的 %(required)s。") % values


def _figures(forecast: Forecast) -> tuple[Figure, ...]:
    outlook = forecast.outlook
    assert outlook is not None
    known = [
        Figure(_("五成把握"), f"{outlook.p50}", "P50"),
        Figure(_("八成把握"), f"{outlook.p80}", "P80"),
        Figure(_("九成把握"), f"{outlook.p90}", "P90"),
    ]
    if outlook.probability is not None:
        by = _("要求 %(day)s") % {"day": f"{outlook.required}"}
        known.append(Figure(_("按期完成的可能"), _chance(outlook.probability), by))
    return tuple(known)


def _basis(forecast: Forecast) -> str:
    if forecast.outlook is None:
        return ""
    draws = f"{forecast.outlook.draws:,}"
    if not forecast.assumed:
        return _("按每个节点最快、最可能、最慢的工期抽样 %(draws)s 次。") % {"draws": draws}
    return _(
        "按每个节点最快、最可能、最慢的工期抽样 %(draws)s 次。"
        "%(n)s 个节点没有填最快和最慢工期，按 90%% 和 150%% 计。"
    ) % {"draws": draws, "n": forecast.assumed}


def _spread(outlook: Outlook) -> Spread:
    first, last, required = outlook.days[0], outlook.days[-1], outlook.required
    room = max(7, (last - first).days // 2)
    drawn = required is not None and first - room * DAY <= required <= last + room * DAY
    size = 1 if (last - first).days < MOST_DAY_BARS else 7
    # Bars begin on the day after the required one, so that each lies on one side of it.
    edge = required + DAY if required is not None and drawn else first
    low = min(first, required) if required is not None and drawn else first
    high = max(last, required + DAY) if required is not None and drawn else last
    before = -((edge - low).days // -size) if low < edge else 0
    begin = edge - before * size * DAY
    count = ((high - begin).days + size) // size
    axis = _Axis(begin, begin + count * size * DAY)
    marks = [(outlook.p50, _("五成"), "chance"), (outlook.p80, _("八成"), "chance")]
    marks.append((outlook.p90, _("九成"), "chance"))
    if required is not None and drawn:
        marks.append((required, _("要求"), "required"))
    return Spread(
        bars=tuple(_bars(outlook, axis, size)),
        marks=tuple(
            axis.mark(day, f"{words} {day:%m-%d}", row, kind)
            for row, (day, words, kind) in enumerate(marks)
        ),
        ticks=axis.ticks(),
        first=axis.first,
        last=axis.end - DAY,
        words=_("最早 %(first)s，最晚 %(last)s，八成在 %(p80)s 前")
        % {"first": f"{first}", "last": f"{last}", "p80": f"{outlook.p80}"},
    )


def _bars(outlook: Outlook, axis: _Axis, size: int) -> Iterator[Bar]:
    heights: dict[int, int] = {}
    for day, count in zip(outlook.days, outlook.counts, strict=True):
        place = (day - axis.first).days // size
        heights[place] = heights.get(place, 0) + count
    top = max(heights.values())
    for place, count in sorted(heights.items()):
        begin = axis.first + place * size * DAY
        end = begin + (size - 1) * DAY
        height = HIGH * count / top
        yield Bar(
            x=_plain(axis.x(begin) + 1),
            width=_plain(max(1.0, axis.x(begin + size * DAY) - axis.x(begin) - 2)),
            y=_plain(HIGH - height),
            height=_plain(height),
            late=outlook.required is not None and begin > outlook.required,
            title=f"{begin}" if size == 1 else f"{begin} – {end}",
        )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days from ``first`` to before ``end`` along the width of a picture."""

    first: date
    end: date

    def x(self, day: date) -> float:
        return WIDE * (day - self.first).days / (self.end - self.first).days

    def mark(self, day: date, words: str, row: int, kind: str) -> Mark:
        """At the end of ``day``."""
        at = 100 * self.x(day + DAY) / WIDE
        return Mark(_plain(at), words, row, at > 70, kind)

    def ticks(self) -> tuple[Tick, ...]:
        """The beginnings of months between the ends, some left out where there are many."""
        months = []
        day = month_after(self.first.replace(day=1), 1)
        while day < self.end:
            months.append(day)
            day = month_after(day, 1)
        step = -(len(months) // -MOST_TICKS) or 1
        placed = [(100 * self.x(day) / WIDE, day) for day in months[::step]]
        return tuple(
            Tick(_plain(at), _("%(month)s月") % {"month": day.month}, abs(at - 50) > 50 - NEAR)
            for at, day in placed
            if EDGE < at < 100 - EDGE
        )


def _critical(forecast: Forecast) -> Iterator[CriticalStep]:
    """In the order of the plan; what is never critical is left out."""
    shares = forecast.outlook.criticality if forecast.outlook else {}
    for code, name in forecast.names.items():
        if share := shares.get(code):
            yield CriticalStep(name, _plain(float(100 * share)), _percent(share))


def _not_begun(earned: EarnedStanding) -> str:
    return _("计划 %(day)s 开始，开始后这里有挣得进度。") % {"day": f"{earned.start}"}


def _earned_figures(earned: EarnedStanding) -> tuple[Figure, ...]:
    found = earned.figures
    return (
        Figure(_("挣得进度指数 SPI(t)"), _ratio(found.spi_t), _("挣得的时间 ÷ 用去的时间")),
        Figure(_("挣得的计划时间 ES"), _months(earned, found.time), _worth(earned)),
        Figure(
            _("用去的时间 AT"),
            _months(earned, found.actual),
            _("自 %(day)s") % {"day": f"{earned.start}"},
        ),
        Figure(_("完成量之比 SPI"), _ratio(found.spi), _("只供参考")),
        Figure(
            _("按目前速度完成 IEAC(t)"),
            f"{earned.forecast}" if earned.forecast else "—",
            _months(earned, found.estimate) if found.estimate is not None else _("还没有完成量"),
        ),
        Figure(
            _("余下按计划速度完成"),
            f"{earned.last_day(found.estimate_at())}",
            _months(earned, found.estimate_at()),
        ),
        Figure(
            _("要如期须达到的速度 TSPI"),
            _ratio(found.to_complete),
            _("计划的时间已经用完") if found.to_complete is None else _("计划速度为 1"),
        ),
    )


def _worth(earned: EarnedStanding) -> str:
    gap = earned.months(earned.figures.time) - earned.months(earned.figures.actual)
    values = {"n": f"{rounded(abs(gap), 2)}"}
    if not gap:
        return _("与计划持平")
    return _("落后 %(n)s 个月") % values if gap < 0 else _("超前 %(n)s 个月") % values


def _line(earned: EarnedStanding) -> Line:
    found = earned.figures
    estimate = found.estimate
    shown = estimate if estimate is not None and estimate <= 2 * found.duration else None
    end = max(found.duration, found.actual, shown or Fraction(0))
    axis = _Axis(earned.start, earned.start + int(-(end.numerator // -end.denominator) or 1) * DAY)
    scale = _Scale(Fraction((axis.end - axis.first).days), found.total)
    done = [(at, value) for at, value in earned.work.points if at < found.actual]
    work = [*done, (found.actual, found.earned)]
    return Line(
        plan=scale.points(earned.plan.points),
        work=scale.points(work),
        ahead=scale.points([(found.actual, found.earned), (shown, found.total)]) if shown else "",
        worth=scale.points(
            [(found.actual, found.earned), (found.time, found.earned), (found.time, Fraction(0))]
        ),
        marks=(
            _mark(scale, earned, found.actual, _("今天 %(n)s 个月"), 0, "today"),
            _mark(scale, earned, found.time, _("相当于计划的 %(n)s 个月"), 1, "worth"),
        ),
        ticks=axis.ticks(),
        first=axis.first,
        last=axis.end - DAY,
        words=_("完成 %(earned)s，计划应完成 %(planned)s")
        % {
            "earned": _percent(found.earned / found.total),
            "planned": _percent(found.planned / found.total),
        },
    )


def _mark(
    scale: _Scale, earned: EarnedStanding, time: Fraction, words: str, row: int, kind: str
) -> Mark:
    """Words go where there is room; those of today and of what is earned away from each other."""
    at = float(100 * time / scale.wide)
    months = {"n": f"{rounded(earned.months(time), 2)}"}
    is_first = time == min(earned.figures.time, earned.figures.actual)
    return Mark(_plain(at), words % months, row, at > (40 if is_first else 72), kind)


@dataclass(frozen=True, slots=True)
class _Scale:
    wide: Fraction
    high: Fraction

    def points(self, points: Sequence[tuple[Fraction, Fraction]]) -> str:
        return " ".join(
            f"{_plain(float(WIDE * x / self.wide))},{_plain(float(HIGH - HIGH * y / self.high))}"
            for x, y in points
        )


def _check(check: Check, forecast: Forecast) -> CheckLine:
    return CheckLine(
        number=check.number,
        name=check.name.in_words_of(_),
        figure=_measured(check.figure, check.measure),
        limit=_limit(check),
        verdict=check.verdict.words.in_words_of(_),
        look=check.verdict is Verdict.LOOK,
        steps=tuple(forecast.names.get(code, code) for code in check.activities),
        advice=check.advice.in_words_of(_),
    )


def _limit(check: Check) -> str:
    if check.limit is None:
        return "—"
    figure = _measured(check.limit, check.measure)
    return ("≥ " if check.least else "≤ ") + figure


def _measured(figure: Fraction | None, measure: Measure) -> str:
    if figure is None:
        return "—"
    if measure is Measure.COUNT:
        return str(figure.numerator)
    return _percent(figure) if measure is Measure.SHARE else f"{rounded(figure, 2)}"


def _months(earned: EarnedStanding, days: Fraction) -> str:
    return _("%(n)s 个月") % {"n": f"{rounded(earned.months(days), 2)}"}


def _ratio(figure: Fraction | None) -> str:
    return "—" if figure is None else f"{rounded(figure, 3)}"


def _chance(share: Fraction) -> str:
    """Draws make nothing certain, and nothing impossible."""
    whole = rounded(100 * share, 0)
    if whole < 1:
        return _("不到 1%")
    return _("99% 以上") if whole > 99 else f"{whole}%"


def _percent(share: Fraction) -> str:
    """Whole percents; what is not quite all or nothing is not called so."""
    return f"{rounded(100 * share, 0)}%" if share in (0, 1) else _chance(share)


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
