"""Setting up a line, changing it, its steps: and what happens when two do it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.lines.actions import change_line
from guatu.lines.models import WorkLine
from tests.city import NOW, City

NEW = "/lines/new/"


def fresh(line: WorkLine) -> WorkLine:
    return WorkLine.objects.get(pk=line.pk)


def form_of(line: WorkLine, **changes: Any) -> dict[str, Any]:
    own = {"version": line.version, "number": line.number, "title": line.title}
    return own | {"lead_unit": line.lead_unit_id, "sponsor": line.sponsor_id} | changes


def test_a_new_line_is_a_draft_with_the_next_number(city: City, office: Client) -> None:
    assert 'name="number" value="3"' in office.get(NEW).content.decode()
    answer = office.post(
        NEW, {"number": 3, "title": "文旅融合", "lead_unit": city.housing.pk, "plan": "一、做什么"}
    )
    line = WorkLine.objects.get(title="文旅融合")
    assert answer["Location"] == f"/lines/{line.pk}/"
    assert (line.status, line.year, line.lead_unit_id) == ("draft", 2021, city.housing.pk)
    assert [event.code for event in history_of(line.pk)] == ["line.created"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"number": 1}, "序号 1 已用于“工业立市”"),
        ({"title": "工业立市"}, "2021 年已有工作线“工业立市”"),
        ({"title": ""}, "名称"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_stays(
    city: City, office: Client, values: dict[str, Any], said: str
) -> None:
    answer = office.post(NEW, {"number": 3, "title": "文旅融合", "plan": "写了很久的方案"} | values)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "写了很久的方案" in html
    assert WorkLine.objects.count() == 2


def test_a_unit_of_a_neighbour_cannot_lead(city: City, office: Client) -> None:
    theirs = city.outsider.holdings.get().post.unit
    answer = office.post(NEW, {"number": 3, "title": "文旅融合", "lead_unit": theirs.pk})
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["head", "liaison", "reader", "inspector", "system_admin"])
def test_only_the_office_sets_one_up(city: City, who: str) -> None:
    browser = city.client(getattr(city, who))
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, {"number": 3, "title": "文旅融合"}).status_code == 403
    assert WorkLine.objects.count() == 2


def test_the_lead_unit_changes_its_draft(city: City, draft: WorkLine) -> None:
    browser = city.client(city.head)
    here = f"/lines/{draft.pk}/edit/"
    answer = browser.post(here, form_of(draft, summary="抓早抓实"), follow=True)
    assert "已保存对“工业立市”的修改" in answer.content.decode()
    assert fresh(draft).summary == "抓早抓实"


def test_saving_without_a_change_says_so_and_records_nothing(
    city: City, office: Client, draft: WorkLine
) -> None:
    before = len(history_of(draft.pk))
    answer = office.post(f"/lines/{draft.pk}/edit/", form_of(draft), follow=True)
    assert "内容没有变化" in answer.content.decode()
    assert len(history_of(draft.pk)) == before


def test_the_second_of_two_is_told_who_was_first_and_can_then_save(
    city: City, office: Client, draft: WorkLine
) -> None:
    here, seen = f"/lines/{draft.pk}/edit/", form_of(draft, summary="我的写法")
    change_line(draft, {"summary": "别人的写法"}, seen=draft.version, by=city.head, now=NOW)
    answer = office.post(here, seen)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "示例丁 在 09:00 改动了“工业立市”" in html
    assert "我的写法" in html
    assert fresh(draft).summary == "别人的写法"
    again = seen | {"version": fresh(draft).version}
    assert office.post(here, again).status_code == 302
    assert fresh(draft).summary == "我的写法"


def test_an_approved_plan_has_no_fields_to_change(
    city: City, office: Client, running: WorkLine
) -> None:
    html = office.get(f"/lines/{running.pk}/edit/").content.decode()
    assert "方案已批准" in html
    assert 'name="plan"' not in html


@pytest.mark.parametrize("who", ["reader", "inspector", "other_liaison"])
def test_who_may_not_change_a_line(city: City, draft: WorkLine, who: str) -> None:
    browser = city.client(getattr(city, who))
    assert browser.get(f"/lines/{draft.pk}/edit/").status_code == 403
    answer = browser.post(f"/lines/{draft.pk}/edit/", form_of(draft, title="改名"))
    assert answer.status_code == 403
    assert fresh(draft).title == "工业立市"


def test_the_steps_of_a_life(city: City, office: Client, draft: WorkLine) -> None:
    steps = (
        ("approval", "approved"),
        ("publication", "running"),
        ("closing", "closed"),
        ("draft", "draft"),
    )
    for address, status in steps:
        version = fresh(draft).version
        answer = office.post(f"/lines/{draft.pk}/{address}/", {"version": version}, follow=True)
        assert fresh(draft).status == status
        assert f"现为“{fresh(draft).get_status_display()}”" in answer.content.decode()


def test_a_step_taken_twice_counts_once(city: City, office: Client, draft: WorkLine) -> None:
    sent = {"version": draft.version}
    office.post(f"/lines/{draft.pk}/approval/", sent)
    again = office.post(f"/lines/{draft.pk}/approval/", sent, follow=True)
    assert "已由 示例甲 在 03-15" in again.content.decode()
    codes = [event.code for event in history_of(draft.pk)]
    assert codes.count("line.approved") == 1


def test_a_line_without_a_plan_is_not_approved(city: City, office: Client) -> None:
    line = city.housing_line
    WorkLine.objects.filter(pk=line.pk).update(status="draft")
    answer = office.post(f"/lines/{line.pk}/approval/", {"version": line.version}, follow=True)
    assert "还没有工作方案" in answer.content.decode()
    assert fresh(line).status == "draft"


@pytest.mark.parametrize("who", ["head", "liaison", "reader"])
def test_only_the_office_approves(city: City, draft: WorkLine, who: str) -> None:
    browser = city.client(getattr(city, who))
    answer = browser.post(f"/lines/{draft.pk}/approval/", {"version": draft.version})
    assert answer.status_code == 403
    assert fresh(draft).status == "draft"


def test_a_step_is_a_post(city: City, office: Client, draft: WorkLine) -> None:
    assert office.get(f"/lines/{draft.pk}/approval/").status_code == 405
