"""The finish of the original plan stands beside the one in force: on the project and in what was
kept of it since. The next patrol judges every project, which tells its forecast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

#: Places of columns in the document of steps (``guatu.projects.standing.Step``).
CODE, PLANNED_FINISH, ORIGINAL_FINISH, ORIGINAL_START = 0, 4, 14, 15


def fill_projects(apps: Any, schema_editor: Any) -> None:
    first = apps.get_model("projects", "Baseline").objects.filter(project=OuterRef("pk"), number=0)
    projects = apps.get_model("projects", "Project").objects
    projects.filter(baselines__number=0).update(
        original_finish=Subquery(first.values("required_finish")[:1])
    )
    projects.update(next_check=None)


def fill_documents(apps: Any, schema_editor: Any) -> None:
    baselines, states = (
        apps.get_model("projects", name).objects for name in ("Baseline", "ProjectState")
    )
    for first in baselines.filter(number=0).iterator(500):
        second = baselines.filter(project=first.project_id, number=1).first()
        since = states.filter(project=first.project_id, since__gte=first.approved_at)
        for state in since:
            state.facts["original_finish"] = first.required_finish.isoformat()
            if second is not None and state.since >= second.approved_at:
                add_days(state.facts, first.dates)
            state.save(update_fields=["facts"])


def add_days(facts: dict[str, Any], dates: Mapping[str, tuple[str, str]]) -> None:
    """The days of the original plan, beside those of steps that have another finish now."""
    steps = facts.get("steps")
    if not steps:
        return
    steps += [0] * (ORIGINAL_START + 1 - len(steps))
    planned = steps[PLANNED_FINISH] or [None] * len(steps[CODE])
    known = [
        (None, None) if finish == dates.get(code, (None, finish))[1] else dates[code]
        for code, finish in zip(steps[CODE], planned, strict=True)
    ]
    if any(finish for _, finish in known):
        steps[ORIGINAL_START], steps[ORIGINAL_FINISH] = map(list, zip(*known, strict=True))
    while steps[-1] == 0:
        steps.pop()


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_timetable")]

    operations = [
        migrations.RunPython(fill_projects, migrations.RunPython.noop),
        migrations.RunPython(fill_documents, migrations.RunPython.noop),
    ]
