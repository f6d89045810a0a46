"""The closed loop: one matter from a red light to its sign-off, and back when it proves false.

Five people, each in a browser of his own: the office gives it out, a liaison does it on a phone, a
second unit assists, a sponsor is told when it is late, an inspector looks again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guatu.ops.demo.samples import sample_file
from tests.browser.arriving import DESK, PHONE, Enter

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Locator, Page

    from tests.browser.moving_clock import City

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROJECT = "示例印刷包装产业园一期项目"
MATTER = f"解决“{PROJECT}”亮红灯的问题"
DUE, MORE = date(2021, 3, 19), date(2021, 3, 22)
#: Five working days after ``MORE``, at closing hour, the sponsor is called in.
RAISED = date(2021, 3, 30)
AGAIN = date(2021, 4, 2)
TOLD = "提请包保领导督办"
FIRST, SECOND = "示例：已加两个作业面，关键线路压缩 11 个工作日", "示例：补现场照片，三班作业已到位"
TOO_LITTLE, FALSE = "示例：照片看不出是哪个作业面", "示例：现场只有一个作业面在施工"


@dataclass(frozen=True, slots=True)
class People:
    office: Page
    liaison: Page
    helper: Page
    sponsor: Page
    inspector: Page


@pytest.fixture
def people(enter: Enter) -> People:
    return People(
        office=enter("demo-office", DESK),
        liaison=enter("demo-liaison", PHONE),
        helper=enter("demo-liaison2", PHONE),
        sponsor=enter("demo-sponsor", DESK),
        inspector=enter("demo-inspector", DESK),
    )


def test_from_a_red_light_to_sign_off_and_back(people: People, own_city: City) -> None:
    number = _give_out(people.office)
    _receive(people.liaison)
    _assist(people.helper)
    _ask_for_more_time(people.liaison)
    _grant(people.office)
    own_city.turn_to(RAISED)
    _learn_that_it_is_late(people.sponsor, number)
    _hand_in_the_wrong_kind(people.liaison)
    _reply(people.liaison, FIRST)
    _send_back(people.office)
    _redo(people.liaison)
    _pass_and_sign_off(people.office)
    _see_that_nothing_is_left(people.liaison)
    _find_it_false(people.inspector)
    _see_it_again(people.liaison, number)
    _read_the_whole_course(people.office, number)


def _give_out(page: Page) -> str:
    """The number under which everybody knows it from now on."""
    page.goto(f"/projects/?light=red&q={PROJECT}")
    page.locator(".project-table").get_by_role("link", name=PROJECT).click()
    page.locator("#light").get_by_role("link", name="派单解决").click()
    expect(page.get_by_label("工作事项")).to_have_value(MATTER)
    expect(page.get_by_label("工作要求")).to_have_value(re.compile("^该项目亮红灯：.*请查明原因"))
    page.get_by_label("现场照片").check()
    unit = page.get_by_role("combobox", name="主办单位")
    unit.fill("gxj")
    page.get_by_role("option", name="市工业和信息化局").click()
    page.locator("summary", has_text="协办单位").click()
    page.get_by_label("市住房和城乡建设局").check()
    page.get_by_label("完成时限").fill(DUE.isoformat())
    page.get_by_role("button", name="下发").click()
    expect(page.locator("#turn")).to_contain_text("等市工信局签收")
    return page.locator(".dispatch-marks .num").inner_text()


def _receive(page: Page) -> None:
    duty = _on_the_desk(page)
    duty.get_by_role("button", name="签收").click()
    expect(page.locator("#messages")).to_contain_text("已签收")
    _on_the_desk(page).get_by_role("link", name="首次反馈").click()
    page.get_by_label("进展").fill("示例：已与施工单位商定增加作业面")
    page.get_by_role("button", name="报进展").click()
    expect(page.locator("#messages")).to_contain_text("已报")


def _assist(page: Page) -> None:
    duty = _on_the_desk(page)
    expect(duty).to_contain_text("协办")
    duty.get_by_role("button", name="签收").click()
    expect(page.locator("#messages")).to_contain_text("协办事项")
    page.locator("#turn").get_by_role("link", name="报协办进展").click()
    page.get_by_label("进展").fill("示例：质监人员每周到场两次")
    page.get_by_label("本单位承担的部分已经完成").check()
    page.get_by_role("button", name="报协办进展").click()
    expect(page.locator("#messages")).to_contain_text("已报")
    _see_that_nothing_is_left(page)


def _ask_for_more_time(page: Page) -> None:
    page.locator("#turn").get_by_role("link", name="申请延期").click()
    page.get_by_label("申请延至").fill(MORE.isoformat())
    page.get_by_label("延期理由").fill("示例：模板周转要到周一")
    page.get_by_role("button", name="申请延期").click()
    expect(page.locator("#messages")).to_contain_text("等待批复")


def _grant(page: Page) -> None:
    """The office finds the request on its desk, though its day begins with the overview."""
    duty = _on_the_desk(page)
    duty.get_by_role("link").last.click()
    expect(page.locator("#units")).to_contain_text(f"申请延至 {MORE}")
    page.get_by_role("button", name="同意延期").click()
    expect(page.locator("#messages")).to_contain_text("已同意")
    expect(page.locator("#units")).to_contain_text(f"{MORE} 17:30")


def _learn_that_it_is_late(page: Page, number: str) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="消息").click()
    told = page.locator(".notice.is-unread", has_text=MATTER).filter(has_text=TOLD)
    expect(told).to_have_count(1)
    expect(told).to_contain_text("紧急")
    told.get_by_role("link").click()
    expect(page.get_by_role("heading", name=MATTER)).to_be_visible()
    expect(page.locator(".dispatch-marks")).to_contain_text(number)
    expect(page.locator(".dispatch-marks")).to_contain_text("橙单")
    expect(page.locator("#turn")).to_contain_text("已逾期")
    expect(page.locator("#course")).to_contain_text(TOLD)


def _hand_in_the_wrong_kind(page: Page) -> None:
    duty = _on_the_desk(page)
    expect(duty).to_contain_text("已逾期")
    duty.get_by_role("link", name="办结", exact=True).click()
    page.get_by_label("办理结果").fill(FIRST)
    _attach(page, "document")
    page.get_by_role("button", name="反馈办结").click()
    expect(page.locator("form.form")).to_contain_text("不能作为“现场照片”。请上传 JPG、PNG 文件")
    expect(page.get_by_label("办理结果")).to_have_value(FIRST)


def _reply(page: Page, words: str) -> None:
    page.get_by_label("办理结果").fill(words)
    _attach(page, "photo")
    page.get_by_role("button", name="反馈办结").click()
    expect(page.locator("#messages")).to_contain_text("等待复核")


def _attach(page: Page, kind: str) -> None:
    """A file of that kind, handed in as a photograph."""
    name, raw = sample_file(kind, "示例现场")
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": raw}
    page.locator("input[name=evidence-photo]").set_input_files(file)


def _send_back(page: Page) -> None:
    _on_the_desk(page).get_by_role("link", name=MATTER).click()
    expect(page.locator("#matter .wanted")).to_contain_text("示例现场（示例照片）.png")
    page.locator("#turn").get_by_role("link", name="退回重办").click()
    page.get_by_label("哪里不符合要求").fill(TOO_LITTLE)
    page.get_by_label("重办时限").fill(AGAIN.isoformat())
    page.get_by_role("button", name="退回重办").click()
    expect(page.locator("#messages")).to_contain_text("退回重办")


def _redo(page: Page) -> None:
    duty = _on_the_desk(page)
    duty.get_by_role("link", name=MATTER).click()
    expect(page.locator("#course")).to_contain_text(TOO_LITTLE)
    page.locator("#turn").get_by_role("link", name="反馈办结").click()
    _reply(page, SECOND)


def _pass_and_sign_off(page: Page) -> None:
    _on_the_desk(page).get_by_role("link", name=MATTER).click()
    page.get_by_role("button", name="复核通过").click()
    expect(page.locator("#messages")).to_contain_text("可以销号")
    page.get_by_role("button", name="销号").click()
    page.get_by_role("dialog").get_by_role("button", name="销号").click()
    expect(page.locator("#messages")).to_contain_text("已销号")
    expect(page.locator(".dispatch-marks")).to_contain_text("已销号")


def _find_it_false(page: Page) -> None:
    """All that was signed off since is drawn, so this one is among it."""
    page.goto("/dispatches/")
    page.locator("summary", has_text="更多").click()
    page.get_by_role("link", name="回头看").click()
    page.get_by_role("link", name="抽取", exact=True).click()
    page.get_by_label("销号起").fill(DUE.isoformat())
    page.get_by_label("销号止").fill(RAISED.isoformat())
    page.get_by_role("button", name="抽取").click()
    row = page.locator(".recheck-table tr", has_text=MATTER)
    row.get_by_role("link", name="登记结果").click()
    page.get_by_label("不属实", exact=True).check()
    page.get_by_label("核查情况").fill(FALSE)
    page.get_by_label("重新打开时发单").select_option(label="红单")
    page.get_by_role("button", name="登记").click()
    expect(row).to_contain_text(FALSE)
    expect(row).to_contain_text("退回重办")


def _see_it_again(page: Page, number: str) -> None:
    duty = _on_the_desk(page)
    expect(duty).to_contain_text(number)
    expect(duty).to_contain_text("红单")


def _read_the_whole_course(page: Page, number: str) -> None:
    page.reload()
    marks = page.locator(".dispatch-marks")
    for words in (number, "红单", "第 3 轮", "重新打开 1 次"):
        expect(marks).to_contain_text(words)
    rounds = page.locator("#course .round")
    expect(rounds).to_have_count(2)
    for words in (SECOND, "复核通过", "销号", "重新打开", FALSE):
        expect(rounds.first).to_contain_text(words)
    for words in ("签收", "申请延期", "同意延期", TOLD, FIRST, TOO_LITTLE):
        expect(rounds.last).to_contain_text(words)


def _see_that_nothing_is_left(page: Page) -> None:
    page.goto("/desk/")
    expect(page.get_by_role("heading", name="我的待办")).to_be_visible()
    expect(page.locator(".duty", has_text=MATTER)).to_have_count(0)


def _on_the_desk(page: Page) -> Locator:
    """The line of the matter on 我的待办, wherever it lies."""
    page.goto("/desk/")
    for rest in page.locator("details.desk-rest:not([open]) > summary").all():
        rest.click()
    duty = page.locator(".duty", has_text=MATTER)
    expect(duty).to_have_count(1)
    return duty
