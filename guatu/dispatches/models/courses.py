"""The course of a dispatch: every reply, every round, extensions and pauses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.dispatches.choices import EntryKind, EvidenceKind, ExtensionStatus
from guatu.dispatches.models.dispatches import Dispatch, Part
from guatu.kit.models import Row


class Entry(Row):
    """A line of the course, never changed: who said what in which round."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="entries")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    round = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=2000, blank=True)
    details = models.JSONField(default=dict)
    by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.words}"[:120]


class Evidence(Row):
    """A file handed in with an entry; its content is kept by digest, outside the web root."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("种类"), max_length=12, choices=EvidenceKind.choices)
    name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media = models.CharField(max_length=80)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Extension(Row):
    """A request for more time, decided by the reviewer."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="extensions")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="extensions")
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=100)
    reason = models.CharField(_("延期理由"), max_length=300)
    before = models.DateField(_("原时限"))
    until = models.DateField(_("申请延至"))
    status = models.CharField(
        max_length=8, choices=ExtensionStatus.choices, default=ExtensionStatus.ASKED
    )
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=100, blank=True)
    answer = models.CharField(_("审批意见"), max_length=300, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["part"], condition=Q(status="asked"), name="one_extension_asked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d} {self.reason}"


class Pause(Row):
    """Waiting for somebody else: the clock of the doer stands, that of the unit runs."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="pauses")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("等待什么"), max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["dispatch"], condition=Q(until__isnull=True), name="one_pause_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.reason
