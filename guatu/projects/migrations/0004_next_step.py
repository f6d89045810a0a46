"""The next step of every project stands on its row."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def find_next_steps(apps: Any, schema_editor: Any) -> None:
    steps = apps.get_model("projects", "Milestone").objects
    due = steps.filter(
        project=OuterRef("pk"), actual_finish__isnull=True, planned_finish__isnull=False
    ).order_by("planned_finish", "serial")
    apps.get_model("projects", "Project").objects.filter(
        milestones__actual_finish__isnull=True, milestones__planned_finish__isnull=False
    ).update(
        next_step=Subquery(due.values("name")[:1]), next_due=Subquery(due.values("planned_finish")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_first_states")]

    operations = [
        migrations.AddField(
            "project",
            "next_step",
            models.CharField(blank=True, default="", editable=False, max_length=100),
            preserve_default=False,
        ),
        migrations.AddField("project", "next_due", models.DateField(editable=False, null=True)),
        migrations.RunPython(find_next_steps, migrations.RunPython.noop),
    ]
