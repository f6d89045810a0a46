"""Official papers and the templates that the city edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.domain.papers.facts import Facts
from guatu.domain.papers.numerals import document_number, issue_number
from guatu.domain.papers.states import Status
from guatu.kit.models import TenantRow
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.papers.choices import Numbering, PaperKind, PaperStatus

if TYPE_CHECKING:
    from guatu.org.access import Access

#: Who writes and who approves sees what is not issued yet.
WRITERS = (Role.OFFICE, Role.INSPECTOR)
APPROVERS = (Role.OFFICE, Role.COMMANDER, Role.SPONSOR)


class Imprint(models.Model):
    """What a kind of paper carries besides its text; copied to each paper when it is drafted."""

    kind = models.CharField(_("文种"), max_length=10, choices=PaperKind.choices)
    mark = models.CharField(_("红头"), max_length=40)
    code = models.CharField(_("机关代字"), max_length=20)
    numbering = models.CharField(_("编号方式"), max_length=10, choices=Numbering.choices)
    addressee = models.CharField(_("主送"), max_length=200, blank=True)
    sender = models.CharField(_("署名"), max_length=60, blank=True)
    copied_to = models.CharField(_("抄送"), max_length=200, blank=True)
    printed_by = models.CharField(_("印发机关"), max_length=60, blank=True)
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("正文"), max_length=20000)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class PaperTemplate(TenantRow, Imprint):
    """Text with blanks by which a kind of paper is composed; one of each kind for a city."""

    class Meta:
        ordering = ("kind",)
        constraints = (
            models.UniqueConstraint(fields=["tenant", "kind"], name="one_template_per_kind"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> PaperQuerySet:
        return self.seen_with(user.access)

    def seen_with(self, access: Access) -> PaperQuerySet:
        """Writers and approvers see all; others what was issued to everybody, or to their units;
        who oversees the whole city sees everything issued."""
        own = self.filter(tenant_id=access.tenant_id)
        if access.roles & {*WRITERS, *APPROVERS}:
            return own
        issued = own.filter(status__in=(PaperStatus.ISSUED, PaperStatus.WITHDRAWN))
        if access.sees_all:
            return issued
        addressed = self.model.objects.filter(recipients__in=access.unit_ids).order_by()
        return issued.filter(Q(to_all=True) | Q(pk__in=addressed.values("pk")))


class Paper(TenantRow, Imprint):
    """A paper from draft to issue. ``facts`` are the figures as of ``data_at`` with the records
    behind them (``event_seq``: the last event of the journal that they know); ``text`` keeps its
    blanks, so that a figure in it is never typed. ``number`` is given at the issue, within the
    year and ``code``, and kept for good, also when it is withdrawn."""

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("编号"), null=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    first_day = models.DateField(_("开始日期"))
    last_day = models.DateField(_("截止日期"))
    line = models.ForeignKey(
        "lines.WorkLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("工作线"),
    )
    about_id = models.UUIDField(null=True, editable=False)
    to_all = models.BooleanField(_("发至全部单位"), default=False)
    recipients: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        "org.Unit", blank=True, related_name="+", verbose_name=_("发至单位")
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=PaperStatus.choices, default=PaperStatus.DRAFT
    )
    data_at = models.DateTimeField(editable=False)
    event_seq = models.PositiveBigIntegerField(default=0, editable=False)
    written_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(editable=False)
    edited_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    issued_on = models.DateField(_("成文日期"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("撤回理由"), max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "code", "numbering", "year", "number"],
                name="paper_number_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "approved"), number__isnull=True)
                | Q(status__in=("issued", "withdrawn"), number__isnull=False),
                name="paper_numbered_when_issued",
            ),
        )
        indexes = (models.Index(fields=["tenant", "-written_at"], name="paper_by_time"),)

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> Status:
        return Status(self.status)

    @property
    def number_words(self) -> str:
        """示总指办通〔2021〕2号, 2021年第2期; "" before the issue."""
        if self.number is None:
            return ""
        if self.numbering == Numbering.ISSUE:
            return issue_number(self.year, self.number)
        return document_number(self.code, self.year, self.number)

    @property
    def known(self) -> Facts:
        return Facts.from_json(self.facts)
