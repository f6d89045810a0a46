"""Bundles that went out, senders whose bundles are accepted, bundles that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.bundles.choices import ArrivalStatus, ListRowVerdict, RowVerdict
from guatu.kit.models import Row, TenantRow
from guatu.org.acts import can_with
from guatu.org.models import User

if TYPE_CHECKING:
    from guatu.org.access import Access


class OwnQuerySet(models.QuerySet["Bundle"]):
    def visible_to(self, user: User) -> OwnQuerySet:
        return self.filter(seen_by(user.access))


class SenderQuerySet(models.QuerySet["Sender"]):
    def visible_to(self, user: User) -> SenderQuerySet:
        return self.filter(seen_by(user.access))


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def visible_to(self, user: User) -> ArrivalQuerySet:
        return self.filter(seen_by(user.access))


def seen_by(access: Access) -> Q:
    """Who may see bundles at all sees those of the own government."""
    return Q(tenant_id=access.tenant_id) if can_with(access, "bundle.see") else Q(pk__in=())


class Bundle(TenantRow):
    """A bundle that went out, kept so that it can be fetched once more. ``number`` counts by
    ``key``; what the journal said from ``since`` (left out) to ``until`` is in it, and ``head``
    is the head of the journal there, "" for one that was made before heads were kept."""

    number = models.PositiveIntegerField(_("号"))
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    since = models.PositiveBigIntegerField()
    until = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64, blank=True)
    projects = models.PositiveIntegerField(_("项目"))
    reports = models.PositiveIntegerField(_("进度"))
    lists = models.PositiveIntegerField(_("清单"), default=0)
    made_at = models.DateTimeField(_("导出时间"))
    made_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "key", "number"], name="bundle_number_once_per_key"
            ),
        )

    def __str__(self) -> str:
        return f"第 {self.number} 号数据包"


class Sender(TenantRow):
    """Another installation of the same government, accepted by the fingerprint of its key;
    ``last_number`` and ``last_digest`` are of the last bundle that was entered, ``last_until``
    and ``last_head`` the journal there up to which it told, None and "" where not known."""

    name = models.CharField(_("对端名称"), max_length=60)
    public_key = models.CharField(_("公钥"), max_length=64)
    fingerprint = models.CharField(_("指纹"), max_length=64)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(_("停用原因"), max_length=300, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    last_digest = models.CharField(max_length=64, blank=True)
    last_until = models.PositiveBigIntegerField(null=True)
    last_head = models.CharField(max_length=64, blank=True)

    objects = SenderQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "fingerprint"], name="sender_once_per_key"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_trusted(self) -> bool:
        return self.revoked_at is None


class Arrival(TenantRow):
    """A bundle that came in and is what its sender signed; entered once it was looked at.

    It tells of the journal there from ``since`` (left out, head ``since_head``) to ``until`` (head
    ``until_head``); None and "" for those that came before this was kept.
    """

    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, related_name="arrivals")
    number = models.PositiveIntegerField(_("号"))
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=64)
    filename = models.CharField(_("文件"), max_length=200)
    made_at = models.DateTimeField(_("导出时间"))
    made_by_name = models.CharField(_("导出人"), max_length=100)
    reports = models.PositiveIntegerField(_("进度"))
    lists = models.PositiveIntegerField(_("清单"), default=0)
    since = models.PositiveBigIntegerField(null=True)
    until = models.PositiveBigIntegerField(null=True)
    since_head = models.CharField(max_length=64, blank=True)
    until_head = models.CharField(max_length=64, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=ArrivalStatus.choices, default=ArrivalStatus.CHECKED
    )
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ("-arrived_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["sender", "number"],
                condition=Q(status__in=[ArrivalStatus.CHECKED, ArrivalStatus.ACCEPTED]),
                name="arrival_once_per_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender}第 {self.number} 号数据包"


class ArrivalRow(Row):
    """What became of a row when its bundle was entered. ``report_id`` is the report that it wrote
    or took back, ``before`` what stood there; ``after`` is empty for a month that was taken back;
    ``reported_at`` is since when it was so at its origin."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="rows")
    serial = models.PositiveIntegerField()
    label = models.CharField(_("项目"), max_length=300)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, related_name="+"
    )
    period = models.DateField(_("月份"))
    verdict = models.CharField(_("结果"), max_length=10, choices=RowVerdict.choices)
    says = models.JSONField(default=list)
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)
    report_id = models.UUIDField(null=True)
    reported_at = models.DateTimeField()
    reported_by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ("serial", "id")
        indexes = (models.Index(fields=["report_id"], name="arrival_row_by_report"),)

    def __str__(self) -> str:
        return self.label

    @property
    def tenant_id(self) -> UUID:
        """A row belongs to the government of its bundle."""
        own: UUID = self.arrival.tenant_id
        return own


class ArrivalItem(Row):
    """What became of a row of a list of work when its bundle was entered.

    ``item_id`` is the row of the list here that it wrote. ``before`` and ``after`` hold the
    ``values`` that it changed; ``before`` also which of them the system said (``said``), why the
    row had been left out (``struck``) and since when people here had it so (``known_at``, and of
    each field ``known``), ``after`` since when each field was so at its origin (``since``).
    ``told_at`` is the same of the row.
    """

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="items")
    serial = models.PositiveIntegerField()
    place = models.CharField(_("清单"), max_length=200)
    label = models.CharField(_("事项"), max_length=300)
    work_list = models.ForeignKey(
        "worklists.WorkList", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    item_id = models.UUIDField(null=True)
    verdict = models.CharField(_("结果"), max_length=10, choices=ListRowVerdict.choices)
    says = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    told_at = models.DateTimeField()
    told_by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ("serial", "id")
        indexes = (models.Index(fields=["item_id"], name="arrival_item_by_item"),)

    def __str__(self) -> str:
        return self.label

    @property
    def tenant_id(self) -> UUID:
        """A row belongs to the government of its bundle."""
        own: UUID = self.arrival.tenant_id
        return own
