"""What people keep to work quickly: views of the list, and edits of many rows at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import TenantRow
from guatu.org.models import User
from guatu.projects.choices import BulkKind


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> SavedViewQuerySet:
        """The own ones, and those that others share."""
        return self.filter(tenant_id=user.tenant_id).filter(Q(user=user) | Q(shared=True))


class SavedView(TenantRow):
    """A view of the list that a person comes back to: its query string and its columns.

    ``columns`` are codes in their order, empty for the standard ones. The default view is what
    its owner sees on opening the list.
    """

    user = models.ForeignKey("org.User", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("视图名称"), max_length=40)
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField(default=list)
    shared = models.BooleanField(_("共享给全市"), default=False)
    is_default = models.BooleanField(_("打开项目页时先看它"), default=False)
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="one_default_view"
            ),
        )

    def __str__(self) -> str:
        return self.name


class BulkEditQuerySet(models.QuerySet["BulkEdit"]):
    def visible_to(self, user: User) -> BulkEditQuerySet:
        """The own ones; who sees every project also those of others."""
        own = self.filter(tenant_id=user.tenant_id)
        return own if user.access.sees_all else own.filter(by=user)


class BulkEdit(TenantRow):
    """One edit of many projects, by choice or pasted from a sheet; it can be undone as one.

    ``changes`` is ``{project id: {field: [before, after]}}`` with ids of rows, so that what was
    there can be put back.
    """

    kind = models.CharField(max_length=8, choices=BulkKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    objects = BulkEditQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.words
