"""Settings: one's own account for everyone, the installation for administrators."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import history_of, sentence_of
from guatu.org.models import Tenant
from tests.city import City

HERE = "/settings/"
GOVERNMENT = f"{HERE}government/"
FACTS = {"name": "示例新市", "short_name": "示例新", "region_code": "370882", "year": "2022"}


def text(browser: Client, address: str = HERE) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everyone_sees_his_account_and_may_change_the_password(city: City) -> None:
    html = text(city.client(city.liaison))
    assert "示例工信局 联络员" in html
    assert 'href="/accounts/password/change/"' in html
    assert 'href="/accounts/2fa/"' in html
    assert 'href="/settings/government/"' not in html
    assert 'href="/health/"' not in html
    assert 'href="/units/accounts/"' not in html


def test_the_system_administrator_finds_accounts_and_health(city: City) -> None:
    html = text(city.client(city.system_admin))
    assert "11 个在用" in html
    assert 'href="/units/accounts/"' in html
    assert 'href="/health/"' in html
    assert "没有担任岗位" in html


def test_the_facts_of_the_government_are_changed_and_recorded(city: City) -> None:
    browser = city.client(city.system_admin)
    assert 'value="示例市"' in text(browser, GOVERNMENT)
    answer = browser.post(GOVERNMENT, FACTS, follow=True)
    assert "已保存本地信息" in answer.content.decode()
    tenant = Tenant.objects.get(pk=city.tenant.pk)
    assert (tenant.name, tenant.short_name, tenant.year) == ("示例新市", "示例新", 2022)
    (event,) = history_of(tenant.pk)
    assert str(sentence_of(event)) == "修改“示例新市”的本地信息"
    assert event.details["changes"]["year"] == [2021, 2022]


def test_saving_the_same_twice_records_once(city: City) -> None:
    browser = city.client(city.system_admin)
    for _time in range(2):
        browser.post(GOVERNMENT, FACTS)
    assert len(history_of(city.tenant.pk)) == 1


def test_an_empty_short_name_is_taken_from_the_name(city: City) -> None:
    city.client(city.system_admin).post(GOVERNMENT, FACTS | {"short_name": ""})
    assert Tenant.objects.get(pk=city.tenant.pk).short_name == "示例新市"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "名称"),
        ({"name": "示例邻市"}, "已经建立"),
        ({"region_code": "37"}, "行政区划代码是 6 位数字"),
        ({"year": "1999"}, "工作年度"),
    ],
)
def test_what_is_wrong_is_said_and_stays(city: City, values: dict[str, Any], said: str) -> None:
    answer = city.client(city.system_admin).post(GOVERNMENT, FACTS | values)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert 'value="示例新"' in html
    assert Tenant.objects.get(pk=city.tenant.pk).name == "示例市"


@pytest.mark.parametrize("who", ["office", "liaison", "reader", "security_admin", "audit_admin"])
def test_nobody_else_changes_them(city: City, who: str) -> None:
    browser = city.client(getattr(city, who))
    assert browser.get(GOVERNMENT).status_code == 403
    assert browser.post(GOVERNMENT, FACTS).status_code == 403
    assert Tenant.objects.get(pk=city.tenant.pk).name == "示例市"


@pytest.mark.parametrize(
    ("who", "status"), [("system_admin", 200), ("audit_admin", 200), ("office", 403)]
)
def test_the_health_page_is_for_administrators(city: City, who: str, status: int) -> None:
    answer = city.client(getattr(city, who)).get("/health/")
    assert answer.status_code == status
    if status == 200:
        assert "巡检" in answer.content.decode()


def test_a_load_balancer_needs_no_account(db: None) -> None:
    answer = Client().get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok")
