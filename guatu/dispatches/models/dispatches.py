"""A dispatch and the parts that units have in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.dispatches.choices import Colour, DispatchStatus, Kind, PartStatus, Source, Weight
from guatu.domain.lifecycle import CLOSED, Status
from guatu.kit.models import Row, TenantRow
from guatu.org.models import User

if TYPE_CHECKING:
    from guatu.org.access import Access


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def visible_to(self, user: User) -> DispatchQuerySet:
        """Leaders, office and inspectors see all of their government; others what concerns them."""
        return self.seen_with(user.access)

    def seen_with(self, access: Access) -> DispatchQuerySet:
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        concerned = Q(issuer_unit_id__in=access.unit_ids) | Q(issuer_post_id__in=access.post_ids)
        handed = Part.objects.filter(
            Q(unit_id__in=access.unit_ids) | Q(post_id__in=access.post_ids)
        ).exclude(dispatch__status__in=UNSEEN)
        awaited = Dispatch.objects.filter(pauses__unit_id__in=access.unit_ids).order_by()
        return own.filter(
            concerned
            | Q(pk__in=handed.order_by().values("dispatch"))
            | Q(pk__in=awaited.values("pk"))
        )

    def open(self) -> DispatchQuerySet:
        return self.exclude(status__in=[str(status) for status in CLOSED])


#: A draft is the issuer's own affair.
UNSEEN = (DispatchStatus.DRAFT, DispatchStatus.APPROVING)


class Dispatch(TenantRow):
    """One matter (一事一单): who is asked for what, by when, with what evidence.

    ``serial`` is given at the first issue and kept for good, also when it is opened again;
    ``round`` counts how often the doer had to begin, 1 for the first. ``floor`` is the colour
    with which it was opened again. Whoever issued it supervises and reviews it
    (谁派单谁督办谁验收).
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("编号"), null=True, editable=False)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices, default=Kind.ASSIGNMENT)
    source = models.CharField(
        _("来源"), max_length=12, choices=Source.choices, default=Source.OTHER
    )
    source_words = models.CharField(_("来源说明"), max_length=200, blank=True)
    origin_kind = models.CharField(max_length=60, blank=True, editable=False)
    origin_id = models.UUIDField(null=True, editable=False)
    title = models.CharField(_("工作事项"), max_length=120)
    asked = models.TextField(_("工作要求"), max_length=2000)
    evidence = models.JSONField(_("应附材料"), default=list)
    urgency = models.CharField(_("紧急程度"), max_length=40, default="normal")
    weight = models.PositiveSmallIntegerField(
        _("重要程度"), choices=Weight.choices, default=Weight.PLAIN
    )
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    issuer_unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("交办单位")
    )
    issuer_post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("交办岗位"),
    )
    drafted_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dispatches",
        verbose_name=_("项目"),
    )
    milestone = models.ForeignKey(
        "projects.Milestone",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("节点"),
    )
    need = models.ForeignKey(
        "projects.SupportNeed",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="dispatches",
        verbose_name=_("要素需求"),
    )
    status = models.CharField(
        _("状态"),
        max_length=12,
        choices=DispatchStatus.choices,
        default=DispatchStatus.DRAFT,
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    bounces = models.PositiveSmallIntegerField(default=0, editable=False)
    reopened = models.PositiveSmallIntegerField(default=0, editable=False)
    colour = models.CharField(
        _("催办"), max_length=8, choices=Colour.choices, blank=True, default=Colour.NONE,
        editable=False,
    )  # fmt: skip
    colour_rank = models.PositiveSmallIntegerField(default=0, editable=False)
    floor = models.CharField(
        max_length=8, choices=Colour.choices, blank=True, default=Colour.NONE, editable=False
    )
    next_due = models.DateTimeField(null=True, editable=False)
    waiting = models.BooleanField(default=False, editable=False)
    drafted_at = models.DateTimeField(editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    replied_at = models.DateTimeField(null=True, editable=False)
    replied_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    completed_at = models.DateTimeField(null=True, editable=False)
    signed_off_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by_name = models.CharField(max_length=100, editable=False)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-serial", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "serial"], name="dispatch_serial_once_per_year"
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "status", "next_due"], name="dispatch_by_status"),
            models.Index(fields=["tenant", "signed_off_at"], name="dispatch_by_sign_off"),
            models.Index(fields=["origin_id"], name="dispatch_by_origin"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.serial else self.title

    @property
    def number(self) -> str:
        """〔2021〕15号, "" for a draft."""
        return f"〔{self.year}〕{self.serial}号" if self.serial else ""

    @property
    def stage(self) -> Status:
        return Status(self.status)

    @property
    def is_closed(self) -> bool:
        return self.stage in CLOSED

    @property
    def lead(self) -> Part:
        """The part of the lead unit; reads ``parts`` as prefetched, one query otherwise."""
        return next(part for part in self.parts.all() if part.is_lead and part.is_in)

    def is_late(self, now: object) -> bool:
        """Whether the clock that runs out next has run out."""
        return self.next_due is not None and not self.is_closed and self.next_due < now  # type: ignore[operator]


class Part(Row):
    """What one unit has to do: the lead (主办) answers for the whole, others assist (协办)."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="dispatch_parts", verbose_name=_("单位")
    )
    post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dispatch_parts",
        verbose_name=_("责任岗位"),
    )
    is_lead = models.BooleanField(default=False)
    serial = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(
        _("状态"), max_length=10, choices=PartStatus.choices, default=PartStatus.WAITING
    )
    colour = models.CharField(
        _("催办"), max_length=8, choices=Colour.choices, blank=True, default=Colour.NONE,
        editable=False,
    )  # fmt: skip
    asked = models.CharField(_("协办要求"), max_length=300, blank=True)
    received_at = models.DateTimeField(null=True, editable=False)
    received_by_name = models.CharField(max_length=100, blank=True, editable=False)
    first_replied_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("serial", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["dispatch", "unit"],
                condition=~Q(status=PartStatus.RELEASED),
                name="unit_once_per_dispatch",
            ),
            models.UniqueConstraint(
                fields=["dispatch"],
                condition=Q(is_lead=True) & ~Q(status=PartStatus.RELEASED),
                name="one_lead_per_dispatch",
            ),
        )

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def is_in(self) -> bool:
        """Not released by a reassignment."""
        return self.status != PartStatus.RELEASED
