"""How much a leader or a unit can give at once, and proposals that keep to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.capacity.choices import Counted, LevellingStatus
from guatu.domain import capacity as domain
from guatu.kit.models import TenantRow
from guatu.org.models import User

LONGEST: Final = timedelta(minutes=10)


class CapacityQuerySet(models.QuerySet["Capacity"]):
    def visible_to(self, user: User) -> CapacityQuerySet:
        """Who sees all projects sees all of them; others those of their posts and units."""
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        return own.filter(Q(post_id__in=access.post_ids) | Q(unit_id__in=access.unit_ids))


class Capacity(TenantRow):
    """At most so many steps of what is ``counted`` for one post (a sponsor) or one unit."""

    post = models.ForeignKey(
        "org.Post",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("包保领导"),
    )
    unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("办理单位"),
    )
    counted = models.CharField(_("怎样计"), max_length=10, choices=Counted.choices)
    at_most = models.PositiveSmallIntegerField(_("最多"))
    by_default = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CapacityQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(post__isnull=True, unit__isnull=False)
                | Q(post__isnull=False, unit__isnull=True),
                name="capacity_of_one",
            ),
            models.CheckConstraint(condition=Q(at_most__gte=1), name="capacity_above_zero"),
            models.UniqueConstraint(fields=["tenant", "post"], name="capacity_once_per_post"),
            models.UniqueConstraint(fields=["tenant", "unit"], name="capacity_once_per_unit"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Reads ``post.unit`` and its holders, or ``unit``."""
        if self.post is not None:
            return self.post.holder_label
        return self.unit.label if self.unit is not None else ""

    def resource(self) -> domain.Resource:
        return domain.Resource(str(self.pk), self.name, self.at_most, domain.Counted(self.counted))


class LevellingQuerySet(models.QuerySet["Levelling"]):
    def visible_to(self, user: User) -> LevellingQuerySet:
        own = self.filter(tenant_id=user.tenant_id)
        return own if user.access.sees_all else own.none()


class Levelling(TenantRow):
    """A proposal (均衡建议) made on ``day``; nothing follows from it until a person adopts it.

    ``steps`` maps the id of a step that moves to its last day, ``projects`` the id of each project
    to its figures (see ``guatu.capacity.proposals``), ``stamps`` to its version when the proposal
    was begun. ``first_slip`` is the total slip of the quick answer, ``slip`` that of the best one
    found, ``bound`` what no plan can go below as far as is known; all in workdays.
    """

    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=LevellingStatus.choices)
    searching_since = models.DateTimeField(null=True)
    steps = models.JSONField(default=dict)
    projects = models.JSONField(default=dict)
    stamps = models.JSONField(default=dict)
    adopted = models.JSONField(default=list)
    first_slip = models.PositiveIntegerField(default=0)
    slip = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    proven = models.BooleanField(default=False)
    searched = models.PositiveSmallIntegerField(default=0)
    fault = models.JSONField(null=True)

    objects = LevellingQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")

    @property
    def slipping(self) -> int:
        """How many projects end later than promised or possible."""
        return sum(1 for one in self.projects.values() if one["slip"])

    def is_searched(self, now: datetime) -> bool:
        """A search cut off by a stop of the server is taken for over after a while."""
        since = self.searching_since
        return (
            self.status == LevellingStatus.SEARCHING and since is not None and since > now - LONGEST
        )
