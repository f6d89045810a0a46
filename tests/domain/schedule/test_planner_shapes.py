"""Shapes met in files that people made with P6 and Project, told with data of our own."""

from __future__ import annotations

import pytest

from guatu.domain.schedule import ScheduleError
from guatu.domain.schedule.files import answer, place, read_file, read_xer
from tests.domain.schedule.file_plans import clndr, xer

DAY_TO_MIDNIGHT = clndr(dict.fromkeys(range(1, 8), "(0||0(s|08:00|f|00:00)())"))


def scheduled(*args, **options):
    return place(read_xer(xer(*args, **options).encode()))


def free(found):
    return {one.activity.id: one.free_slack / 60 for one in found.activities}


def total(found):
    return {one.activity.id: one.total_slack / 60 for one in found.activities}


def early(found):
    return {
        one.activity.id: (f"{one.early_start:%m-%d %H:%M}", f"{one.early_finish:%m-%d %H:%M}")
        for one in found.activities
    }


def late(found):
    return {one.activity.id: f"{one.late_finish:%m-%d %H:%M}" for one in found.activities}


FREE = ["1 A 清场 TT_Task 8 8 _ _", "2 B 基础 TT_Task 80 80 _ _", "3 C 主体 TT_Task 40 40 {} {}"]
INTO = ["1 3 PR_FS 0", "2 3 PR_FS 0"]


def test_free_slack_is_up_to_the_successor_even_where_a_promise_is_missed():
    """C must be done a week too early: A has four days, yet delays nobody before nine are gone."""
    tasks = [one.format("CS_MEOB", "2026-03-13T17:00") for one in FREE]
    found = scheduled(tasks, INTO, fields="cstr_type cstr_date")
    assert total(found) == {"A": 32, "B": -40, "C": -40}
    assert free(found) == {"A": 72, "B": 0, "C": 0}


def test_nothing_comes_after_so_the_early_end_of_the_project_bounds_free_slack():
    """Not the date by which the project must finish: that is total slack."""
    found = scheduled(
        ["1 A 清场 TT_Task 8 8", "2 B 基础 TT_Task 80 80"],
        project="2026-03-18T17:00",
        project_fields="plan_end_date",
    )
    assert total(found) == {"A": 96, "B": 24}
    assert free(found) == {"A": 72, "B": 0}


def test_a_lag_in_the_calendar_of_the_project_leaves_no_lunch_hour_free():
    found = scheduled(
        ["1 A 基础 TT_Task 40 40", "2 B 养护 TT_Task 16 16 C2"],
        ["1 2 PR_FS 8"],
        calendars=["\t".join(["%R", "C2", "延时", "16", DAY_TO_MIDNIGHT])],
        options="rcal_ProjDefault",
        option_fields="sched_calendar_on_relationship_lag",
    )
    assert free(found)["A"] == 0


DONE = [
    "1 A 基础 TT_Task 40 40 _ _",
    "2 B 主体 TT_Task 24 0 2026-03-03T08:00 2026-03-05T17:00",
    "3 C 封顶 TT_Task 16 16 _ _",
    "4 D 绿化 TT_Task 120 120 _ _",
]
LATER = {
    "project": "2026-03-16T08:00",
    "project_fields": "last_recalc_date",
    "fields": "act_start_date act_end_date",
}


@pytest.mark.parametrize("lag", [0, 16])
def test_what_follows_work_done_out_of_turn_waits_for_what_that_should_have_waited_for(lag):
    """C waits for A through B, which is done; the lag after B has long run."""
    found = scheduled(DONE, ["1 2 PR_FS 0", f"2 3 PR_FS {lag}"], **LATER)
    assert early(found)["B"] == ("03-03 08:00", "03-05 17:00")
    assert early(found)["C"] == ("03-23 08:00", "03-24 17:00")
    assert late(found)["A"] == "04-01 17:00"
    assert [one.driver for one in found.activities] == [None, None, "A", None]


def test_it_waits_through_a_chain_of_done_work_and_by_the_lag_before_it():
    tasks = [*DONE, "5 E 砌筑 TT_Task 8 0 2026-03-06T08:00 2026-03-06T17:00"]
    found = scheduled(tasks, ["1 2 PR_SS 8", "2 5 PR_FS 0", "5 3 PR_FS 0"], **LATER)
    assert early(found)["C"] == ("03-17 08:00", "03-18 17:00")


def test_a_lag_of_the_calendar_of_the_project_before_done_work_still_runs():
    more = {"options": "rcal_ProjDefault", "option_fields": "sched_calendar_on_relationship_lag"}
    found = scheduled(DONE, ["1 2 PR_FS 8", "2 3 PR_FS 0"], **LATER, **more)
    assert early(found)["C"][0] == "03-24 08:00"


def test_done_work_asks_nothing_where_progress_overrides():
    more = {"options": "Y N", "option_fields": "sched_progress_override sched_retained_logic"}
    found = scheduled(DONE, ["1 2 PR_FS 0", "2 3 PR_FS 0"], **LATER, **more)
    assert early(found)["C"] == ("03-16 08:00", "03-17 17:00")


@pytest.mark.parametrize("at", ["2026-03-02", "2026-03-02T00:00", "2026-03-01T17:00"])
def test_a_latest_start_at_an_hour_without_work_is_the_start_of_the_work_after_it(at):
    """Midnight or the Sunday before: begun at eight on Monday it is in time, not a minute short."""
    found = scheduled([f"1 A 基础 TT_Task 40 40 CS_MSOB {at}"], fields="cstr_type cstr_date")
    assert total(found) == {"A": 0}
    assert answer(found)["activities"][0]["total_slack"] == 0


def test_cells_left_empty_at_the_end_of_a_row_do_no_harm():
    rows = xer(["1 A 基础 TT_Task 40 40"]).replace("\tP\tC\r\n", "\tP\tC\t\t\r\n")
    assert read_xer(rows.encode()).activities[0].duration == 2400


def test_a_mark_of_utf8_before_other_text_is_no_part_of_it():
    raw = b"\xef\xbb\xbf" + xer(["1 A Café TT_Task 40 40"]).encode("cp1252", "replace")
    assert read_file(raw).activities[0].name == "Café"


XML = (
    '<?xml version="1.0" encoding="{}"?><Project xmlns="http://schemas.microsoft.com/project">'
    "<StartDate>2026-03-02T08:00:00</StartDate><Tasks><Task><UID>1</UID><Name>基础</Name>"
    "<OutlineLevel>1</OutlineLevel><Duration>PT40H0M0S</Duration></Task></Tasks></Project>"
)


@pytest.mark.parametrize(
    ("declared", "kept"),
    [("UTF-8", "utf-16"), ("utf-16", "utf-8"), ("utf-16", "utf-16-le"), ("GBK", "gbk")],
)
def test_project_text_is_read_as_it_was_kept_whatever_it_says(declared, kept):
    assert read_file(XML.format(declared).encode(kept)).activities[0].name == "基础"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (XML.format("UTF-8").encode("gbk"), "写明是 UTF-8，内容却不是"),
        (
            xer(["1 A 基础 TT_Task NaN 40"]).encode(),
            "“A 基础” target_drtn_hr_cnt 写作“NaN”，不是小时数",
        ),
        (b'<?xml version="1.0"?><APIBusinessObjects/>', "请从 P6 导出 XER"),
        (b'<Project><Tasks><Task a="' + b"x" * 10_000_000, "标签太长"),
        (b"<Project><Tasks><Task " + b'a="" ' * 2_000_000, "标签太长"),
    ],
    ids=["gbk told as utf-8", "no number", "primavera xml", "attribute", "attributes"],
)
def test_what_else_is_refused_says_what_to_do(raw, said):
    with pytest.raises(ScheduleError) as refused:
        read_file(raw)
    assert said in str(refused.value)
