"""Forms of sheets: they check shape; the acts decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.domain.worklists.rhythm import Rhythm
from guatu.org.models import User
from guatu.returns.actions.sending import Wanted
from guatu.returns.parcels import Brought
from guatu.web.shared.fields import DayField, FilesField
from guatu.worklists.models import WorkRound
from guatu.worklists.queries.listing import round_of

#: Days from the sending to the day by which sheets come back, unless another is chosen.
DAYS = 4


class SendForm(forms.Form):
    """The month before is offered, and this week's lists with it."""

    month = forms.CharField(
        label=_("进度月份"), widget=forms.TextInput(attrs={"type": "month"}), max_length=10
    )
    week = forms.BooleanField(label=_("同时发出本周周清单"), required=False)
    due_on = DayField(label=_("交回时限"))

    def __init__(self, *args: Any, user: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        last = today.replace(day=1) - timedelta(days=1)
        self.initial["month"] = f"{last:%Y-%m}" if last.year == today.year else f"{today:%Y-%m}"
        self.initial["due_on"] = today + timedelta(days=DAYS)
        self.initial["week"] = True
        self.work_round: WorkRound | None = round_of(user, Rhythm.WEEK, today)

    def clean_month(self) -> date:
        try:
            return date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            raise forms.ValidationError(_("请选择月份，如 2021-02。")) from None

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        work_round = self.work_round if given["week"] else None
        return Wanted(given["month"], given["due_on"], work_round)


class BringForm(forms.Form):
    sheets = FilesField(label=_("填好的表"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sheets"].widget.attrs["accept"] = ".xlsx,.zip,.xls,.et"

    def brought(self) -> list[Brought]:
        return [Brought(file.name, file.read()) for file in self.cleaned_data["sheets"]]
