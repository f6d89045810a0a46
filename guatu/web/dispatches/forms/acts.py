"""What each verb asks besides the click, under the names that its act takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.dispatches.access import parts_of
from guatu.dispatches.choices import Colour, EvidenceKind
from guatu.dispatches.evidence import MOST, TAKEN, Upload
from guatu.dispatches.models import Dispatch, Extension
from guatu.dispatches.queries.course import asked_extensions, evidence_given, finish_clock
from guatu.domain.clocks import CHINA
from guatu.org.models import Post, Unit, User
from guatu.web.dispatches.forms.controls import (
    PickField,
    UnitsField,
    choose,
    post_words,
    posts_of,
    units_of,
    words_field,
)
from guatu.web.shared.fields import DayField, FilesField

_NOBODY = gettext_lazy("请选择")


class ActForm(forms.Form):
    """Asks nothing more; ``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, dispatch: Dispatch, user: User, today: date, **kw: Any) -> None:
        kw.setdefault("initial", {})["seen"] = dispatch.version
        super().__init__(*args, **kw)
        self.dispatch, self.user, self.today = dispatch, user, today

    def given(self) -> dict[str, Any]:
        """What the act takes, by its names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def seen_version(self) -> int:
        return int(self.cleaned_data["seen"])

    def over(self, dispatch: Dispatch) -> ActForm:
        """What was typed, to be sent again over the dispatch as it is now."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = str(dispatch.version)
        return type(self)(typed, dispatch=dispatch, user=self.user, today=self.today)


class ReasonForm(ActForm):
    reason = words_field(gettext_lazy("理由"), most=300)


class WordsForm(ActForm):
    """A remark that may be left out."""

    words = words_field(gettext_lazy("意见"), most=500, required=False)


class DeclineForm(ActForm):
    reason = words_field(
        gettext_lazy("依据"),
        most=300,
        help_text=gettext_lazy("写明为什么不是本单位职责、应当由谁办，交办方据此转办。"),
    )


class SendBackForm(ActForm):
    reason = words_field(
        gettext_lazy("哪里不符合要求"),
        most=500,
        help_text=gettext_lazy("写清要补什么、做到什么程度。"),
    )
    until = DayField(label=gettext_lazy("重办时限"), required=False)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["until"].help_text = _until_help(self.dispatch)


class ReopenForm(ActForm):
    reason = words_field(
        gettext_lazy("为什么重新打开"), most=500, help_text=gettext_lazy("写明发现了什么。")
    )
    until = DayField(label=gettext_lazy("重办时限"))
    colour = forms.ChoiceField(
        label=gettext_lazy("同时发单"),
        required=False,
        choices=[("", gettext_lazy("不发单")), *[c for c in Colour.choices if c[0]]],
        help_text=gettext_lazy("弄虚作假的，可以直接发黄单、橙单或红单。"),
    )


class ReassignForm(ActForm):
    unit = PickField(Unit.objects.none(), label=gettext_lazy("转给"), empty_label=_NOBODY)
    post = PickField(
        Post.objects.none(),
        post_words,
        label=gettext_lazy("责任岗位"),
        required=False,
        help_text=gettext_lazy("不选即由该单位的联络员或负责人签收。"),
    )
    reason = words_field(gettext_lazy("为什么转办"), most=300)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        choose(self, "unit", units_of(self.user))
        choose(self, "post", posts_of(self.user))


class CoHandleForm(ActForm):
    units = UnitsField(Unit.objects.none(), label=gettext_lazy("会办单位"))
    asked = words_field(gettext_lazy("请会办单位做什么"), most=300)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        there = {part.unit_id for part in self.dispatch.parts.all() if part.is_in}
        choose(self, "units", units_of(self.user).exclude(pk__in=there))

    def given(self) -> dict[str, Any]:
        asked = self.cleaned_data["asked"]
        return {"units": self.cleaned_data["units"], "asked": asked, "reason": asked}


class PauseForm(ActForm):
    unit = PickField(Unit.objects.none(), label=gettext_lazy("等待哪个单位"), empty_label=_NOBODY)
    reason = words_field(
        gettext_lazy("等什么"),
        most=300,
        help_text=gettext_lazy("主办单位的时限暂停计算，被等待的单位开始计时。"),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        choose(self, "unit", units_of(self.user))


class EvidenceForm(ActForm):
    """Words, and files by what they are evidence of; ``asked`` kinds first."""

    words = words_field(gettext_lazy("办理情况"), most=2000)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        asked = self.dispatch.evidence
        kinds = sorted(EvidenceKind, key=lambda kind: kind.value not in asked)
        for kind in kinds:
            taken = "、".join(one.name for one in TAKEN[kind])
            self.fields[f"evidence-{kind.value}"] = FilesField(
                label=kind.label, help_text=_("可收 %(taken)s") % {"taken": taken}
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if sum(len(cleaned.get(name) or []) for name in self._file_names) > MOST:
            raise ValidationError(_("一次最多附 %(most)s 个文件。") % {"most": MOST})
        return cleaned

    def given(self) -> dict[str, Any]:
        kept = {n: v for n, v in super().given().items() if n not in self._file_names}
        return {**kept, "uploads": list(self._uploads())}

    def plain_fields(self) -> list[forms.BoundField]:
        return [f for f in self.visible_fields() if f.name not in self._file_names]

    def asked_files(self) -> list[forms.BoundField]:
        """The kinds that the dispatch asks for."""
        return [self[f"evidence-{kind}"] for kind in EvidenceKind if kind in self.dispatch.evidence]

    def more_files(self) -> list[forms.BoundField]:
        return [
            self[f"evidence-{kind.value}"]
            for kind in EvidenceKind
            if kind.value not in self.dispatch.evidence
        ]

    def given_before(self) -> set[str]:
        """The kinds that were handed in already in this round."""
        return {file.get_kind_display() for file in evidence_given(self.dispatch)}

    @property
    def _file_names(self) -> list[str]:
        return [f"evidence-{kind.value}" for kind in EvidenceKind]

    def _uploads(self) -> Iterator[Upload]:
        for kind in EvidenceKind:
            for file in self.cleaned_data.get(f"evidence-{kind.value}") or []:
                yield Upload(file.name or "", file.read(), kind.value)


class ReplyForm(EvidenceForm):
    words = words_field(
        gettext_lazy("办理结果"),
        most=2000,
        help_text=gettext_lazy("对照工作要求逐条写明做到了什么。"),
    )


class ReportForm(EvidenceForm):
    words = words_field(
        gettext_lazy("进展"),
        most=2000,
        help_text=gettext_lazy("做了什么，到了哪一步，还差什么。"),
    )


class ReportPartForm(ReportForm):
    done = forms.BooleanField(
        label=gettext_lazy("本单位承担的部分已经完成"),
        required=False,
        help_text=gettext_lazy("勾选后本单位不再计时，已完成的部分会一直保留。"),
    )


class AskExtensionForm(ActForm):
    until = DayField(label=gettext_lazy("申请延至"))
    reason = words_field(
        gettext_lazy("延期理由"),
        most=300,
        help_text=gettext_lazy("写明为什么到期办不完、目前到了哪一步。"),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        own = sorted(parts_of(self.user.access, self.dispatch), key=lambda part: not part.is_lead)
        clock = finish_clock(self.dispatch, own[0]) if own else None
        if clock:
            due = {"day": f"{clock.due_at.astimezone(CHINA):%Y-%m-%d}"}
            self.fields["until"].help_text = _("现在的办结时限是 %(day)s。") % due


class DecideForm(ActForm):
    """Which request is answered; the form has one only where units assist."""

    extension = forms.ModelChoiceField(
        Extension.objects.none(), label=gettext_lazy("延期申请"), empty_label=None
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        asked = asked_extensions(self.dispatch)
        field = self.fields["extension"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.dispatch.extensions.select_related("part__unit")
        field.choices = [(one.pk, _extension_words(one)) for one in asked]
        if len(asked) == 1:
            field.widget = forms.HiddenInput()
            self.initial["extension"] = asked[0].pk


class GrantForm(DecideForm):
    answer = words_field(gettext_lazy("意见"), most=300, required=False)


class RefuseForm(DecideForm):
    reason = words_field(gettext_lazy("为什么不同意"), most=300)


def _extension_words(one: Extension) -> str:
    said = {"unit": one.part.unit.label, "until": f"{one.until:%Y-%m-%d}", "reason": one.reason}
    return _("%(unit)s 申请延至 %(until)s：%(reason)s") % said


def _until_help(dispatch: Dispatch) -> str:
    clock = finish_clock(dispatch)
    if clock is None:
        return ""
    day = {"day": f"{clock.due_at.astimezone(CHINA):%Y-%m-%d}"}
    return _("不填即沿用原时限 %(day)s；原时限已过的必须填写。") % day
