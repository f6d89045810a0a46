"""Who stands how to one dispatch, and the dispatch brought to any state by its acts.

示例发改局 issues (a liaison who drafts, a head who approves), 示例工信局 leads, 示例住建局
assists, 示例水务局 is waited for, 示例林业局 has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from guatu.dispatches.actions import doing, drafting, extending, issuing, reviewing, waiting
from guatu.dispatches.actions.drafting import Matter
from guatu.dispatches.evidence import Upload
from guatu.dispatches.models import Dispatch, Extension
from guatu.domain.lifecycle import Status, Verb
from guatu.org.choices import Role
from guatu.org.models import Unit, User
from tests.city import NOW, City, _person, _post, _unit

HOUR = timedelta(hours=1)
DUE_ON = date(2021, 3, 26)
PDF = Upload("示例批复.pdf", b"%PDF-1.4 example", "document")


@dataclass
class Cast:
    city: City
    plan: Unit
    water: Unit
    woods: Unit
    issuer: User
    approver: User
    awaited: User
    stranger: User

    @property
    def people(self) -> dict[str, User]:
        """By how they stand to the dispatches of ``Course``."""
        city = self.city
        return {
            "issuer": self.issuer,
            "approver": self.approver,
            "office": city.office,
            "doer": city.liaison,
            "helper": city.other_liaison,
            "reviewer": city.inspector,
            "awaited": self.awaited,
            "stranger": self.stranger,
            "reader": city.reader,
            "admin": city.system_admin,
            "neighbour": city.outsider,
        }


def build_cast(city: City) -> Cast:
    plan, water, woods = (_unit(city.root, name) for name in NAMES)
    people = {}
    for key, unit, title, role, name in (
        ("issuer", plan, "联络员", Role.LIAISON, "示例寅"),
        ("approver", plan, "局长", Role.UNIT_HEAD, "示例卯"),
        ("awaited", water, "联络员", Role.LIAISON, "示例辰"),
        ("stranger", woods, "联络员", Role.LIAISON, "示例巳"),
    ):
        people[key] = _person(city.tenant, key, name)
        city.posts[key] = _post(unit, title, role, people[key])
    return Cast(city, plan, water, woods, **people)


NAMES = ("示例发改局", "示例水务局", "示例林业局")


@dataclass
class Course:
    """One dispatch on its way: ``do`` performs a verb as somebody who may, an hour later."""

    cast: Cast
    now: datetime = NOW
    dispatch: Dispatch = field(init=False)

    def draft(self, **values: Any) -> Course:
        matter = self.matter(**values)
        by = self.cast.issuer
        self.dispatch = drafting.draft(self.cast.city.tenant, matter, by=by, now=self.now)
        return self

    def matter(self, **values: Any) -> Matter:
        given = {
            "title": "示例项目供地手续",
            "asked": "完成供地手续，交批复文件",
            "lead_unit": self.cast.city.industry,
            "assisting": (self.cast.city.housing,),
            "due_on": DUE_ON,
            "evidence": ("document",),
        }
        return Matter(**{**given, **values})

    def do(self, verb: Verb, by: User | None = None, **options: Any) -> Course:
        self.now += HOUR
        self.act(verb, by or self.cast.people[USUAL[verb]], **options)
        return self

    def act(self, verb: Verb, by: User, *, seen: int | None = None, **options: Any) -> None:
        """``verb`` at once, on what ``by`` has read: the present version unless told."""
        fresh = self.read()
        version = fresh.version if seen is None else seen
        ACTS[verb](self, fresh, {"seen": version, "by": by, "now": self.now, **options})
        self.read()

    def read(self) -> Dispatch:
        self.dispatch = Dispatch.objects.get(pk=self.dispatch.pk)
        return self.dispatch

    def asked(self) -> Extension:
        """The latest request for more time."""
        return self.dispatch.extensions.latest("asked_at", "id")


def at(cast: Cast, status: Status, **values: Any) -> Course:
    """A dispatch that has come to ``status`` by its shortest way."""
    course = Course(cast).draft(**values)
    for verb in WAYS[status]:
        course.do(verb)
    assert course.dispatch.stage is status
    return course


_TO_DOER = (Verb.SUBMIT, Verb.APPROVE, Verb.RECEIVE)
WAYS: dict[Status, tuple[Verb, ...]] = {
    Status.DRAFT: (),
    Status.APPROVING: (Verb.SUBMIT,),
    Status.ISSUED: (Verb.SUBMIT, Verb.APPROVE),
    Status.DECLINED: (Verb.ISSUE, Verb.DECLINE),
    Status.RECEIVED: _TO_DOER,
    Status.REPLIED: (*_TO_DOER, Verb.REPLY),
    Status.SENT_BACK: (*_TO_DOER, Verb.REPLY, Verb.SEND_BACK),
    Status.COMPLETED: (*_TO_DOER, Verb.REPLY, Verb.COMPLETE),
    Status.SIGNED_OFF: (*_TO_DOER, Verb.REPLY, Verb.COMPLETE, Verb.SIGN_OFF),
    Status.WITHDRAWN: (*_TO_DOER, Verb.WITHDRAW),
}
USUAL: dict[Verb, str] = {
    Verb.EDIT: "issuer",
    Verb.SUBMIT: "issuer",
    Verb.RETURN_DRAFT: "approver",
    Verb.APPROVE: "approver",
    Verb.ISSUE: "approver",
    Verb.RECEIVE: "doer",
    Verb.RECEIVE_PART: "helper",
    Verb.DECLINE: "doer",
    Verb.REASSIGN: "issuer",
    Verb.CO_HANDLE: "doer",
    Verb.REPORT: "doer",
    Verb.REPORT_PART: "helper",
    Verb.REPLY: "doer",
    Verb.SEND_BACK: "reviewer",
    Verb.COMPLETE: "reviewer",
    Verb.SIGN_OFF: "reviewer",
    Verb.REOPEN: "reviewer",
    Verb.WITHDRAW: "issuer",
    Verb.ASK_EXTENSION: "doer",
    Verb.GRANT_EXTENSION: "reviewer",
    Verb.REFUSE_EXTENSION: "reviewer",
    Verb.PAUSE: "doer",
    Verb.RESUME: "doer",
}

Act = Callable[[Course, Dispatch, dict[str, Any]], object]


def _edit(course: Course, dispatch: Dispatch, given: dict[str, Any]) -> object:
    return drafting.edit(dispatch, course.matter(title="示例项目供地手续（改）"), **given)


def _receive_part(course: Course, dispatch: Dispatch, given: dict[str, Any]) -> object:
    return doing.receive_part(dispatch, by=given["by"], now=given["now"])


def _reassign(course: Course, dispatch: Dispatch, given: dict[str, Any]) -> object:
    given = {"reason": "职责调整", **given}
    return issuing.reassign(dispatch, given.pop("unit", course.cast.woods), **given)


def _co_handle(course: Course, dispatch: Dispatch, given: dict[str, Any]) -> object:
    given = {"reason": "需要林地意见", **given}
    return issuing.co_handle(dispatch, [given.pop("unit", course.cast.woods)], **given)


def _pause(course: Course, dispatch: Dispatch, given: dict[str, Any]) -> object:
    given = {"reason": "等水务批复", **given}
    return waiting.pause(dispatch, given.pop("unit", course.cast.water), **given)


def _grant(course: Course, dispatch: Dispatch, given: dict[str, Any]) -> object:
    return extending.grant_extension(course.asked(), **given)


def _refuse(course: Course, dispatch: Dispatch, given: dict[str, Any]) -> object:
    return extending.refuse_extension(course.asked(), **{"reason": "工期不能再拖", **given})


def _plain(act: Callable[..., object], **usual: Any) -> Act:
    return lambda course, dispatch, given: act(dispatch, **{**usual, **given})


ACTS: dict[Verb, Act] = {
    Verb.EDIT: _edit,
    Verb.SUBMIT: _plain(drafting.submit),
    Verb.RETURN_DRAFT: _plain(drafting.return_draft, reason="要求写得不清楚"),
    Verb.APPROVE: _plain(issuing.issue),
    Verb.ISSUE: _plain(issuing.issue),
    Verb.RECEIVE: _plain(doing.receive),
    Verb.RECEIVE_PART: _receive_part,
    Verb.DECLINE: _plain(doing.decline, reason="不是本局职责"),
    Verb.REASSIGN: _reassign,
    Verb.CO_HANDLE: _co_handle,
    Verb.REPORT: _plain(doing.report, words="正在办理"),
    Verb.REPORT_PART: _plain(doing.report_part, words="正在协办"),
    Verb.REPLY: _plain(doing.reply, words="已经办结", uploads=(PDF,)),
    Verb.SEND_BACK: _plain(reviewing.send_back, reason="缺图纸", until=date(2021, 4, 9)),
    Verb.COMPLETE: _plain(reviewing.complete),
    Verb.SIGN_OFF: _plain(reviewing.sign_off),
    Verb.REOPEN: _plain(reviewing.reopen, reason="现场没有完成", until=date(2021, 4, 9)),
    Verb.WITHDRAW: _plain(issuing.withdraw, reason="已并入另一件"),
    Verb.ASK_EXTENSION: _plain(
        extending.ask_extension, reason="等专家评审", until=date(2021, 4, 2)
    ),
    Verb.GRANT_EXTENSION: _grant,
    Verb.REFUSE_EXTENSION: _refuse,
    Verb.PAUSE: _pause,
    Verb.RESUME: _plain(waiting.resume),
}
