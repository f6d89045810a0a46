"""A real installation: tables, calendar, the government and its first administrator."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path

from django.conf import settings

from guatu.domain.words import N_, Sentence, say
from guatu.kit import clock
from guatu.kit.refusals import Refusal
from guatu.ops.tables import bring_up_to_date
from guatu.org.actions import found_tenant
from guatu.org.models import Tenant
from guatu.workdays.actions import load_shipped
from guatu.workdays.models import CalendarVersion
from guatu.workdays.shipped import VERSION

PASSWORD_VARIABLE = "GUATU_ADMIN_PASSWORD"  # noqa: S105 - its name, not a password
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new installation must be told."""

    name: str
    short_name: str
    region_code: str
    year: int
    username: str
    person: str
    password: str


def install(
    answers_file: Path | None, *, ask: Ask = input, ask_secretly: Ask = getpass
) -> Sentence:
    """Make the installation, or find that it is there; says which."""
    bring_up_to_date()
    load_calendar()
    there = Tenant.objects.order_by("id").first()
    if there is not None and there.is_demo:
        raise Refusal(
            say(
                "数据目录 {folder} 里是演示城市。正式安装请用 GUATU_DATA_DIR 另指一个目录。",
                folder=str(settings.DATA_DIR),
            )
        )
    if there is not None:
        return say(N_("“{name}”已经安装好，沿用原有数据。"), name=there.name)
    answers = read_answers(answers_file) if answers_file else _asked(ask, ask_secretly)
    return _found(answers)


def load_calendar() -> None:
    """The shipped edition, read from its source packages only when it is not there yet."""
    if not CalendarVersion.objects.filter(version=VERSION).exists():
        load_shipped(now=clock.now())


def read_answers(path: Path) -> Answers:
    """Answers from a JSON object with the fields of ``Answers``.

    The password may stand in the environment instead, in ``GUATU_ADMIN_PASSWORD``.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(
            say("读不到安装答案“{path}”：{fault}。", path=str(path), fault=error.strerror or "")
        ) from error
    except ValueError as error:
        raise Refusal(
            say("安装答案“{path}”不是 JSON 文件：{fault}。", path=str(path), fault=str(error))
        ) from error
    if not isinstance(given, dict):
        raise Refusal(say("安装答案“{path}”最外层应是一个 JSON 对象。", path=str(path)))
    return _checked({"password": os.environ.get(PASSWORD_VARIABLE, ""), **given})


def _asked(ask: Ask, ask_secretly: Ask) -> Answers:
    if not sys.stdin.isatty() and ask is input:
        raise Refusal(
            say("首次安装要登记本级政府和管理员。请在终端运行，或用 --answers 给出答案文件。")
        )
    print("首次安装，请登记本级政府和第一位管理员。")
    given = {
        "name": ask("政府名称（如 示例市人民政府）："),
        "short_name": ask("简称（如 示例市）："),
        "region_code": ask("行政区划代码（6 位）："),
        "year": ask("工作年度（如 2026）："),
        "username": ask("管理员用户名："),
        "person": ask("管理员姓名："),
        "password": _password(ask_secretly),
    }
    return _checked(given)


def _password(ask_secretly: Ask) -> str:
    while True:
        first = ask_secretly("管理员密码（至少 12 个字符）：")
        if ask_secretly("再输入一次：") == first:
            return first
        print("两次输入的密码不同，请重新输入。")


_LABELS = {
    "name": N_("政府名称"),
    "short_name": N_("简称"),
    "region_code": N_("行政区划代码"),
    "year": N_("工作年度"),
    "username": N_("管理员用户名"),
    "person": N_("管理员姓名"),
    "password": N_("管理员密码"),
}


def _checked(given: Mapping[str, object]) -> Answers:
    """Shape only; whether the values will do is for the act to say."""
    texts = {name: str(given.get(name, "")).strip() for name in _LABELS}
    texts["password"] = str(given.get("password", ""))
    missing = [label for name, label in _LABELS.items() if not texts[name]]
    if missing:
        raise Refusal(say("还缺少：{fields}。", fields="、".join(missing)))
    unknown = sorted(given.keys() - _LABELS.keys())
    if unknown:
        raise Refusal(
            say(
                "安装答案里有不认识的项：{fields}；可用的是 {known}。",
                fields="、".join(unknown),
                known="、".join(_LABELS),
            )
        )
    year = texts.pop("year")
    if not year.isdecimal() or not 2000 <= int(year) <= 2100:
        raise Refusal(say("工作年度“{year}”不对，请写四位年份，如 2026。", year=year))
    return Answers(year=int(year), **texts)


def _found(answers: Answers) -> Sentence:
    founded = found_tenant(
        answers.name,
        answers.short_name,
        answers.region_code,
        answers.year,
        username=answers.username,
        person=answers.person,
        password=answers.password,
        now=clock.now(),
    )
    return say(
        N_("已为“{name}”安装好。请用 {username} 登录，先建单位和岗位，再导入台账。"),
        name=founded.tenant.name,
        username=answers.username,
    )
