"""Forms of date changes and pauses: they check shape; what may be is decided by the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guatu.datechanges.actions.pausing import Waiting
from guatu.org.models import User
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.web.shared.fields import DayField, PickField
from guatu.web.shared.grounds import GroundForm, PostsField, open_units, posts_that_agree

FINISH = "finish"
"""How the required finish is sent, whose code is empty."""


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ChangeForm(GroundForm):
    target = forms.ChoiceField(
        label=_("改哪个日期"), error_messages={"required": _("请选择要改期的节点。")}
    )
    day = DayField(label=_("改到"), error_messages={"required": _("请填写新的日期。")})
    field_order = ("target", "day", "reason", "waiting_unit", "words", "basis", "evidence")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("target", [("", _("请选择")), *_targets(self.project)])
        self.fields["day"].widget.attrs["min"] = today.isoformat()

    @property
    def target_code(self) -> str:
        given = str(self.cleaned_data["target"])
        return "" if given == FINISH else given


class PauseForm(forms.Form):
    milestone = PickField(
        lambda row: f"{row.name}（{row.planned_finish}）",
        label=_("暂停的节点"),
        empty_label=_("整个项目"),
    )
    need = PickField(
        lambda row: f"{row.name}（{row.supplier.label}）",
        label=_("在等的要素"),
        empty_label=_("不在保障图里，下面填写"),
        help_text=_("保障图里已有的直接选，不用再填单位。"),
    )
    unit = PickField(label=_("等待的单位"), empty_label=_("请选择"))
    what = forms.CharField(
        label=_("等什么"), max_length=60, required=False, help_text=_("如“用地批复”“电力迁改”。")
    )
    words = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        widget=_lines(3),
        help_text=_("为什么停、停了什么、已催办到哪一步。"),
    )
    since = DayField(label=_("暂停起"))
    expected = DayField(
        label=_("预计到"),
        help_text=_("对方预计落实的日期；到期仍未落实，灯照常计色，需再申请。"),
    )

    def __init__(self, *args: Any, project: Project, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("milestone", open_milestones(project))
        needs = SupportNeed.objects.visible_to(user).open().filter(project=project)
        needs = needs.filter(supplier__isnull=False)
        self._offer("need", needs.select_related("supplier"))
        self._offer("unit", open_units(user))

    def waiting(self) -> Waiting:
        given = self.cleaned_data
        return Waiting(**{name: given[name] for name in self.fields})

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class SeenForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AnswerForm(SeenForm):
    answer = forms.CharField(label=_("审批意见"), max_length=300, required=False, widget=_lines(2))


class RefusalForm(SeenForm):
    reason = forms.CharField(
        label=_("不同意的理由"),
        max_length=300,
        widget=_lines(3),
        help_text=_("写明为什么，并告诉申请人接下来怎么办。"),
    )


class EndingForm(forms.Form):
    on = DayField(label=_("恢复日期"), help_text=_("从哪一天起恢复推进；这一天不计入暂停。"))


class GivingBackForm(forms.Form):
    agreed = PostsField(label=_("谁同意"), required=False)

    def __init__(self, *args: Any, project: Project, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agreed"].queryset = posts_that_agree(project, user)  # type: ignore[attr-defined]


def open_milestones(project: Project) -> QuerySet[Milestone]:
    rows = project.milestones.filter(committed=True, actual_finish__isnull=True)
    return rows.filter(planned_finish__isnull=False).order_by("planned_finish", "serial")


def _targets(project: Project) -> Iterator[tuple[str, str]]:
    for row in open_milestones(project):
        yield row.code, f"{row.name}（{row.planned_finish}）"
    if project.required_finish:
        words = _now("要求完成（%(day)s）") % {"day": project.required_finish}
        yield FINISH, words
