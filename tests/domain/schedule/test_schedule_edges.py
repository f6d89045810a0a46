"""Awkward plans as a file tells them, and the days they come to."""

from __future__ import annotations

import pytest

from guatu.domain.schedule import build_network, schedule
from guatu.domain.schedule.exchange import answer, read_plan
from guatu.workdays.shipped import shipped_calendar

CHINA = shipped_calendar()
MONDAY = "2026-03-02"


def run(activities, links=(), start=MONDAY, **top):
    """The answer for activities as (id, duration, more) and links as (from, to, type, lag)."""
    raw = {
        "start": start,
        "activities": [{"id": one, "duration": days, **more} for one, days, more in activities],
        "links": [dict(zip(("from", "to", "type", "lag"), link, strict=True)) for link in links],
        **top,
    }
    read = read_plan(raw, CHINA)
    found = schedule(build_network([read.plan]), read.calendars)
    return answer(found, [one.id for one in read.plan.activities])


def early(found, n):
    return found["activities"][n]["early_start"], found["activities"][n]["early_finish"]


def late(found, n):
    return found["activities"][n]["late_start"], found["activities"][n]["late_finish"]


def on(kind, day):
    return {"constraint": {"kind": kind, "date": day}}


# --- milestones ------------------------------------------------------------------------------


def test_milestones_one_after_the_other_at_the_start_all_fall_on_that_day():
    steps = [("开工", 0, {}), ("交底", 0, {}), ("基础", 2, {})]
    links = [("开工", "交底", "FS", 0), ("交底", "基础", "FS", 0)]
    found = run(steps, links, start="2026-03-03")
    assert early(found, 0) == early(found, 1) == late(found, 1) == ("2026-03-03", "2026-03-03")
    assert early(found, 2) == ("2026-03-03", "2026-03-04")


@pytest.mark.parametrize(
    ("kind", "lag", "day"),
    [
        ("FS", 0, "2026-03-06"),  # the day that the work ends
        ("FS", 2, "2026-03-10"),
        ("FS", -1, "2026-03-06"),  # with the beginning of its last day
        ("SS", 0, "2026-03-02"),
        ("SS", 2, "2026-03-03"),  # when two days of it are done
        ("FF", 0, "2026-03-06"),
        ("FF", 2, "2026-03-10"),
        ("SF", 0, "2026-03-02"),
        ("SF", 3, "2026-03-04"),
    ],
)
def test_a_milestone_falls_on_the_day_that_its_link_asks(kind, lag, day):
    found = run([("主体", 5, {}), ("节点", 0, {})], [("主体", "节点", kind, lag)])
    assert early(found, 1) == (day, day)


def test_a_milestone_held_to_a_day_falls_on_it_whichever_end_is_named():
    held = [
        (kind, 0, on(kind, "2026-03-16"))
        for kind in ("snet", "fnet", "start_on", "finish_on", "must_start_on", "must_finish_on")
    ]
    found = run(held, required_finish="2026-04-01")
    assert {early(found, n) for n in range(len(held))} == {("2026-03-16", "2026-03-16")}
    slack = [one["total_slack"] for one in found["activities"]]
    assert slack[2:] == [0, 0, 0, 0]


def test_a_milestone_may_take_all_of_the_day_by_which_it_must_come():
    steps = [("主体", 5, {}), ("封顶", 0, on("snlt", "2026-03-06"))]
    found = run(steps, [("主体", "封顶", "FS", 0)], required_finish="2026-04-01")
    assert [one["total_slack"] for one in found["activities"]] == [0, 0]


# --- days off --------------------------------------------------------------------------------


def test_a_required_finish_in_the_festival_is_its_last_workday_before():
    found = run([("甲", 5, {})], start="2026-02-09", required_finish="2026-02-20")
    assert (late(found, 0)[1], found["required_finish"]) == ("2026-02-14", "2026-02-20")


@pytest.mark.parametrize(
    ("kind", "early_days", "late_days"),
    [
        ("snet", ("2026-03-09", "2026-03-11"), ("2026-03-30", "2026-04-01")),
        ("fnet", ("2026-03-05", "2026-03-09"), ("2026-03-30", "2026-04-01")),
        ("snlt", ("2026-03-02", "2026-03-04"), ("2026-03-06", "2026-03-10")),
        ("fnlt", ("2026-03-02", "2026-03-04"), ("2026-03-04", "2026-03-06")),
        ("must_start_on", ("2026-03-09", "2026-03-11"), ("2026-03-09", "2026-03-11")),
        ("must_finish_on", ("2026-03-04", "2026-03-06"), ("2026-03-04", "2026-03-06")),
    ],
)
def test_a_date_on_a_saturday(kind, early_days, late_days):
    found = run([("甲", 3, on(kind, "2026-03-07"))], required_finish="2026-04-01")
    assert (early(found, 0), late(found, 0)) == (early_days, late_days)


def test_work_begun_on_a_saturday_and_a_data_date_on_a_sunday():
    begun = {"actual_start": "2026-03-07"}
    found = run([("甲", 5, begun), ("乙", 2, {})], data_date="2026-03-08")
    assert early(found, 0) == ("2026-03-07", "2026-03-13")
    assert early(found, 1) == ("2026-03-09", "2026-03-10")


def test_a_lag_runs_over_the_festival_and_a_lead_stops_at_the_start():
    found = run(
        [("甲", 3, {}), ("乙", 2, {}), ("丙", 2, {})],
        [("甲", "乙", "FS", 3), ("甲", "丙", "FS", -9)],
        start="2026-02-10",
    )
    assert early(found, 1) == ("2026-02-25", "2026-02-26")  # 13, 14 and 24 February are the lag
    assert early(found, 2) == ("2026-02-10", "2026-02-11")
    assert found["activities"][2]["driver"] is None


# --- progress --------------------------------------------------------------------------------


def test_work_of_which_nothing_remains_lets_the_rest_go_on_from_the_data_date():
    begun = {"actual_start": MONDAY, "remaining": 0}
    steps = [("甲", 5, begun), ("乙", 2, {})]
    found = run(steps, [("甲", "乙", "FS", 0)], data_date="2026-03-10")
    assert early(found, 0) == (MONDAY, "2026-03-09")
    assert early(found, 1) == ("2026-03-10", "2026-03-11")


def test_a_remainder_told_of_what_has_not_begun_is_left_aside():
    found = run([("甲", 5, {"remaining": 5}), ("节点", 0, {"remaining": 0})])
    assert early(found, 0) == (MONDAY, "2026-03-06")


def test_how_late_a_project_was_that_is_done():
    done = {"actual_start": MONDAY, "actual_finish": "2026-03-16"}
    steps = [("甲", 5, done)]
    assert run(steps, data_date="2026-03-20", required_finish="2026-03-10")["short_by"] == 4
    assert run(steps, data_date="2026-03-20", required_finish="2026-03-16")["short_by"] == 0


# --- the whole -------------------------------------------------------------------------------


def test_a_plan_of_nothing_still_tells_what_was_asked():
    assert run([], required_finish="2026-04-01") == {
        "activities": [],
        "finish": None,
        "required_finish": "2026-04-01",
        "short_by": 0,
    }


def test_of_two_predecessors_that_end_together_the_first_link_is_the_driver():
    steps = [("甲", 3, {}), ("乙", 3, {}), ("丙", 1, {})]
    for first, second in (("甲", "乙"), ("乙", "甲")):
        found = run(steps, [(first, "丙", "FS", 0), (second, "丙", "FS", 0)])
        assert found["activities"][2]["driver"] == first


def test_a_chain_planned_as_late_as_possible_keeps_its_early_and_late_dates():
    late_as_can_be = {"constraint": {"kind": "alap"}}
    steps = [("甲", 2, late_as_can_be), ("乙", 2, late_as_can_be), ("丙", 10, {})]
    found = run(steps, [("甲", "乙", "FS", 0)], required_finish="2026-03-20")
    assert early(found, 0) == (MONDAY, "2026-03-03")
    assert late(found, 0) == ("2026-03-17", "2026-03-18")
    assert late(found, 1) == ("2026-03-19", "2026-03-20")


def test_a_date_that_must_be_kept_shows_what_is_missing_before_it():
    steps = [("甲", 8, {}), ("乙", 3, on("must_start_on", "2026-03-05")), ("丙", 1, {})]
    links = [("甲", "乙", "FS", 0), ("乙", "丙", "FS", 0)]
    found = run(steps, links, required_finish="2026-04-01")
    assert [one["total_slack"] for one in found["activities"]] == [-5, 0, 16]
    assert early(found, 1) == late(found, 1) == ("2026-03-05", "2026-03-09")
    assert found["short_by"] == 5
