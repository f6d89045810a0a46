"""前期手续 on the plan page and on the page of the project."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from guatu.procedures.actions import adopt_library
from guatu.procedures.library import library_of
from guatu.projects.actions.planning import accept_plan
from guatu.projects.actions.procedures import with_procedures
from guatu.projects.drafts import Draft, Step, Tie
from guatu.projects.models import Project
from tests.city import NOW, City

HTMX = {"HX-Request": "true"}
WORKS = Draft(
    (Step("base", "基础", 60, Decimal(40)), Step("frame", "主体", 80, Decimal(60))),
    (Tie("base", "frame"),),
)
DUE = "2022-12-30"


@pytest.fixture(autouse=True)
def library(city: City) -> None:
    adopt_library(city.tenant, by=city.office, now=NOW)


@pytest.fixture
def fresh(city: City) -> Project:
    return city.project(planned_start=date(2021, 9, 1), actual_start=None)


@pytest.fixture
def planned(city: City, fresh: Project) -> Project:
    draft = with_procedures(WORKS, library_of(city.tenant), {"filing"}, promised=True)
    accept_plan(fresh, draft, date(2022, 12, 30), reason="", by=city.office, now=NOW)
    return fresh


def draft_url(project: Project) -> str:
    return f"/projects/{project.pk}/plan/draft/"


def works(**more: Any) -> dict[str, Any]:
    """What the form sends of two steps of the works."""
    return {
        "step_code": ["base", "frame"],
        "step_name": ["基础", "主体"],
        "step_duration": ["60", "80"],
        "step_weight": ["40", "60"],
        "step_done_on": ["", ""],
        "step_counting": ["workdays", "days"],
        "step_optimistic": ["50", ""],
        "step_pessimistic": ["90", ""],
        "step_procedure": ["", ""],
        "step_unit": ["示例住建局", ""],
        "step_unheld": ["", ""],
        "committed": ["base", "frame"],
        "tie_before": ["base"],
        "tie_after": ["frame"],
        "tie_type": ["FS"],
        "tie_lag": ["0"],
        "required_finish": DUE,
        **more,
    }


def tried(browser: Client, project: Project, sent: dict[str, Any]) -> str:
    answer = browser.post(draft_url(project), sent, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def field(page: str, name: str) -> list[str]:
    found = re.findall(rf'name="{name}"[^>]*? value="([^"]*)"', page)
    return [html.unescape(one) for one in found]


def sent_of(page: str) -> dict[str, Any]:
    """What the page would send again."""
    names = [
        "step_code", "step_name", "step_duration", "step_weight", "step_done_on", "step_optimistic",
        "step_pessimistic", "step_procedure", "step_unit", "step_unheld", "tie_lag", "committed",
    ]  # fmt: skip
    sent: dict[str, Any] = {name: field(page, name) for name in names}
    for name in ("step_counting", "tie_before", "tie_after", "tie_type"):
        selects = re.findall(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
        sent[name] = [_chosen(one) for one in selects]
    return sent | {"required_finish": DUE}


def _chosen(select: str) -> str:
    found = re.search(r'<option value="([^"]*)" selected', select)
    return found[1] if found else ""


PICKS = {"picking": "1", "way-0": "filing", "way-1": "impact_form", "pick": ["site_selection"]}


def test_chosen_procedures_come_into_the_draft_and_their_latest_days_out(
    office: Client, fresh: Project
) -> None:
    page = tried(office, fresh, works(do="join", days="statutory", **PICKS))
    names = field(page, "step_name")
    assert {"项目备案", "环评（报告表）", "用地报批", "质安监与施工许可", "联合验收"} <= set(names)
    assert not {"环评（报告书）", "土地出让公告至成交"} & set(names)
    assert "最迟送件" in page
    assert "法定 30 个日历日办结" in page
    assert "再晚就会使“基础”迟于" in page
    assert not fresh.milestones.exists()


def test_they_are_taken_out_again_by_one_click(office: Client, fresh: Project) -> None:
    page = tried(office, fresh, works(do="join", **PICKS))
    again = tried(office, fresh, sent_of(page) | {"do": "part"})
    assert field(again, "step_name") == ["基础", "主体"]


def test_counting_unit_and_spread_are_kept(office: Client, city: City, fresh: Project) -> None:
    page = tried(office, fresh, works())
    seen = field(page, "previewed")[0]
    office.post(f"/projects/{fresh.pk}/plan/", works(previewed=seen), headers=HTMX)
    base, frame = fresh.milestones.all()
    assert (base.optimistic, base.pessimistic, base.unit) == (50, 90, city.housing)
    assert (base.counting, frame.counting) == ("workdays", "days")
    again = office.get(f"/projects/{fresh.pk}/plan/").content.decode()
    assert field(again, "step_unit") == ["示例住建局", ""]
    assert field(again, "step_optimistic") == ["50", ""]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"step_counting": ["weeks", "days"]}, "计日方式请选工作日或日历日"),
        ({"step_optimistic": ["快", ""]}, "第 1 行“基础”的最快或最慢天数写作“快”"),
        ({"step_pessimistic": ["50", ""]}, "第 1 行“基础”的天数 60 应在最快和最慢天数之间"),
    ],
)
def test_what_cannot_be_read_says_where(
    office: Client, fresh: Project, changes: dict[str, Any], words: str
) -> None:
    assert words in tried(office, fresh, works(**changes))


def test_a_unit_that_is_not_listed_is_refused_on_adoption(office: Client, fresh: Project) -> None:
    sent = works(step_unit=["示例无名局", ""])
    seen = field(tried(office, fresh, sent), "previewed")[0]
    answer = office.post(f"/projects/{fresh.pk}/plan/", sent | {"previewed": seen}, headers=HTMX)
    assert answer.status_code == 422
    assert "“示例无名局”不在单位名录里" in answer.content.decode()


def test_a_plan_with_procedures_opens_with_its_choices(office: Client, planned: Project) -> None:
    page = office.get(f"/projects/{planned.pk}/plan/").content.decode()
    assert "换成所选的手续" in page
    assert re.search(r'name="way-0" value="filing" checked', page)
    assert not re.search(r'name="pick" value="site_selection" checked', page)
    # and is the same draft once more
    assert field(tried(office, planned, sent_of(page)), "step_code") == field(page, "step_code")


def as_read(page: str) -> str:
    """Without what keeps a date on one line."""
    return re.sub(r'<span class="nowrap">([\d-]+)</span>', r"\1", page)


def test_the_page_of_the_project_says_what_to_hand_in_by_when(
    office: Client, planned: Project
) -> None:
    page = as_read(office.get(f"/projects/{planned.pk}/").content.decode())
    assert 'id="hand-ins"' in page
    assert "“固定资产投资入库”自开工" in page
    assert re.search(r"“项目备案”最迟 20\d\d-\d\d-\d\d 送件，法定 3 个工作日办结；", page)
    first = planned.milestones.get(procedure="registration")
    url = f"/projects/{planned.pk}/milestones/{first.pk}/handing/"
    page = as_read(office.post(url, {"on": "2021-03-12"}, follow=True).content.decode())
    assert "“项目赋码”已于 2021-03-12 送件" in page


def test_it_goes_onto_paper_and_out_as_a_table(office: Client, planned: Project) -> None:
    paper = office.get(f"/projects/{planned.pk}/hand-ins/").content.decode()
    assert "数据截至 2021-03-15" in paper
    assert "施工图审查" in paper
    table = office.get(f"/projects/{planned.pk}/hand-ins/export/").content.decode()
    assert re.search(
        r"环评（报告表）,生态环境,20\d\d-\d\d-\d\d,20\d\d-\d\d-\d\d,30,日历日,未送件,", table
    )


def test_who_does_not_see_the_project_sees_none_of_it(city: City, planned: Project) -> None:
    for browser in (city.client(city.other_liaison), city.client(city.outsider)):
        for part in ("hand-ins/", "hand-ins/export/"):
            assert browser.get(f"/projects/{planned.pk}/{part}").status_code == 404
    first = planned.milestones.get(procedure="registration")
    url = f"/projects/{planned.pk}/milestones/{first.pk}/handing/"
    assert city.client(city.reader).post(url, {"on": "2021-03-12"}).status_code == 403


def test_without_procedures_the_page_is_silent(office: Client, fresh: Project, city: City) -> None:
    accept_plan(fresh, WORKS, date(2022, 12, 30), reason="", by=city.office, now=NOW)
    assert 'id="hand-ins"' not in office.get(f"/projects/{fresh.pk}/").content.decode()
