"""The acts on a blocker as pages know them: an address, a form, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.command.actions import clearing
from guatu.command.models import Blocker
from guatu.domain.blockers import Verb
from guatu.org.models import User
from guatu.web.command.forms import blockers as forms
from guatu.web.command.forms.controls import picture_in

_Do = Callable[[Blocker, Any, int, User, datetime], object]


@dataclass(frozen=True, slots=True)
class Door:
    """``noun`` is the last part of the address; ``danger`` marks what somebody will not like."""

    verb: Verb
    noun: str
    form: type[forms.ActForm]
    do: _Do
    title: str | Promise
    done: str | Promise
    danger: bool = False

    @property
    def name(self) -> str:
        return f"blocker-{self.noun}"


def _accept(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    given = form.cleaned_data
    return clearing.accept(blocker, given["unit"], given["due_on"], seen=seen, by=by, now=now)


def _give(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    return clearing.give_blocker(blocker, form.order(), seen=seen, by=by, now=now)


def _start(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    return clearing.start(blocker, seen=seen, by=by, now=now)


def _note(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    words, picture = form.cleaned_data["words"], picture_in(form)
    return clearing.note(blocker, words=words, picture=picture, by=by, now=now)


def _solve(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    words, picture = form.cleaned_data["words"], picture_in(form)
    return clearing.solve(blocker, words=words, picture=picture, seen=seen, by=by, now=now)


def _confirm(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    words = form.cleaned_data["words"]
    return clearing.confirm(blocker, words=words, seen=seen, by=by, now=now)


def _send_back(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    reason = form.cleaned_data["reason"]
    return clearing.send_back(blocker, reason=reason, seen=seen, by=by, now=now)


def _escalate(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    reason = form.cleaned_data["reason"]
    return clearing.escalate(blocker, reason=reason, seen=seen, by=by, now=now)


def _reopen(blocker: Blocker, form: Any, seen: int, by: User, now: datetime) -> object:
    reason = form.cleaned_data["reason"]
    return clearing.reopen(blocker, reason=reason, seen=seen, by=by, now=now)


DOORS: tuple[Door, ...] = (
    Door(
        Verb.ACCEPT, "acceptance", forms.AcceptForm, _accept,
        _("受理堵点"), _("已受理，解决单位会收到通知。"),
    ),
    Door(
        Verb.GIVE, "dispatch", forms.GiveForm, _give,
        _("交办堵点"), _("已交办，到期未办结会自动催办。"),
    ),
    Door(
        Verb.START, "start", forms.PlainForm, _start,
        _("开始解决"), _("已登记开始解决。"),
    ),
    Door(
        Verb.SOLVE, "solution", forms.SolveForm, _solve,
        _("报已解决"), _("已报解决，等提出人或盯办单位确认。"),
    ),
    Door(
        Verb.CONFIRM, "confirmation", forms.ConfirmForm, _confirm,
        _("确认打通"), _("已确认打通。"),
    ),
    Door(
        Verb.SEND_BACK, "return", forms.WhyForm, _send_back,
        _("还没有解决"), _("已退回，接着解决。"), danger=True,
    ),
    Door(
        Verb.ESCALATE, "escalation", forms.WhyForm, _escalate,
        _("提请上级"), _("已提请上级协调。"),
    ),
    Door(
        Verb.REOPEN, "reopening", forms.WhyForm, _reopen,
        _("又堵上了"), _("已重新打开，编号不变。"), danger=True,
    ),
    Door(
        Verb.NOTE, "notes", forms.NoteForm, _note,
        _("补充情况"), _("已补充。"),
    ),
)  # fmt: skip
BY_VERB = {door.verb: door for door in DOORS}
