"""Planning and logging a visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.command.actions.visiting import Seen
from guatu.org.models import User
from guatu.web.command.forms.controls import (
    PickField,
    photo_field,
    picture_in,
    post_words,
    put_people,
    words_field,
)
from guatu.web.shared.fields import DayField


class VisitForm(forms.Form):
    """``seen`` is the version that the person saw; without project and leader they are settled."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    project = PickField(label=_("项目"))
    leader = PickField(post_words, label=_("走访领导"))
    made_on = DayField(label=_("走访日期"))
    found = words_field(_("现场情况"), rows=4, max_length=800, help_text=_("看到什么、卡在哪里。"))
    follow_up = forms.CharField(label=_("下次关注"), max_length=300, required=False)
    photo = photo_field()

    def __init__(self, *args: Any, user: User, settled: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if settled:
            del self.fields["project"], self.fields["leader"]
            return
        put_people(self, user)

    def what_was_seen(self) -> Seen:
        given = self.cleaned_data
        return Seen(given["made_on"], given["found"], given["follow_up"], picture_in(self))


class PlanForm(forms.Form):
    project = PickField(label=_("项目"))
    leader = PickField(post_words, label=_("走访领导"))
    planned_on = DayField(label=_("哪天去"))

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        put_people(self, user)
