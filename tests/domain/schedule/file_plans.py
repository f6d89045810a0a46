"""Files of other planners, made in memory: XER by the row, and what Project can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from guatu.domain.schedule.files.expanding import ROUND_THE_CLOCK
from guatu.domain.schedule.files.model import (
    ALL_DAY,
    OFFICE,
    FileActivity,
    FileLink,
    FilePlan,
    FileProject,
    Heading,
    Held,
    Kind,
    LagTime,
    Limit,
    Options,
    ShiftCalendar,
)

START = datetime(2026, 3, 2, 8)
TWO_SHIFTS = "(0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())"
ROUND = "(0||0(s|00:00|f|00:00)())"


def clndr(days: Mapping[int, str], exceptions: Sequence[tuple[date, str]] = ()) -> str:
    """``clndr_data``: shifts by day of the week, Sunday 1, and of single days."""
    week = "".join(f"(0||{n}()({days.get(n, '')}))" for n in range(1, 8))
    odd = "".join(
        f"(0||{n}(d|{(day - date(1899, 12, 30)).days})({shifts}))"
        for n, (day, shifts) in enumerate(exceptions)
    )
    days = f"(0||DaysOfWeek()(    {week}))  (0||VIEW(ShowTotal|N)())"
    return f"(0||CalendarData()(  {days}\x7f\x7f  (0||Exceptions()(    {odd}))))"


FIVE_DAYS = clndr(dict.fromkeys(range(2, 7), TWO_SHIFTS))
NIGHT_AND_DAY = clndr(dict.fromkeys(range(1, 8), ROUND))


def table(name: str, fields: str, *rows: str) -> list[str]:
    """Lines of a table; fields and cells are divided by spaces, ``_`` is an empty cell."""
    cells = ["\t".join("" if cell == "_" else cell for cell in row.split(" ")) for row in rows]
    return [f"%T\t{name}", "\t".join(["%F", *fields.split()]), *(f"%R\t{row}" for row in cells)]


TASK = "task_id task_code task_name task_type target_drtn_hr_cnt remain_drtn_hr_cnt"


def xer(
    tasks: Sequence[str],
    links: Sequence[str] = (),
    *,
    fields: str = "",
    project: str = "",
    project_fields: str = "",
    calendars: Sequence[str] = (),
    options: str = "",
    option_fields: str = "",
) -> str:
    """An XER file of one project that starts on Monday 2026-03-02, its calendar C five days."""
    tasks = [
        f"{row} P C" if " C2" not in row else f"{row.replace(' C2', '')} P C2" for row in tasks
    ]
    lines = [
        "ERMHDR\t20.12",
        *table(
            "PROJECT",
            f"proj_id proj_short_name clndr_id plan_start_date {project_fields}",
            f"P 示例甲 C 2026-03-02T00:00 {project}".strip(),
        ),
        *table("CALENDAR", "clndr_id clndr_name day_hr_cnt clndr_data"),
        "\t".join(["%R", "C", "五天", "8", FIVE_DAYS]),
        *calendars,
        *table("SCHEDOPTIONS", f"proj_id {option_fields}", f"P {options}".strip()),
        *table("TASK", f"{TASK} {fields} proj_id clndr_id", *tasks),
        *table("TASKPRED", "pred_task_id task_id pred_type lag_hr_cnt", *links),
        "%E",
    ]
    return "\r\n".join(lines)


def shift_calendars() -> st.SearchStrategy[ShiftCalendar]:
    shifts = st.sampled_from([(), OFFICE, ((480, 720),), ALL_DAY, ((0, 180), (1380, 1440))])
    near = st.integers(-40, 200).map(lambda n: (START + timedelta(n)).date())
    return st.builds(
        lambda week, odd: ShiftCalendar("", "日历", (OFFICE, *week), odd, 480),
        st.tuples(*[shifts] * 6),
        st.dictionaries(near, shifts, max_size=8),
    )


@st.composite
def project_plans(draw: st.DrawFn) -> FilePlan:
    """What a file of Microsoft Project can hold: an outline, links, limits, progress, lags."""
    count = draw(st.integers(1, 6))
    calendars = [draw(shift_calendars()) for _ in range(draw(st.integers(1, 2)))]
    calendars = [
        ShiftCalendar(str(n), f"{one.name}{n}", one.week, one.exceptions, 480)
        for n, one in enumerate(calendars, start=1)
    ]
    headings = [
        Heading("50", "一期", "", tuple(draw(limits()))),
        Heading("51", "土建 <&>", "50", ()),
    ]
    above = draw(st.sampled_from([("", "", ""), ("50", "51", ""), ("51", "50", "50")]))
    activities = [draw(_activity(n, calendars, above[n * 3 // count])) for n in range(count)]
    used = list(dict.fromkeys(["1", *(one.calendar for one in activities)]))
    named = {one.id: one for one in [*calendars, ROUND_THE_CLOCK]}
    wanted = {one.heading for one in activities}
    kept = [h for h in headings if h.uid in wanted or (h.uid == "50" and "51" in wanted)]
    ends = [one.uid for one in activities] + [one.uid for one in kept]
    links = draw(st.lists(_link(ends), max_size=6)) if len(ends) > 1 else []
    order = {uid: n for n, uid in enumerate(_as_written(activities, kept))}
    return FilePlan(
        source="mspdi",
        projects=(FileProject("1", "示例甲", START, "1", draw(st.none() | moments())),),
        calendars=tuple(named[id] for id in used),
        activities=tuple(activities),
        links=tuple(sorted(links, key=lambda one: order[one.after])),
        headings=tuple(kept),
        options=Options(
            start_holds_linked=False,
            open_after_data_date=False,
            links_hold_started=False,
            limits_pull=draw(st.booleans()),
            free_of_limits=True,
            limits_meet_work=True,
        ),
    )


def _as_written(activities: Sequence[FileActivity], headings: Sequence[Heading]) -> list[str]:
    return [*(one.uid for one in headings), *(one.uid for one in activities)]


def moments() -> st.SearchStrategy[datetime]:
    return st.integers(0, 60 * 48).map(lambda n: START + timedelta(minutes=30 * n))


def limits() -> st.SearchStrategy[list[Held]]:
    kinds = [Limit.SNET, Limit.SNLT, Limit.FNET, Limit.FNLT]
    one = st.builds(Held, st.sampled_from(kinds), moments()) | st.just(Held(Limit.ALAP))
    due = st.builds(Held, st.just(Limit.DEADLINE), moments())
    return st.tuples(st.lists(one, max_size=1), st.lists(due, max_size=1)).map(
        lambda pair: pair[0] + pair[1]
    )


@st.composite
def _activity(
    draw: st.DrawFn, n: int, calendars: Sequence[ShiftCalendar], heading: str
) -> FileActivity:
    minutes = draw(st.sampled_from([0, 60, 480, 500, 2400, 4800]))
    began = draw(st.none() | moments())
    took = st.integers(0, 900).map(lambda m: began + timedelta(minutes=m * 30))
    ended = draw(st.none() | took) if began else None
    begun = began is not None and ended is None
    fixed = draw(st.none() | st.none() | moments()) if not began else None
    calendar = draw(st.sampled_from([*(one.id for one in calendars), ROUND_THE_CLOCK.id]))
    return FileActivity(
        id=str(n + 1),
        uid=str(n + 1),
        name=draw(
            st.sampled_from(["基础", "主体 & 封顶", "验收 <1>", "甲\u0007乙".replace("\u0007", "")])
        ),
        project="1",
        kind=Kind.FINISH_MILESTONE if minutes == 0 else Kind.TASK,
        calendar=calendar,
        duration=minutes,
        held=() if fixed else tuple(draw(limits())),
        actual_start=began,
        actual_finish=ended,
        remaining=draw(st.integers(0, minutes)) if begun else None,
        resume=draw(st.none() | moments()) if begun else None,
        fixed=fixed,
        heading=heading,
    )


@st.composite
def _link(draw: st.DrawFn, ends: Sequence[str]) -> FileLink:
    before, after = draw(st.lists(st.sampled_from(ends), min_size=2, max_size=2, unique=True))
    lag = draw(st.sampled_from([0, 0, 60, 480, 1440, -480, -60]))
    time = draw(st.sampled_from([LagTime.SUCCESSOR, LagTime.DAY_AND_NIGHT]))
    return FileLink(before, after, draw(st.sampled_from(["FS", "SS", "FF", "SF"])), lag, time)
