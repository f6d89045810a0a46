"""Microsoft Project's XML: calendars and their patterns, outline, limits, progress, refusals."""

from __future__ import annotations

import pytest

from guatu.domain.schedule import ScheduleError
from guatu.domain.schedule.files import answer, compare, place, read_file, read_mspdi, write_mspdi
from guatu.domain.schedule.files.model import LagTime, Limit

WORKED = (
    "<DayWorking>1</DayWorking><WorkingTimes>"
    "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime>"
    "</WorkingTimes>"
)
OFF = "<DayWorking>0</DayWorking>"
WEEK = "".join(
    f"<WeekDay><DayType>{n}</DayType>{WORKED if 1 < n < 7 else OFF}</WeekDay>" for n in range(1, 8)
)


def calendar(uid=1, name="标准", week=WEEK, more="", base=-1):
    days = f"<WeekDays>{week}</WeekDays>" if week else ""
    return (
        f"<Calendar><UID>{uid}</UID><Name>{name}</Name><IsBaseCalendar>{int(base < 0)}"
        f"</IsBaseCalendar><BaseCalendarUID>{base}</BaseCalendarUID>{days}{more}</Calendar>"
    )


def task(uid, hours, more="", *, name=None, level=1):
    return (
        f"\n<Task><UID>{uid}</UID><Name>{name or f'任务{uid}'}</Name>"
        f"<OutlineLevel>{level}</OutlineLevel><Duration>PT{hours}H0M0S</Duration>{more}</Task>"
    )


def after(uid, kind=1, lag=0, form=7):
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def project(*tasks, calendars=None, more="", tail=""):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Project xmlns="http://schemas.microsoft.com/project"><Title>示例甲</Title>'
        f"<StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>{more}"
        f"<Calendars>{calendars or calendar()}</Calendars><Tasks>{''.join(tasks)}\n</Tasks>"
        f"{tail}</Project>"
    ).encode()


def scheduled(*tasks, **more):
    return place(read_mspdi(project(*tasks, **more)))


def early(found):
    return {
        one.activity.uid: (f"{one.start:%m-%d %H:%M}", f"{one.finish:%m-%d %H:%M}")
        for one in found.activities
    }


def codes(found):
    return [one.code for one in found.notes]


def test_a_chain_with_a_lag_and_a_milestone():
    found = scheduled(
        task(1, 40),
        task(2, 20, after(1, lag=4800)),
        task(3, 0, "<Milestone>1</Milestone>" + after(2)),
    )
    assert early(found) == {
        "1": ("03-02 08:00", "03-06 17:00"),
        "2": ("03-10 08:00", "03-12 12:00"),
        "3": ("03-12 12:00", "03-12 12:00"),
    }
    told = answer(found)
    assert told["finish"] == "2026-03-12"
    assert [one["driver"] for one in told["activities"]] == [None, "1", "2"]


@pytest.mark.parametrize(
    ("kind", "start"),
    [(0, "03-05 17:00"), (1, "03-06 17:00"), (2, "02-27 08:00"), (3, "03-02 08:00")],
)
def test_link_types_by_their_numbers(kind, start):
    """FF, FS, SF, SS; the successor lasts a day, and SF leads it to before the project's start."""
    found = scheduled(task(1, 40), task(2, 8, after(1, kind=kind)))
    wanted = {0: "03-06 08:00", 1: "03-09 08:00"}.get(kind, start)
    assert early(found)["2"][0] == wanted


def test_a_lag_by_the_clock_runs_over_the_weekend():
    found = scheduled(task(1, 40), task(2, 8, after(1, lag=2 * 14400, form=8)))
    assert early(found)["2"][0] == "03-09 08:00"
    assert found.plan.links[0].lag_time is LagTime.DAY_AND_NIGHT
    assert found.activities[0].free_slack == 0


def test_a_lag_in_percent_becomes_hours_and_says_so():
    found = scheduled(task(1, 40), task(2, 8, after(1, lag=50, form=19)))
    assert early(found)["2"][0] == "03-11 13:00"
    assert codes(found) == ["percent-lag"]


def test_work_by_the_clock():
    found = scheduled(task(1, 48, "<DurationFormat>8</DurationFormat>"))
    assert early(found)["1"] == ("03-02 08:00", "03-04 08:00")


@pytest.mark.parametrize(
    ("pattern", "off"),
    [
        ("<Type>1</Type>", ["03-02", "03-03", "03-04", "03-05", "03-06", "03-07", "03-08"]),
        ("<Type>1</Type><Period>3</Period>", ["03-02", "03-05", "03-08"]),
        ("<Type>6</Type><DaysOfWeek>10</DaysOfWeek>", ["03-02", "03-04"]),
        ("<Type>8</Type>", ["03-02", "03-03", "03-04", "03-05", "03-06"]),
        ("<Type>4</Type><MonthDay>5</MonthDay>", ["03-05"]),
        ("<Type>5</Type><MonthItem>8</MonthItem><MonthPosition>0</MonthPosition>", ["03-06"]),
        ("<Type>5</Type><MonthItem>8</MonthItem><MonthPosition>4</MonthPosition>", []),
        ("<Type>2</Type><Month>2</Month><MonthDay>3</MonthDay>", ["03-03"]),
        ("<Type>3</Type><Month>2</Month><MonthItem>1</MonthItem><MonthPosition>2</MonthPosition>",
         ["03-04"]),
        ("<EnteredByOccurrences>1</EnteredByOccurrences><Occurrences>2</Occurrences><Type>7</Type>",
         ["03-02", "03-03"]),
    ],
)  # fmt: skip
def test_exceptions_recur_as_their_pattern_says(pattern, off):
    one = (
        "<Exceptions><Exception><TimePeriod><FromDate>2026-03-02T00:00:00</FromDate>"
        f"<ToDate>2026-03-08T23:59:00</ToDate></TimePeriod>{pattern}{OFF}</Exception></Exceptions>"
    )
    plan = read_mspdi(project(task(1, 8), calendars=calendar(more=one)))
    assert [f"{day:%m-%d}" for day in sorted(plan.calendars[0].exceptions)] == off


def test_calendars_inherit_other_weeks_and_the_older_way_of_exceptions():
    older = (
        f"<WeekDay><DayType>0</DayType>{WORKED}<TimePeriod><FromDate>2026-03-07T00:00:00</FromDate>"
        "<ToDate>2026-03-07T23:59:00</ToDate></TimePeriod></WeekDay>"
    )
    weeks = (
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-03-02T00:00:00</FromDate>"
        "<ToDate>2026-03-08T00:00:00</ToDate></TimePeriod><WeekDays><WeekDay><DayType>3</DayType>"
        f"{OFF}</WeekDay></WeekDays></WorkWeek></WorkWeeks>"
    )
    derived = calendar(2, "班组", f"<WeekDay><DayType>6</DayType>{OFF}</WeekDay>", weeks, base=1)
    plan = read_mspdi(
        project(
            task(1, 24, "<CalendarUID>2</CalendarUID>"),
            calendars=calendar(week=WEEK + older) + derived,
        )
    )
    own = plan.calendar("2")
    assert [bool(shifts) for shifts in own.week] == [True, True, True, True, False, False, False]
    assert {day.day: bool(shifts) for day, shifts in own.exceptions.items()} == {7: True, 3: False}
    assert early(place(plan))["1"] == ("03-02 08:00", "03-05 17:00")


OUTLINE = (
    task(1, 0, "<Summary>1</Summary>", name="土建"),
    task(2, 40, name="基础", level=2),
    task(3, 16, after(2), name="主体", level=2),
    task(4, 0, "<Summary>1</Summary>" + after(1, lag=4800), name="安装"),
    task(5, 8, name="水电", level=2),
    task(6, 16, name="消防", level=2),
)


def test_links_between_summaries_hold_all_the_work_below_them():
    found = scheduled(*OUTLINE)
    assert early(found)["5"][0] == early(found)["6"][0] == "03-12 08:00"
    assert [one.name for one in found.plan.headings] == ["土建", "安装"]
    assert [one["driver"] for one in answer(found)["activities"]] == [None, "2", "3", "3"]
    assert [one.activity.heading for one in found.activities] == ["1", "1", "4", "4"]
    assert found.notes == ()


def test_limits_of_a_summary_hold_its_work_and_what_cannot_be_told_is_noted():
    held = (
        "<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-09T08:00:00</ConstraintDate>"
        "<Deadline>2026-03-10T17:00:00</Deadline>"
    )
    found = scheduled(
        task(1, 0, held), task(2, 24, level=2), task(3, 8, after(1, kind=3), name="随行")
    )
    assert early(found)["2"] == ("03-09 08:00", "03-11 17:00")
    assert found.activities[0].slack_days == -1
    assert codes(found) == ["summary-link"]


@pytest.mark.parametrize(
    ("kind", "start", "late"),
    [
        (4, "03-05 08:00", "03-09 08:00"),
        (5, "03-02 08:00", "03-05 08:00"),
        (6, "03-04 08:00", "03-09 08:00"),
        (7, "03-02 08:00", "03-04 08:00"),
        (2, "03-05 08:00", "03-05 08:00"),
        (3, "03-04 08:00", "03-04 08:00"),
        (1, "03-09 08:00", "03-09 08:00"),
    ],
)
def test_constraints_by_their_numbers(kind, start, late):
    hour = "08" if kind in (2, 4, 5) else "17"
    day = f"<ConstraintDate>2026-03-05T{hour}:00:00</ConstraintDate>"
    found = scheduled(
        task(1, 16, f"<ConstraintType>{kind}</ConstraintType>{day}"), task(2, 56, name="旁边")
    )
    assert early(found)["1"][0] == start
    assert f"{found.activities[0].late_start:%m-%d %H:%M}" == late


def test_a_must_date_breaks_links_unless_the_file_says_that_it_does_not():
    must = "<ConstraintType>2</ConstraintType><ConstraintDate>2026-03-04T08:00:00</ConstraintDate>"
    hard = scheduled(task(1, 40), task(2, 8, must + after(1)))
    soft = scheduled(
        task(1, 40), task(2, 8, must + after(1)), more="<HonorConstraints>0</HonorConstraints>"
    )
    assert early(hard)["2"][0] == "03-04 08:00"
    assert early(soft)["2"][0] == "03-09 08:00"
    assert hard.activities[0].slack_days == soft.activities[1].slack_days == -3


@pytest.mark.parametrize(("honours", "start"), [("1", "03-04 08:00"), ("0", "03-09 08:00")])
@pytest.mark.parametrize(("kind", "day"), [(5, "2026-03-04T08:00:00"), (7, "2026-03-05T17:00:00")])
def test_no_later_than_pulls_work_before_its_predecessor_where_limits_are_honoured(
    honours, start, kind, day
):
    limit = f"<ConstraintType>{kind}</ConstraintType><ConstraintDate>{day}</ConstraintDate>"
    found = scheduled(
        task(1, 40),
        task(2, 16, limit + after(1)),
        task(3, 8, after(2)),
        more=f"<HonorConstraints>{honours}</HonorConstraints>",
    )
    assert early(found)["2"][0] == start
    assert early(found)["3"][0] == {"03-04 08:00": "03-06 08:00"}.get(start, "03-11 08:00")
    assert found.activities[0].slack_days == -3


def test_progress_as_project_keeps_it():
    """Begun work goes on where it was resumed; the status date is kept and pushes nothing."""
    begun = (
        "<ActualStart>2026-03-02T08:00:00</ActualStart>"
        "<RemainingDuration>PT24H0M0S</RemainingDuration>"
    )
    found = scheduled(
        task(1, 40, begun + "<Resume>2026-03-09T08:00:00</Resume>"),
        task(2, 40, begun),
        task(3, 8, "<ActualStart>2026-03-02T08:00:00</ActualStart>"
             "<ActualFinish>2026-03-02T17:00:00</ActualFinish>"),
        task(4, 8),
        more="<StatusDate>2026-03-20T17:00:00</StatusDate>",
    )  # fmt: skip
    assert {uid: finish for uid, (_, finish) in early(found).items()} == {
        "1": "03-11 17:00",
        "2": "03-06 17:00",
        "3": "03-02 17:00",
        "4": "03-02 17:00",
    }
    assert codes(found) == ["status-date"]


def test_what_is_not_scheduled_by_links_is_told():
    found = scheduled(
        task(1, 40),
        task(2, 8, "<Active>0</Active>" + after(1)),
        task(3, 8, "<Manual>1</Manual><Start>2026-03-04T08:00:00</Start>" + after(1)),
        task(4, 8, after(2)),
        task(5, 8, "<IsNull>1</IsNull>"),
        task(6, 8, after(9).replace("<Type>", "<CrossProject>1</CrossProject><Type>")),
    )
    assert early(found)["3"][0] == "03-04 08:00"
    assert early(found)["4"][0] == "03-02 08:00"
    assert set(early(found)) == {"1", "3", "4", "6"}
    assert codes(found) == ["inactive", "manual", "external-link"]


def test_work_follows_the_calendar_of_its_only_resource():
    nights = calendar(7, "夜班", WEEK.replace("08:00:00", "07:00:00"), base=1)
    tail = (
        "<Resources><Resource><UID>3</UID><Type>1</Type><CalendarUID>7</CalendarUID></Resource>"
        "</Resources><Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>3</ResourceUID>"
        "</Assignment></Assignments>"
    )
    found = scheduled(task(1, 9), calendars=calendar() + nights, tail=tail)
    assert early(found)["1"] == ("03-02 08:00", "03-03 08:00")
    assert found.plan.activities[0].calendar == "7"


def test_planned_from_its_finish_the_finish_is_what_is_required():
    found = scheduled(
        task(1, 40, "<ConstraintType>1</ConstraintType>"),
        more="<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-03-13T17:00:00</FinishDate>",
    )
    assert early(found)["1"] == ("03-09 08:00", "03-13 17:00")
    assert answer(found)["required_finish"] == "2026-03-13"
    assert read_mspdi(write_mspdi(found.plan)[0]) == found.plan


def test_stored_dates_are_compared_in_working_time():
    stored = (
        "<Start>2026-03-06T17:00:00</Start><Finish>2026-03-10T17:00:00</Finish>"
        "<TotalSlack>4800</TotalSlack>"
    )
    found = compare(scheduled(task(1, 40), task(2, 8, stored + after(1))))
    assert found.equal == {"start": 1}
    assert found.different == {"finish": 1, "total_slack": 1}
    assert str(found.first[0].sentence) == (
        "“2 任务2（第 4 行）”的完成：这里 2026-03-09 17:00，文件 2026-03-10 17:00，相差 -8 小时。"
    )


def test_of_a_second_limit_of_p6_the_end_becomes_a_deadline():
    plan = read_mspdi(project(task(1, 8)))
    assert plan.activities[0].held == ()
    again = read_mspdi(project(task(1, 8, "<Deadline>2026-03-03T17:00:00</Deadline>")))
    assert [held.limit for held in again.activities[0].held] == [Limit.DEADLINE]


def test_chinese_in_gb2312_as_the_file_declares():
    text = project(task(1, 8, name="基础")).decode().replace("UTF-8", "gb2312")
    assert read_file(text.encode("gb2312")).activities[0].name == "基础"


CYCLE = (task(1, 8, after(2)), task(2, 8, after(1)))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (project(*CYCLE), "成环：“1 任务1（第 3 行）”→“2 任务2（第 4 行）”→“1 任务1（第 3 行）”"),
        (project(task(1, 8, after(9))), "第 3 行 任务“1 任务1” 的紧前任务 9 不在文件里"),
        (project(task(1, 8, after(1))), "第 3 行 任务“1 任务1” 不能以自己为紧前任务"),
        (project(task(1, 8, after(2, kind=7)), task(2, 8)), "搭接类型“7”无法识别"),
        (project(task(1, 8), task(1, 8)), "第 4 行的任务“任务1”没有 UID，或与别的任务相同"),
        (project(task(1, 8, "<CalendarUID>8</CalendarUID>")), "所用的日历 8 不在文件里"),
        (project(task(1, 8), calendars=calendar(week=WEEK.replace(WORKED, OFF))),
         "第 2 行 日历“标准”没有一个工作日"),
        (project(task(1, "x")), "Duration 写作“PTxH0M0S”，应像 PT40H0M0S"),
        (project(task(1, 8, "<Deadline>0001-01-01T00:00:00</Deadline>")), "年份不在 1950 至 2149"),
        (project(), "没有任务"),
        (project(task(1, 8)).replace(b"</Task>", b"</Tusk>"), "第 3 行第"),
        (project(task(1, 8))[:-30], "不合 XML 的写法"),
        (b"<Gantt/>", "文件的根是 <Gantt>，应是 <Project>"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE Project [<!ENTITY a "b">]>\n<Project>&a;</Project>',
         "第 2 行有 DTD 或实体声明"),
        (b'<?xml version="1.0" encoding="klingon"?><Project/>', "编码无法识别"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_line_and_task(raw, said):
    with pytest.raises(ScheduleError) as fault:
        place(read_mspdi(raw))
    assert said in str(fault.value.sentence)


HUGE = 10 * 1024 * 1024
BILLION = b"<!DOCTYPE x [" + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 30)
)


@pytest.mark.parametrize(
    "raw",
    [
        BILLION + b"]><Project>&a29;</Project>",
        b"<Project>" * (HUGE // 9),
        b"<Project><Tasks><Task><Name>" + b"x" * HUGE,
        b"<Project><Tasks>" + b"<Task><UID>1</UID></Task>" * (HUGE // 25),
        b"<" + b"\xff" * HUGE,
        b"ERMHDR\n" + b"\xff\t" * (HUGE // 2),
        b"ERMHDR\n%T\tTASK\n%F\ta\n" + b"%R\tx\n" * (HUGE // 5),
        b"ERMHDR\n%T\tTASK\n" + b"%R" * (HUGE // 2),
    ],
    ids=["entities", "deep", "text", "tasks", "bytes", "high bytes", "rows", "no fields"],
)
def test_ten_megabytes_of_nonsense_end_in_a_sentence(raw):
    with pytest.raises(ScheduleError):
        place(read_file(raw))


def test_dates_do_not_lead_out_of_all_years():
    plan = read_mspdi(project(task(1, 8 * 20_000)))
    with pytest.raises(ScheduleError, match="超出工作日历的范围"):
        place(plan)
