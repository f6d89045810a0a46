from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.commitments.choices import (
    CommitmentKind,
    CommitmentStatus,
    ReviewGrade,
    RevisionStatus,
)
from guatu.domain.commitments import OUTCOMES, RUNNING, Status
from guatu.domain.votes import Votes
from guatu.kit.models import Row, TenantRow
from guatu.org.choices import Role
from guatu.org.models import User

#: Who approves, and so reads what is not public yet.
APPROVERS = frozenset({Role.OFFICE, Role.COMMANDER})


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: User) -> CommitmentQuerySet:
        """What was shown, for everyone; before that only for those who promise, draft, approve."""
        access = user.access
        seen = Q(shown_at__isnull=False) | Q(drafted_by=user)
        seen |= Q(post_id__in=access.post_ids) | Q(unit_id__in=access.unit_ids)
        if access.roles & APPROVERS:
            seen |= Q(status=CommitmentStatus.APPROVING)
        if Role.OFFICE in access.roles:
            seen |= Q(by_office=True)
        return self.filter(seen, tenant_id=access.tenant_id)

    def running(self) -> CommitmentQuerySet:
        """In force and not judged yet."""
        return self.filter(status__in=[status.value for status in RUNNING])

    def of(self, user: User) -> CommitmentQuerySet:
        """What this person promised or handles, by the posts and units of now."""
        return self.filter(own_of(user))


def own_of(user: User) -> Q:
    access = user.access
    posts = Q(post_id__in=access.post_ids) | Q(owner_post_id__in=access.post_ids)
    units = Q(unit_id__in=access.unit_ids) | Q(handling_unit_id__in=access.unit_ids)
    return posts | units


class Commitment(TenantRow):
    """A promise: what a post promised in measurable words, by which day, before whom.

    ``words`` to ``due_on`` are as in force now; what they were before each 改诺 stands in
    ``revisions``. ``remind_on`` is the day of the next reminder, empty when none is to come.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("编号"))
    kind = models.CharField(
        _("类别"), max_length=8, choices=CommitmentKind.choices, default=CommitmentKind.ANNUAL
    )
    post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("承诺人"),
    )
    unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("承诺单位"),
    )
    handling_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_commitments",
        verbose_name=_("承办机构"),
    )
    owner_post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_commitments",
        verbose_name=_("责任人"),
    )
    words = models.CharField(_("承诺内容"), max_length=500)
    measure = models.CharField(_("衡量指标"), max_length=120)
    target = models.CharField(_("目标值"), max_length=120)
    due_on = models.DateField(_("时限"))
    before = models.CharField(_("向谁承诺"), max_length=120, blank=True)
    occasion = models.CharField(_("承诺场合"), max_length=120, blank=True)
    occasion_on = models.DateField(_("承诺日期"), null=True, blank=True)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("对应项目"),
    )
    line = models.ForeignKey(
        "lines.WorkLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("工作线"),
    )
    letter = models.BooleanField(_("签订承诺书"), default=False)

    status = models.CharField(
        _("状态"),
        max_length=12,
        choices=CommitmentStatus.choices,
        default=CommitmentStatus.DRAFTED,
    )
    drafted_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    by_office = models.BooleanField(default=False)
    shown_at = models.DateTimeField(null=True)
    revised = models.PositiveSmallIntegerField(default=0)
    remind_on = models.DateField(null=True)
    met_on = models.DateField(_("兑现日期"), null=True, blank=True)
    evidence = models.CharField(_("评定依据"), max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "number"], name="commitment_number_once_per_year"
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "year", "status", "due_on"], name="commitment_by_due"),
            models.Index(
                fields=["remind_on"],
                condition=Q(remind_on__isnull=False),
                name="commitment_by_reminder",
            ),
            models.Index(fields=["post", "year"], name="commitment_by_post"),
            models.Index(fields=["unit", "year"], name="commitment_by_unit"),
        )

    def __str__(self) -> str:
        return f"承诺〔{self.year}〕{self.number}号“{self.words[:40]}”"

    @property
    def label(self) -> str:
        return f"〔{self.year}〕{self.number}号"

    @property
    def is_running(self) -> bool:
        return Status(self.status) in RUNNING

    @property
    def is_judged(self) -> bool:
        return Status(self.status) in OUTCOMES

    def is_late(self, today: date) -> bool:
        return self.is_running and self.due_on < today


class CommitmentReport(Row):
    """What the promiser or a handler said of a promise; ``met_on`` when it is said to be kept."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reports")
    words = models.CharField(_("践诺情况"), max_length=500)
    met_on = models.DateField(_("兑现日期"), null=True, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-reported_at", "-id")
        indexes = (
            models.Index(fields=["commitment", "-reported_at"], name="report_by_commitment"),
        )

    def __str__(self) -> str:
        return self.words


class CommitmentRevision(Row):
    """改诺: what is asked for in place of what was promised; the old text and day stay readable."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="revisions")
    status = models.CharField(
        _("状态"), max_length=8, choices=RevisionStatus.choices, default=RevisionStatus.ASKED
    )
    old_words = models.CharField(max_length=500)
    old_measure = models.CharField(max_length=120)
    old_target = models.CharField(max_length=120)
    old_due_on = models.DateField()
    words = models.CharField(_("承诺内容"), max_length=500)
    measure = models.CharField(_("衡量指标"), max_length=120)
    target = models.CharField(_("目标值"), max_length=120)
    due_on = models.DateField(_("时限"))
    reason = models.CharField(_("改诺理由"), max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.CharField(_("审定意见"), max_length=300, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(status="asked"), name="one_revision_asked"
            ),
        )

    def __str__(self) -> str:
        return self.words


class YearlyReviewQuerySet(models.QuerySet["YearlyReview"]):
    def visible_to(self, user: User) -> YearlyReviewQuerySet:
        """Published ones for everyone; before that for the promiser and those who review."""
        access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        if access.roles & REVIEWERS:
            return own
        mine = Q(post_id__in=access.post_ids) | Q(unit_id__in=access.unit_ids)
        return own.filter(Q(published_at__isnull=False) | mine)


#: Who grades and counts, and so reads what is not published yet.
REVIEWERS = frozenset({Role.OFFICE, Role.COMMANDER, Role.INSPECTOR, Role.APPRAISER})


class YearlyReview(TenantRow):
    """述诺评诺: a post's account of a year of promises, a grade, and the vote of a meeting.

    Votes are as counted in the meeting; ``members`` empty means that there was no vote yet.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        related_name="yearly_reviews",
        verbose_name=_("述诺人"),
    )
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    account = models.TextField(_("述诺"), max_length=3000, blank=True)
    accounted_at = models.DateTimeField(null=True)
    accounted_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    grade = models.CharField(_("组织评诺"), max_length=5, choices=ReviewGrade.choices, blank=True)
    grade_reason = models.CharField(_("评诺理由"), max_length=500, blank=True)
    graded_at = models.DateTimeField(null=True)
    graded_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    members = models.PositiveIntegerField(_("全体人数"), null=True, blank=True)
    satisfied = models.PositiveIntegerField(_("满意"), null=True, blank=True)
    basically = models.PositiveIntegerField(_("基本满意"), null=True, blank=True)
    dissatisfied = models.PositiveIntegerField(_("不满意"), null=True, blank=True)
    voted_on = models.DateField(_("评议日期"), null=True, blank=True)
    meeting = models.CharField(_("评议会议"), max_length=120, blank=True)
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = YearlyReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "post__unit__path", "post__rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "post"], name="yearly_review_once_per_post"
            ),
        )

    def __str__(self) -> str:
        return f"{self.post}{self.year}年度述诺评诺"

    @property
    def votes(self) -> Votes | None:
        """The votes; None before they were counted."""
        if self.members is None:
            return None
        return Votes(self.members, self.satisfied or 0, self.basically or 0, self.dissatisfied or 0)
