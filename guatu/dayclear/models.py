"""What a day had to clear, and how its evening stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.dayclear.choices import ItemKind, ItemState
from guatu.domain.dayclear import State, Sums
from guatu.kit.models import TenantRow
from guatu.org.models import User

if TYPE_CHECKING:
    from guatu.org.access import Access


class DayItemQuerySet(models.QuerySet["DayItem"]):
    def visible_to(self, user: User) -> DayItemQuerySet:
        """Leaders, office and inspectors see all; others what their units, forces, posts have."""
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        return own.filter(_in_units(access) | Q(post_id__in=access.post_ids)).distinct()

    def entered(self) -> DayItemQuerySet:
        """As a day had them, without what was added to correct it."""
        return self.filter(corrects__isnull=True)


class DayItem(TenantRow):
    """One thing that ``day`` has to clear.

    ``what_id`` is the row that it follows from (a clock, need, milestone or commitment) and
    ``page_id`` the row whose page shows it; both empty for what was written by hand. ``due_on``
    is the day of the source. ``carried`` counts the days that ended without it, ``first_on`` is
    where that chain began and ``before`` the item of the last of them. A row with ``corrects``
    was added after the day was closed.
    """

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey(
        "lines.TaskForce", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        "org.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="day_items"
    )
    day = models.DateField(_("日期"))
    kind = models.CharField(_("来源"), max_length=12, choices=ItemKind.choices)
    what_id = models.UUIDField(null=True, editable=False)
    page_id = models.UUIDField(null=True, editable=False)
    aspect = models.CharField(max_length=12, blank=True, editable=False)
    label = models.CharField(_("事项"), max_length=200)
    due_on = models.DateField(_("时限"))
    state = models.CharField(
        _("状态"), max_length=10, choices=ItemState.choices, default=ItemState.OPEN
    )
    words = models.CharField(_("说明"), max_length=300, blank=True)
    next_on = models.DateField(_("下次办理日期"), null=True, blank=True)
    need = models.ForeignKey(
        "projects.SupportNeed",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("卡在哪项要素"),
    )
    carried = models.PositiveSmallIntegerField(_("已结转"), default=0)
    first_on = models.DateField()
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="after", editable=False
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections", editable=False
    )
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=100, blank=True)

    objects = DayItemQuerySet.as_manager()

    class Meta:
        ordering = ("-carried", "due_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["day", "what_id"],
                condition=Q(corrects__isnull=True, what_id__isnull=False),
                name="source_once_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "day", "unit"], name="day_item_by_day"),
            models.Index(fields=["what_id"], name="day_item_by_source"),
            models.Index(
                fields=["unit", "day"], condition=Q(state="open"), name="day_item_open_by_unit"
            ),
            models.Index(
                fields=["post", "day"], condition=Q(state="open"), name="day_item_open_by_post"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.state == ItemState.OPEN

    @property
    def is_known(self) -> bool:
        """Whether the system itself knows when it is done."""
        return self.kind != ItemKind.OWN

    @property
    def standing(self) -> State:
        return State(self.state)


class DayClosingQuerySet(models.QuerySet["DayClosing"]):
    def visible_to(self, user: User) -> DayClosingQuerySet:
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        return own.filter(_in_units(access)).distinct()


class DayClosing(TenantRow):
    """The evening of a unit or a task force: figures as they stood at the cut-off, never changed.

    There is one as soon as the day is closed; the head confirms it afterwards.
    """

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey(
        "lines.TaskForce", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField(_("日期"))
    closed_at = models.DateTimeField(_("截止时间"))
    done = models.PositiveIntegerField(_("办结"), default=0)
    carried = models.PositiveIntegerField(_("结转"), default=0)
    blocked = models.PositiveIntegerField(_("卡住"), default=0)
    uncleared = models.PositiveIntegerField(_("未清"), default=0)
    released = models.PositiveIntegerField(_("解除"), default=0)
    longest = models.PositiveSmallIntegerField(_("最久"), default=0)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_name = models.CharField(max_length=100, blank=True)
    confirm_words = models.CharField(_("确认意见"), max_length=300, blank=True)

    objects = DayClosingQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "unit__path", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "day"],
                condition=Q(force__isnull=True),
                name="day_closed_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["force", "day"],
                condition=Q(force__isnull=False),
                name="day_closed_once_per_force",
            ),
        )
        indexes = (models.Index(fields=["tenant", "day"], name="day_closing_by_day"),)

    def __str__(self) -> str:
        return f"{self.whose} {self.day:%Y-%m-%d}"

    @property
    def whose(self) -> str:
        return self.force.name if self.force else self.unit.label

    @property
    def sums(self) -> Sums:
        return Sums(
            done=self.done,
            carried=self.carried,
            blocked=self.blocked,
            uncleared=self.uncleared,
            released=self.released,
            longest=self.longest,
        )


def _in_units(access: Access) -> Q:
    """Of the own units, and of the task forces that one heads or belongs to."""
    force = Q(force__head_id__in=access.post_ids) | Q(force__members__in=access.post_ids)
    return Q(unit_id__in=access.unit_ids) | force
