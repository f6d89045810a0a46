"""The meter, caps, costs and 五不得 in the browser: who sees what, and that figures agree."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from axes.models import AccessLog
from django.test import Client

from guatu.burden.terms import preset, terms_of
from guatu.command.models import Meeting
from guatu.dispatches.models import Dispatch
from guatu.lines.models import ScoreItem
from guatu.web.burden.views.five import POLICY
from tests.burden.asking import capped, counted, given
from tests.city import City
from tests.worklists.lists import prepared, with_milestones

COST = "/burden/costs/dispatch/"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def section(page: str, title: str) -> str:
    """The card that begins with ``title``, without marks."""
    return plain(page.split(title, 1)[1].split("</section>", 1)[0])


def form_of(city: City, **more: object) -> dict[str, object]:
    return {
        "title": "示例项目供地手续",
        "asked": "完成供地手续，交批复文件",
        "lead_unit": str(city.industry.pk),
        "assisting": [str(city.housing.pk)],
        "urgency": "normal",
        "evidence": ["document"],
        "source": "other",
        "kind": "assignment",
        "weight": "0",
        "then": "issue",
        **more,
    }


def test_the_office_reads_all_units_a_unit_itself_anybody_oneself(city: City) -> None:
    given(city, city.industry, city.housing)

    whole = text_of(city.client(city.office), "/burden/")
    assert "示例工信局" in whole
    assert "示例住建局" in whole
    own = text_of(city.client(city.liaison), "/burden/")
    assert "示例工信局" in own
    assert "示例住建局" not in own
    alone = text_of(city.client(city.reader), "/burden/")
    assert "示例工信局" not in alone
    assert "我的负担" in alone


def test_asking_for_another_unit_gives_ones_own(city: City) -> None:
    given(city, city.housing)
    page = text_of(city.client(city.liaison), f"/burden/?unit={city.housing.pk}")

    assert "示例住建局" not in page


def test_no_page_of_the_meter_names_a_person_but_oneself(city: City) -> None:
    given(city, city.industry)
    for viewer in (city.office, city.head):
        for url in ("/burden/", f"/burden/?unit={city.industry.pk}", "/burden/?view=own"):
            page = text_of(city.client(viewer), url)
            assert city.liaison.name not in page


def test_without_anything_asked_the_page_says_so(office: Client) -> None:
    page = text_of(office, "/burden/")

    assert "这八周没有这一项" in page


def test_a_unit_sees_its_caps_and_what_is_above(city: City) -> None:
    capped(city, "slips", 1, hard=False)
    given(city, city.industry)
    given(city, city.industry)
    page = text_of(city.client(city.head), f"/burden/?unit={city.industry.pk}&measure=slips")

    assert re.search(r"派单 2 1 已超限 只提示 示例文件", section(page, "对照限额"))
    assert 'class="capacity-limit"' in page
    assert "超出上限 1" in page


def test_the_files_hold_what_the_page_shows(city: City) -> None:
    given(city, city.industry, city.housing, evidence=("document", "figures"))
    client = city.client(city.office)

    raw = client.get("/burden/export/?format=csv").content.decode("utf-8-sig")
    rows = {row["单位"]: row for row in csv.DictReader(io.StringIO(raw))}
    assert (rows["示例工信局"]["人工填报项"], rows["示例工信局"]["派单"]) == ("4", "1")
    assert (rows["示例住建局"]["人工填报项"], rows["示例住建局"]["表单"]) == ("1", "1")

    book = openpyxl.load_workbook(BytesIO(client.get("/burden/export/").content))
    cells = {row[0]: row[1] for row in book.active.iter_rows(values_only=True)}
    assert cells["示例工信局"] == 4
    own = city.client(city.liaison).get("/burden/export/?format=csv&view=own")
    assert "2021-03-15" in own.content.decode()


def test_the_line_on_the_form_is_what_is_counted_after_sending(city: City, office: Client) -> None:
    sent = form_of(city, evidence=["document", "photo"])
    line = plain(office.post(COST, sent).content.decode()).strip()
    assert line == "本次将占用 2 个单位：5 项填报、3 张表、2 张派单。"

    assert office.post("/dispatches/new/", sent).status_code == 302

    lead, helper = counted(city, city.industry), counted(city, city.housing)
    assert (lead.typed + helper.typed, lead.forms + helper.forms) == (5, 3)


def test_units_near_their_cap_are_named_before_sending(city: City, office: Client) -> None:
    capped(city, "slips", 2, hard=False)
    given(city, city.industry)
    line = plain(office.post(COST, form_of(city)).content.decode())

    assert "其中 1 个单位当周将达上限" in line
    assert "示例工信局当周派单 2，上限 2（示例文件）" in line
    assert "不能下发" not in line


def test_over_a_hard_cap_the_form_stays_with_the_sentence(city: City, office: Client) -> None:
    capped(city, "slips", 1)
    given(city, city.industry)
    assert "不能下发" in office.post(COST, form_of(city)).content.decode()

    response = office.post("/dispatches/new/", form_of(city))

    assert response.status_code == 422
    assert "超过负担限额，没有办成" in response.content.decode()
    assert Dispatch.objects.count() == 1


def test_costs_need_no_choice_and_no_sense(city: City, office: Client) -> None:
    for sent in ({}, {"lead_unit": "x", "assisting": ["", "y"], "urgency": "z", "due_on": "?"}):
        assert "选定单位或人员后" in office.post(COST, sent).content.decode()
    stranger = str(city.outsider.holdings.get().post.unit_id)
    assert "选定单位" in office.post(COST, {"lead_unit": stranger}).content.decode()
    assert office.get(COST).status_code == 405
    assert city.client(city.reader).post(COST, {}).status_code == 403


def test_a_meeting_tells_its_minutes_and_counts_them(city: City, office: Client) -> None:
    posts = [str(city.posts[key].pk) for key in ("head", "liaison")]
    sent = {
        "kind": "steering",
        "title": "示例调度会",
        "body": "",
        "day": "2021-03-16",
        "clock": "15:00",
        "minutes": "45",
        "place": "示例会议室",
        "chair": str(city.posts["deputy"].pk),
        "attendees": posts,
    }
    line = plain(office.post("/burden/costs/meeting/", sent).content.decode()).strip()
    assert line == "本次将占用 2 个单位：2 个单位次会议、135 人分钟。"

    assert office.post("/command/meetings/new/", sent).status_code == 302
    assert Meeting.objects.get().minutes == 45
    assert counted(city, city.industry).minutes == 90


def test_the_rules_of_lists_tell_what_the_next_lists_ask(city: City, office: Client) -> None:
    with_milestones(city)
    page = plain(office.post("/burden/costs/lists/", {"week": "on"}).content.decode())

    assert "周清单：本次将占用 2 个单位：20 项系统预填、2 张表。" in page
    assert "月调度" not in page
    assert "没有启用的清单" in office.post("/burden/costs/lists/", {}).content.decode()


def test_caps_are_read_by_all_and_adopted_by_the_office(city: City, office: Client) -> None:
    assert "未采用，下列是产品建议值" in text_of(city.client(city.head), "/burden/caps/")
    sent = _caps(seen=0)
    assert city.client(city.head).post("/burden/caps/", sent).status_code == 403

    assert office.post("/burden/caps/", sent).status_code == 302
    assert terms_of(city.tenant.pk).version == 1
    assert office.post("/burden/caps/", sent).status_code == 409
    assert "已采用" in text_of(office, "/burden/caps/")


def test_a_bad_cap_stays_on_the_form_with_its_sentence(city: City, office: Client) -> None:
    response = office.post("/burden/caps/", {**_caps(seen=0), "unit_reminders_hard": "on"})

    assert response.status_code == 422
    assert "要少发，请改催办梯级" in response.content.decode()
    assert terms_of(city.tenant.pk).version == 0


def test_what_is_let_through_stands_on_the_meter(city: City, office: Client) -> None:
    sent = {"measure": "slips", "unit": "", "day": "2021-03-17", "reason": "防汛应急"}
    assert city.client(city.head).post("/burden/waivers/new/", sent).status_code == 403
    assert office.post("/burden/waivers/new/", sent).status_code == 302

    page = text_of(city.client(city.liaison), "/burden/")
    assert "防汛应急" in section(page, "本周放行")
    assert "防汛应急" not in text_of(city.client(city.liaison), "/burden/?week=2021-03-08")


def test_a_prohibition_is_broken_by_what_is_stored(city: City, office: Client) -> None:
    page = text_of(office, "/burden/five/")
    assert "做到：是" in section(page, "3. 不得强制下载使用")

    ScoreItem.objects.create(
        line=city.industry_line, name="平台登录率", points=Decimal(5), words="每日不低于 90%"
    )
    told = section(text_of(office, "/burden/five/"), "3. 不得强制下载使用")
    assert "做到：否" in told
    assert "“平台登录率”（登录率）" in told


def test_titles_that_a_reader_may_not_see_are_only_counted(city: City) -> None:
    given(city, city.housing, title="示例每日打卡事项")
    for sees in (city.office, city.other_liaison):
        assert "示例每日打卡事项" in text_of(city.client(sees), "/burden/five/")
    told = section(text_of(city.client(city.liaison), "/burden/five/"), "2. 不得强制签到")
    assert "涉及 1 项" in told
    assert "示例每日打卡事项" not in told
    assert "做到：否" in told


def test_what_is_not_issued_is_neither_named_nor_counted(city: City) -> None:
    dispatch = given(city, city.industry, title="示例每日打卡事项", evidence=("photo",))
    for status in ("draft", "approving"):
        Dispatch.objects.filter(pk=dispatch.pk).update(status=status)
        page = text_of(city.client(city.office), "/burden/five/")
        assert "示例每日打卡事项" not in page
        assert "做到：否" not in section(page, "2. 不得强制签到")
        assert "做到：是" in section(page, "4. 不得作为日常考核")


def test_log_ins_of_other_governments_are_not_counted(city: City) -> None:
    for user in (city.liaison, city.outsider, city.outsider):
        AccessLog.objects.create(username=user.username, ip_address="127.0.0.1")

    told = section(text_of(city.client(city.office), "/burden/five/"), "2. 不得强制签到")
    assert "1 条，防破解口令用" in told


def test_photos_that_are_demanded_break_the_fourth(city: City, office: Client) -> None:
    assert "做到：是" in section(text_of(office, "/burden/five/"), "4. 不得作为日常考核")
    given(city, city.industry, evidence=("photo",))

    assert "做到：否" in section(text_of(office, "/burden/five/"), "4. 不得作为日常考核")


def test_the_first_needs_caps_and_lists_that_are_filled(city: City, office: Client) -> None:
    assert "还没有采用限额" in section(text_of(office, "/burden/five/"), "1. 不得随意")
    capped(city, "forms", 9)
    with_milestones(city)
    prepared(city)

    told = section(text_of(office, "/burden/five/"), "1. 不得随意")
    assert "做到：是" in told
    assert "系统预填 100%" in told


def test_the_policy_that_is_judged_is_the_one_that_is_sent(office: Client) -> None:
    response = office.get("/burden/five/")

    assert response["Content-Security-Policy"] == POLICY.content
    assert response["Permissions-Policy"] == POLICY.permissions


@pytest.mark.parametrize("url", ["/burden/", "/burden/five/", "/burden/caps/", "/burden/export/"])
def test_pages_of_the_meter_are_for_people_with_an_account(db: None, url: str) -> None:
    assert Client().get(url).url == f"/accounts/login/?next={url}"


def _caps(*, seen: int) -> dict[str, object]:
    rules = preset()
    sent: dict[str, object] = {"seen": seen, "answer_days": rules["answer_days"]}
    for row in rules["caps"]:
        name = f"{row['scope']}_{row['measure']}"
        sent[f"{name}_limit"] = row["limit"] or ""
        sent[f"{name}_source"] = row["source"]
    return sent
