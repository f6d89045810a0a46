"""Pages of concentrated starts: the way from preparing to correcting, who may, and safe files."""

from __future__ import annotations

import csv
import io
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.projects.models import Project
from guatu.starts.actions.events import cancel_event, hold_event
from guatu.starts.actions.projects import add_projects, change_project
from guatu.starts.models import StartEvent, StartProject
from guatu.starts.terms import rules_in_force
from guatu.web.shared.once import FIELD, fresh_key
from tests.city import NOW, City
from tests.starts.events import held, large, planned, small, with_both


def row_of(event: StartEvent) -> StartProject:
    row = event.projects.first()
    assert row is not None
    return row


def test_from_nothing_to_a_held_event(office: Client, city: City) -> None:
    assert "这一年还没有集中开工" in office.get("/starts/").content.decode()
    typed = {
        "day": "2021-02-26",
        "title": "示例集中开工",
        "site": "示例产业园",
        "branches": "示例东镇\n\n示例西镇",
        "host_unit": city.industry.pk,
    }
    page = office.post("/starts/new/", typed).url
    event = StartEvent.objects.get()
    assert page == f"/starts/{event.pk}/"
    assert event.branches == ["示例东镇", "示例西镇"]
    assert "还没有列入项目" in office.get(page).content.decode()

    first, second = large(city), small(city)
    adding = f"{page}projects/new/"
    assert "示例轴承生产线项目" in office.get(f"{adding}?q=slzc").content.decode()
    assert "示例磁材项目" not in office.get(f"{adding}?q=slzc").content.decode()
    nobody = office.post(adding, {"kind": "产业", "seen": event.version})
    assert (nobody.status_code, "请先" in nobody.content.decode()) == (422, True)
    sent = {"kind": "产业", "seen": event.version, "id": [str(first.pk), str(second.pk)]}
    assert office.post(adding, sent).url == page
    assert office.get(adding).context["page"].paginator.count == 0

    event.refresh_from_db()
    assert office.post(f"{page}holding/", {"seen": event.version}).url == page
    shown = office.get(page).content.decode()
    assert "其中 5 亿元以上 1 个" in shown
    assert "7.6<small>亿元" in shown
    assert "新增利税：2 个项目中 1 个有数" in shown
    listed = office.get("/starts/").content.decode()
    assert "76,000" in listed
    assert "21,600" in listed


def test_a_correction_needs_a_reason_and_stays_in_the_history(office: Client, city: City) -> None:
    event = held(city)
    row = row_of(event)
    page = f"/starts/projects/{row.pk}/edit/"
    form = office.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"jobs": "120"}
    refused = office.post(page, typed)
    assert refused.status_code == 422
    assert 'value="120"' in refused.content.decode()
    typed["reason"] = "公布稿漏算"
    assert office.post(page, typed).url == f"/starts/{event.pk}/"
    row.refresh_from_db()
    assert (row.jobs, row.total_investment) == (120, 52000)
    assert "公布稿漏算" in office.get(f"/starts/{event.pk}/").content.decode()


def test_who_was_overtaken_keeps_what_was_typed(office: Client, city: City) -> None:
    event = with_both(city)
    row = row_of(event)
    page = f"/starts/projects/{row.pk}/edit/"
    form = office.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"industry": "精品旅游"}
    change_project(row, {"jobs": 7}, by=city.liaison, now=NOW)
    overtaken = office.post(page, typed)
    assert overtaken.status_code == 409
    assert "精品旅游" in overtaken.content.decode()
    assert "示例丙" in overtaken.content.decode()


def test_sent_twice_it_has_one_effect(office: Client, city: City) -> None:
    event = with_both(city)
    sent = {"reason": "合并举行", "seen": event.version, FIELD: fresh_key()}
    for _again in range(2):
        assert office.post(f"/starts/{event.pk}/cancellation/", sent).status_code == 302
    codes = [one.code for one in history_of(event.pk)]
    assert codes.count("start_event.cancelled") == 1
    assert "合并举行" in office.get(f"/starts/{event.pk}/").content.decode()


def test_cancelled_and_taken_back(office: Client, city: City) -> None:
    event = held(city)
    page = f"/starts/{event.pk}/"
    sent = {"reason": "日期登记错了", "seen": event.version}
    assert office.post(f"{page}reopening/", sent).url == page
    assert "登记已举行" in office.get(page).content.decode()
    row = row_of(event)
    event.refresh_from_db()
    gone = office.post(f"/starts/projects/{row.pk}/removal/", {"seen": event.version})
    assert gone.url == page
    assert event.projects.count() == 1


@pytest.mark.parametrize(
    "page",
    ["", "export/", "edit/", "projects/new/", "cancellation/", "reopening/"],
)
def test_an_event_of_a_neighbour_does_not_exist(city: City, page: str) -> None:
    event = with_both(city)
    neighbour = city.client(city.outsider)
    assert neighbour.get(f"/starts/{event.pk}/{page}").status_code == 404
    row = row_of(event)
    for act in ("edit", "removal"):
        assert neighbour.get(f"/starts/projects/{row.pk}/{act}/").status_code == 404
    assert "示例集中开工" not in neighbour.get("/starts/").content.decode()


def test_may_see_and_may_not_do(city: City) -> None:
    event = with_both(city)
    row = row_of(event)
    reader = city.client(city.reader)
    shown = reader.get(f"/starts/{event.pk}/").content.decode()
    assert "52,000" in shown
    assert "列入项目" not in shown
    assert reader.get("/starts/rules/").status_code == 200
    for page in ("/starts/new/", f"/starts/{event.pk}/edit/", f"/starts/projects/{row.pk}/edit/"):
        assert reader.get(page).status_code == 403
    host = city.client(city.liaison)
    assert host.get(f"/starts/{event.pk}/edit/").status_code == 200
    assert host.get(f"/starts/{event.pk}/cancellation/").status_code == 403
    assert host.post(f"/starts/{event.pk}/holding/", {"seen": 1}).status_code == 403
    assert host.post("/starts/rules/", {"seen": 0}).status_code == 403
    assert host.get(f"/starts/{event.pk}/holding/").status_code == 405


def test_what_is_being_prepared_does_not_exist_for_other_units(office: Client, city: City) -> None:
    event = with_both(city)
    pages = (f"/starts/{event.pk}/", f"/starts/{event.pk}/export/")
    for user in (city.other_liaison, city.owner, city.system_admin):
        stranger = city.client(user)
        assert [stranger.get(page).status_code for page in pages] == [404, 404]
        for page in ("/starts/", "/starts/export/?format=csv"):
            assert "示例集中开工" not in stranger.get(page).content.decode()
    assert city.client(city.liaison).get(pages[0]).status_code == 200

    row = row_of(event)
    gone = office.post(f"/starts/projects/{row.pk}/removal/", {"seen": event.version})
    assert gone.status_code == 302
    hold_event(event, by=city.office, now=NOW)
    shown = city.client(city.other_liaison).get(pages[0]).content.decode()
    assert "24,000" in shown
    assert "示例轴承生产线项目" not in shown
    assert "示例轴承生产线项目" in office.get(pages[0]).content.decode()


def test_a_host_that_gives_an_event_away_lands_on_the_list(city: City) -> None:
    event = planned(city)
    host = city.client(city.liaison)
    page = f"/starts/{event.pk}/edit/"
    form = host.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert host.post(page, typed | {"batch": "一季度"}).url == f"/starts/{event.pk}/"
    event.refresh_from_db()
    given = {"host_unit": city.housing.pk, "seen": event.version}
    assert host.post(page, typed | given).url == "/starts/"
    assert city.client(city.other_liaison).get(f"/starts/{event.pk}/").status_code == 200


def test_a_project_that_joined_again_is_not_offered_a_third_time(
    office: Client, city: City
) -> None:
    first = with_both(city)
    project = row_of(first).project
    cancel_event(first, reason="合并到第二批", by=city.office, now=NOW)
    third = planned(city, title="示例第三批集中开工")
    adding = f"/starts/{third.pk}/projects/new/"
    assert project in office.get(adding).context["page"].object_list
    second = planned(city, title="示例第二批集中开工")
    add_projects(second, [project], kind="产业", by=city.office, now=NOW)
    assert project not in office.get(adding).context["page"].object_list


def test_an_empty_start_is_named_on_the_page(city: City) -> None:
    event = held(city)
    city.tenant.stopped_on = date(2021, 3, 28)
    city.tenant.save(update_fields=["stopped_on"])
    office = city.client(city.office)
    shown = office.get(f"/starts/{event.pk}/").content.decode()
    assert "2 个项目到检查日仍未实质开工" in shown
    assert "没有登记实际开工" in shown
    assert "2 个项目到检查日仍未实质开工" in office.get("/starts/").content.decode()
    stranger = city.client(city.other_liaison)
    assert "未实质开工" not in stranger.get(f"/starts/{event.pk}/").content.decode()


def test_the_page_of_a_project_leads_to_its_event(office: Client, city: City) -> None:
    event = held(city)
    project = row_of(event).project
    shown = office.get(f"/projects/{project.pk}/").content.decode()
    assert f'href="/starts/{event.pk}/"' in shown
    other = city.project("示例仓储项目")
    assert "/starts/0" not in office.get(f"/projects/{other.pk}/").content.decode()


def test_files_are_safe_and_add_up(office: Client, city: City) -> None:
    event = held(city)
    Project.objects.filter(pk=row_of(event).project_id).update(name="=1+1")
    text = office.get(f"/starts/{event.pk}/export/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][1] == "'=1+1"
    assert rows[-1][1:6] == ["合计", "", "", "", "76000"]
    book = openpyxl.load_workbook(BytesIO(office.get(f"/starts/{event.pk}/export/").content))
    sheet = book.active
    assert sheet is not None
    assert sheet["F4"].value == 76000
    every = openpyxl.load_workbook(BytesIO(office.get("/starts/export/").content)).active
    assert every is not None
    assert [cell.value for cell in every[2]][4:6] == [2, 76000]


def test_rules_are_set_by_the_office(office: Client, city: City) -> None:
    assert "产品默认" in office.get("/starts/rules/").content.decode()
    typed = {"seen": 0, "line": "10000", "days": "45、90", "proofs": ["registered"],
             "kinds": "产业，民生"}  # fmt: skip
    wrong = office.post("/starts/rules/", typed | {"days": "一个月"})
    assert (wrong.status_code, "1 到 730" in wrong.content.decode()) == (422, True)
    assert office.post("/starts/rules/", typed).url == "/starts/rules/"
    rules = rules_in_force(city.tenant.pk)
    assert (rules.days, rules.kinds) == ((45, 90), ("产业", "民生"))
    assert office.post("/starts/rules/", typed).status_code == 409
    assert "示例甲" in office.get("/starts/rules/").content.decode()


def test_a_title_is_not_taken_twice_on_one_day(office: Client, city: City) -> None:
    planned(city)
    typed = {"day": "2021-02-26", "title": "示例集中开工", "site": "示例产业园"}
    refused = office.post("/starts/new/", typed)
    assert refused.status_code == 422
    assert "已有同名" in refused.content.decode()
    assert StartEvent.objects.count() == 1
