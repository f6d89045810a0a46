"""The records behind a figure of a paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from guatu.command.models import Meeting
from guatu.dispatches.models import Dispatch
from guatu.domain.papers.facts import Figure
from guatu.org.models import User
from guatu.projects.models import Project
from guatu.starts.models import StartEvent
from guatu.worklists.models import WorkList


@dataclass(frozen=True, slots=True)
class Source:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Sources:
    """``hidden``: so many more, which this person may not open; ``more``: so many beyond those
    that the paper names one by one."""

    rows: Sequence[Source]
    hidden: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class _Kind:
    rows: Callable[[User], QuerySet[Any]]
    label: Callable[[Any], str]
    url_name: str


_KINDS = {
    "dispatch": _Kind(Dispatch.objects.visible_to, str, "dispatch-detail"),
    "project": _Kind(
        Project.objects.visible_to, lambda row: f"{row.number}　{row.name}", "project-detail"
    ),
    "worklist": _Kind(
        lambda user: WorkList.objects.visible_to(user).select_related("unit", "round"),
        str,
        "work-list",
    ),
    "start": _Kind(StartEvent.objects.visible_to, str, "start-event"),
    "meeting": _Kind(Meeting.objects.visible_to, str, "meeting-detail"),
}


def sources_of(figure: Figure, user: User) -> Sources:
    """In the order in which the figure names them."""
    kind = _KINDS.get(figure.kind)
    if kind is None:
        return Sources((), 0)
    found = {str(row.pk): row for row in kind.rows(user).filter(pk__in=figure.ids)}
    rows = [found[pk] for pk in figure.ids if pk in found]
    shown = [Source(kind.label(row), reverse(kind.url_name, args=[row.pk])) for row in rows]
    return Sources(shown, len(figure.ids) - len(shown), figure.more)
