"""What is written reads back, minutes and days agree, and a bad file ends in a sentence."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.schedule import ScheduleError, build_network, schedule
from guatu.domain.schedule.files import (
    answer,
    from_days,
    place,
    read_file,
    read_mspdi,
    read_xer,
    to_days,
    write_mspdi,
)
from tests.domain.schedule.file_plans import project_plans, xer
from tests.domain.schedule.plans import calendars, plans


@settings(max_examples=60, deadline=None)
@given(project_plans())
def test_what_is_written_reads_back_the_same(plan):
    again = read_mspdi(write_mspdi(plan)[0])
    assert sorted(again.activities, key=by_uid) == sorted(plan.activities, key=by_uid)
    assert sorted(again.headings, key=by_uid) == sorted(plan.headings, key=by_uid)
    assert sorted(again.links, key=repr) == sorted(plan.links, key=repr)
    assert {one.id: one for one in again.calendars} == {one.id: one for one in plan.calendars}
    assert (again.projects, again.options) == (plan.projects, plan.options)


def by_uid(one):
    return one.uid


@settings(max_examples=50, deadline=None)
@given(project_plans())
def test_a_second_round_changes_nothing_at_all(plan):
    once = write_mspdi(read_mspdi(write_mspdi(plan)[0]))[0]
    assert write_mspdi(read_mspdi(once))[0] == once


@settings(max_examples=60, deadline=None)
@given(plans(dated=False, actual=False), calendars())
def test_counted_in_minutes_and_in_days_the_dates_are_the_same(plan, days):
    alone = schedule(build_network([plan]), days)
    found = place(from_days(plan, days))
    for mine, theirs in zip(found.activities, by_file(plan, alone), strict=True):
        early = mine.days(mine.early_start, mine.early_finish)
        assert early == (theirs.early_start, theirs.early_finish)
        assert mine.slack_days == theirs.total_slack
        assert mine.free_slack == theirs.free_slack * 480
        assert (mine.critical, mine.driver) == (theirs.critical, theirs.driver)


def by_file(plan, result):
    return [result.activity(one.id) for one in plan.activities]


@settings(max_examples=50, deadline=None)
@given(plans(), calendars())
def test_to_workdays_and_back_nothing_is_lost(plan, days):
    read, notes = to_days(from_days(plan, days))
    assert notes == ()
    assert [told(one) for one in read.plan.activities] == [told(one) for one in plan.activities]
    assert list(read.plan.links) == list(plan.links)
    assert (read.plan.start, read.plan.required) == (plan.start, plan.required)


def told(one):
    """Work left is worked out where it is not reported; a milestone has one actual date."""
    day = one.actual_finish or one.actual_start
    began, ended = (one.actual_start, one.actual_finish) if one.duration else (day, day)
    return replace(one, remaining=None, must=False, actual_start=began, actual_finish=ended)


XER = xer(
    ["1 A 基础 TT_Task 40 40", "2 B 主体 TT_Task 80 80", "3 M 封顶 TT_FinMile 0 0"],
    ["1 2 PR_FS 8", "2 3 PR_FS 0"],
).encode()
XML = write_mspdi(read_xer(XER))[0]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([XER, XML]), st.randoms(use_true_random=False))
def test_a_file_gone_bad_is_refused_in_a_sentence_or_still_scheduled(raw, rng):
    assert scheduled_or_refused(spoilt(raw, rng))


def scheduled_or_refused(raw: bytes) -> str:
    """The finish, or the sentence; any other error is let through."""
    try:
        return str(answer(place(read_file(raw)))["finish"])
    except ScheduleError as fault:
        return str(fault.sentence)


HURTS = (
    b"", b"\t", b"\n", b"\0", b"9" * 20, b"-1", b"<", b"nan", b"2026-13-40", b"9999-01-01 00:00",
    b"(0||", b")))", b"PT-1H", b"&x;", "工".encode("gb18030"),
)  # fmt: skip


def spoilt(raw: bytes, rng: Random) -> bytes:
    """Some bytes changed, pieces cut out, doubled, or exchanged for what hurts."""
    data = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data))
        end = min(len(data), at + rng.randint(1, 30))
        twice, any_byte = bytes(data[at:end]) * 2, bytes([rng.randrange(256)])
        data[at:end] = rng.choice([*HURTS, twice, any_byte])
        if not data:
            data = bytearray(b"E")
    return bytes(data)


@pytest.mark.parametrize("field", range(60))
def test_every_number_and_date_of_a_file_may_be_nonsense(field):
    """Each cell of the XER and each text of the XML in turn becomes something else."""
    for nonsense in ("", "x", "-5", "99999999999999999999", "1e400", "0000-00-00", "\u0661"):
        for raw in (cells(XER, field, nonsense), texts(XML, field, nonsense)):
            assert scheduled_or_refused(raw)


def cells(raw: bytes, n: int, value: str) -> bytes:
    rows = raw.decode().split("\r\n")
    places = [(r, c) for r, row in enumerate(rows) for c in range(1, len(row.split("\t")))]
    r, c = places[n * len(places) // 60]
    parts = rows[r].split("\t")
    parts[c] = value
    rows[r] = "\t".join(parts)
    return "\r\n".join(rows).encode()


def texts(raw: bytes, n: int, value: str) -> bytes:
    lines = raw.decode().splitlines()
    full = [k for k, line in enumerate(lines) if line.count("<") == 2]
    k = full[n * len(full) // 60]
    head, rest = lines[k].split(">", 1)
    lines[k] = f"{head}>{value}{rest[rest.index('<') :]}"
    return "\n".join(lines).encode()
