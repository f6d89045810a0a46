"""Rounds of sheets, the sheet of each unit and version, what came back, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.domain.words import Sentence
from guatu.kit.models import Row, TenantRow
from guatu.org.models import User
from guatu.returns.choices import FileStatus, LineFate, SheetPart


class ReturnRoundQuerySet(models.QuerySet["ReturnRound"]):
    def visible_to(self, user: User) -> ReturnRoundQuerySet:
        """The office and those who see all every round, units those with a sheet of their own."""
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        return own.filter(sheets__unit_id__in=access.unit_ids).distinct()


class ReturnRound(TenantRow):
    """What was sent to all units at once: a month's progress and, when there is one, the week's
    list of work."""

    title = models.CharField(_("名称"), max_length=120)
    month = models.DateField(_("进度月份"), help_text=_("当月第一天"))
    work_round = models.ForeignKey(
        "worklists.WorkRound", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("交回时限"))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReturnRoundQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-id")

    def __str__(self) -> str:
        return self.title


class ReturnSheetQuerySet(models.QuerySet["ReturnSheet"]):
    def visible_to(self, user: User) -> ReturnSheetQuerySet:
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        return own if access.sees_all else own.filter(unit_id__in=access.unit_ids)

    def current(self) -> ReturnSheetQuerySet:
        """The latest version for each unit."""
        return self.filter(is_current=True)


class ReturnSheet(TenantRow):
    """A version of the sheet of a unit: the rows as they went out, so that what comes back is
    held against them. ``rows`` is ``{part: [[row id, {column: text}], …]}``, with ``open`` in the
    columns of a work row that may be filled; ``data_seq`` the number of the journal up to which
    they know."""

    round = models.ForeignKey(ReturnRound, on_delete=models.CASCADE, related_name="sheets")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(_("版次"), default=1)
    is_current = models.BooleanField(default=True)
    rows = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    data_seq = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    objects = ReturnSheetQuerySet.as_manager()

    class Meta:
        ordering = ("unit__path", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "unit", "version"], name="return_sheet_once_per_version"
            ),
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(is_current=True),
                name="return_sheet_one_current",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit.label}{self.round.title}"


class ReturnParcelQuerySet(models.QuerySet["ReturnParcel"]):
    def visible_to(self, user: User) -> ReturnParcelQuerySet:
        """The office sees what anybody brought, others what they brought themselves."""
        own = self.filter(tenant_id=user.access.tenant_id)
        return own if user.access.can("returns.send") else own.filter(brought_by=user)


class ReturnParcel(TenantRow):
    """Files that were brought back together; ``notes`` are sentences about what was left aside.

    ``held`` are name and digest of those still to be read; ``entering`` while a job enters them.
    """

    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    notes = models.JSONField(default=list)
    held = models.JSONField(default=list)
    entering = models.BooleanField(default=False)

    objects = ReturnParcelQuerySet.as_manager()

    class Meta:
        ordering = ("-brought_at", "-id")

    def __str__(self) -> str:
        return f"{self.brought_at:%Y-%m-%d %H:%M}"


class ReturnFileQuerySet(models.QuerySet["ReturnFile"]):
    def visible_to(self, user: User) -> ReturnFileQuerySet:
        """The office sees all; others what they brought and what is of their units."""
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        if access.can("returns.send"):
            return own
        mine = Q(parcel__brought_by=user) | Q(sheet__unit_id__in=access.unit_ids)
        return own.filter(mine)


class ReturnFile(TenantRow):
    """A workbook that came back; without ``sheet`` it could not be told whose it is."""

    parcel = models.ForeignKey(ReturnParcel, on_delete=models.PROTECT, related_name="files")
    sheet = models.ForeignKey(
        ReturnSheet, on_delete=models.PROTECT, null=True, related_name="files"
    )
    filename = models.CharField(_("文件"), max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    status = models.CharField(_("状态"), max_length=8, choices=FileStatus.choices)
    refusal = models.JSONField(default=dict)
    changes = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    brought_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    entered_by_name = models.CharField(max_length=100, blank=True)
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReturnFileQuerySet.as_manager()

    class Meta:
        ordering = ("brought_at", "id")
        indexes = (
            models.Index(fields=["tenant", "digest"], name="return_file_by_digest"),
            models.Index(fields=["sheet", "status"], name="return_file_by_sheet"),
        )

    def __str__(self) -> str:
        return self.filename

    @property
    def unit_label(self) -> str:
        return self.sheet.unit.label if self.sheet else ""

    @property
    def is_good(self) -> bool:
        """Waits to be entered, and nothing in it was refused."""
        return self.status == FileStatus.READ and not self.refused


class ReturnLine(Row):
    """A cell, a row or a sheet of a file and what becomes of it; ``row`` counts from 1, 0 where
    there is none. ``subject_id`` is the project or the item. ``given`` holds what an undo needs:
    the report as it was, or the row that was added. ``taken``: it was entered; ``undone``: and
    taken back."""

    file = models.ForeignKey(ReturnFile, on_delete=models.CASCADE, related_name="lines")
    serial = models.PositiveIntegerField()
    part = models.CharField(max_length=8, choices=SheetPart.choices, blank=True)
    sheet_name = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField(default=0)
    letter = models.CharField(max_length=3, blank=True)
    subject_id = models.UUIDField(null=True)
    label = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=20, blank=True)
    before = models.CharField(max_length=600, blank=True)
    after = models.CharField(max_length=600, blank=True)
    fate = models.CharField(max_length=8, choices=LineFate.choices)
    sentence = models.JSONField(default=dict)
    given = models.JSONField(default=dict)
    taken = models.BooleanField(default=False)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("serial", "id")
        indexes = (models.Index(fields=["file", "serial"], name="return_line_in_order"),)

    def __str__(self) -> str:
        return str(Sentence.from_json(self.sentence)) if self.sentence else self.after
