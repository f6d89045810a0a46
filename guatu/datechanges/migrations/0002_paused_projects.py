"""Whole projects that are paused now say so themselves; the next patrol finds their light.

What is waited for may be a need with as long a name as needs have.
"""

from typing import Any

from django.db import migrations, models

NAMES = ("paused_on", "paused_until", "paused_for")


def fill(apps: Any, schema_editor: Any) -> None:
    projects, states = (
        apps.get_model("projects", name).objects for name in ("Project", "ProjectState")
    )
    pauses = apps.get_model("datechanges", "PlanPause").objects.filter(
        status="approved", subject="", ended_on__isnull=True
    )
    for pause in pauses.select_related("unit").order_by("decided_at", "id"):
        unit = pause.unit.short_name or pause.unit.name
        held = (pause.since, pause.expected, f"等{unit}{pause.what}"[:200])
        projects.filter(pk=pause.project_id).update(
            **dict(zip(NAMES, held, strict=True)), next_check=None
        )
        for state in states.filter(project=pause.project_id, until__isnull=True):
            state.facts.update(zip(NAMES, map(str, held), strict=True))
            state.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [("datechanges", "0001_initial"), ("projects", "0008_pauses")]

    operations = [
        migrations.AlterField(
            "planpause", "what", models.CharField(max_length=80, verbose_name="等什么")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
