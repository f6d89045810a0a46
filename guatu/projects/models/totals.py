"""Running totals of the list."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from guatu.kit.models import TenantRow, wan_field
from guatu.projects.choices import TallyBy


class Tally(TenantRow):
    """Running totals of one cut of the list, moved by every act in its own transaction.

    ``original`` to ``late`` count the values of ``Expectation``.
    """

    year = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=8, choices=TallyBy.choices)
    key = models.UUIDField()
    projects = models.IntegerField(default=0)
    red = models.IntegerField(default=0)
    yellow = models.IntegerField(default=0)
    green = models.IntegerField(default=0)
    paused = models.IntegerField(default=0)
    none = models.IntegerField(default=0)
    started = models.IntegerField(default=0)
    start_due = models.IntegerField(default=0)
    due_started = models.IntegerField(default=0)
    original = models.IntegerField(default=0)
    replanned = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    green_by_replanning = models.IntegerField(default=0)
    total_investment = wan_field(default=Decimal(0))
    year_plan = wan_field(default=Decimal(0))
    year_done = wan_field(default=Decimal(0))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "year", "by", "key"], name="tally_once"),
        )


class MonthTally(TenantRow):
    """The city's investment curve: what was planned for and done by the end of each month."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    done = wan_field(default=Decimal(0))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "year", "month"], name="month_tally_once"),
        )
