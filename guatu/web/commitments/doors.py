"""Each verb of the table that a person presses, with its form, its words and its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.commitments.actions import approving, drafting, judging, practising, revising
from guatu.commitments.models import Commitment
from guatu.domain.commitments import VERB_WORDS, Finding, Verb
from guatu.domain.words import N_
from guatu.web.commitments.forms import (
    AnswerForm,
    JudgeForm,
    LateForm,
    PlainForm,
    ReasonForm,
    ReportForm,
    RevisionForm,
)

Words = str | Promise
Act = Callable[..., object]
Initial = Callable[[Commitment, date], dict[str, Any]]


def _nothing(row: Commitment, today: date) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Door:
    """``slug`` is its place in the address; ``done`` is said afterwards. ``first``: what the
    person most likely came to do. ``name``: other words than those of the verb."""

    slug: str
    verb: Verb
    form: type[forms.Form]
    act: Act
    done: Words
    hint: Words = ""
    submit: Words = ""
    initial: Initial = _nothing
    first: bool = False
    danger: bool = False
    name: str = ""

    @property
    def words(self) -> str:
        return self.name or VERB_WORDS[self.verb]

    @property
    def is_plain(self) -> bool:
        return self.form is PlainForm


def _plain(act: Act) -> Act:
    return lambda row, form, **who: act(row, **who)


def _with(act: Act, *names: str) -> Act:
    return lambda row, form, **who: act(
        row, **{name: form.cleaned_data[name] for name in names}, **who
    )


def _ask_revision(row: Commitment, form: RevisionForm, **who: Any) -> object:
    return revising.ask_revision(row, form.wanted(), reason=form.cleaned_data["reason"], **who)


def _judge(row: Commitment, form: JudgeForm, **who: Any) -> object:
    given = form.cleaned_data
    finding = Finding(given["finding"])
    said = {"evidence": given["evidence"], "met_on": given["met_on"]}
    return judging.judge(row, finding, **said, **who)


def _judge_late(row: Commitment, form: LateForm, **who: Any) -> object:
    given = form.cleaned_data
    said = {"evidence": given["evidence"], "met_on": given["met_on"]}
    return judging.judge(row, Finding.MET, **said, **who)


def _as_it_stands(row: Commitment, today: date) -> dict[str, Any]:
    return {name: getattr(row, name) for name in revising.TEXTS}


def _as_reported(row: Commitment, today: date) -> dict[str, Any]:
    """The day that the promiser last gave."""
    last = row.reports.filter(met_on__isnull=False).first()
    return {"met_on": last.met_on, "finding": Finding.MET.value} if last else {}


DOORS: dict[str, Door] = {
    door.slug: door
    for door in (
        Door(
            "offering",
            Verb.OFFER,
            PlainForm,
            _plain(drafting.offer),
            _("已送承诺人确认。"),
            first=True,
        ),
        Door(
            "confirmation",
            Verb.CONFIRM,
            PlainForm,
            _plain(approving.confirm),
            _("已确认，送审诺；审定后公开。"),
            first=True,
        ),
        Door(
            "declining",
            Verb.DECLINE,
            ReasonForm,
            _with(approving.decline, "reason"),
            _("已请拟诺人修改。"),
            hint=_("写明要改成什么，拟诺人改好后会再送您确认。"),
        ),
        Door("showing", Verb.SHOW, PlainForm, _plain(approving.show), _("已亮诺。"), first=True),
        Door(
            "returning",
            Verb.RETURN_DRAFT,
            ReasonForm,
            _with(approving.return_draft, "reason"),
            _("已退回拟诺人。"),
        ),
        Door(
            "report",
            Verb.REPORT,
            ReportForm,
            _with(practising.report, "words", "met_on"),
            _("已记下践诺情况。"),
            submit=_("报送"),
            first=True,
        ),
        Door(
            "revision",
            Verb.ASK_REVISION,
            RevisionForm,
            _ask_revision,
            _("已提出改诺申请，审定前仍按原承诺践诺。"),
            submit=_("提出申请"),
            initial=_as_it_stands,
        ),
        Door(
            "granting",
            Verb.GRANT_REVISION,
            AnswerForm,
            _with(revising.grant_revision, "answer"),
            _("已同意改诺，原来的内容和时限留存。"),
            first=True,
        ),
        Door(
            "refusing",
            Verb.REFUSE_REVISION,
            ReasonForm,
            _with(revising.refuse_asked_revision, "reason"),
            _("未同意改诺，仍按原承诺践诺。"),
        ),
        Door(
            "judging",
            Verb.KEEP,
            JudgeForm,
            _judge,
            _("已评定。"),
            hint=_("按衡量指标和目标值核实；是否按期由系统比对日期得出。"),
            submit=_("评定"),
            initial=_as_reported,
            first=True,
            name=N_("评定"),
        ),
        Door(
            "late-keeping",
            Verb.KEEP_LATE,
            LateForm,
            _judge_late,
            _("已评定。"),
            hint=_("时限过后才做到的，核实后改评为迟兑现。"),
            submit=_("评定"),
            initial=_as_reported,
            name=N_("改评为迟兑现"),
        ),
        Door(
            "reconsidering",
            Verb.RECONSIDER,
            ReasonForm,
            _with(judging.reconsider, "reason"),
            _("已撤回评定，请重新核实后评定。"),
        ),
        Door(
            "withdrawal",
            Verb.WITHDRAW,
            ReasonForm,
            _with(drafting.withdraw, "reason"),
            _("已撤销。"),
            danger=True,
        ),
    )
}
