"""An event from its preparing on, what may be corrected, and starts that prove empty."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from guatu.boards.starts import latest_reading, read_event, read_events, together
from guatu.domain import starts
from guatu.domain.starts import Proof, Reality
from guatu.journal.models import Event, Outbox
from guatu.journal.outbox import Occasion
from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.notices.audience import people_told
from guatu.ops.demo import starts as demo
from guatu.ops.demo import tables
from guatu.org.access import Forbidden
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.starts.actions.events import cancel_event, change_event, hold_event, reopen_event
from guatu.starts.actions.looking import look
from guatu.starts.actions.projects import add_projects, change_project, remove_project
from guatu.starts.actions.terms import set_terms
from guatu.starts.choices import StartStatus
from guatu.starts.models import StartEvent, StartProject
from guatu.starts.queries import events_with, evidence_of, years_of
from guatu.starts.terms import rules_in_force
from tests.city import NOW, TODAY, City
from tests.starts.events import at, began, held, large, planned, with_both


def test_the_demonstration_has_the_published_event() -> None:
    """7 projects, 38.7亿元, 4 of 5亿元 and more, all of leading industries, 65.2 and 9.8亿元."""
    rows = [row for row in tables.projects() if demo.TAG in row.tags]
    told = starts.figures_of(
        [
            starts.Project(row.total, row.plan, "产业", row.category, row.sales, row.tax, row.jobs)
            for row in rows
        ],
        Decimal(50000),
    )
    assert (told.number, told.total.value, told.above) == (7, 387000, 4)
    assert (told.sales.value, told.tax.value) == (652000, 98000)
    assert all(row.start == demo.DAY for row in rows)
    assert all(any(tag.startswith("十强产业") for tag in row.tags) for row in rows)
    assert "示例" in demo.NOTE


def test_figures_come_from_the_list_and_stay_as_announced(city: City) -> None:
    event = with_both(city)
    read = read_event(city.office, event, TODAY)
    assert (read.figures.number, read.figures.above) == (2, 1)
    assert read.figures.total.value == Decimal(76000)
    assert read.figures.year.value == Decimal(21600)
    assert (read.figures.jobs.known, read.figures.jobs.of) == (1, 2)
    assert [(one.name, one.number) for one in read.figures.industries] == [
        ("高端装备", 1),
        ("新能源新材料", 1),
    ]
    assert (read.event.site, *read.event.branches) == ("示例产业园", "示例东镇")

    began(city, read.projects[0].project, total_investment=Decimal(99000))
    again = read_event(city.office, StartEvent.objects.get(pk=event.pk), TODAY)
    assert again.figures.total.value == Decimal(76000)


def test_a_project_belongs_to_one_event(city: City) -> None:
    first = with_both(city)
    taken = first.projects.first()
    assert taken is not None
    second = planned(city, title="示例第二批集中开工")
    with pytest.raises(Refusal, match=r"已列入 2021-02-26 的“示例集中开工”.*不能算两次"):
        add_projects(second, [taken.project], kind="产业", by=city.office, now=NOW)

    cancel_event(first, reason="合并到第二批", by=city.office, now=NOW)
    assert len(add_projects(second, [taken.project], kind="产业", by=city.office, now=NOW)) == 1
    with pytest.raises(Refusal, match="已列入"):
        reopen_event(first, reason="取消错了", by=city.office, now=NOW)


def test_adding_twice_lists_once(city: City) -> None:
    event = with_both(city)
    rows = [row.project for row in event.projects.select_related("project")]
    assert add_projects(event, rows, kind="产业", by=city.office, now=NOW) == []
    assert Event.objects.filter(code="start_project.added").count() == 1


def test_held_means_corrected_with_a_reason_and_both_stay(city: City) -> None:
    event = held(city)
    row = event.projects.first()
    assert row is not None
    with pytest.raises(Refusal, match="更正要写明原因") as refused:
        change_project(row, {"jobs": 120}, by=city.liaison, now=NOW)
    assert set(refused.value.fields) == {"reason"}

    changes = change_project(
        row, {"jobs": 120}, reason="公布稿漏算，依据会务组更正", by=city.liaison, now=NOW
    )
    assert changes == {"jobs": [100, 120]}
    told = sentence_of(history_of(event.pk)[0])
    assert str(told) == (
        "更正“示例集中开工”中“示例轴承生产线项目”的新增就业（人），原因：公布稿漏算，依据会务组更正"
    )
    remove_project(row, reason="当天没有开工", by=city.office, now=NOW)
    gone = history_of(event.pk)[0]
    assert gone.details["was"]["total_investment"] == "52000"
    assert StartProject.objects.filter(event=event).count() == 1


def test_the_host_prepares_and_only_the_office_says_that_it_was_held(city: City) -> None:
    event = with_both(city)
    change_event(event, {"batch": "一季度"}, by=city.liaison, now=NOW)
    with pytest.raises(Forbidden):
        hold_event(event, by=city.liaison, now=NOW)
    with pytest.raises(Forbidden):
        change_event(event, {"batch": "二季度"}, by=city.other_liaison, now=NOW)
    with pytest.raises(Forbidden):
        cancel_event(event, reason="不办了", by=city.head, now=NOW)


def test_an_event_to_come_or_without_projects_was_not_held(city: City) -> None:
    with pytest.raises(Refusal, match="还没有列入项目"):
        hold_event(planned(city), by=city.office, now=NOW)
    later = planned(city, title="示例二季度集中开工", day=date(2021, 5, 8))
    add_projects(later, [large(city)], kind="产业", by=city.office, now=NOW)
    with pytest.raises(Refusal, match="2021-05-08 还没有到"):
        hold_event(later, by=city.office, now=NOW)


def test_who_was_overtaken_is_told(city: City) -> None:
    event = with_both(city)
    change_event(event, {"batch": "一季度"}, seen=event.version, by=city.liaison, now=NOW)
    with pytest.raises(StateChanged, match="示例丙"):
        change_event(event, {"batch": "首批"}, seen=event.version, by=city.office, now=NOW)


def test_held_by_mistake_is_taken_back(city: City) -> None:
    event = held(city)
    reopen_event(event, reason="日期登记错了", by=city.office, now=NOW)
    event.refresh_from_db()
    assert event.status == StartStatus.PLANNED
    assert latest_reading(city.office, TODAY) is None
    change_event(event, {"day": date(2021, 2, 27)}, by=city.liaison, now=NOW)
    codes = [one.code for one in history_of(event.pk)]
    assert codes[:3] == ["start_event.changed", "start_event.reopened", "start_event.held"]


def test_wrong_figures_are_refused_by_field(city: City) -> None:
    event = with_both(city)
    row = event.projects.first()
    assert row is not None
    values = {"kind": "外太空", "sales": Decimal(-1), "year_investment": Decimal(60000)}
    with pytest.raises(Refusal) as refused:
        change_project(row, values, by=city.office, now=NOW)
    assert set(refused.value.fields) == {"kind", "sales", "year_investment"}
    with pytest.raises(Refusal, match="同名"):
        planned(city)


def test_empty_starts_are_named_at_the_look_and_once(city: City) -> None:
    event = held(city)
    first, second = (row.project for row in event.projects.select_related("project"))
    began(city, first, registered_on=date(2021, 3, 9))
    began(city, second)

    assert look(city.tenant, at(3, 27)) == 0
    read = read_event(city.office, event, date(2021, 3, 27))
    assert [one.now.reality for one in read.projects if one.now] == [
        Reality.STARTED,
        Reality.WAITING,
    ]
    assert read.unproven == ()

    assert look(city.tenant, at(3, 28)) == 1
    assert look(city.tenant, at(3, 29)) == 0
    named = Event.objects.get(code="start_project.unproven")
    assert str(sentence_of(named)) == (
        "“示例集中开工”后 30 天，“示例磁材项目”未实质开工："
        "登记 2021-02-26 开工，没有施工许可、入库的记录"
    )
    read = read_event(city.office, event, date(2021, 3, 28))
    assert [one.project.name for one in read.unproven] == ["示例磁材项目"]
    assert Outbox.objects.filter(event=named).count() == 1

    began(city, second, registered_on=date(2021, 4, 2))
    assert look(city.tenant, at(4, 28)) == 0
    assert read_event(city.office, event, date(2021, 4, 28)).started == 2


def test_looks_begin_anew_when_the_day_is_corrected(city: City) -> None:
    event = held(city)
    assert look(city.tenant, at(3, 28)) == 2
    change_event(
        event, {"day": date(2021, 2, 28)}, reason="日期登记错了", by=city.office, now=at(3, 28, 10)
    )
    assert set(event.projects.values_list("looked_days", flat=True)) == {0}
    assert look(city.tenant, at(3, 29)) == 0
    assert look(city.tenant, at(3, 30)) == 2


def test_a_correction_of_an_amount_does_not_move_the_day_of_the_proof(city: City) -> None:
    set_terms(
        city.tenant,
        line=Decimal(50000),
        days=[30, 60],
        proofs=[Proof.INVESTED],
        kinds=["产业"],
        seen=0,
        by=city.office,
        now=NOW,
    )
    event = held(city)
    project = event.projects.select_related("project")[0].project
    began(city, project)
    _invest(city, project, 1, 50, at(5, 11))
    _invest(city, project, 2, 50, at(5, 12))
    _invest(city, project, 3, 100, at(5, 13))
    assert _proven_on(city, event) == date(2021, 5, 13)
    _invest(city, project, 3, 110, at(6, 2))
    assert _proven_on(city, event) == date(2021, 5, 13)
    _invest(city, project, 2, 40, at(6, 3))
    _invest(city, project, 1, 30, at(6, 4))
    assert _proven_on(city, event) == date(2021, 5, 13)
    _invest(city, project, 3, 30, at(6, 5))
    _invest(city, project, 2, 30, at(6, 6))
    assert _proven_on(city, event) is None


def test_money_that_a_correction_brought_counts_from_the_correction(city: City) -> None:
    event = held(city)
    project = event.projects.select_related("project")[0].project
    _invest(city, project, 1, 100, at(5, 11))
    _invest(city, project, 2, 100, at(5, 12))
    assert _proven_on(city, event) is None
    _invest(city, project, 1, 60, at(5, 14))
    assert _proven_on(city, event) == date(2021, 5, 14)


def test_what_is_being_prepared_is_seen_by_its_host_and_who_sees_all(city: City) -> None:
    event = with_both(city)
    for user in (city.office, city.reader, city.liaison, city.head):
        assert [read.event for read in read_events(user, TODAY)] == [event]
    for user in (city.other_liaison, city.owner, city.system_admin, city.outsider):
        assert read_events(user, TODAY) == []
        assert years_of(user) == []
    project = event.projects.select_related("project")[0].project
    assert events_with(city.owner, project) == []

    hold_event(event, by=city.office, now=NOW)
    event.refresh_from_db()
    assert [read.event for read in read_events(city.other_liaison, TODAY)] == [event]
    assert latest_reading(city.owner, TODAY) is not None
    reopen_event(event, reason="日期登记错了", by=city.office, now=NOW)
    assert read_events(city.other_liaison, TODAY) == []


def test_the_office_and_the_unit_that_answers_hear_of_it(city: City) -> None:
    event = held(city)
    look(city.tenant, at(3, 28))
    named = Event.objects.filter(code="start_project.unproven").first()
    assert named is not None
    occasion = Occasion(
        named.pk, named.tenant_id, named.at, named.code, named.object_kind, named.object_id,
        named.object_label, None, named.actor_name, named.details, sentence_of(named),
    )  # fmt: skip
    told = {one.user.name: one.told.url for one in people_told(occasion)}
    assert told["示例甲"] == f"/starts/{event.pk}/"
    assert told["示例丙"].startswith("/projects/")


def test_money_counts_as_a_proof_where_the_city_says_so(city: City) -> None:
    set_terms(
        city.tenant,
        line=Decimal(20000),
        days=[30],
        proofs=[],
        kinds=["产业", "民生"],
        seen=0,
        by=city.office,
        now=NOW,
    )
    event = held(city)
    first, second = (row.project for row in event.projects.select_related("project"))
    began(city, first)
    read = read_event(city.office, event, date(2021, 4, 1))
    assert read.figures.above == 2
    assert [one.project.pk for one in read.unproven] == [second.pk]
    assert rules_in_force(city.tenant.pk).proofs == ()
    with pytest.raises(StateChanged):
        set_terms(
            city.tenant,
            line=Decimal(1),
            days=[30],
            proofs=[Proof.PERMIT],
            kinds=["产业"],
            seen=0,
            by=city.office,
            now=NOW,
        )


def test_all_events_of_the_year_count_no_project_twice(city: City) -> None:
    held(city)
    other = planned(city, title="示例三月集中开工", day=date(2021, 3, 12))
    third = city.project("示例仓储项目", total_investment=Decimal(50000))
    add_projects(other, [third], kind="基础设施", by=city.office, now=at(3, 11))
    hold_event(other, by=city.office, now=at(3, 12, 15))
    planned(city, title="示例四月集中开工", day=date(2021, 4, 12))

    readings = read_events(city.office, TODAY, year=2021)
    assert [read.event.day.month for read in readings] == [4, 3, 2]
    whole = together(readings)
    assert whole is not None
    assert (whole.number, whole.total.value, whole.above) == (3, 126000, 2)
    assert [(one.name, one.number) for one in whole.kinds] == [("产业", 2), ("基础设施", 1)]
    latest = latest_reading(city.reader, TODAY)
    assert latest is not None
    assert latest.event.title == "示例三月集中开工"


def test_who_may_not_see_a_project_sees_what_was_announced_of_it(city: City) -> None:
    read = read_event(city.other_liaison, held(city), date(2021, 4, 1))
    assert read.figures.number == 2
    assert [(one.visible, one.now) for one in read.projects] == [(False, None)] * 2


def test_states_are_those_of_the_table() -> None:
    assert {one.value for one in StartStatus} == {one.value for one in starts.Status}
    for one in StartStatus:
        assert one.label == starts.STATUS_WORDS[starts.Status(one.value)]


def _invest(city: City, project: Project, month: int, amount: int, now: datetime) -> None:
    figures = MonthFigures(date(2021, month, 1), Decimal(amount), reason="核对后更正")
    fresh = Project.objects.select_related("tenant").get(pk=project.pk)
    report_progress(fresh, figures, by=city.office, now=now)


def _proven_on(city: City, event: StartEvent) -> date | None:
    """When the money of the first project counts from."""
    row = event.projects.select_related("project")[0]
    return evidence_of([row], event.day)[row.pk].proofs.get(Proof.INVESTED)
