"""Rounds of lists, the list of each unit, its rows, and what was put right after the freeze."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.domain.words import Sentence
from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Cell, Share, share_of
from guatu.kit.models import Row, TenantRow
from guatu.org.models import User
from guatu.worklists.choices import ListRhythm, ListStatus, RowKind, RowStanding

WORDS = 300


class WorkRound(TenantRow):
    """One period of a rhythm: what all units file for it, and by when.

    ``called_at`` is when those missing at the deadline were named, ``locked_at`` when all was
    frozen; ``locked_seq`` the number of the journal up to which the frozen figures know.
    """

    rhythm = models.CharField(_("清单"), max_length=8, choices=ListRhythm.choices)
    first = models.DateField(_("起"))
    last = models.DateField(_("止"))
    prepared_at = models.DateTimeField()
    due_at = models.DateTimeField(_("报送时限"))
    freeze_at = models.DateTimeField(_("截止冻结"))
    called_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    locked_seq = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ("-first", "rhythm")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "rhythm", "first"], name="work_round_once_per_period"
            ),
        )
        indexes = (
            models.Index(
                fields=["tenant", "freeze_at"],
                condition=Q(locked_at__isnull=True),
                name="work_round_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()}（{self.period.label}）"

    @property
    def period(self) -> Period:
        return Period(Rhythm(self.rhythm), self.first, self.last)


class WorkListQuerySet(models.QuerySet["WorkList"]):
    def visible_to(self, user: User) -> WorkListQuerySet:
        """Leaders, office and inspectors see all, units their own."""
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        return own if access.sees_all else own.filter(unit_id__in=access.unit_ids)

    def missing(self) -> WorkListQuerySet:
        return self.filter(filed_at__isnull=True)


class WorkList(TenantRow):
    """The list of a unit. ``data_seq`` is the number of the journal up to which its rows know,
    ``data_at`` when they were read. ``share_*`` count what the system filled."""

    round = models.ForeignKey(WorkRound, on_delete=models.PROTECT, related_name="lists")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        _("状态"), max_length=10, choices=ListStatus.choices, default=ListStatus.OPEN
    )
    data_seq = models.PositiveBigIntegerField()
    data_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.CharField(_("审定意见"), max_length=WORDS, blank=True)
    locked_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_name = models.CharField(max_length=100, blank=True)
    review = models.CharField(_("点评"), max_length=WORDS, blank=True)
    rows = models.PositiveIntegerField(default=0)
    own_rows = models.PositiveIntegerField(default=0)
    cells = models.PositiveIntegerField(default=0)
    by_hand = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WorkListQuerySet.as_manager()

    class Meta:
        ordering = ("unit__path", "id")
        constraints = (
            models.UniqueConstraint(fields=["round", "unit"], name="work_list_once_per_unit"),
        )
        indexes = (
            models.Index(fields=["unit", "status"], name="work_list_by_unit"),
            models.Index(fields=["tenant", "status"], name="work_list_by_status"),
        )

    def __str__(self) -> str:
        return f"{self.unit.label}{self.round}"

    @property
    def is_late(self) -> bool:
        """Filed after the deadline; marked, never barred."""
        return self.filed_at is not None and self.filed_at > self.round.due_at

    def is_missing(self, now: datetime) -> bool:
        return self.filed_at is None and now > self.round.due_at

    @property
    def is_frozen(self) -> bool:
        return self.locked_at is not None

    @property
    def share(self) -> Share:
        return Share(self.rows, self.own_rows, self.cells, self.by_hand)


class WorkItem(Row):
    """A row of a list: ``said`` by the system, cell by cell, and ``hand`` what was typed instead.

    ``source_id`` is the row that it follows from (of a carried own row: the one before),
    ``page_id`` the one whose page shows it. ``promised_on``: by when the period has to see it
    done. ``struck``: why it is left out. Frozen rows are never written again; see
    ``WorkCorrection``. ``added_late``: came after the freeze.
    """

    work_list = models.ForeignKey(WorkList, on_delete=models.CASCADE, related_name="items")
    serial = models.PositiveSmallIntegerField(_("序号"))
    kind = models.CharField(_("来源"), max_length=12, choices=RowKind.choices)
    source_id = models.UUIDField(null=True, editable=False)
    page_id = models.UUIDField(null=True, editable=False)
    label = models.CharField(_("事项"), max_length=300)
    line = models.ForeignKey(
        "lines.WorkLine", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    project = models.ForeignKey(
        "projects.Project", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    due_on = models.DateField(_("时限"), null=True, blank=True)
    done_on = models.DateField(_("办结日期"), null=True, blank=True)
    promised_on = models.DateField(null=True)
    standing = models.CharField(
        _("状态"), max_length=8, choices=RowStanding.choices, default=RowStanding.RUNNING
    )
    said = models.JSONField(default=dict)
    hand = models.JSONField(default=dict)
    struck = models.CharField(_("不列的原因"), max_length=WORDS, blank=True)
    added_late = models.BooleanField(default=False)
    changed_by_name = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("serial", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["work_list", "kind", "source_id"],
                condition=Q(source_id__isnull=False),
                name="work_item_once_per_source",
            ),
        )
        indexes = (models.Index(fields=["source_id"], name="work_item_by_source"),)

    def __str__(self) -> str:
        return self.label

    @property
    def is_own(self) -> bool:
        """Written by the liaison, and not carried on from the list before."""
        return self.kind == RowKind.OWN and self.source_id is None

    @property
    def share(self) -> Share:
        if self.struck:
            return Share()
        dated = self.due_on is not None
        return share_of(self.said.keys(), self.hand, own=self.is_own, dated=dated)

    def shown(self, cell: Cell) -> Any:
        """What was typed, else the stored sentence of the system; "" where there is neither."""
        return self.hand[cell] if cell in self.hand else self.said.get(cell, "")

    def text(self, cell: Cell) -> str:
        """As ``shown``, in Chinese."""
        words = self.shown(cell)
        return words if isinstance(words, str) else str(Sentence.from_json(words))

    def changes(self) -> Iterator[tuple[Cell, Any, str]]:
        """What was changed by hand: the cell, what the system said ("" nothing), what was typed."""
        for cell in Cell:
            if cell in self.hand:
                yield cell, self.said.get(cell, ""), self.hand[cell]


class WorkCorrection(Row):
    """A cell, a date or a whole row put right after the freeze; both stay, with the reason."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=12)
    before = models.CharField(_("冻结时"), max_length=WORDS, blank=True)
    after = models.CharField(_("更正为"), max_length=WORDS, blank=True)
    reason = models.CharField(_("更正原因"), max_length=WORDS)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.after


class WorkTerms(TenantRow):
    """Rules of the lists: one row a government; what ships holds where there is none."""

    rules = models.JSONField(_("清单规则"))
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="work_terms_once"),)

    def __str__(self) -> str:
        return str(self.tenant_id)
