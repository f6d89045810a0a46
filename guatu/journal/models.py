from __future__ import annotations

from django.db import models

from guatu.kit.models import TenantRow


class EventCounter(models.Model):
    """The last sequence number given in a tenant; its row lock keeps the numbers gap-free."""

    tenant = models.OneToOneField("org.Tenant", on_delete=models.PROTECT, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)


class Event(TenantRow):
    """One act, written in the transaction of the act and never changed.

    ``details`` fill the sentence registered for ``code``; before and after values stand in it
    as ``changes: {field: [before, after]}``.
    """

    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    object_label = models.CharField(max_length=300)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("-seq",)
        constraints = (
            models.UniqueConstraint(fields=["tenant", "seq"], name="event_seq_once_per_tenant"),
        )
        indexes = (
            models.Index(fields=["object_id", "-seq"], name="event_by_object"),
            models.Index(fields=["tenant", "code", "-seq"], name="event_by_code"),
        )
