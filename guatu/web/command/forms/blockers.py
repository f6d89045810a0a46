"""Raising a blocker, its acts, and releasing a batch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.command.actions.clearing import Problem
from guatu.command.actions.handing import Order
from guatu.command.choices import BlockerKind
from guatu.command.models import Blocker
from guatu.dispatches.choices import EvidenceKind
from guatu.org.models import User
from guatu.projects.models import Milestone
from guatu.web.command.forms.controls import (
    PickField,
    photo_field,
    projects_of,
    put_rows,
    unit_words,
    units_of,
    words_field,
)
from guatu.web.shared.fields import DayField


class RaiseForm(forms.Form):
    """Three fields, so that it takes less than a minute on a phone."""

    project = PickField(label=_("项目"))
    kind = forms.ChoiceField(
        label=_("卡在哪一类"), choices=BlockerKind.choices, widget=forms.RadioSelect
    )
    words = words_field(
        _("卡在哪里，需要谁做什么"), max_length=300, help_text=_("一两句话即可，照片以后再补。")
    )
    milestone = PickField(label=_("卡住的节点"), required=False, empty_label=_("说不准"))

    def __init__(
        self, *args: Any, user: User, milestones: QuerySet[Milestone] | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        rows = projects_of(user)
        put_rows(self, "project", rows)
        only = list(rows[:2])
        if len(only) == 1:
            self.fields["project"].initial = only[0].pk
        if milestones is None:
            del self.fields["milestone"]
        else:
            put_rows(self, "milestone", milestones)

    def problem(self) -> Problem:
        given = self.cleaned_data
        return Problem(given["kind"], given["words"], given.get("milestone"), express=True)


class ActForm(forms.Form):
    """The form of an act on a blocker; ``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, blocker: Blocker, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.initial["seen"] = blocker.version
        if "unit" in self.fields:
            put_rows(self, "unit", units_of(user))
            self.initial.setdefault("unit", blocker.doing_unit_id)
        if "words" in self.fields and self.begins_with_words:
            self.initial.setdefault("words", blocker.words)

    begins_with_words = False


class AcceptForm(ActForm):
    unit = PickField(
        unit_words,
        label=_("由哪个单位解决"),
        help_text=_("谁盯办谁不解决：选到盯办单位自己时，改由总指挥部办公室盯办。"),
    )
    due_on = DayField(label=_("限期"))


class GiveForm(ActForm):
    begins_with_words = True
    words = words_field(_("交办什么"), max_length=300)
    unit = PickField(unit_words, label=_("主办单位"), required=False, empty_label=_("按句中的单位"))
    due_on = DayField(label=_("完成时限"), required=False)
    evidence = forms.MultipleChoiceField(
        label=_("应附材料"),
        choices=EvidenceKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def order(self) -> Order:
        given = self.cleaned_data
        return Order(
            given["words"], given["unit"], given["due_on"], evidence=tuple(given["evidence"])
        )


class PlainForm(ActForm):
    """Nothing but the click."""


class SolveForm(ActForm):
    words = words_field(_("怎么解决的"), max_length=500)
    photo = photo_field()


class NoteForm(ActForm):
    words = words_field(_("补充什么"), max_length=500)
    photo = photo_field()


class ConfirmForm(ActForm):
    words = words_field(_("说明"), max_length=500, required=False)


class WhyForm(ActForm):
    reason = words_field(_("理由"), max_length=300)


class ReleaseForm(forms.Form):
    title = forms.CharField(
        label=_("说明"), max_length=120, required=False, help_text=_("如“一季度末前打通”。")
    )
