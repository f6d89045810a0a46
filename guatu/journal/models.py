from __future__ import annotations

from django.db import models
from django.db.models import Q

from guatu.kit.models import Row, TenantRow


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


class Outbox(models.Model):
    """An event of which somebody is to be told, written with it; ``guatu.journal.outbox`` is its
    only door.

    ``next_try`` is from when it may be taken, ``token`` who has taken it last: a claim is a lease,
    and who comes after it has run out takes the row from a worker that died. Settled rows stay.
    """

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="outbox"
    )
    tenant = models.ForeignKey("org.Tenant", on_delete=models.PROTECT, related_name="+")
    next_try = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(
                fields=["next_try", "event"],
                condition=Q(settled_at__isnull=True),
                name="outbox_to_be_told",
            ),
        )


class Answer(Row):
    """What a POST that carries a key was answered, written with its effect; the same key again
    gets the same answer. ``guatu.journal.answers`` is its only door.

    ``body`` is None when it was too long to keep; ``said`` holds the messages that went with it.
    """

    user_id = models.UUIDField()
    key = models.CharField(max_length=100)
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(null=True)
    said = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user_id", "key"], name="answered_once_per_key"),
        )
        indexes = (models.Index(fields=["at"], name="answer_by_age"),)
