"""One door for each verb of the table: its address, its form, its act, what is said afterwards.

Which doors a person is offered, in what words and order, follows from ``verbs_open``; ``fits``
leaves out what the state allows and the facts do not (resuming what does not wait).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.dispatches.access import code_of, parts_of, verbs_open
from guatu.dispatches.actions import (
    doing,
    drafting,
    extending,
    issuing,
    reviewing,
    waiting,
)
from guatu.dispatches.choices import PartStatus
from guatu.dispatches.models import Dispatch
from guatu.dispatches.queries.course import asked_extensions
from guatu.domain.lifecycle import VERB_WORDS, Status, Verb, step
from guatu.domain.statetables import NotNow
from guatu.kit.refusals import Refusal
from guatu.org.access import Access
from guatu.web.dispatches.forms.acts import (
    ActForm,
    AskExtensionForm,
    CoHandleForm,
    DeclineForm,
    GrantForm,
    PauseForm,
    ReasonForm,
    ReassignForm,
    RefuseForm,
    ReopenForm,
    ReplyForm,
    ReportForm,
    ReportPartForm,
    SendBackForm,
    WordsForm,
)

Words = str | Promise
Fits = Callable[[Access, Dispatch], bool]


def _always(access: Access, dispatch: Dispatch) -> bool:
    return True


def _part_waits(access: Access, dispatch: Dispatch) -> bool:
    own = parts_of(access, dispatch)
    return any(part.status == PartStatus.WAITING and not part.is_lead for part in own)


def _part_is_open(access: Access, dispatch: Dispatch) -> bool:
    return any(part.status != PartStatus.DONE for part in parts_of(access, dispatch))


def _help_is_open(access: Access, dispatch: Dispatch) -> bool:
    own = parts_of(access, dispatch)
    return any(part.status != PartStatus.DONE and not part.is_lead for part in own)


def _may_ask(access: Access, dispatch: Dispatch) -> bool:
    own = {part.pk for part in parts_of(access, dispatch)}
    asked = any(one.part_id in own for one in asked_extensions(dispatch))
    return not asked and _part_is_open(access, dispatch)


def _is_asked(access: Access, dispatch: Dispatch) -> bool:
    return bool(asked_extensions(dispatch))


def _waits(access: Access, dispatch: Dispatch) -> bool:
    return dispatch.waiting


def _runs(access: Access, dispatch: Dispatch) -> bool:
    return not dispatch.waiting


@dataclass(frozen=True, slots=True)
class Door:
    """``noun`` is the last part of the address, ``said`` the message once it is done.

    ``asks`` is why a click alone will not do: without it the button sends at once, after the
    question ``confirm`` if there is one. ``danger``: it takes something away.
    """

    verb: Verb
    noun: str
    act: Callable[..., object]
    said: Words
    form: type[ActForm] = ActForm
    confirm: Words = ""
    fits: Fits = _always
    danger: bool = False
    files: bool = False

    @property
    def name(self) -> str:
        return f"dispatch-{self.noun.replace('/', '-')}"

    @property
    def words(self) -> str:
        return VERB_WORDS[self.verb]

    @property
    def code(self) -> str:
        """The act as ``org.access`` knows it."""
        return code_of(self.verb)

    @property
    def asks(self) -> bool:
        return self.form is not ActForm

    def url(self, dispatch: Dispatch) -> str:
        return reverse(self.name, args=[dispatch.pk])

    def do(self, dispatch: Dispatch, form: ActForm, **by_and_now: Any) -> object:
        return self.act(dispatch, **form.given(), seen=form.seen_version, **by_and_now)


@dataclass(frozen=True, slots=True)
class Open:
    """A door that a person is offered on one dispatch."""

    door: Door
    url: str
    is_next: bool


def _receive_part(dispatch: Dispatch, *, seen: int, **given: Any) -> object:
    """Units that assist receive each for itself, whatever the others did meanwhile."""
    return doing.receive_part(dispatch, **given)


def _grant(dispatch: Dispatch, *, extension: Any, **given: Any) -> object:
    return extending.grant_extension(extension, **given)


def _refuse(dispatch: Dispatch, *, extension: Any, **given: Any) -> object:
    return extending.refuse_extension(extension, **given)


DOORS: tuple[Door, ...] = (
    Door(
        Verb.SUBMIT,
        "submission",
        drafting.submit,
        _("“%(name)s”已送审。"),
        confirm=_("送审“%(name)s”？"),
    ),
    Door(
        Verb.RETURN_DRAFT,
        "return",
        drafting.return_draft,
        _("“%(name)s”已退回拟稿人修改。"),
        ReasonForm,
    ),
    Door(
        Verb.APPROVE,
        "approval",
        issuing.issue,
        _("已批准下发“%(name)s”。"),
        confirm=_("批准下发“%(name)s”？下发后承办单位立即收到，时限开始计算。"),
    ),
    Door(
        Verb.ISSUE,
        "issue",
        issuing.issue,
        _("已下发“%(name)s”。"),
        confirm=_("下发“%(name)s”？承办单位立即收到，时限开始计算。"),
    ),
    Door(Verb.RECEIVE, "receipt", doing.receive, _("已签收“%(name)s”。")),
    Door(
        Verb.RECEIVE_PART,
        "part-receipt",
        _receive_part,
        _("已签收“%(name)s”的协办事项。"),
        fits=_part_waits,
    ),
    Door(
        Verb.DECLINE,
        "declination",
        doing.decline,
        _("已把“%(name)s”退回交办方。"),
        DeclineForm,
        danger=True,
    ),
    Door(Verb.REASSIGN, "reassignment", issuing.reassign, _("已转办“%(name)s”。"), ReassignForm),
    Door(
        Verb.CO_HANDLE,
        "co-handling",
        issuing.co_handle,
        _("“%(name)s”已增加会办单位。"),
        CoHandleForm,
    ),
    Door(
        Verb.REPORT,
        "report",
        doing.report,
        _("已报“%(name)s”的进展。"),
        ReportForm,
        files=True,
    ),
    Door(
        Verb.REPORT_PART,
        "part-report",
        doing.report_part,
        _("已报“%(name)s”的协办进展。"),
        ReportPartForm,
        fits=_help_is_open,
        files=True,
    ),
    Door(
        Verb.REPLY,
        "reply",
        doing.reply,
        _("已反馈“%(name)s”办结，等待复核。"),
        ReplyForm,
        fits=_runs,
        files=True,
    ),
    Door(
        Verb.SEND_BACK,
        "send-back",
        reviewing.send_back,
        _("已把“%(name)s”退回重办。"),
        SendBackForm,
        danger=True,
    ),
    Door(
        Verb.COMPLETE,
        "completion",
        reviewing.complete,
        _("“%(name)s”复核通过，可以销号。"),
        WordsForm,
    ),
    Door(
        Verb.SIGN_OFF,
        "sign-off",
        reviewing.sign_off,
        _("“%(name)s”已销号。"),
        WordsForm,
        confirm=_("销号“%(name)s”？"),
    ),
    Door(
        Verb.REOPEN,
        "reopening",
        reviewing.reopen,
        _("已重新打开“%(name)s”，编号不变。"),
        ReopenForm,
        danger=True,
    ),
    Door(
        Verb.WITHDRAW,
        "withdrawal",
        issuing.withdraw,
        _("已撤回“%(name)s”。"),
        ReasonForm,
        danger=True,
    ),
    Door(
        Verb.ASK_EXTENSION,
        "extension",
        extending.ask_extension,
        _("已申请“%(name)s”延期，等待批复。"),
        AskExtensionForm,
        fits=_may_ask,
    ),
    Door(
        Verb.GRANT_EXTENSION,
        "extension/grant",
        _grant,
        _("已同意“%(name)s”延期。"),
        GrantForm,
        fits=_is_asked,
    ),
    Door(
        Verb.REFUSE_EXTENSION,
        "extension/refusal",
        _refuse,
        _("没有同意“%(name)s”延期，原时限不变。"),
        RefuseForm,
        fits=_is_asked,
        danger=True,
    ),
    Door(Verb.PAUSE, "pause", waiting.pause, _("“%(name)s”已挂起等待。"), PauseForm, fits=_runs),
    Door(
        Verb.RESUME,
        "resumption",
        waiting.resume,
        _("“%(name)s”已恢复办理，时限相应顺延。"),
        WordsForm,
        fits=_waits,
    ),
)
_BY_VERB = {door.verb: door for door in DOORS}

#: What the page puts first for whoever may do it, state by state; the rest stands beside it.
_NEXT: dict[Status, tuple[Verb, ...]] = {
    Status.DRAFT: (Verb.ISSUE, Verb.SUBMIT),
    Status.APPROVING: (Verb.APPROVE,),
    Status.ISSUED: (Verb.RECEIVE, Verb.REPORT_PART),
    Status.DECLINED: (Verb.REASSIGN, Verb.REPORT_PART),
    Status.RECEIVED: (Verb.RESUME, Verb.REPLY, Verb.REPORT_PART),
    Status.SENT_BACK: (Verb.RESUME, Verb.REPLY, Verb.REPORT_PART),
    Status.REPLIED: (Verb.COMPLETE,),
    Status.COMPLETED: (Verb.SIGN_OFF,),
}


def doors_open(access: Access, dispatch: Dispatch) -> list[Open]:
    """What this person can do now, as the table orders it; one of them comes first of all."""
    found = [
        door
        for verb in verbs_open(access, dispatch)
        if (door := _BY_VERB.get(verb)) is not None and door.fits(access, dispatch)
    ]
    first = _first(dispatch, found)
    return [Open(door, door.url(dispatch), door is first) for door in found]


def can_be_done(dispatch: Dispatch, verb: Verb) -> None:
    """Raise a refusal with what can be done instead unless ``verb`` belongs to the state."""
    try:
        step(dispatch.stage, verb)
    except NotNow as error:
        raise Refusal(error.sentence) from error


def door_of(verb: Verb) -> Door:
    return _BY_VERB[verb]


def _first(dispatch: Dispatch, found: Iterable[Door]) -> Door | None:
    """A request for more time is answered before anything else, a part received before it."""
    open_here = {door.verb: door for door in found}
    for verb in (Verb.RECEIVE_PART, Verb.GRANT_EXTENSION, *_NEXT.get(dispatch.stage, ())):
        if verb in open_here:
            return open_here[verb]
    return None
