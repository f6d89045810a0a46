"""The forms of django-allauth with our labels; what they check is theirs."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def _label(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


def _of_digits(form: forms.Form) -> None:
    form.fields["code"].widget.attrs.update(
        autofocus=True, autocapitalize="off", spellcheck="false"
    )


class LoginForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _label(self, login=_("用户名"), password=_("密码"))


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _label(
            self, oldpassword=_("当前密码"), password1=_("新密码"), password2=_("再输一遍新密码")
        )
        self.fields["password1"].help_text = _(
            "至少 12 个字符，不能只有数字，不能与用户名相近。改后在别处登录的要重新登录。"
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        first, again = given.get("password1"), given.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("两次输入的新密码不一样，请重新输入。"))
        return given

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        if password == self.data.get("oldpassword"):
            raise ValidationError(_("新密码不能与当前密码相同，请换一个。"))
        return password


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _label(self, password=_("密码"))


class CodeForm(factor.AuthenticateForm):  # type: ignore[misc]
    """The second step of logging in."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _label(self, code=_("验证码"))
        _of_digits(self)


class ReauthenticateCodeForm(factor.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _label(self, code=_("验证码"))
        _of_digits(self)


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _label(self, code=gettext_lazy("应用上显示的验证码"))
        _of_digits(self)
