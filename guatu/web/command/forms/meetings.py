"""Calling a meeting, its agenda, and what is decided in the room or on site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.command.actions.handing import Order
from guatu.command.actions.meetings import Call
from guatu.command.choices import MeetingKind
from guatu.command.models import USUAL_MINUTES, Blocker
from guatu.command.queries.meetings import headquarters_of, task_forces_of
from guatu.kit.clock import CHINA
from guatu.org.models import Post, User
from guatu.web.command.forms.controls import (
    Boxes,
    PickField,
    PostsField,
    post_words,
    posts_of,
    projects_of,
    put_rows,
    unit_words,
    units_of,
    words_field,
)
from guatu.web.shared.fields import DayField


class MeetingForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("会议类别"), choices=MeetingKind.choices)
    title = forms.CharField(label=_("会议名称"), max_length=80)
    body = forms.ChoiceField(
        label=_("谁的会议"),
        required=False,
        help_text=_("议题按它管的项目自动排；选“总指挥部”即全部项目。"),
    )
    month = DayField(
        label=_("会办哪个月的走访"), required=False, help_text=_("选那个月的任意一天。")
    )
    day = DayField(label=_("日期"))
    clock = forms.TimeField(
        label=_("时间"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    minutes = forms.IntegerField(
        label=_("预计时长（分钟）"),
        required=False,
        initial=USUAL_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
        help_text=_("不填按 60 分钟，计入参加单位当周的负担。"),
    )
    place = forms.CharField(label=_("地点"), max_length=80)
    chair = PickField(post_words, label=_("主持"))
    attendees = PostsField(
        Post.objects.none(),
        label=_("参加"),
        required=False,
        widget=Boxes,
        help_text=_("不选则按专班成员；参加的岗位会收到通知。"),
    )

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.user = user
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            ("", _("总指挥部（全部项目）")),
            *((f"hq:{row.pk}", row.name) for row in headquarters_of(user)),
            *((f"force:{row.pk}", row.name) for row in task_forces_of(user)),
        ]
        put_rows(self, "chair", posts_of(user))
        put_rows(self, "attendees", posts_of(user))

    def call(self) -> Call:
        given = self.cleaned_data
        kind, _colon, pk = given["body"].partition(":")
        forces, bodies = task_forces_of(self.user), headquarters_of(self.user)
        return Call(
            title=given["title"],
            starts_at=datetime.combine(given["day"], given["clock"], CHINA),
            place=given["place"],
            chair=given["chair"],
            attendees=list(given["attendees"]),
            task_force=forces.get(pk=pk) if kind == "force" else None,
            headquarters=bodies.get(pk=pk) if kind == "hq" else None,
            kind=given["kind"],
            month=given["month"].replace(day=1) if given["month"] else None,
            minutes=USUAL_MINUTES if given["minutes"] is None else given["minutes"],
        )


class ItemForm(forms.Form):
    title = forms.CharField(label=_("议什么"), max_length=120)
    project = PickField(label=_("项目"), required=False, empty_label=_("不对应项目"))

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        put_rows(self, "project", projects_of(user))


class DecisionForm(forms.Form):
    """One line; unit and day are read from it where they are not chosen."""

    words = forms.CharField(
        label=_("议定事项"),
        max_length=300,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "placeholder": _("如：自然资源局4月10日前完成供地，住建局配合"),
            }
        ),
    )
    unit = PickField(unit_words, label=_("主办单位"), required=False, empty_label=_("按句中的单位"))
    due_on = DayField(label=_("完成时限"), required=False)
    blocker = PickField(label=_("打通哪个堵点"), required=False, empty_label=_("不对应堵点"))

    def __init__(
        self, *args: Any, user: User, blockers: QuerySet[Blocker] | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        put_rows(self, "unit", units_of(user))
        if blockers is None:
            del self.fields["blocker"]
        else:
            put_rows(self, "blocker", blockers)

    def order(self) -> Order:
        given = self.cleaned_data
        return Order(given["words"], given["unit"], given["due_on"])


class NoActionForm(forms.Form):
    words = forms.CharField(label=_("议定事项"), max_length=300, required=False)
    reason = forms.CharField(label=_("为什么无需交办"), max_length=300)


class OpeningForm(forms.Form):
    opening = words_field(
        _("会议概况"),
        required=False,
        max_length=500,
        help_text=_("选填，印在纪要开头；议定事项已逐条记下，不必重写。"),
    )
