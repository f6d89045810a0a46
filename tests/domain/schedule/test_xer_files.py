"""Primavera XER: what a file says is what is scheduled, to the minute of its calendars."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from guatu.domain.schedule import ScheduleError
from guatu.domain.schedule.files import answer, place, read_file, read_xer
from guatu.domain.schedule.files.model import Kind, Limit
from tests.domain.schedule.file_plans import FIVE_DAYS, NIGHT_AND_DAY, TWO_SHIFTS, clndr, table, xer


def scheduled(*args, **options):
    return place(read_xer(xer(*args, **options).encode()))


def early(found):
    return {
        one.activity.id: (f"{one.early_start:%m-%d %H:%M}", f"{one.early_finish:%m-%d %H:%M}")
        for one in found.activities
    }


def days(found):
    return {
        one["id"]: (one["early_start"], one["early_finish"]) for one in answer(found)["activities"]
    }


def codes(found):
    return [one.code for one in found.notes]


def calendar2(data, hours="24", name="连续"):
    return ["\t".join(["%R", "C2", name, hours, data])]


CHAIN = ["1 A 基础 TT_Task 40 40", "2 B 主体 TT_Task 20 20", "3 M 封顶 TT_FinMile 0 0"]
LINKS = ["1 2 PR_FS 8", "2 3 PR_FS 0"]


def test_work_ends_on_its_last_day_and_goes_on_where_it_stopped():
    """40 hours end on Friday at 17:00; after a day of lag 20 hours end at noon."""
    found = scheduled(CHAIN, LINKS)
    assert early(found) == {
        "A": ("03-02 08:00", "03-06 17:00"),
        "B": ("03-10 08:00", "03-12 12:00"),
        "M": ("03-12 12:00", "03-12 12:00"),
    }
    assert days(found)["A"] == ("2026-03-02", "2026-03-06")
    assert [one.driver for one in found.activities] == [None, "A", "B"]
    assert found.notes == ()


def test_a_start_milestone_lies_at_the_beginning_of_what_follows_it():
    found = scheduled(
        ["1 A 基础 TT_Task 40 40", "2 S 开工 TT_Mile 0 0", "3 F 完工 TT_FinMile 0 0"],
        ["1 2 PR_FS 0", "1 3 PR_FS 0"],
    )
    assert days(found)["S"] == ("2026-03-09", "2026-03-09")
    assert days(found)["F"] == ("2026-03-06", "2026-03-06")


def test_work_round_the_clock_ends_in_the_night_and_is_told_by_the_day_it_ends():
    found = scheduled(
        ["1 A 连续浇筑 TT_Task 48 48 C2", "2 B 拆模 TT_Task 8 8"],
        ["1 2 PR_FS 0"],
        calendars=calendar2(NIGHT_AND_DAY),
    )
    assert early(found)["A"] == ("03-02 00:00", "03-04 00:00")
    assert days(found)["A"] == ("2026-03-02", "2026-03-03")
    assert days(found)["B"] == ("2026-03-04", "2026-03-04")


def test_holidays_make_up_days_and_a_half_day():
    data = clndr(
        dict.fromkeys(range(2, 7), TWO_SHIFTS),
        [
            (date(2026, 3, 3), ""),
            (date(2026, 3, 4), "(0||0(s|08:00|f|12:00)())"),
            (date(2026, 3, 7), TWO_SHIFTS),
        ],
    )
    found = scheduled(["1 A 基础 TT_Task 32 32 C2"], calendars=calendar2(data, "8", "调休"))
    assert early(found)["A"] == ("03-02 08:00", "03-07 12:00")


def test_slack_is_whole_workdays_of_the_calendar_rounded_down():
    found = scheduled(
        ["1 A 基础 TT_Task 40 40", "2 B 旁边 TT_Task 20 20"],
        project="2026-03-06T12:00",
        project_fields="plan_end_date",
    )
    told = answer(found)
    assert [one["total_slack"] for one in told["activities"]] == [-1, 2]
    assert found.activities[0].total_slack == -240
    assert (told["required_finish"], told["short_by"]) == ("2026-03-06", 1)


@pytest.mark.parametrize(
    ("kind", "day", "start", "finish", "late"),
    [
        ("CS_MSOA", "2026-03-05T00:00", "03-05 08:00", "03-06 17:00", "03-09 08:00"),
        ("CS_MSOB", "2026-03-05T08:00", "03-02 08:00", "03-03 17:00", "03-05 08:00"),
        ("CS_MSO", "2026-03-05T08:00", "03-05 08:00", "03-06 17:00", "03-05 08:00"),
        ("CS_MEOA", "2026-03-05T17:00", "03-04 08:00", "03-05 17:00", "03-09 08:00"),
        ("CS_MEOB", "2026-03-05T17:00", "03-02 08:00", "03-03 17:00", "03-04 08:00"),
        ("CS_MEO", "2026-03-05T17:00", "03-04 08:00", "03-05 17:00", "03-04 08:00"),
        ("CS_MANDSTART", "2026-03-05T08:00", "03-05 08:00", "03-06 17:00", "03-05 08:00"),
        ("CS_MANDFIN", "2026-03-05T17:00", "03-04 08:00", "03-05 17:00", "03-04 08:00"),
    ],
)
def test_constraints_hold_the_end_that_they_name(kind, day, start, finish, late):
    """Beside it runs work of seven days, so that there is room."""
    found = scheduled(
        [f"1 A 基础 TT_Task 16 16 {kind} {day}", "2 B 旁边 TT_Task 56 56 _ _"],
        fields="cstr_type cstr_date",
    )
    one = found.activities[0]
    assert early(found)["A"] == (start, finish)
    assert f"{one.late_start:%m-%d %H:%M}" == late


def test_a_second_constraint_holds_as_well_and_what_is_unknown_is_told():
    found = scheduled(
        [
            "1 A 基础 TT_Task 16 16 CS_MSOA 2026-03-04T08:00 CS_MEOB 2026-03-04T17:00",
            "2 B 其他 TT_Task 8 8 CS_XX 2026-03-04T08:00 _ _",
        ],
        fields="cstr_type cstr_date cstr_type2 cstr_date2",
    )
    assert found.activities[0].total_slack == -480
    assert codes(found) == ["constraint"]
    assert "第 14 行 工序“B 其他”" in str(found.notes[0].sentence)


def test_progress_goes_on_from_the_data_date_and_done_work_keeps_its_dates():
    found = scheduled(
        [
            "1 A 基础 TT_Task 40 0 TK_Complete 2026-03-02T08:00 2026-03-04T17:00 _",
            "2 B 主体 TT_Task 40 24 TK_Active 2026-03-05T08:00 _ _",
            "3 C 停工 TT_Task 40 24 TK_Active 2026-03-05T08:00 _ 2026-03-16T08:00",
            "4 D 收尾 TT_Task 8 8 TK_NotStart _ _ _",
        ],
        ["1 2 PR_FS 0", "2 4 PR_FS 0"],
        fields="status_code act_start_date act_end_date resume_date",
        project="2026-03-09T00:00",
        project_fields="last_recalc_date",
    )
    assert early(found) == {
        "A": ("03-02 08:00", "03-04 17:00"),
        "B": ("03-05 08:00", "03-11 17:00"),
        "C": ("03-05 08:00", "03-18 17:00"),
        "D": ("03-12 08:00", "03-12 17:00"),
    }


OUT_OF_TURN = [
    "1 A 基础 TT_Task 40 40 TK_NotStart _",
    "2 B 主体 TT_Task 40 24 TK_Active 2026-03-02T08:00",
]


@pytest.mark.parametrize(("options", "finish"), [("Y N", "03-18 17:00"), ("N Y", "03-11 17:00")])
def test_work_begun_out_of_turn_waits_unless_progress_overrides(options, finish):
    found = scheduled(
        OUT_OF_TURN,
        ["1 2 PR_FS 0"],
        fields="status_code act_start_date",
        project="2026-03-09T00:00",
        project_fields="last_recalc_date",
        options=options,
        option_fields="sched_retained_logic sched_progress_override",
    )
    assert early(found)["B"][1] == finish


@pytest.mark.parametrize(
    ("option", "hours", "start"),
    [
        ("rcal_Predecessor", 8, "03-09 17:00"),
        ("rcal_ProjDefault", 8, "03-09 17:00"),
        ("rcal_Successor", 8, "03-07 09:00"),
        ("rcal_24Hour", 8, "03-07 08:00"),
        ("rcal_24Hour", -8, "03-06 08:00"),
    ],
)
def test_a_lag_counts_in_the_calendar_that_the_option_names(option, hours, start):
    """After Friday 17:00: eight hours of office time, of days from 8:00 to 24:00, by the clock."""
    daily = clndr(dict.fromkeys(range(1, 8), "(0||0(s|08:00|f|00:00)())"))
    found = scheduled(
        ["1 A 基础 TT_Task 40 40", "2 B 养护 TT_Task 16 16 C2"],
        [f"1 2 PR_FS {hours}"],
        calendars=calendar2(daily, "16"),
        options=option,
        option_fields="sched_calendar_on_relationship_lag",
    )
    assert early(found)["B"][0] == start
    assert found.activities[1].driver == "A"
    assert found.activities[0].free_slack == 0
    assert codes(found) == (["lag-calendar"] if hours < 0 else [])


def test_level_of_effort_and_summaries_span_what_they_belong_to():
    found = scheduled(
        [*(f"{row} W2" for row in CHAIN), "4 L 监理 TT_LOE 0 0 W2", "5 W 汇总 TT_WBS 0 0 W2"],
        [*LINKS, "1 4 PR_SS 0", "4 3 PR_FF 0"],
        fields="wbs_id",
        calendars=table(
            "PROJWBS",
            "wbs_id proj_id proj_node_flag wbs_name parent_wbs_id",
            "W1 P Y 示例甲 _",
            "W2 P N 土建 W1",
        ),
    )
    assert early(found)["L"] == early(found)["W"] == ("03-02 08:00", "03-12 12:00")
    assert [one.name for one in found.plan.headings] == ["土建"]
    assert not any(one.critical for one in found.activities[3:])


def two_projects():
    lines = xer(CHAIN, LINKS).split("\r\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("%R\tP"))
    lines.insert(first + 1, "%R\tQ\t示例乙\tC\t2026-04-01 00:00")
    task = lines.index("%T\tTASKPRED")
    lines.insert(task, "\t".join(["%R", "9", "A", "装修", "TT_Task", "40", "40", "Q", "C"]))
    lines.insert(len(lines) - 1, "\t".join(["%R", "3", "9", "PR_FS", "2000"]))
    return "\r\n".join(lines)


def test_projects_of_one_file_are_scheduled_together_and_told_apart():
    found = place(read_xer(two_projects().encode()))
    told = answer(found)
    assert {one["id"] for one in told["activities"]} == {"示例甲/A", "B", "M", "示例乙/A"}
    assert [one["name"] for one in told["projects"]] == ["示例甲", "示例乙"]
    assert [one["finish"] for one in told["projects"]] == ["2026-03-12", told["finish"]]
    assert found.activities[-1].early_start > datetime(2027, 1, 1)
    assert found.activities[2].total_slack == 0  # its own project ends with it


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_chinese_in_each_of_its_encodings(encoding):
    assert read_file(xer(CHAIN).encode(encoding)).activities[1].name == "主体"


def test_western_text_is_not_taken_for_chinese():
    text = xer(CHAIN).replace("主体", "Façade-Café-Süd").replace("示例甲", "x")
    text = text.replace("基础", "a").replace("封顶", "b").replace("五天", "c")
    assert read_xer(text.encode("cp1252")).activities[1].name == "Façade-Café-Süd"


def test_what_is_read_of_kinds_and_limits():
    plan = read_xer(
        xer(
            ["1 A 基础 TT_Rsrc 16 16 CS_ALAP _", "2 B 其他 TT_Mile 0 0 _ _"],
            fields="cstr_type cstr_date",
        ).encode()
    )
    assert [one.kind for one in plan.activities] == [Kind.TASK, Kind.START_MILESTONE]
    assert [held.limit for held in plan.activities[0].held] == [Limit.ALAP]
    assert plan.notes == ()


def test_resource_dependent_work_follows_the_calendar_of_its_only_resource():
    def with_resources(*pairs):
        return [
            *calendar2(NIGHT_AND_DAY),
            *table("RSRC", "rsrc_id clndr_id", "R1 C2", "R2 C"),
            *table("TASKRSRC", "task_id rsrc_id", *pairs),
        ]

    task = ["1 A 浇筑 TT_Rsrc 48 48"]
    one = scheduled(task, calendars=with_resources("1 R1"))
    two = scheduled(task, calendars=with_resources("1 R1", "1 R2"))
    assert early(one)["A"] == ("03-02 00:00", "03-04 00:00")
    assert early(two)["A"] == ("03-02 08:00", "03-09 17:00")
    assert (codes(one), codes(two)) == ([], ["resource-calendar"])


def test_a_link_to_a_project_elsewhere_is_told_and_its_date_kept():
    text = xer(
        ["1 A 基础 TT_Task 40 40 2026-03-09T08:00"], fields="external_early_start_date"
    ).replace("pred_task_id\ttask_id", "pred_proj_id\tpred_task_id\ttask_id")
    text = text.replace("\r\n%E", "\r\n%R\tX\t77\t1\tPR_FS\t0\r\n%E")
    found = place(read_xer(text.encode()))
    assert early(found)["A"][0] == "03-09 08:00"
    assert codes(found) == ["external-link"]


def test_a_file_that_stops_short_says_so():
    assert codes(place(read_xer(xer(CHAIN).replace("%E", "").encode()))) == ["cut-off"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("ERMHDR", "HDRERM"), "不以 ERMHDR 开头"),
        (lambda t: "", "文件是空的"),
        (lambda t: t.replace("%T\tTASK\r", "%T\tOTHER\r"), "没有工序"),
        (lambda t: t.replace("2\t3\tPR_FS", "2\t1\tPR_FS"),
         "首尾相接成环：“A 基础（第 13 行）”→“B 主体（第 14 行）”→“A 基础（第 13 行）”"),
        (lambda t: t.replace("1\t2\tPR_FS", "99\t2\tPR_FS"),
         "第 18 行的搭接关系指向不在文件里的工序 99"),
        (lambda t: t.replace("1\t2\tPR_FS", "2\t2\tPR_FS"), "第 18 行 “B→B”"),
        (lambda t: t.replace("PR_FS\t8", "PR_XX\t8"), "类型“PR_XX”无法识别"),
        (lambda t: t.replace(FIVE_DAYS, clndr({})), "第 7 行 日历“五天” 没有一个工作日"),
        (lambda t: t.replace("主体\tTT_Task\t20\t20\tP\tC", "主体\tTT_Task\t20\t20\tP\tZ"),
         "第 14 行 工序“B 主体” 所用的日历 Z 不在文件里"),
        (lambda t: t.replace("主体\tTT_Task\t20\t20", "主体\tTT_Task\t20\tabc"),
         "remain_drtn_hr_cnt 写作“abc”"),
        (lambda t: t.replace("主体\tTT_Task\t20\t20", "主体\tTT_Task\t-20\t20"), "工期为负"),
        (lambda t: t.replace("2026-03-02T00:00", "1026-03-02 00:00"), "年份不在 1950 至 2149 之间"),
        (lambda t: t.replace("%F\ttask_id", "%X\ttask_id"), "第 13 行在表名"),
        (lambda t: t.replace("基础\tTT_Task\t40\t40", "基础\tTT_Task\t800000\t800000"),
         "超出工作日历的范围"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_line_and_activity(change, said):
    text = change(xer(CHAIN, LINKS))
    with pytest.raises(ScheduleError) as fault:
        place(read_xer(text.encode()))
    assert said in str(fault.value.sentence)
