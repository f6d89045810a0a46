"""Pages of lists of work: what each person may open and do, and files that are safe to open."""

from __future__ import annotations

import csv
import io
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from guatu.boards.desk import Place, desk_of, must_today
from guatu.domain.worklists.rows import Cell
from guatu.journal.models import Event
from guatu.journal.outbox import Occasion
from guatu.journal.queries import sentence_of
from guatu.notices.audience import people_told
from guatu.org.models import User
from guatu.worklists.actions import filing, filling
from guatu.worklists.actions.amending import amend
from guatu.worklists.actions.rounds import call_in, freeze, prepare
from guatu.worklists.models import WorkList
from guatu.worklists.queries.promises import promises_of
from tests.city import NOW, City
from tests.worklists.lists import DUE, NOON, item, list_of, prepared, with_milestones


@pytest.fixture
def row(city: City) -> WorkList:
    with_milestones(city)
    return prepared(city)


def test_who_files_comes_to_the_own_list_and_others_to_all(city: City, row: WorkList) -> None:
    assert city.client(city.liaison).get("/worklists/").url == f"/worklists/{row.pk}/"
    assert city.client(city.office).get("/worklists/").url == "/worklists/all/"
    assert city.client(city.reader).get(f"/worklists/{row.pk}/").status_code == 200


@pytest.mark.parametrize(
    "page",
    ["", "export/", "copy/", "rows/new/", "approval/", "return/", "review/"],
)
def test_the_list_of_another_unit_does_not_exist(city: City, row: WorkList, page: str) -> None:
    for stranger in (city.other_liaison, city.outsider):
        assert city.client(stranger).get(f"/worklists/{row.pk}/{page}").status_code == 404


def test_rows_and_rounds_of_others_do_not_exist(city: City, row: WorkList) -> None:
    late = item(row, "基础")
    stranger = city.client(city.other_liaison)
    for page in ("edit/", "striking/", "amendment/"):
        assert stranger.get(f"/worklists/rows/{late.pk}/{page}").status_code == 404
    neighbour = city.client(city.outsider)
    assert neighbour.get(f"/worklists/all/?round={row.round_id}").status_code == 404
    assert neighbour.post(f"/worklists/rounds/{row.round_id}/freezing/").status_code == 404
    assert "示例工信局" not in stranger.get("/worklists/all/").content.decode()


def test_may_see_and_may_not_do(city: City, row: WorkList) -> None:
    office = city.client(city.office)
    assert office.post(f"/worklists/{row.pk}/filing/").status_code == 403
    assert office.get(f"/worklists/rows/{item(row, '基础').pk}/edit/").status_code == 403
    liaison = city.client(city.liaison)
    assert liaison.post(f"/worklists/rounds/{row.round_id}/freezing/").status_code == 403
    assert liaison.post("/worklists/rules/", {"seen": 0}).status_code == 403


def test_a_correction_shows_what_the_system_said(city: City, row: WorkList) -> None:
    liaison, late = city.client(city.liaison), item(row, "基础")
    page = f"/worklists/rows/{late.pk}/edit/"
    form = liaison.get(page).context["form"]
    assert set(form.fields) == {"seen", "done", "plan", "trouble", "help"}
    typed = {"seen": row.version, "done": form["done"].initial, "plan": "周五前完成", "trouble": "",
             "help": "请住建局答复"}  # fmt: skip
    assert liaison.post(page, typed).url == f"/worklists/{row.pk}/#row-{late.pk}"
    shown = liaison.get(f"/worklists/{row.pk}/").content.decode()
    assert "周五前完成" in shown
    assert "系统：</span>" not in shown
    assert "抓紧完成（应于3月10日）" in shown
    again = liaison.post(page, {**typed, "plan": "改晚了"})
    assert again.status_code == 409
    assert "改晚了" in again.content.decode()


def test_filed_by_one_approved_by_another(city: City, row: WorkList) -> None:
    liaison, head = city.client(city.liaison), city.client(city.head)
    assert liaison.post(f"/worklists/{row.pk}/filing/", {"seen": row.version}).status_code == 302
    assert liaison.get(f"/worklists/{row.pk}/approval/").status_code == 403
    seen = list_of(city).version
    assert head.post(f"/worklists/{row.pk}/approval/", {"seen": seen}).status_code == 302
    assert list_of(city).approved_by == city.head


def test_frozen_and_amended_are_both_shown(city: City, row: WorkList) -> None:
    freeze(row.round, now=NOON)
    amend(item(list_of(city), "基础"), "plan", "3月25日", reason="笔误", by=city.office, now=NOON)
    browser = city.client(city.liaison)
    shown = browser.get(f"/worklists/{row.pk}/").content.decode()
    assert "抓紧完成（应于3月10日）" in shown
    assert "更正为：3月25日（笔误）" in shown
    frozen = browser.get(f"/worklists/{row.pk}/?version=frozen").content.decode()
    assert "3月25日" not in frozen


def test_the_office_sees_who_is_missing_and_what_was_prefilled(city: City, row: WorkList) -> None:
    filing.file(row, by=city.liaison, now=NOW)
    freeze(row.round, now=NOON)
    city.tenant.stopped_on = date(2021, 3, 17)
    city.tenant.save(update_fields=["stopped_on"])
    read = city.client(city.office).get(f"/worklists/all/?round={row.round_id}").context["read"]
    assert [one.row.unit.label for one in read.missing] == ["示例住建局"]
    assert (read.counts.rows, read.counts.overdue, read.share.row_percent) == (3, 1, 100)
    assert [(one.title, one.counts.rows) for one in read.lines] == [("工业立市", 3)]


def test_rows_are_filtered_by_unit_line_and_state(city: City, row: WorkList) -> None:
    office = city.client(city.office)
    for query, n in (
        ("standing=overdue", 1),
        (f"line={city.industry_line.pk}", 3),
        (f"line={city.housing_line.pk}", 0),
        (f"unit={city.housing.pk}", 0),
        ("q=打桩", 1),
        ("standing=nonsense", 3),
    ):
        page = office.get(f"/worklists/all/?round={row.round_id}&view=rows&{query}")
        assert page.context["page"].paginator.count == n, query


def test_files_hold_no_formula(city: City, row: WorkList) -> None:
    bad = "=HYPERLINK(A1)"
    filling.add(row, filling.OwnRow(bad, {Cell.PLAN: "+1"}), by=city.liaison, now=NOW)
    browser = city.client(city.liaison)
    told = browser.get(f"/worklists/{row.pk}/export/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    assert rows[0][2:5] == ["事项", "上周完成", "本周计划"]
    assert rows[-1][2] == f"'{bad}"
    raw = browser.get(f"/worklists/{row.pk}/export/").content
    sheet = openpyxl.load_workbook(BytesIO(raw)).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == f"'{bad}" for cell in cells)
    copied = browser.get(f"/worklists/{row.pk}/copy/").json()
    assert f"'{bad}" in copied["text"]


def test_promises_of_last_week_against_what_came_of_them(city: City, row: WorkList) -> None:
    judged = promises_of(city.office, row.round, date(2021, 3, 22))
    found = {one.item.label.split("：")[1]: str(one.outcome) for one in judged}
    assert found == {"基础": "broken", "正负零": "broken"}
    page = city.client(city.office).get(f"/worklists/promises/?round={row.round_id}")
    assert page.context["score"].open == 2


def test_unasked_the_page_judges_the_last_week_not_the_one_just_begun(
    city: City, row: WorkList
) -> None:
    office = city.client(city.office)
    assert office.get("/worklists/promises/").context["round"] == row.round
    last_week = prepare(city.tenant, row.round.period.before, now=NOW)
    assert office.get("/worklists/promises/").context["round"] == last_week
    this_week = office.get(f"/worklists/promises/?round={row.round_id}")
    assert this_week.context["round"] == row.round


def test_desks_of_liaison_and_head(city: City, row: WorkList) -> None:
    def lists(who: User) -> list[str]:
        desk = desk_of(User.objects.get(pk=who.pk).access, NOW)
        assert desk.must == must_today(who.access, NOW)
        lines = [line for shelf in desk.shelves for line in shelf.lines]
        return [str(o.row.duty.kind) for o in lines if o.row.place is Place.WORK_LIST]

    assert (lists(city.liaison), lists(city.head)) == (["fill_list"], [])
    filing.file(row, by=city.liaison, now=NOW)
    assert (lists(city.liaison), lists(city.head)) == ([], ["approve_list"])
    assert lists(city.other_liaison) == ["fill_list"]


def test_who_is_told(city: City, row: WorkList) -> None:
    filing.file(row, by=city.liaison, now=NOW)
    call_in(row.round, now=DUE)
    told = {
        (event.code, person.user.name)
        for event in Event.objects.filter(code__startswith="work_")
        for person in people_told(_occasion(event))
    }
    assert told == {
        ("work_list.prepared", city.liaison.name),
        ("work_list.prepared", city.other_liaison.name),
        ("work_list.filed", city.head.name),
        ("work_list.missed", city.other_liaison.name),
        ("work_round.called", city.office.name),
    }


def test_rules_are_read_by_all_and_set_by_the_office(city: City) -> None:
    assert city.client(city.liaison).get("/worklists/rules/").status_code == 200
    office = city.client(city.office)
    form = office.get("/worklists/rules/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value is not False}
    assert office.post("/worklists/rules/", {**sent, "week_freeze_day": "1"}).status_code == 422
    later = {"week_file_day": "2", "week_freeze_day": "3"}
    assert office.post("/worklists/rules/", {**sent, **later}).status_code == 302
    assert "产品默认" not in office.get("/worklists/rules/").content.decode()


def _occasion(event: Event) -> Occasion:
    return Occasion(
        event_id=event.pk,
        tenant_id=event.tenant_id,
        at=event.at,
        code=event.code,
        object_kind=event.object_kind,
        object_id=event.object_id,
        object_label=event.object_label,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        details=event.details,
        sentence=sentence_of(event),
    )
