from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.lines.actions import add_target, add_task
from guatu.lines.models import WorkLine
from tests.city import NOW, City


@pytest.fixture
def draft(city: City) -> WorkLine:
    """The industry line as a draft with one target and two tasks."""
    line = city.industry_line
    line.status = "draft"
    line.save(update_fields=["status"])
    target = {"name": "新增规上企业", "value": Decimal(40), "unit": "家", "due": date(2021, 12, 31)}
    add_target(line, target, by=city.office, now=NOW)
    for task, due in (("摸清底数", date(2021, 2, 28)), ("逐企辅导", date(2021, 6, 30))):
        values = {"task": task, "due": due, "lead_unit": city.industry}
        add_task(line, values, by=city.office, now=NOW)
    return WorkLine.objects.get(pk=line.pk)


@pytest.fixture
def running(draft: WorkLine) -> WorkLine:
    WorkLine.objects.filter(pk=draft.pk).update(status="running")
    return WorkLine.objects.get(pk=draft.pk)
