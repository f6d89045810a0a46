"""Projects listed before states were kept get theirs in the next patrol, and totals are moved by
states: they begin again with those. Packs in force get a first adoption."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import migrations


def look_at_all(apps: Any, schema_editor: Any) -> None:
    apps.get_model("projects", "Project").objects.update(next_check=None)


def forget_totals(apps: Any, schema_editor: Any) -> None:
    """The first state of a project adds it to the totals, which would count it twice."""
    apps.get_model("projects", "Tally").objects.all().delete()
    apps.get_model("projects", "MonthTally").objects.all().delete()


def remember_adoptions(apps: Any, schema_editor: Any) -> None:
    adoption = apps.get_model("projects", "PackAdoption").objects
    packs = apps.get_model("projects", "RulePack").objects
    for pack in packs.filter(in_force=True, adopted_at__isnull=False, adoptions__isnull=True):
        adoption.create(
            id=uuid4(), tenant_id=pack.tenant_id, pack=pack, at=pack.adopted_at, by_name=""
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_depth")]

    operations = [
        migrations.RunPython(look_at_all, migrations.RunPython.noop),
        migrations.RunPython(forget_totals, migrations.RunPython.noop),
        migrations.RunPython(remember_adoptions, migrations.RunPython.noop),
    ]
