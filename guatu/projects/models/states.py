"""How a project stood at any moment of the past."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models import Q

from guatu.kit.models import TenantRow, wan_field
from guatu.projects.choices import Expectation, LightColour, Nature
from guatu.projects.models.projects import Project


class ProjectStateQuerySet(models.QuerySet["ProjectState"]):
    def at(self, moment: datetime) -> ProjectStateQuerySet:
        """Those in force at ``moment``: one for each project known by then."""
        return self.filter(since__lte=moment).filter(Q(until__isnull=True) | Q(until__gt=moment))

    def now(self) -> ProjectStateQuerySet:
        return self.filter(until__isnull=True)

    def counted(self) -> ProjectStateQuerySet:
        """As ``Project.objects.counted``, of the moment."""
        whole = self.filter(listed=True, parent__isnull=True)
        return whole.exclude(nature=Nature.RESERVE)


class ProjectState(TenantRow):
    """A project from ``since`` until ``until``, not included; None: it still stands so.

    Written by the patrol in the transaction of the act that changed the project. ``facts`` is
    what its light is judged from (``guatu.projects.standing``); the columns are those of the list
    and its totals, by the names that they have in ``Project``. What they refer to may be gone.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="states")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    listed = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    nature = models.CharField(max_length=12, choices=Nature.choices, blank=True)
    category = models.CharField(max_length=60, blank=True)
    line = models.ForeignKey(
        "lines.WorkLine",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    lead_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    sponsor = models.ForeignKey(
        "org.Post",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    chain = models.ForeignKey(
        "lines.Chain",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    park = models.ForeignKey(
        "lines.Park",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    township = models.ForeignKey(
        "org.Unit",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    parent = models.ForeignKey(
        Project,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    also_lines = models.JSONField(default=list)
    total_investment = wan_field(null=True)
    year_plan = wan_field(null=True)
    year_done = wan_field(default=Decimal(0))
    started = models.BooleanField(default=False)
    start_due = models.BooleanField(default=False)
    light = models.CharField(max_length=8, choices=LightColour.choices)
    light_rank = models.PositiveSmallIntegerField()
    expectation = models.CharField(max_length=12, choices=Expectation.choices, blank=True)
    green_by_replanning = models.BooleanField(default=False)
    facts = models.JSONField()

    objects = ProjectStateQuerySet.as_manager()

    class Meta:
        ordering = ("project", "since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["project"], condition=Q(until__isnull=True), name="one_state_now"
            ),
        )
        indexes = (
            models.Index(fields=["project", "since"], name="state_by_project"),
            models.Index(fields=["tenant", "year", "since"], name="state_by_time"),
        )
