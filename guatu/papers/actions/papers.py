"""A paper from its draft to its issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from guatu.domain.papers.facts import Facts
from guatu.domain.papers.filling import Unfillable, fill, fill_line
from guatu.domain.papers.states import Verb
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.queries import events_of
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.org.models import Tenant, Unit, User
from guatu.papers.actions.holding import hold, keep
from guatu.papers.composing import length_of
from guatu.papers.models import Paper, PaperTemplate


@dataclass(frozen=True, slots=True)
class Composed:
    """What a paper is drafted from. Without ``units`` and ``to_all`` only those who write and
    approve read it. ``about_id`` is the one record that a slip or minutes are about."""

    template: PaperTemplate
    facts: Facts
    first_day: date
    last_day: date
    line: WorkLine | None = None
    about_id: UUID | None = None
    addressee: str = ""
    units: Sequence[Unit] = ()
    to_all: bool = False


#: Reads what a paper is drafted from.
Compose = Callable[[], Composed]


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a draft is edited; figures stay in the blanks of the text."""

    title: str
    addressee: str
    copied_to: str
    text: str


_COPIED = ("kind", "mark", "code", "numbering", "sender", "copied_to", "printed_by", "text")


@transaction.atomic
def draft(tenant: Tenant, compose: Compose, *, by: User, now: datetime) -> Paper:
    """起草: the template's text with the facts of this moment. They are read during the turn, so
    that no figure of a paper knows an event of which another one does not."""
    require(by, "paper.write")
    journal.await_turn(tenant.pk)
    composed = compose()
    template = composed.template
    paper = Paper(
        tenant=tenant, year=composed.last_day.year, title="", facts=composed.facts.as_json(),
        addressee=composed.addressee or template.addressee, first_day=composed.first_day,
        last_day=composed.last_day, line=composed.line, about_id=composed.about_id,
        to_all=composed.to_all, data_at=now, event_seq=_last_event(tenant), written_by=by,
        written_at=now, edited_by=by, **{name: getattr(template, name) for name in _COPIED},
    )  # fmt: skip
    paper.title = _titled(template.title, composed.facts)
    _refuse_unfillable(paper)
    paper.save(force_insert=True)
    paper.recipients.set(composed.units)
    journal.record("paper.drafted", paper, by=by, at=now, day=now.astimezone(CHINA).date())
    return paper


@transaction.atomic
def edit(paper: Paper, wording: Wording, *, seen: int, by: User, now: datetime) -> Paper:
    held = hold(paper, Verb.EDIT, seen=seen, by=by)
    if not wording.title.strip():
        asked = say(N_("请写明标题。"))
        raise Refusal(asked, {"title": asked})
    held.title = wording.title.strip()
    held.addressee = wording.addressee.strip()
    held.copied_to = wording.copied_to.strip()
    held.text = wording.text
    held.edited_by = by
    _refuse_unfillable(held)
    keep(held, Verb.EDIT, "title", "addressee", "copied_to", "text", "edited_by")
    journal.record("paper.edited", held, by=by, at=now)
    return held


@transaction.atomic
def approve(paper: Paper, *, seen: int | None = None, by: User, now: datetime) -> Paper:
    """签批, not by whoever wrote or last changed it, and not above the limit of length."""
    held = hold(paper, Verb.APPROVE, seen=seen, by=by)
    length = length_of(held)
    if length.over:
        raise Refusal(
            say(
                N_("正文 {characters} 字，超过 {limit} 字的上限。请压减 {over} 字再签批。"),
                characters=length.characters, limit=length.limit, over=length.over,
            )
        )  # fmt: skip
    held.approved_by, held.approved_at = by, now
    keep(held, Verb.APPROVE, "approved_by", "approved_at")
    journal.record("paper.approved", held, by=by, at=now, length=length.characters)
    return held


@transaction.atomic
def send_back(
    paper: Paper, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> Paper:
    """退回修改: a draft again, to be approved anew."""
    held = hold(paper, Verb.RETURN, seen=seen, by=by)
    said = text_of(reason, say(N_("请写明退回的原因。")))
    held.approved_by = held.approved_at = None
    keep(held, Verb.RETURN, "approved_by", "approved_at")
    journal.record("paper.returned", held, by=by, at=now, reason=said)
    return held


@transaction.atomic
def issue(paper: Paper, *, seen: int | None = None, by: User, now: datetime) -> Paper:
    """编号印发: the next number of its year and code, without a gap."""
    held = hold(paper, Verb.ISSUE, seen=seen, by=by)
    journal.await_turn(held.tenant_id)
    held.issued_at, held.issued_on = now, now.astimezone(CHINA).date()
    held.year = held.issued_on.year
    held.number = _next_number(held)
    keep(held, Verb.ISSUE, "issued_at", "issued_on", "year", "number")
    journal.record("paper.issued", held, by=by, at=now, number=held.number_words)
    return held


@transaction.atomic
def withdraw(
    paper: Paper, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> Paper:
    """撤回: its number stays used, whoever read it is told why."""
    held = hold(paper, Verb.WITHDRAW, seen=seen, by=by)
    held.reason = text_of(reason, say(N_("请写明为什么撤回。")))
    held.withdrawn_at = now
    keep(held, Verb.WITHDRAW, "reason", "withdrawn_at")
    journal.record(
        "paper.withdrawn", held, by=by, at=now, number=held.number_words, reason=held.reason
    )
    return held


def _next_number(paper: Paper) -> int:
    """During the turn, so that no two papers get one number."""
    rows = Paper.objects.filter(
        tenant_id=paper.tenant_id, year=paper.year, code=paper.code, numbering=paper.numbering
    )
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _last_event(tenant: Tenant) -> int:
    """The number of the last event that the facts know; during the turn nothing comes between."""
    return int(events_of(tenant.pk).values_list("seq", flat=True).first() or 0)


def _titled(title: str, facts: Facts) -> str:
    try:
        return fill_line(title, facts)[:120]
    except Unfillable as error:
        raise Refusal(_no_data(error)) from error


def _refuse_unfillable(paper: Paper) -> None:
    try:
        fill(paper.text, paper.known)
    except Unfillable as error:
        said = _no_data(error)
        raise Refusal(said, {"text": said}) from error


def _no_data(error: Unfillable) -> Sentence:
    return say(
        N_("数据里没有“{names}”，请对照右侧可用的数据改正名称。"), names="、".join(error.names)
    )
