"""Passwords: what makes one good enough, and a person's own change of it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.models import User


@transaction.atomic
def change_own_password(user: User, password: str, *, now: datetime) -> None:
    """Give oneself a new password; who is logged in elsewhere must log in again."""
    if fault := password_fault(user, password):
        raise Refusal(fault, {"password1": fault})
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.record("user.password_changed", user, by=user, at=now)


def password_fault(user: User, password: str) -> Sentence | None:
    """Why ``password`` is not good enough for ``user``; Django's own words are not all Chinese."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        first = error.error_list[0]
        template = _WEAK.get(str(first.code), _WEAK_SOMEHOW)
        return say(template, **{name: str(value) for name, value in (first.params or {}).items()})
    return None


_WEAK = {
    "password_too_short": N_("密码太短，至少 {min_length} 个字符，请加长。"),
    "password_too_common": N_("这个密码太常见，容易被猜到，请换一个。"),
    "password_entirely_numeric": N_("密码不能只有数字，请加入字母或符号。"),
    "password_too_similar": N_("密码与用户名或姓名太相似，请换一个。"),
}
_WEAK_SOMEHOW = N_("这个密码不够安全，请换一个更长、更难猜的。")
