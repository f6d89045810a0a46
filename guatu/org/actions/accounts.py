"""Accounts: opened, stopped and given a new password by the system administrator."""

from __future__ import annotations

from datetime import datetime

from axes.utils import reset as forget_failures
from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.actions.acting import Acting, allow
from guatu.org.actions.passwords import password_fault
from guatu.org.actions.sessions import end_sessions
from guatu.org.choices import AdminKind
from guatu.org.models import Tenant, User


@transaction.atomic
def open_account(
    tenant: Tenant,
    username: str,
    name: str,
    password: str | None,
    *,
    admin_kind: str = "",
    by: Acting,
    now: datetime,
) -> User:
    """Open an account. Without a password the person can hold posts but not log in."""
    allow(by, "user.open", tenant)
    user = User(
        tenant=tenant,
        username=username.strip(),
        name=name.strip(),
        admin_kind=admin_kind,
        created_at=now,
    )
    faults = _faults(user) | _password_faults(user, password)
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    user.set_password(password)
    user.save(force_insert=True)
    journal.record("user.created", user, by=by, at=now, admin_kind=admin_kind)
    return user


@transaction.atomic
def disable_account(user: User, *, by: Acting, now: datetime) -> None:
    """Stop an account and end its sessions; posts, duties and past acts stay as they are."""
    allow(by, "user.open", user)
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not held.is_active:
        return
    if isinstance(by, User) and by.pk == held.pk:
        raise Refusal(say("不能停用自己的账号，请由另一位系统管理员办理。"))
    held.is_active = False
    held.save(update_fields=["is_active"])
    end_sessions(held)
    journal.record("user.disabled", held, by=by, at=now)


@transaction.atomic
def enable_account(user: User, *, by: Acting, now: datetime) -> None:
    """Let a stopped account be used again, with the posts that the person still holds."""
    allow(by, "user.open", user)
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if held.is_active:
        return
    held.is_active = True
    held.save(update_fields=["is_active"])
    journal.record("user.enabled", held, by=by, at=now)


@transaction.atomic
def reset_password(user: User, password: str, *, by: Acting, now: datetime) -> None:
    """Set a new password for someone who lost the old one; running sessions end.

    The account is no longer stopped for wrong passwords.
    """
    allow(by, "user.open", user)
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if faults := _password_faults(held, password):
        raise Refusal(next(iter(faults.values())), faults)
    held.set_password(password)
    held.save(update_fields=["password"])
    end_sessions(held)
    forget_failures(username=held.username.lower())
    journal.record("user.password_reset", held, by=by, at=now)


def _faults(user: User) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if not user.username or any(c.isspace() for c in user.username):
        faults["username"] = say("请填写用户名，其中不能有空格。")
    elif User.objects.filter(username__iexact=user.username).exists():
        faults["username"] = say("用户名“{username}”已被使用，请换一个。", username=user.username)
    if not user.name:
        faults["name"] = say("请填写姓名。")
    if user.admin_kind and user.admin_kind not in AdminKind.values:
        faults["admin_kind"] = say("请从列表中选择管理员类别。")
    return faults


def _password_faults(user: User, password: str | None) -> dict[str, Sentence]:
    fault = None if password is None else password_fault(user, password)
    return {"password": fault} if fault else {}
