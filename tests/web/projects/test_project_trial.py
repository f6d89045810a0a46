"""试排 on the progress chart: an answer, and nothing written."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.test import Client

from guatu.journal.queries import history_of
from guatu.projects.models import Milestone, Project
from guatu.web.projects.drafts import DraftText
from tests.city import City
from tests.web.projects.doors import READ, answers

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

#: Session and user (5), the project, its rows (6), rules, calendar, and the plan of the page (3).
QUERIES = 17


def url(project: Project) -> str:
    return f"/projects/{project.pk}/trial/"


def moved(project: Project, code: str, days: int) -> dict[str, str]:
    step = Milestone.objects.get(project=project, code=code)
    assert step.planned_start
    return {"step": code, "start": (step.planned_start + timedelta(days)).isoformat(), "finish": ""}


def everything() -> dict[str, list[Any]]:
    """All rows of all tables of the product, sessions aside."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_label not in ("sessions", "huey")
    }


def test_a_trial_tells_what_follows_and_writes_nothing(office: Client, planned: Project) -> None:
    office.get(f"/projects/{planned.pk}/")
    before = everything()
    answer = office.post(url(planned), moved(planned, "frame", 60))
    assert answer.status_code == 200
    told = answer.json()
    ids = {str(row.pk): row.code for row in planned.milestones.all()}
    assert {ids[bar["id"]] for bar in told["bars"]} == {"frame", "check"}
    assert all(bar["breaks"] and bar["late"] > 0 for bar in told["bars"])
    for words in ("只是试算", "将打破的承诺节点", "要求完成", "数据截至", "放弃试排"):
        assert words in told["said"]
    assert everything() == before


def test_the_draft_of_a_trial_goes_to_the_plan_page(office: Client, planned: Project) -> None:
    """With the days that were drawn and the finish that follows, to be looked at before asking."""
    step = Milestone.objects.get(project=planned, code="frame")
    assert step.planned_finish
    tried = {
        "step": "frame",
        "start": "",
        "finish": (step.planned_finish + timedelta(30)).isoformat(),
    }
    page = carried(office, planned, tried)
    assert page.status_code == 200
    text: DraftText = page.context["draft"]
    lengths = {one.code: int(one.duration) for one in text.steps}
    assert lengths["base"] == 60
    assert lengths["frame"] > 80
    assert date.fromisoformat(text.required) >= date(2021, 12, 31)


def carried(office: Client, project: Project, tried: dict[str, str]) -> Any:
    """The plan page as the button under a trial opens it."""
    said = office.post(url(project), tried).json()["said"]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', said)
    typed: dict[str, list[str]] = {"do": ["preview"]}
    for name, value in fields:
        typed.setdefault(name, []).append(value)
    return office.post(f"/projects/{project.pk}/plan/draft/", typed)


def test_a_start_that_was_tried_is_carried_as_the_finish_that_follows_from_it(
    office: Client, planned: Project
) -> None:
    """It breaks no promise: adopted, it is expected, and the plan is not counted as changed."""
    tried = moved(planned, "frame", -10)
    before = everything()
    page = carried(office, planned, tried)
    assert everything() == before
    text: DraftText = page.context["draft"]
    expected = {one.code: one.expected for one in text.steps}
    assert expected["base"] == expected["check"] == ""
    bars = office.post(url(planned), tried).json()["bars"]
    frame = Milestone.objects.get(project=planned, code="frame")
    span = next(bar["span"] for bar in bars if bar["id"] == str(frame.pk))
    assert expected["frame"] == span[1]
    assert text.required == "2021-12-31"
    assert page.context["preview"].short_by == 0
    office.post(f"/projects/{planned.pk}/plan/", plan_form(text))
    frame.refresh_from_db()
    assert frame.forecast_finish == date.fromisoformat(span[1])
    assert planned.baselines.count() == 1
    assert "milestone.forecast" in {event.code for event in history_of(planned.pk)}


def test_a_start_that_was_tried_too_late_makes_the_draft_short(
    office: Client, planned: Project
) -> None:
    page = carried(office, planned, moved(planned, "frame", 60))
    text: DraftText = page.context["draft"]
    page = office.post(
        f"/projects/{planned.pk}/plan/draft/",
        {**plan_form(text), "required_finish": "2021-12-31", "do": "preview"},
    )
    preview = page.context["preview"]
    assert preview.short_by > 30
    assert "“主体”不再等到" in str(preview.suggestions[0].sentence)
    dropped = office.post(
        f"/projects/{planned.pk}/plan/draft/",
        {**plan_form(text), "required_finish": "2021-12-31", "do": "adopt:0"},
    )
    assert {one.expected for one in dropped.context["draft"].steps} == {""}
    assert dropped.context["preview"].short_by == 0


def plan_form(text: DraftText) -> dict[str, Any]:
    """The fields of a draft as the plan page sends them when it has been looked at."""
    steps = (
        "code", "name", "duration", "weight", "done_on", "counting", "optimistic", "pessimistic",
        "procedure", "unit", "unheld", "expected",
    )  # fmt: skip
    ties = ("before", "after", "type", "lag")
    return {
        **{f"step_{name}": [getattr(s, name) for s in text.steps] for name in steps},
        **{f"tie_{name}": [getattr(t, name) for t in text.ties] for name in ties},
        "committed": [s.code for s in text.steps if s.committed],
        "required_finish": text.required,
        "previewed": text.digest,
        "reason": "试排",
    }


def test_a_trial_that_breaks_a_promise_leads_to_asking_for_its_day(
    office: Client, planned: Project
) -> None:
    broken = office.post(url(planned), moved(planned, "frame", 60)).json()["said"]
    found = re.search(rf'href="(/date-changes/projects/{planned.pk}/new/[^"]*)"', broken)
    assert found
    form = office.get(found.group(1).replace("&amp;", "&")).context["form"]
    assert form["target"].value() == "finish"
    assert date.fromisoformat(form["day"].value()) > date(2021, 12, 31)
    kept = office.post(url(planned), moved(planned, "frame", -3)).json()["said"]
    assert "申请改期" not in kept


def test_what_cannot_be_is_said_and_drawn_as_nothing(office: Client, planned: Project) -> None:
    for typed in (
        {"step": "nothing", "start": "2021-06-01", "finish": ""},
        {"step": "frame", "start": "nonsense", "finish": ""},
        {"step": "frame\0", "start": "", "finish": "2021-01-01"},
        {"step": "frame", "start": "2199-01-01", "finish": ""},
    ):
        answer = office.post(url(planned), typed)
        assert answer.status_code == 422
        assert answer.json()["bars"] == []
        assert "bad" in answer.json()["said"]


def test_without_moves_nothing_moves(office: Client, planned: Project) -> None:
    assert office.post(url(planned)).json()["bars"] == []


def test_who_sees_the_project_may_try_and_nobody_else(
    city: City, planned: Project, reader: Client
) -> None:
    assert answers(city, "post", url(planned)) == READ
    assert city.client(city.office).get(url(planned)).status_code == 405
    said = reader.post(url(planned), moved(planned, "frame", 60)).json()["said"]
    assert "照此改计划" not in said


def test_a_trial_costs_the_same_for_every_number_of_moves(
    office: Client, planned: Project, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office.post(url(planned))
    one = moved(planned, "frame", 5)
    with django_assert_num_queries(QUERIES):
        office.post(url(planned), one)
    two = moved(planned, "base", 5)
    with django_assert_num_queries(QUERIES):
        office.post(url(planned), {name: [one[name], two[name]] for name in one})


@pytest.mark.parametrize("layer", ["原计划", "预计", "可推迟", "关键线路", "搭接"])
def test_the_legend_of_the_chart_switches_its_layers(
    office: Client, planned: Project, layer: str
) -> None:
    page = office.get(f"/projects/{planned.pk}/").content.decode()
    assert re.search(rf'<button[^>]*data-gantt-layer="\w+"[^>]*><span[^>]*>{layer}<', page)


def test_the_chart_has_forecast_slack_and_the_chain_of_today(
    office: Client, planned: Project
) -> None:
    """The plan lies as late as it can, today's run begins at once: what is between is slack."""
    chart = office.get(f"/projects/{planned.pk}/").context["chart"]
    frame = next(task for task in chart["tasks"] if task["code"] == "frame")
    assert frame["forecast"][1] < frame["finish"]
    assert frame["float"][1] == frame["finish"]
    assert frame["critical"]
    assert frame["promised"]
