"""What a paper tells of a period of the past, of lists that did not come, and of a joint start."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.boards.papers import Period, on_period, on_start, spans
from guatu.boards.papers.words import counted
from guatu.domain.lifecycle import Status
from guatu.domain.papers.facts import KEPT, Facts, Figure, row_key
from guatu.kit.ids import uuid7
from guatu.papers.actions import papers as acts
from guatu.papers.choices import PaperKind
from guatu.papers.composing import document_of
from guatu.starts.actions.events import create_event, hold_event
from guatu.starts.actions.projects import add_projects
from guatu.starts.models import StartEvent, StartProject
from guatu.worklists.actions.filing import file
from tests.city import NOW, TODAY, City
from tests.command.steering import calm
from tests.dispatches.cast import at, build_cast
from tests.domain.lights.documents import rows_of
from tests.worklists.lists import prepared

LAST_MONTH = (date(2021, 2, 1), date(2021, 2, 28))
NEXT_DAY = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "newest", "before"),
    [
        (PaperKind.WEEKLY, (date(2021, 3, 15), TODAY), (date(2021, 3, 8), date(2021, 3, 14))),
        (PaperKind.BULLETIN, (date(2021, 3, 1), TODAY), LAST_MONTH),
    ],
)
def test_weeks_and_months_of_the_past_may_be_chosen(
    kind: str, newest: tuple[date, date], before: tuple[date, date]
) -> None:
    offered = list(spans(kind, TODAY))
    assert offered[:2] == [newest, before]
    assert len(offered) == 12


@pytest.mark.django_db
def test_what_was_given_is_counted_within_the_period_and_how_it_stands_as_of_now(
    city: City,
) -> None:
    at(build_cast(city), Status.RECEIVED)
    figures = on_period(PaperKind.BULLETIN, Period(*LAST_MONTH, NOW), city.office).facts.figures
    assert (figures["新交办件数"].text, figures["交办件数"].text) == ("0", "1")
    assert figures["截止日"].text == "2021年2月28日"
    assert figures["数据日"].text == "2021年3月15日"
    march = on_period(PaperKind.BULLETIN, Period(date(2021, 3, 1), TODAY, NOW), city.office)
    assert march.facts.figures["新交办件数"].text == "1"


@pytest.mark.django_db
def test_who_filed_the_weekly_list_late_or_not_at_all_is_named_with_the_lists(city: City) -> None:
    own = prepared(city)
    file(own, by=city.liaison, now=NEXT_DAY)
    period = Period(date(2021, 3, 1), NEXT_DAY.date(), NEXT_DAY)
    facts = on_period(PaperKind.BULLETIN, period, city.office).facts
    said = {row["单位"].text: row["周清单"] for row in facts.lists["未报送单位"]}
    assert said["示例工信局"].text == "周清单迟报1期"
    assert said["示例工信局"].ids == (str(own.pk),)
    assert said["示例住建局"].text == "周清单未报1期"
    paper = acts.draft(
        city.tenant,
        lambda: on_period(PaperKind.BULLETIN, period, city.office),
        by=city.office,
        now=NEXT_DAY,
    )
    text = "".join(document_of(paper).body_text())
    assert "示例住建局（周清单未报1期）" in text


@pytest.mark.django_db
def test_nobody_is_named_for_a_list_before_its_deadline(city: City) -> None:
    prepared(city)
    facts = on_period(PaperKind.BULLETIN, Period(TODAY, TODAY, NOW), city.office).facts
    assert facts.lists["未报送单位"] == []


@pytest.mark.django_db
def test_of_a_line_only_units_with_a_project_in_it_are_named(city: City) -> None:
    calm(city, line=city.housing_line, lead_unit=city.housing, year_plan=None)
    prepared(city)
    period = Period(TODAY, NEXT_DAY.date(), NEXT_DAY, city.housing_line)
    facts = on_period(PaperKind.BULLETIN, period, city.office).facts
    assert [row["单位"].text for row in facts.lists["未报送单位"]] == ["示例住建局"]


#: Numbers that are the frame of a paper, or count its own rows.
FRAME = {"月份", "开始日", "截止日", "数据日", "范围", "年份", "规模线"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [PaperKind.BULLETIN, PaperKind.WEEKLY])
def test_every_figure_leads_to_records(city: City, kind: str) -> None:
    at(build_cast(city), Status.RECEIVED)
    calm(city, "示例二号项目")
    prepared(city)
    later = NOW + timedelta(days=20)
    assert _unlinked(on_period(kind, Period(TODAY, later.date(), later), city.office).facts) == []


def _unlinked(facts: Facts) -> list[tuple[str, str]]:
    serials = {
        row_key(name, n, "0")
        for name, table in facts.tables.items()
        for n in range(len(table.rows))
    }
    return [
        (key, figure.text)
        for key, figure in facts.keyed()
        if key not in FRAME | serials
        if any(one.isdigit() for one in figure.text) and not figure.is_linked
    ]


def test_a_figure_of_very_many_records_keeps_the_first_and_their_number() -> None:
    figure = counted("project", [uuid7() for _ in range(1000)], "/projects/")
    assert figure.text == "1000"
    assert len(figure.ids) == KEPT
    assert figure.more == 1000 - KEPT
    assert Figure.from_json(figure.as_json()) == figure


@pytest.fixture
def joint_start(city: City) -> StartEvent:
    """The event of the page on papers: 7 projects, figures as announced there."""
    event = create_event(
        city.tenant,
        {"day": date(2021, 2, 26), "title": "示例市重点项目集中开工", "site": "示例经济开发区",
         "branches": ["示例镇"]},
        by=city.office, now=NOW,
    )  # fmt: skip
    rows = rows_of("papers.md", "total")
    made = [city.project(f"示例{row['project']}项目") for row in rows]
    add_projects(event, made, kind="产业", by=city.office, now=NOW)
    for row, stored in zip(rows, StartProject.objects.order_by("serial"), strict=True):
        stored.kind, stored.industry = row["class"], ""
        stored.total_investment, stored.year_investment = _wan(row["total"]), _wan(row["year"])
        stored.sales, stored.tax = _wan(row["sales"]), _wan(row["tax"])
        stored.save()
    event.refresh_from_db()
    hold_event(event, by=city.office, now=NOW)
    event.refresh_from_db()
    return event


def _wan(said: str) -> Decimal | None:
    return None if said == "–" else Decimal(said)


@pytest.mark.django_db
def test_the_briefing_of_a_joint_start_says_what_was_announced(
    city: City, joint_start: StartEvent
) -> None:
    paper = acts.draft(
        city.tenant, lambda: on_start(joint_start, city.office, NOW), by=city.office, now=NOW
    )
    assert paper.title == "示例市重点项目集中开工情况简报"
    text = "".join(document_of(paper).body_text())
    assert "本次集中开工项目7个，总投资38.7亿元" in text
    assert "总投资5亿元以上项目4个" in text
    assert "年新增销售收入65.2亿元" in text
    assert "利税9.8亿元" in text
    assert "就业" not in text, "nobody announced jobs: they are not 0"
    assert "分会场：示例镇。" in text
    assert len(document_of(paper).annexes[0].rows) == 7
    assert len(paper.known.figures["线上个数"].ids) == 4
    assert _unlinked(paper.known) == []


@pytest.mark.django_db
def test_a_sum_that_not_all_announced_says_of_how_many(city: City, joint_start: StartEvent) -> None:
    StartProject.objects.filter(serial=1).update(sales=None)
    [sales, *_] = on_start(joint_start, city.office, NOW).facts.lists["效益"]
    assert sales["数额"].text.endswith("（6个项目合计）")
