"""Light rules, their adoption, and what they say."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.journal.actions import SYSTEM
from guatu.kit.models import Row, TenantRow
from guatu.projects.choices import LightColour
from guatu.projects.models.projects import Project


class RulePack(TenantRow):
    """A set of light rules; its text is data, checked when it is loaded.

    A draft until it is first adopted; from then on its text never changes, so that what it once
    said can be said again: an edit makes a new version.
    """

    code = models.CharField(_("代码"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    name = models.CharField(_("名称"), max_length=60)
    rules = models.JSONField()
    adopted_at = models.DateTimeField(null=True)
    in_force = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code", "version"], name="pack_once"),
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(in_force=True), name="one_pack_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class PackAdoption(TenantRow):
    """From ``at`` on, until the next adoption, these rules give the lights."""

    pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, related_name="adoptions")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["tenant", "-at"], name="adoption_by_time"),)

    @property
    def is_default(self) -> bool:
        """Nobody chose them: our default, its text kept since then."""
        return self.by_name == SYSTEM.actor_name


class Excuse(Row):
    """An accepted reason (正当理由) that suspends the colour of one dimension for a time."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="excuses")
    dimension = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(_("理由"), max_length=300)
    granted_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()


class Verdict(Row):
    """What the rules say of a project since ``day``, until they say something else.

    ``body`` is as of ``day``; what was shown on a later day is found by replay.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="verdicts")
    day = models.DateField()
    light = models.CharField(max_length=8, choices=LightColour.choices)
    before = models.CharField(max_length=8, choices=LightColour.choices, blank=True)
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["project", "-at"], name="verdict_by_project"),
            models.Index(fields=["day", "light"], name="verdict_by_day"),
        )
