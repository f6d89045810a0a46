"""What the address of the journal asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.journal.queries import events_of
from guatu.kit.clock import CHINA
from guatu.web.journal.kinds import BY_CODE, KINDS, codes_in
from guatu.web.shared.asking import whole_number
from guatu.web.shared.fields import DayField
from guatu.web.shared.narrowing import Chip

PER_PAGE = 50
NAMES = ("person", "kind", "since", "until", "words")
Events = Any  # rows of the journal stay behind guatu.journal


class FilterForm(forms.Form):
    """A value that cannot be read narrows nothing and is told so."""

    person = forms.CharField(label=gettext_lazy("经办人"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("类别"),
        required=False,
        choices=[("", gettext_lazy("全部")), *((kind.code, kind.label) for kind in KINDS)],
    )
    since = DayField(label=gettext_lazy("从"), required=False)
    until = DayField(label=gettext_lazy("到"), required=False)
    words = forms.CharField(label=gettext_lazy("对象"), required=False, max_length=60)


@dataclass(frozen=True, slots=True)
class Page:
    """``older`` and ``newer`` are numbers of events between which to go on, None at an end."""

    events: list[Any]
    older: int | None
    newer: int | None

    @property
    def first(self) -> int:
        return int(self.events[0].seq)

    @property
    def last(self) -> int:
        return int(self.events[-1].seq)


def asked_events(tenant_id: UUID, form: FilterForm) -> Events:
    """The events of the tenant that the form asks for, newest first."""
    form.is_valid()
    given = form.cleaned_data
    events: Events = events_of(tenant_id)
    if person := given.get("person"):
        events = events.filter(actor_name__icontains=person)
    if kind := BY_CODE.get(given.get("kind", "")):
        events = events.filter(code__in=codes_in(kind))
    if words := given.get("words"):
        events = events.filter(object_label__icontains=words)
    return events.filter(_between(given.get("since"), given.get("until")))


def page_of(events: Events, *, before: str, after: str) -> Page:
    """Fifty events older than the number ``before``, or newer than ``after``, by their index."""
    if (first := whole_number(after)) is not None:
        found = list(events.filter(seq__gt=first).order_by("seq")[: PER_PAGE + 1])
        shown = found[:PER_PAGE][::-1]
        return _page(shown, older=bool(shown), newer=len(found) > PER_PAGE)
    if (last := whole_number(before)) is not None:
        events = events.filter(seq__lt=last)
    found = list(events[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return _page(shown, older=len(found) > PER_PAGE, newer=bool(last and shown))


def chips(form: FilterForm, query: QueryDict) -> list[Chip]:
    given = getattr(form, "cleaned_data", {})
    return [
        Chip(_worded(name, given[name]), f"?{_without(query, name)}")
        for name in NAMES
        if given.get(name)
    ]


def narrowing(query: QueryDict) -> str:
    """The query without the place on the list."""
    return _without(query)


def _page(events: list[Any], *, older: bool, newer: bool) -> Page:
    return Page(
        events,
        events[-1].seq if events and older else None,
        events[0].seq if events and newer else None,
    )


def _between(since: date | None, until: date | None) -> Q:
    wanted = Q()
    if since:
        wanted &= Q(at__gte=datetime.combine(since, time(), CHINA))
    if until:
        wanted &= Q(at__lt=datetime.combine(until + timedelta(days=1), time(), CHINA))
    return wanted


def _worded(name: str, value: Any) -> str:
    if name == "kind":
        return str(BY_CODE[value].label)
    words = {
        "person": _("经办人 %(value)s"),
        "since": _("从 %(value)s"),
        "until": _("到 %(value)s"),
        "words": _("对象含“%(value)s”"),
    }
    return words[name] % {"value": value}


def _without(query: QueryDict, name: str = "") -> str:
    kept = QueryDict(mutable=True)
    for key in NAMES:
        if key != name and (value := query.get(key)):
            kept[key] = str(value)
    return kept.urlencode()
