"""Two people changed one project: keep what was typed and show what the other one wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from guatu.journal.actions import plain
from guatu.journal.queries import history_of
from guatu.projects.actions.listing import MOVING
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.web.projects.forms.controls import BoxesField
from guatu.web.projects.forms.project import ProjectForm, initial_of
from guatu.web.shared.history import Event


def merged(form: ProjectForm, project: Project) -> ProjectForm:
    """The form again, over the project as it is now.

    A field that only the other one changed takes the new value; where both did, what was typed
    stays and the present value stands beside it.
    """
    seen = form.cleaned_data.get("seen") or 0
    others = _changes_since(project, seen)
    shown, current = cast(QueryDict, form.data).copy(), initial_of(project)
    notes: dict[str, str] = {}
    for name, (before, after) in others.items():
        if name not in form.fields or form.fields[name].disabled:
            continue
        said = _said(name, after)
        if _untouched(form.cleaned_data.get(name), before):
            shown.setlist(name, _as_typed(form, name, current[name]))
            notes[name] = _("他人已改为“%(after)s”，您未改动，已换成新值。") % {"after": said}
        else:
            notes[name] = _("他人已改为“%(after)s”，上面仍是您填的。") % {"after": said}
    shown["seen"] = str(project.version)
    again = ProjectForm(shown, initial=current, user=form.user, year=form.year)
    again.now = notes
    return again


def _changes_since(project: Project, seen: int) -> Mapping[str, tuple[Any, Any]]:
    """Each of these events moved the version by one, so their number says how far to look."""
    missed = max(0, project.version - seen)
    events = history_of(project.pk).filter(code__in=MOVING)[:missed]
    changes: dict[str, tuple[Any, Any]] = {}
    for event in events:
        for name, (before, after) in _changes_of(event).items():
            newest = changes[name][1] if name in changes else after
            changes[name] = (before, newest)
    return changes


def _changes_of(event: Event) -> Mapping[str, tuple[Any, Any]]:
    if event.code == "project.started":
        return {"actual_start": (None, event.details["day"])}
    changes: Mapping[str, tuple[Any, Any]] = event.details.get("changes", {})
    return changes


def _untouched(typed: Any, before: Any) -> bool:
    """Of many rows the order does not matter."""
    now = plain(typed)
    if isinstance(now, list) and isinstance(before, list):
        return sorted(map(str, now)) == sorted(map(str, before))
    return bool(now == before)


def _as_typed(form: ProjectForm, name: str, value: Any) -> list[str]:
    """The values that a browser would send."""
    shown = form.fields[name].prepare_value(value)
    if isinstance(form.fields[name], BoxesField):
        return list(map(str, shown))
    return ["" if shown is None else str(shown)]


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return _("空")
    if name == "nature":
        return str(Nature(value).label)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
