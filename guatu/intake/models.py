from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.domain.words import say
from guatu.intake.choices import IntakeStatus, RowFate
from guatu.kit.models import Row, TenantRow
from guatu.org.models import User

GONE_SHEET = 32_767
LISTED = "listed"


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, user: User) -> IntakeQuerySet:
        """The office sees the ledgers of its tenant; others those that they uploaded."""
        own = self.filter(tenant_id=user.tenant_id)
        return own if user.access.can("intake.enter") else own.filter(uploaded_by=user)


class Intake(TenantRow):
    """One ledger file on its way into the list, and the way back out."""

    filename = models.CharField(_("文件"), max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    as_of = models.DateField(_("截至日期"))
    year = models.PositiveSmallIntegerField(_("年度"))
    sheet = models.PositiveSmallIntegerField(_("工作表"), null=True, blank=True)
    line = models.ForeignKey(
        "lines.WorkLine",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("归入工作线"),
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=IntakeStatus.choices, default=IntakeStatus.UPLOADED
    )
    progress = models.PositiveSmallIntegerField(default=0)
    progress_words = models.CharField(max_length=100, blank=True)
    refusal = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-id")

    def __str__(self) -> str:
        return self.filename

    @property
    def gone_reason(self) -> str:
        """Why a project that this ledger no longer names was taken off the list."""
        return str(say("台账“{label}”中已没有", label=self.filename[:120]))


class IntakeRow(Row):
    """One row of a sheet as written and as read, with what entering it does or did.

    ``readings`` and ``mended`` (texts that a person put in place of cells) are by ``Field``;
    ``told`` is the id of the project that a person said it is, or ``new``. ``before`` holds
    ``{field of the project: [before, after]}``, rows by id. A project that the ledger no longer
    names has a row of kind ``listed`` on the sheet ``GONE_SHEET``.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    sheet = models.PositiveSmallIntegerField(default=0)
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    parent_row = models.PositiveIntegerField(null=True)
    cells = models.JSONField()
    readings = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveSmallIntegerField(default=0)
    mended = models.JSONField(default=dict)
    told = models.CharField(max_length=36, blank=True)
    offers = models.JSONField(default=list)
    skipped = models.BooleanField(default=False)
    fate = models.CharField(max_length=8, choices=RowFate.choices, blank=True)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.SET_NULL, null=True, related_name="intake_rows"
    )
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ("sheet", "row")
        constraints = (
            models.UniqueConstraint(fields=["intake", "sheet", "row"], name="intake_row_once"),
        )
        indexes = (
            models.Index(fields=["intake", "problem_count"], name="intake_row_problems"),
            models.Index(fields=["intake", "fate"], name="intake_row_fate"),
        )


class MappingMemory(TenantRow):
    """A column mapping corrected by a person, remembered for the next ledger of that shape."""

    shape = models.CharField(max_length=64)
    mapping = models.JSONField()
    learnt_at = models.DateTimeField()
    learnt_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    learnt_from = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "shape"], name="mapping_once_per_shape"),
        )
