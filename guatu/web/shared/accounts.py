"""Log-in: accounts are opened by the system administrator, never by signing up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.kit import clock
from guatu.org import actions
from guatu.org.models import User
from guatu.web.shared.sentences import in_words


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """No signing up; our own rules and words for passwords."""

    error_messages = {  # noqa: RUF012 - allauth's own attribute
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("这个账号已停用。如需恢复使用，请联系系统管理员。"),
        "enter_current_password": gettext_lazy("当前密码不对，请重新输入。"),
        "incorrect_code": gettext_lazy("验证码不对或已过期，请输入应用上正在显示的 6 位数字。"),
        "incorrect_password": gettext_lazy("密码不对，请重新输入。"),
        "rate_limited": gettext_lazy("试得太频繁，请过几分钟再试。"),
        "same_as_current": gettext_lazy("新密码不能与当前密码相同，请换一个。"),
        "too_many_login_attempts": gettext_lazy("输错的次数太多，已暂停登录，请过 5 分钟再试。"),
        "username_password_mismatch": gettext_lazy(
            "用户名或密码不对，请检查后重新输入。忘记密码请联系系统管理员重设。"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return username.strip()

    def clean_password(self, password: str, user: User | None = None) -> str:
        if user and (fault := actions.password_fault(user, password)):
            raise ValidationError(in_words(fault))
        return password

    def set_password(self, user: User, password: str) -> None:
        """The person at the screen gives himself a new password."""
        now = getattr(self.request, "now", None) or clock.now()
        actions.change_own_password(user, password, now=now)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {  # noqa: RUF012 - allauth's own attribute
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("现在不能停用两步验证，请联系系统管理员。"),
        "cannot_generate_recovery_codes": gettext_lazy("请先开启两步验证，再生成备用码。"),
        "incorrect_code": gettext_lazy("验证码不对或已过期，请输入应用上正在显示的 6 位数字。"),
        "rate_limited": gettext_lazy("试得太频繁，请过几分钟再试。"),
    }


def display_name(user: User) -> str:
    return user.name


def login_name(request: HttpRequest, credentials: Any) -> str:
    """The account that wrong passwords count for: ``Office`` opens it as ``office`` does."""
    return str((credentials or {}).get("username") or "").strip().lower()


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any, *args: Any, **kw: Any
) -> HttpResponse:
    """Five wrong passwords from one place: five minutes' rest for that account and address."""
    sentence = _("连续 5 次密码不符，该账号在本机暂停登录 5 分钟。忘记密码请联系系统管理员重置。")
    return render(request, "errors/429.html", {"sentence": sentence}, status=429)
