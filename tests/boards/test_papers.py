"""Figures of papers: equal to the records behind them, and to nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from guatu.boards.papers import Period, on_dispatch, on_meeting, on_period
from guatu.boards.papers.words import against_pace, money, percent, share
from guatu.command.actions.deciding import decide
from guatu.command.actions.handing import Order
from guatu.command.actions.meetings import minute
from guatu.dispatches.models import Dispatch
from guatu.domain.lifecycle import Status
from guatu.kit.clock import CHINA
from guatu.lines.models import WorkLine
from guatu.papers.actions import papers as acts
from guatu.papers.actions.papers import Composed
from guatu.papers.choices import PaperKind
from guatu.papers.composing import document_of
from tests.city import NOW, TODAY, City
from tests.command.steering import LATER, LINE, calm, held, item_of, red
from tests.dispatches.cast import Cast, at, build_cast

FIRST = date(2021, 3, 1)
MUCH_LATER = NOW + timedelta(days=20)


def _bulletin(city: City, now: datetime, line: WorkLine | None = None) -> Composed:
    """Of March as far as it has gone by ``now``."""
    period = Period(FIRST, now.astimezone(CHINA).date(), now, line)
    return on_period(PaperKind.BULLETIN, period, city.office)


@pytest.fixture
def cast(city: City) -> Cast:
    return build_cast(city)


@pytest.mark.django_db
def test_counts_are_those_of_the_records(cast: Cast) -> None:
    open_one, closed = at(cast, Status.RECEIVED), at(cast, Status.SIGNED_OFF)
    at(cast, Status.DRAFT)
    facts = _bulletin(cast.city, MUCH_LATER).facts
    figures = facts.figures
    assert figures["交办件数"].text == "2"
    assert set(figures["交办件数"].ids) == {str(open_one.dispatch.pk), str(closed.dispatch.pk)}
    assert figures["办结件数"].ids == (str(closed.dispatch.pk),)
    assert figures["办结占比"].text == "50.0%"
    assert figures["逾期件数"].ids == (str(open_one.dispatch.pk),)
    for figure in (figures[name] for name in ("交办件数", "办结件数", "在办件数", "逾期件数")):
        assert int(figure.text) == len(figure.ids)


@pytest.mark.django_db
def test_who_is_late_is_named_with_the_number_of_the_slip(cast: Cast) -> None:
    course = at(cast, Status.RECEIVED)
    composed = _bulletin(cast.city, MUCH_LATER)
    [row] = composed.facts.lists["滞后事项"]
    assert row["单位"].text == "示例工信局"
    assert row["编号"].text == course.dispatch.number
    assert row["逾期天数"].text == str((MUCH_LATER.date() - course.dispatch.next_due.date()).days)
    paper = acts.draft(cast.city.tenant, lambda: composed, by=cast.city.office, now=MUCH_LATER)
    text = "".join(document_of(paper).body_text())
    assert f"示例工信局：{course.dispatch.number}“示例项目供地手续”" in text
    assert document_of(paper).annexes[0].rows[0][1].text == course.dispatch.number


@pytest.mark.django_db
def test_a_unit_is_praised_only_with_something_done_and_nothing_late(cast: Cast) -> None:
    at(cast, Status.SIGNED_OFF)
    praised = _bulletin(cast.city, MUCH_LATER).facts
    assert [row["单位"].text for row in praised.lists["较好单位"]] == ["示例工信局"]
    at(cast, Status.RECEIVED)
    facts = _bulletin(cast.city, MUCH_LATER).facts
    assert facts.lists["较好单位"] == []


@pytest.mark.django_db
def test_projects_are_counted_by_their_lights_and_units_without_report_named(city: City) -> None:
    red(city.project())
    other = calm(city, "示例二号项目", line=city.housing_line, lead_unit=city.housing)
    facts = _bulletin(city, NOW).facts
    assert facts.figures["项目个数"].text == "2"
    assert facts.figures["红灯个数"].text == "1"
    lights = [facts.figures[f"{name}个数"].text for name in ("绿灯", "黄灯", "红灯", "未亮灯")]
    assert sum(map(int, lights)) == 2
    assert "light=red" in facts.figures["红灯个数"].href
    assert "as_of=2021-03-15" in facts.figures["红灯个数"].href
    assert [row["项目"].text for row in facts.lists["红灯项目"]] == ["示例轴承生产线项目"]
    line = _bulletin(city, NOW, city.housing_line).facts
    assert line.figures["项目个数"].ids == (str(other.pk),)
    assert line.figures["范围"].text == "城建提升"


@pytest.mark.django_db
def test_a_weekly_report_is_composed_of_the_same_figures(city: City) -> None:
    city.project()
    composed = on_period(PaperKind.WEEKLY, Period(TODAY, TODAY, NOW), city.office)
    assert composed.facts.figures["项目个数"].text == "1"
    paper = acts.draft(city.tenant, lambda: composed, by=city.office, now=NOW)
    assert "本周计划完成节点0个" in "".join(document_of(paper).body_text())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [PaperKind.SLIP, PaperKind.SHEET])
def test_a_slip_goes_to_the_units_that_have_a_part(cast: Cast, kind: str) -> None:
    course = at(cast, Status.RECEIVED)
    row = Dispatch.objects.get(pk=course.dispatch.pk)
    composed = on_dispatch(kind, row, MUCH_LATER)
    assert composed.addressee == "示例工信局："
    assert {unit.name for unit in composed.units} == {"示例工信局", "示例住建局"}
    paper = acts.draft(cast.city.tenant, lambda: composed, by=cast.city.office, now=MUCH_LATER)
    text = "".join(document_of(paper).body_text())
    assert course.dispatch.number in text
    assert "示例住建局" in text


@pytest.mark.django_db
def test_minutes_say_what_was_decided_with_unit_and_day(city: City) -> None:
    project = red(city.project())
    meeting = held(city)
    decide(item_of(meeting, project), Order(LINE), by=city.office, now=LATER)
    minute(meeting, opening="会议听取了汇报。", by=city.office, now=LATER)
    composed = on_meeting(meeting, LATER)
    paper = acts.draft(city.tenant, lambda: composed, by=city.office, now=LATER)
    text = "".join(document_of(paper).body_text())
    assert "责任单位：示例住建局，时限：2021年3月25日" in text
    assert "共议定1项，其中交办1项" in text
    assert document_of(paper).sender == ""


def test_amounts_and_shares_as_papers_write_them() -> None:
    assert money(Decimal(126000)) == "12.6亿元"
    assert money(Decimal("6300.50")) == "6300.5万元"
    assert share(3, 14) == "21.4%"
    assert share(0, 0) == "—"
    assert percent(None) == "—"
    assert against_pace(Decimal("-12.44")) == "低于序时进度12.4个百分点"
    assert against_pace(Decimal("0.04")) == "与序时进度持平"
