"""Two-factor log-in in our own pages and words."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from guatu.journal.queries import history_of, sentence_of
from tests.city import PASSWORD, City

HOME = "/accounts/2fa/"
ACTIVATE = f"{HOME}totp/activate/"
DEACTIVATE = f"{HOME}totp/deactivate/"
CODES = f"{HOME}recovery-codes/"


@pytest.fixture
def browser(city: City) -> Client:
    """Logged in, and the password confirmed a moment ago."""
    browser = Client()
    browser.post("/accounts/login/", {"login": city.office.username, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def code_for(secret: str) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def activated(browser: Client) -> str:
    """Turn it on as a person does; returns the secret that the page showed."""
    page = browser.get(ACTIVATE).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret, page
    answer = browser.post(ACTIVATE, {"code": code_for(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return secret[1]


def test_turning_it_on_gives_recovery_codes(city: City, browser: Client) -> None:
    assert "未开启" in browser.get(HOME).content.decode()
    activated(browser)
    assert "已开启" in browser.get(HOME).content.decode()
    page = browser.get(CODES).content.decode()
    assert "还剩 10 个，共 10 个" in page
    assert len(re.findall(r"<li><code>", page)) == 10
    assert browser.get(f"{CODES}download/").status_code == 200


def test_a_wrong_code_is_said_and_nothing_is_on(city: City, browser: Client) -> None:
    browser.get(ACTIVATE)
    answer = browser.post(ACTIVATE, {"code": "000000"})
    assert "验证码不对或已过期" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_from_then_on_the_password_alone_does_not_open_the_door(
    city: City, browser: Client
) -> None:
    secret = activated(browser)
    other = Client()
    form = {"login": city.office.username, "password": PASSWORD}
    step = other.post("/accounts/login/", form, follow=True)
    assert "请再输入验证器应用上的 6 位数字" in step.content.decode()
    assert "_auth_user_id" not in other.session
    wrong = other.post(f"{HOME}authenticate/", {"code": "111111"})
    assert "验证码不对或已过期" in wrong.content.decode()
    other.post(f"{HOME}authenticate/", {"code": code_for(secret)})
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    if "_auth_user_id" not in other.session:  # the code of this half minute was used already
        other.post(f"{HOME}authenticate/", {"code": recovery.get_unused_codes()[0]})
    assert other.session["_auth_user_id"] == str(city.office.pk)


def test_codes_cannot_be_guessed_in_a_row(city: City, browser: Client) -> None:
    activated(browser)
    other, here = Client(), f"{HOME}authenticate/"
    other.post("/accounts/login/", {"login": city.office.username, "password": PASSWORD})
    for guess in range(10):
        other.post(here, {"code": f"{guess:06d}"})
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    right = other.post(here, {"code": recovery.get_unused_codes()[0]})
    assert "输错的次数太多" in right.content.decode()
    assert "_auth_user_id" not in other.session


def test_turning_it_off_asks_first(city: City, browser: Client) -> None:
    activated(browser)
    assert "停用后只凭密码就能登录" in browser.get(DEACTIVATE).content.decode()
    browser.post(DEACTIVATE)
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_new_recovery_codes_replace_the_old_ones(city: City, browser: Client) -> None:
    activated(browser)
    before = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    old = before.get_unused_codes()
    assert "10 个备用码还没有用" in browser.get(f"{CODES}generate/").content.decode()
    browser.post(f"{CODES}generate/")
    after = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    assert not set(old) & set(after.get_unused_codes())


def test_the_journal_knows_each_change(city: City, browser: Client) -> None:
    activated(browser)
    browser.post(f"{CODES}generate/")
    browser.post(DEACTIVATE)
    said = [str(sentence_of(event)) for event in history_of(city.office.pk)]
    assert said == [
        "停用账号“示例甲”的两步验证",
        "重新生成账号“示例甲”的备用码",
        "开启账号“示例甲”的两步验证",
    ]


def test_the_system_administrator_lifts_it_for_whoever_lost_the_telephone(
    city: City, browser: Client
) -> None:
    activated(browser)
    admin, here = city.client(city.system_admin), f"/units/accounts/{city.office.pk}/"
    assert "解除两步验证" in admin.get("/units/accounts/").content.decode()
    answer = admin.post(f"{here}second-factor/removal/", follow=True)
    assert "已解除 示例甲 的两步验证" in answer.content.decode()
    assert browser.get("/settings/").status_code == 302  # running sessions end
    form = {"login": city.office.username, "password": PASSWORD}
    assert Client().post("/accounts/login/", form)["Location"] == "/desk/start/"
    again = admin.post(f"{here}second-factor/removal/", follow=True)
    assert "没有开启两步验证" in again.content.decode()


@pytest.mark.parametrize(("who", "status"), [("security_admin", 403), ("outsider", 404)])
def test_nobody_else_lifts_it(city: City, browser: Client, who: str, status: int) -> None:
    activated(browser)
    address = f"/units/accounts/{city.office.pk}/second-factor/removal/"
    assert city.client(getattr(city, who)).post(address).status_code == status
    assert Authenticator.objects.filter(user=city.office).exists()


def test_a_session_that_did_not_type_the_password_must_confirm_it(
    city: City, office: Client
) -> None:
    asked = office.get(ACTIVATE, follow=True)
    html = asked.content.decode()
    assert "再次确认身份" in html
    here = asked.redirect_chain[-1][0]
    wrong = office.post(here, {"password": "不是这个", "next": ACTIVATE})
    assert "密码不对" in wrong.content.decode()
    right = office.post(here, {"password": PASSWORD, "next": ACTIVATE})
    assert right["Location"] == ACTIVATE
    assert "应用上显示的验证码" in office.get(ACTIVATE).content.decode()
