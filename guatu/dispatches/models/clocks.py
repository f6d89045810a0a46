"""Clocks of dispatches: what runs out when, and what the ladder has done about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.dispatches.choices import ClockStatus, Colour, Leg
from guatu.dispatches.models.dispatches import Dispatch, Part
from guatu.kit.models import Row


class Clock(Row):
    """The time that one unit has for one leg.

    ``next_at`` is the moment of the next rung of the ladder; None: nothing comes by itself. The
    scan of each minute finds what is due by its index alone. ``edition`` counts the due moments
    that were agreed, ``moved_at`` is when the last of them, or a pause, moved it. While it is
    paused ``stopped_at`` says since when. Whether it was late is decided once, when it stops.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="clocks")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, null=True, related_name="clocks")
    leg = models.CharField(_("计时"), max_length=12, choices=Leg.choices)
    round = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    span = models.JSONField(default=dict)
    edition = models.PositiveSmallIntegerField(default=1)
    moved_at = models.DateTimeField(null=True)
    status = models.CharField(
        _("状态"), max_length=8, choices=ClockStatus.choices, default=ClockStatus.RUNNING
    )
    stopped_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)
    calendar = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("started_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["dispatch", "part", "leg"],
                condition=~Q(status=ClockStatus.STOPPED),
                name="one_clock_per_leg",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="clock_by_next"
            ),
            models.Index(fields=["started_at"], name="clock_by_start"),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.leg}"


class Fire(Row):
    """A rung that was reached: exactly once per clock, edition and rung."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="fires")
    edition = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=40)
    name = models.CharField(_("梯级"), max_length=60)
    colour = models.CharField(max_length=8, choices=Colour.choices, blank=True)
    planned_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    deadline = models.DateTimeField(_("催办要求的时限"), null=True)
    made_up = models.BooleanField(_("补发"), default=False)

    class Meta:
        ordering = ("planned_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["clock", "edition", "rung"], name="rung_once_per_edition"
            ),
        )

    def __str__(self) -> str:
        return self.name
