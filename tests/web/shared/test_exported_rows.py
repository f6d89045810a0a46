"""What stands in the files of lists: the rows of the page, safe to open, of one's own city only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from guatu.commitments.actions.reviewing import open_reviews
from guatu.dayclear.actions.settling import add
from guatu.dispatches.actions.rechecking import draw_sample
from guatu.dispatches.models import Recheck, Sample
from guatu.domain.commitments import Status
from guatu.domain.lifecycle import Status as Standing
from guatu.lines.actions.tasks import add_task
from guatu.lines.choices import LineStatus
from guatu.lines.models import WorkLine
from guatu.org.choices import AdminKind
from guatu.org.models import Unit, User
from guatu.projects.actions.bulk import Asked, change_many
from guatu.projects.actions.listing import create_project, edit_project
from guatu.projects.choices import BulkKind
from guatu.projects.models import BulkEdit, ListVersion, Milestone
from guatu.worklists.models import WorkItem
from tests.boards.many import milestone_of, turned
from tests.capacity.test_capacity import handled_by, limit, planned
from tests.city import NOW, TODAY, City
from tests.commitments.promising import in_state
from tests.datechanges.moving import paused
from tests.datechanges.moving import planned as with_plan
from tests.dispatches.cast import at, build_cast
from tests.projects.listing_years import found
from tests.screens.boards import address_for, board_of
from tests.web.intake.books import book, plain_rows, sent
from tests.web.shared.tables import KINDS, table
from tests.worklists.lists import prepared, with_milestones

RISKY, SAFE = "=1+1", "'=1+1"


@dataclass(frozen=True)
class List:
    """``make`` makes rows and returns the address of their page; ``row`` is one of them in the
    file, with what a spreadsheet would run as a formula made harmless."""

    make: Callable[[City], str]
    row: Mapping[str, str]
    reader: str = "office"


def promises(city: City) -> str:
    with_milestones(city)
    row = prepared(city)
    WorkItem.objects.filter(label__endswith="正负零").update(label=RISKY)
    return f"{reverse('work-list-promises')}?round={row.round_id}"


def reviews(city: City) -> str:
    in_state(city, Status.KEPT)
    open_reviews(city.tenant, 2021, by=city.office, now=NOW)
    Unit.objects.filter(pk=city.industry.pk).update(name=RISKY)
    return reverse("commitment-reviews")


def pauses(city: City) -> str:
    paused(city, with_plan(city), what=RISKY)
    return reverse("pause-list")


def accounts(city: City) -> str:
    User.objects.filter(pk=city.liaison.pk).update(name=RISKY)
    return f"{reverse('unit-accounts')}?q={city.liaison.username}"


def samples(city: City) -> str:
    drawn(city)
    Sample.objects.update(drawn_by_name=RISKY)
    return reverse("dispatch-samples")


def rechecks(city: City) -> str:
    sample = drawn(city)
    Recheck.objects.update(words=RISKY)
    return reverse("dispatch-sample", args=[sample.pk])


def drawn(city: City) -> Sample:
    """One dispatch that was signed off, to be looked at again."""
    at(build_cast(city), Standing.SIGNED_OFF)
    last = date(2021, 3, 31)
    return draw_sample(
        city.tenant,
        first=date(2021, 3, 1),
        last=last,
        count=1,
        seed="示例",
        by=city.office,
        now=NOW,
    )


def boards(city: City) -> str:
    board_of(city, name=RISKY)
    return reverse("board-list")


def addresses(city: City) -> str:
    board = board_of(city)
    address_for(city, board, RISKY)
    return reverse("board-detail", args=[board.pk])


def lines(city: City) -> str:
    city.project()
    WorkLine.objects.filter(pk=city.industry_line.pk).update(title=RISKY)
    return reverse("line-list")


def chains(city: City) -> str:
    lines(city)
    return reverse("line-chains")


def plan(city: City) -> str:
    WorkLine.objects.filter(pk=city.industry_line.pk).update(status=LineStatus.DRAFT)
    values = {"task": RISKY, "lead_unit": city.industry, "due": date(2021, 3, 1)}
    add_task(city.industry_line, values, by=city.office, now=NOW)
    return reverse("line-detail", args=[city.industry_line.pk])


def overview(city: City) -> str:
    lines(city)
    return reverse("overview")


def week(city: City) -> str:
    project = city.project(RISKY)
    milestone_of(project, 1, date(2021, 3, 19), "正负零").save()
    return reverse("overview-week")


def turns(city: City) -> str:
    turned(city.project(RISKY), "green", "red").save()
    return reverse("overview-turns")


def versions(city: City) -> str:
    city.project()
    ListVersion.objects.filter(pk=found(city).pk).update(title=RISKY)
    return reverse("version-list")


def duties(city: City) -> str:
    add(city.industry, RISKY, day=TODAY, post=city.posts["liaison"], by=city.liaison, now=NOW)
    return reverse("dayclear")


def loads(city: City) -> str:
    handled_by(city, planned(city, RISKY, 10, 5))
    limit(city, 1)
    Unit.objects.filter(pk=city.housing.pk).update(name=RISKY)
    return reverse("capacity-list")


def load_of_a_week(city: City) -> str:
    handled_by(city, planned(city, RISKY, 10, 5, required=date(2021, 4, 6)))
    return reverse("capacity-week", args=[limit(city, 1).pk, "2021-03-15"])


def ledgers(city: City) -> str:
    sent(city.client(city.office), book(*plain_rows(2)), f"{RISKY}.xlsx")
    return reverse("intake-list")


def edits(city: City) -> str:
    project = city.project()
    asked = [Asked(project.pk, project.version, {"year_plan": Decimal(9000)})]
    change_many(city.tenant, asked, kind=BulkKind.CHOSEN, by=city.office, now=NOW)
    BulkEdit.objects.update(words=RISKY)
    return reverse("project-edits")


def since_print(city: City) -> str:
    given = {
        "name": RISKY, "line": city.industry_line, "lead_unit": city.industry,
        "owner_post": city.posts["owner"], "required_finish": date(2021, 12, 31),
    }  # fmt: skip
    listed = NOW - timedelta(days=3)
    project = create_project(city.tenant, given, year=2021, by=city.office, now=listed)
    later = {"required_finish": date(2022, 1, 31)}
    edit_project(project, later, seen=project.version, by=city.office, now=NOW)
    return f"{reverse('wallchart-since')}?since=20210313T120000&year=2021"


LISTS = {
    "promises": List(promises, {"事项": SAFE, "单位": "示例工信局", "结果": "未到时间"}),
    "reviews": List(reviews, {"述诺单位": SAFE, "承诺": "1", "兑现": "1", "公布日期": ""}),
    "pauses": List(pauses, {"等什么": SAFE, "等待的单位": "示例住建局", "状态": "待审批"}),
    "accounts": List(
        accounts, {"姓名": SAFE, "现任岗位": "示例工信局 联络员", "状态": "在用"}, "system_admin"
    ),
    "samples": List(samples, {"抽取人": SAFE, "抽取": "1", "已核查": "0", "抽签码": "示例"}),
    "rechecks": List(rechecks, {"核查情况": SAFE, "核查结果": "还没有核查"}),
    "boards": List(boards, {"展板": SAFE, "在用地址": "0"}),
    "addresses": List(addresses, {"挂在哪里": SAFE, "发放人": "示例甲", "何时撤销": ""}),
    "lines": List(lines, {"工作线": SAFE, "项目": "1", "牵头单位": "示例工信局"}),
    "chains": List(chains, {"工作线": SAFE, "项目": "1"}),
    "plan": List(plan, {"任务": SAFE, "牵头单位": "示例工信局", "状态": "逾期 14 天"}),
    "overview": List(overview, {"工作线": SAFE, "项目": "1"}),
    "week": List(week, {"项目": SAFE, "节点": "正负零"}),
    "turns": List(turns, {"项目": SAFE, "原来的灯": "绿", "现在的灯": "红"}),
    "versions": List(versions, {"名称": SAFE, "版次": "1", "项目": "1", "比上一版": "首版"}),
    "duties": List(duties, {"事项": SAFE, "单位": "示例工信局", "状态": "待办"}),
    "loads": List(loads, {"单位或领导": SAFE, "节点": "1", "超出": "0"}),
    "load of a week": List(load_of_a_week, {"项目": SAFE, "节点": "工序0"}),
    "ledgers": List(ledgers, {"文件": f"{SAFE}.xlsx", "状态": "待核对", "上传人": "示例甲"}),
    "edits": List(edits, {"改了什么": SAFE, "项目（个）": "1", "经办人": "示例甲"}),
    "since print": List(since_print, {"项目": SAFE, "变化": "有变"}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_the_page_leads_to_its_rows_safe_to_open(city: City, name: str, kind: str) -> None:
    wanted = LISTS[name]
    page = wanted.make(city)
    reader = getattr(city, wanted.reader)
    answer = city.client(reader).get(_file_of(city, reader, page, kind))
    assert answer.status_code == 200
    assert f".{kind};" in answer["Content-Disposition"]
    rows = [{head: row[head] for head in wanted.row} for row in table(answer)]
    assert dict(wanted.row) in rows
    assert RISKY not in {cell for row in table(answer) for cell in row.values()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_the_office_next_door_gets_none_of_them(city: City, name: str, kind: str) -> None:
    wanted = LISTS[name]
    page = wanted.make(city)
    file = _file_of(city, getattr(city, wanted.reader), page, kind)
    if wanted.reader == "system_admin":
        User.objects.filter(pk=city.outsider.pk).update(admin_kind=AdminKind.SYSTEM)
    answer = city.client(User.objects.get(pk=city.outsider.pk)).get(file)
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        assert SAFE not in str(table(answer))


@pytest.mark.parametrize("kind", KINDS)
def test_days_are_days_and_a_list_is_exported_as_it_is_narrowed(city: City, kind: str) -> None:
    address = promises(city)
    Milestone.objects.filter(name="正负零").update(actual_finish=TODAY)
    browser = city.client(city.office)
    (row,) = table(browser.get(_file_of(city, city.office, f"{address}&outcome=kept", kind)))
    assert (row["应于"][:10], row["实际"][:10]) == ("2021-03-19", "2021-03-15")
    assert len(table(browser.get(_file_of(city, city.office, address, kind)))) == 2


def _file_of(city: City, reader: User, page: str, kind: str) -> str:
    """Where the page of ``reader`` says that its file is."""
    text = city.client(reader).get(page).content.decode()
    found = re.search(rf'href="([^"]*export/[^"]*format={kind})"', text)
    assert found is not None
    return unescape(found[1])
