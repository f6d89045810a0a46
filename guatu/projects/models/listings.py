"""The annual list (年度清单) in numbered versions: what stood on it, and what changed and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row, TenantRow, wan_field
from guatu.org.models import User
from guatu.projects.choices import ListChangeKind, ListVersionKind, Nature
from guatu.projects.models.projects import Project


class ListVersionQuerySet(models.QuerySet["ListVersion"]):
    def visible_to(self, user: User) -> ListVersionQuerySet:
        """The list is published: everyone in the tenant may read its versions."""
        return self.filter(tenant_id=user.tenant_id)


class ListVersion(TenantRow):
    """The list of a year as approved at one moment; number 1 is the first, none is changed."""

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("版本号"))
    kind = models.CharField(_("类别"), max_length=10, choices=ListVersionKind.choices)
    title = models.CharField(_("名称"), max_length=80)
    reason = models.CharField(_("调整理由"), max_length=500, blank=True)
    document = models.CharField(_("批准文号"), max_length=80, blank=True)
    approved_on = models.DateField(_("批准日期"))
    approver = models.CharField(_("批准机关"), max_length=80, blank=True)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    objects = ListVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "year", "number"], name="list_version_once"),
        )

    def __str__(self) -> str:
        return self.title


class ListEntry(Row):
    """A project as it stood in a version of the list; ``parent`` is the package it is a part of."""

    version = models.ForeignKey(ListVersion, on_delete=models.CASCADE, related_name="entries")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="list_entries")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    nature = models.CharField(max_length=12, choices=Nature.choices, blank=True)
    parent = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    line = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    total_investment = wan_field(null=True)
    year_plan = wan_field(null=True)

    class Meta:
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(fields=["version", "project"], name="list_entry_once"),
        )


class ListChange(Row):
    """One change that a version made against the one before it, with its own reason."""

    version = models.ForeignKey(ListVersion, on_delete=models.CASCADE, related_name="changes")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="list_changes")
    kind = models.CharField(max_length=12, choices=ListChangeKind.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("kind", "id")
