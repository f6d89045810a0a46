"""The journal page: who may read it, what it shows, how one goes on and takes it away."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from guatu.journal.codes import registered
from guatu.org.actions import add_unit, close_unit
from guatu.web.journal.kinds import KINDS, kind_of
from tests.city import NOW, TODAY, City

HERE = "/journal/"


def numbers(html: str) -> list[int]:
    return [int(n) for n in re.findall(r'data-label="序号">(\d+)<', html)]


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(f"{HERE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def add_units(city: City, count: int) -> None:
    for n in range(1, count + 1):
        add_unit(city.tenant, f"示例{n}局", parent=city.root, by=city.office, now=NOW)


def test_what_was_done_stands_there_newest_first_and_opens(city: City, office: Client) -> None:
    project = city.project()
    unit = add_unit(city.tenant, "示例水务局", parent=city.root, by=city.office, now=NOW)
    html = page(office)
    assert html.index("新增单位“示例水务局”") < html.index("列入重点项目“示例轴承生产线项目”")
    assert f'href="/units/{unit.pk}/"' in html
    assert f'href="/projects/{project.pk}/"' in html
    assert "示例甲" in html


@pytest.mark.parametrize("who", ["office", "inspector", "audit_admin"])
def test_who_reads_it(city: City, who: str) -> None:
    assert city.client(getattr(city, who)).get(HERE).status_code == 200


@pytest.mark.parametrize("who", ["liaison", "head", "deputy", "reader", "system_admin"])
def test_who_does_not(city: City, who: str) -> None:
    browser = city.client(getattr(city, who))
    for address in (HERE, f"{HERE}export/"):
        answer = browser.get(address)
        assert answer.status_code == 403
        assert "查看日志" in answer.content.decode()


def test_the_auditor_gets_no_links_to_projects_that_he_cannot_open(city: City) -> None:
    project = city.project()
    html = page(city.client(city.audit_admin))
    assert "示例轴承生产线项目" in html
    assert f"/projects/{project.pk}/" not in html


def test_a_neighbour_sees_nothing_of_it(city: City) -> None:
    city.project()
    assert "示例轴承" not in page(city.client(city.outsider))


def test_fifty_a_page_on_and_back(city: City, office: Client) -> None:
    add_units(city, 120)
    first = page(office)
    assert numbers(first) == list(range(120, 70, -1))
    assert "较新 50 条" not in first
    second = page(office, "?before=71")
    assert numbers(second) == list(range(70, 20, -1))
    assert "较新 50 条" in second
    last = page(office, "?before=21")
    assert numbers(last) == list(range(20, 0, -1))
    assert "较早 50 条" not in last
    back = page(office, "?after=20")
    assert numbers(back) == list(range(70, 20, -1))


def test_new_events_do_not_shift_the_page_that_one_reads(city: City, office: Client) -> None:
    add_units(city, 60)
    before = numbers(page(office, "?before=11"))
    add_unit(city.tenant, "示例新局", parent=city.root, by=city.office, now=NOW)
    assert numbers(page(office, "?before=11")) == before


def test_narrowing_by_person_kind_day_and_words(city: City, office: Client) -> None:
    city.project()
    unit = add_unit(city.tenant, "示例水务局", parent=city.root, by=city.system_admin, now=NOW)
    close_unit(unit, on=TODAY, by=city.office, now=NOW + timedelta(days=1))

    assert len(numbers(page(office))) == 3
    assert len(numbers(page(office, "?person=示例壬"))) == 1
    assert len(numbers(page(office, "?kind=org"))) == 2
    assert len(numbers(page(office, "?kind=project"))) == 1
    assert len(numbers(page(office, "?since=2021-03-16"))) == 1
    assert len(numbers(page(office, "?until=2021-03-15"))) == 2
    assert len(numbers(page(office, "?words=水务"))) == 2
    assert len(numbers(page(office, "?kind=org&person=示例甲"))) == 1


def test_what_narrows_is_shown_and_can_be_taken_away(city: City, office: Client) -> None:
    city.project()
    html = page(office, "?kind=org&words=没有的")
    assert "没有符合条件的记录" in html
    assert "单位与岗位" in html
    assert 'href="?kind=org"' in html


def test_a_day_that_is_none_is_said_and_narrows_nothing(city: City, office: Client) -> None:
    city.project()
    html = page(office, "?since=三月")
    assert len(numbers(html)) == 1
    assert "有内容需要改正" in html


def test_the_file_holds_what_the_page_narrows_to(city: City, office: Client) -> None:
    city.project("=1+1 示例项目")
    add_unit(city.tenant, "示例水务局", parent=city.root, by=city.office, now=NOW)
    answer = office.get(f"{HERE}export/?kind=project")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "journal.csv" in answer["Content-Disposition"]
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == ["序号", "时间", "经办人", "类别", "对象", "事项"]
    assert [row[1:5] for row in rows[1:]] == [
        ["2021-03-15 09:00", "示例甲", "项目", "'=1+1 示例项目"]
    ]


def test_it_cannot_be_written_to(office: Client) -> None:
    assert office.post(HERE).status_code == 405


def test_every_event_that_an_app_registers_has_a_kind() -> None:
    assert [code for code in registered() if kind_of(code) is None] == []


def test_no_event_is_of_two_kinds() -> None:
    begins = [begin for kind in KINDS for begin in kind.begins]
    assert len(begins) == len(set(begins))
