"""What suppliers owed, opened as it stood on a day."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.test import Client

from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.planning import accept_plan
from guatu.projects.actions.supplying import block_need, deliver_need, promise_need
from guatu.projects.models import Project, SupportNeed
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, morning
from tests.projects.needing import DRAFT, REQUIRED

PROMISED = date(2021, 3, 1)


@pytest.fixture
def supply(city: City) -> SupportNeed:
    """Asked for on 15 February, promised and blocked on 1 March, there on the 10th."""
    by = city.office
    project = project_at(city, morning(FIRST), "示例轴承项目", planned_start=date(2021, 3, 15))
    accept_plan(project, DRAFT, REQUIRED, reason="", by=by, now=morning(FIRST))
    step = project.milestones.get(code="piling")
    wanted = Wanted(element="land", name="供地", supplier=city.housing, milestone=step)
    (need,) = add_needs(project, [wanted], by=by, now=morning(FIRST))
    promise_need(need, on=date(2021, 6, 10), by=by, now=morning(PROMISED))
    block_need(need, words="2 户未签", by=by, now=morning(PROMISED))
    deliver_need(need, on=date(2021, 3, 10), by=by, now=morning(date(2021, 3, 10)))
    return need


def text_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200, url
    return str(response.content.decode())


def supplier_url(city: City) -> str:
    return f"/needs/suppliers/{city.housing.pk}/"


def test_the_list_and_the_supplier_are_those_of_the_day(
    city: City, office: Client, supply: SupportNeed
) -> None:
    for url in ("/needs/", supplier_url(city)):
        asked = text_of(office, f"{url}?as_of=2021-02-20")
        assert "待承诺</span>" in asked
        assert "2021-06-10" not in asked
        promised = text_of(office, f"{url}?as_of=2021-03-01")
        assert "承诺晚于需要</span>" in promised
        for said in ("数据截至 2021-03-01 23:59", "2021-06-10", "2 户未签", "供地", "桩基"):
            assert said in promised, said
        assert "未落实 0" in text_of(office, f"{url}?as_of=2021-03-10")
        assert "供地" in text_of(office, f"{url}?as_of=2021-03-10&show=delivered")


def test_nothing_can_be_said_of_a_need_of_the_past(city: City, supply: SupportNeed) -> None:
    browser = city.client(city.other_liaison)
    past = text_of(browser, f"{supplier_url(city)}?as_of=2021-03-01")
    assert "供地" in past
    assert re.findall(r'action="/needs/[^"]*"', past) == []
    # the page of a need tells of today
    assert re.findall(r'href="/needs/[0-9a-f-]+/', past) == []


def test_links_keep_the_day(city: City, office: Client, supply: SupportNeed) -> None:
    for url in (f"/needs/?element=land&line={city.industry_line.pk}&show=all", "/needs/?show=all"):
        past = text_of(office, f"{url}&as_of=2021-03-01")
        body = past[past.index("page-actions") : past.index("</main>")]
        now = re.search(r'href="([^"]*)">回到现在', past)
        assert now
        links = re.findall(r'(?:href|data-href)="((?:/needs/|\?)[^"#]*)"', body)
        assert [link for link in links if "as_of=" not in link and link != now[1]] == []
    assert f'href="{supplier_url(city)}?as_of=2021-03-01"' in past
    assert f"/projects/{supply.project_id}/light/?day=2021-03-01" in past
    assert '<input type="hidden" name="as_of" value="2021-03-01">' in past
    page = text_of(office, f"{supplier_url(city)}?as_of=2021-03-01&show=late")
    for link in ("/needs/?as_of=2021-03-01", "?show=all&amp;as_of=2021-03-01"):
        assert f'href="{link}"' in page


def test_the_file_leaves_out_what_was_not_kept(office: Client, supply: SupportNeed) -> None:
    response = office.get("/needs/export/?as_of=2021-03-01")
    assert "-20210301-2359" in response["Content-Disposition"]
    head, row = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    told = dict(zip(head, row, strict=True))
    assert (told["状态"], told["承诺时间"], told["卡点堵点"]) == (
        "承诺晚于需要", "2021-06-10", "2 户未签",
    )  # fmt: skip
    assert not {"责任岗位", "使节点推迟（工作日）", "使竣工推迟（工作日）"} & set(head)


def test_another_unit_sees_only_its_own(city: City, supply: SupportNeed) -> None:
    project = Project.objects.get(pk=supply.project_id)
    wanted = Wanted(
        element="power", name="供电", supplier=city.root, needed_by=REQUIRED, reason="临时用电"
    )
    add_needs(project, [wanted], by=city.office, now=morning(date(2021, 3, 11)))
    page = text_of(city.client(city.other_liaison), "/needs/?show=all&as_of=2021-03-12")
    assert "供地" in page
    assert "示例轴承项目" in page
    assert str(project.pk) not in page  # a page that it may not open
    assert 'class="name">供电' not in page
    assert 'class="name">供电' in text_of(
        city.client(city.liaison), "/needs/?show=all&as_of=2021-03-12"
    )
    outsider = city.client(city.outsider)
    assert "示例轴承项目" not in outsider.get("/needs/?show=all&as_of=2021-03-12").content.decode()
    assert outsider.get(f"{supplier_url(city)}?as_of=2021-03-12").status_code == 404


def test_a_day_without_needs_is_told_in_words(
    city: City, office: Client, supply: SupportNeed
) -> None:
    assert "2021-02-14 那天还没有留存" in text_of(office, "/needs/?as_of=2021-02-14")
    workshop = f"/needs/suppliers/{city.workshop.pk}/?as_of=2021-03-01"
    assert "2021-03-01 那天没有承担要素保障" in text_of(office, workshop)
    narrowed = text_of(office, "/needs/?element=power&as_of=2021-03-01")
    assert "没有符合条件的要素需求" in narrowed
