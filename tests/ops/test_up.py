"""``guatu up``: a real installation, with nothing of the demonstration in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from guatu.kit.refusals import Refusal
from guatu.ops.installation import install, read_answers
from guatu.org.choices import AdminKind
from guatu.org.models import Tenant, User
from guatu.projects.models import Project
from guatu.workdays.models import CalendarVersion
from tests.city import TODAY

GIVEN = {
    "name": "示例县人民政府",
    "short_name": "示例县",
    "region_code": "370899",
    "year": 2026,
    "username": "admin",
    "person": "示例甲",
    "password": "示例口令-Guatu-2026",
}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write(tmp_path, GIVEN)


def write(folder: Path, given: object) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_answers_found_the_government_and_its_administrator(answers: Path) -> None:
    told = install(answers)
    tenant = Tenant.objects.get()
    assert (tenant.name, tenant.year, tenant.is_demo) == ("示例县人民政府", 2026, False)
    admin = User.objects.get()
    assert admin.admin_kind == AdminKind.SYSTEM
    assert authenticate(None, username="admin", password=GIVEN["password"]) == admin
    assert "admin" in str(told)
    assert "示例县人民政府" in str(told)


@pytest.mark.django_db
def test_nothing_of_the_demonstration_gets_in(answers: Path) -> None:
    install(answers)
    assert not Project.objects.exists()
    assert not User.objects.filter(username__startswith="demo-").exists()
    assert not Tenant.objects.filter(stopped_on__isnull=False).exists()


@pytest.mark.django_db
def test_a_second_time_changes_nothing(answers: Path) -> None:
    install(answers)
    again = install(answers)
    assert "沿用原有数据" in str(again)
    assert Tenant.objects.count() == User.objects.count() == CalendarVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_folder_with_the_demonstration_is_refused(answers: Path) -> None:
    Tenant.objects.create(name="演示", short_name="演示", year=2021, stopped_on=TODAY)
    with pytest.raises(Refusal, match="里是演示城市"):
        install(answers)


@pytest.mark.django_db
def test_a_weak_password_is_refused_and_nothing_is_founded(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        install(write(tmp_path, {**GIVEN, "password": "12345678"}))
    assert not Tenant.objects.exists()


@pytest.mark.django_db
def test_at_the_terminal_the_password_is_asked_twice(capsys: pytest.CaptureFixture[str]) -> None:
    typed = iter(["示例县人民政府", "示例县", "370899", "2026", "admin", "示例甲"])
    secret = iter(["示例口令-Guatu-2026", "打错了", "示例口令-Guatu-2026", "示例口令-Guatu-2026"])
    install(None, ask=lambda _: next(typed), ask_secretly=lambda _: next(secret))
    assert "两次输入的密码不同" in capsys.readouterr().out
    assert Tenant.objects.get().short_name == "示例县"


def test_the_password_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUATU_ADMIN_PASSWORD", "另一个示例口令-2026")
    given = {name: value for name, value in GIVEN.items() if name != "password"}
    assert read_answers(write(tmp_path, given)).password == "另一个示例口令-2026"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({**GIVEN, "name": " "}, "还缺少：政府名称"),
        ({**GIVEN, "year": "今年"}, "工作年度“今年”不对"),
        ({**GIVEN, "pasword": "x"}, "不认识的项：pasword"),
        ([], "最外层应是一个 JSON 对象"),
    ],
)
def test_answers_that_do_not_fit_are_named(given: object, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_answers(write(tmp_path, given))
