"""What people think of a project beside what the rules say of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row
from guatu.projects.choices import OpinionKind, OpinionStep
from guatu.projects.models.projects import Project


class Opinion(Row):
    """The owner's view or an independent reviewer's confidence, in five steps; never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="opinions")
    kind = models.CharField(max_length=8, choices=OpinionKind.choices)
    step = models.PositiveSmallIntegerField(_("判断"), choices=OpinionStep.choices)
    reason = models.CharField(_("理由"), max_length=500)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    post_words = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("-given_at", "-id")
        indexes = (
            models.Index(fields=["project", "kind", "-given_at"], name="opinion_by_project"),
        )
