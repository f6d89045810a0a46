"""Choosing what to compose, wording it, and the templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guatu.boards.papers import spans
from guatu.command.models import Meeting
from guatu.dispatches.models import Dispatch
from guatu.lines.models import WorkLine
from guatu.org.models import User
from guatu.papers.actions.templates import EDITED
from guatu.papers.choices import PaperKind
from guatu.papers.models import Paper
from guatu.starts.models import StartEvent
from guatu.web.shared.fields import PickField

PERIODIC = (PaperKind.BULLETIN, PaperKind.WEEKLY)


Span = tuple[date, date]


def _fields(*names: str, rows: int) -> list[forms.Field]:
    """As long as the columns of a paper let them be, the text over so many ``rows``."""
    return [_field(name, rows) for name in names]


def _field(name: str, rows: int) -> forms.Field:
    column = Paper._meta.get_field(name)
    assert isinstance(column, models.Field)
    made = column.formfield()
    assert isinstance(made, forms.Field)
    if isinstance(column, models.TextField):
        made.widget.attrs |= {"rows": rows, "class": "paper-text"}
    return made


class ComposeForm(forms.Form):
    """Only the fields that the kind needs: a period and a line, a dispatch, or a meeting."""

    span = forms.TypedChoiceField(
        label=_("时段"), help_text=_("本期新增、办结、节点和报送按这个时段计，其余数据截至此刻。")
    )
    line = PickField(label=_("工作线"), empty_label=_("全市"))
    dispatch = PickField(label=_("交办"), required=True, empty_label=_("请选择"))
    meeting = PickField(label=_("会议"), required=True, empty_label=_("请选择"))
    event = PickField(label=_("集中开工"), required=True, empty_label=_("请选择"))

    def __init__(self, *args: Any, kind: str, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = _fields_of(kind)
        for name in set(self.fields) - set(kept):
            del self.fields[name]
        if "span" in kept:
            self._offer(list(spans(kind, today)), kind)
        rows = {
            "line": WorkLine.objects.visible_to(user),
            "dispatch": Dispatch.objects.visible_to(user).open().filter(issued_at__isnull=False),
            "event": StartEvent.objects.visible_to(user).held(),
            "meeting": Meeting.objects.visible_to(user).filter(minuted_at__isnull=False),
        }
        for name, field in self.fields.items():
            if isinstance(field, PickField):
                field.queryset = rows[name]

    def _offer(self, offered: Sequence[Span], kind: str) -> None:
        """The newest is chosen until another one is."""
        days = {first.isoformat(): (first, last) for first, last in offered}
        field = self.fields["span"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(key, _span_words(kind, span)) for key, span in days.items()]
        field.coerce = days.__getitem__
        field.initial = next(iter(days))


class WordingForm(forms.Form):
    """The draft; ``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title, addressee, copied_to, text = _fields("title", "addressee", "copied_to", "text", rows=26)


class TemplateForm(forms.Form):
    """``EDITED``, as long as the columns let them be; ``seen`` as in ``WordingForm``."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= dict(zip(EDITED, _fields(*EDITED, rows=22), strict=True))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


def _span_words(kind: str, span: Span) -> str:
    first, last = span
    if kind == PaperKind.WEEKLY:
        return f"{first:%Y-%m-%d} — {last:%m-%d}"
    return _now("%(year)s年%(month)s月") % {"year": first.year, "month": first.month}


#: The field of kinds that are about one record other than a dispatch.
_SOURCES: dict[str, tuple[str, ...]] = {
    PaperKind.MINUTES: ("meeting",),
    PaperKind.STARTS: ("event",),
}


def _fields_of(kind: str) -> tuple[str, ...]:
    if kind in PERIODIC:
        return ("span", "line")
    return _SOURCES.get(kind, ("dispatch",))
