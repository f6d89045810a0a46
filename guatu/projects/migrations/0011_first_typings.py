"""Reports typed before typing was kept count once, when they were written last: what is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.models.functions import Coalesce

CHUNK = 2000
CELLS = (
    "invested",
    "registered",
    "paid",
    "physical_percent",
    "physical_words",
    "photo",
    "reason",
)
WHOSE = ("project__tenant_id", "project__owner_post_id", "unit")


def keep_typings(apps: Any, schema_editor: Any) -> None:
    """Nothing where typings are kept already."""
    typing = apps.get_model("projects", "ReportTyping")
    if typing.objects.exists():
        return
    rows: list[Any] = []
    for given in _typed(apps):
        rows.append(typing(**given))
        if len(rows) == CHUNK:
            typing.objects.bulk_create(rows)
            rows.clear()
    typing.objects.bulk_create(rows)


def _typed(apps: Any) -> Iterator[dict[str, Any]]:
    """Of the unit whose post reports today; not what a signed bundle wrote."""
    brought = _brought(apps)
    reports = apps.get_model("projects", "ProgressReport").objects.filter(source="form")
    unit = Coalesce(
        "project__owner_post__unit_id", "project__responsible_unit_id", "project__lead_unit_id"
    )
    columns = ("id", "project_id", "period", "reported_at", *WHOSE, *CELLS)
    told = reports.order_by("reported_at", "id").annotate(unit=unit).values_list(*columns)
    for pk, project, period, at, tenant, post, unit_id, *cells in told.iterator(CHUNK):
        if (pk, at) in brought:
            continue
        yield {
            "tenant_id": tenant,
            "project_id": project,
            "period": period,
            "at": at,
            "post_id": post,
            "unit_id": unit_id,
            "cells": sum(cell not in (None, "") for cell in cells),
        }


def _brought(apps: Any) -> set[tuple[Any, Any]]:
    """Reports by id and moment; none where bundles were not installed before."""
    try:
        rows = apps.get_model("bundles", "ArrivalRow")
    except LookupError:
        return set()
    written = rows.objects.filter(report_id__isnull=False)
    return set(written.values_list("report_id", "arrival__settled_at"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_report_typings")]

    operations = [migrations.RunPython(keep_typings, migrations.RunPython.noop)]
