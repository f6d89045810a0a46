"""Finding papers: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from guatu.papers.choices import PaperKind, PaperStatus
from guatu.papers.models import Paper
from guatu.web.shared.requests import Request


def visible_paper(request: Request, pk: UUID) -> Paper:
    rows = Paper.objects.visible_to(request.user).select_related(
        "tenant", "line", "written_by", "edited_by", "approved_by"
    )
    return get_object_or_404(rows, pk=pk)


def asked_papers(request: Request) -> QuerySet[Paper]:
    """``?kind=bulletin&status=issued``, without their long texts."""
    rows = Paper.objects.visible_to(request.user).select_related("written_by", "line")
    kind, status = request.GET.get("kind", ""), request.GET.get("status", "")
    if kind in PaperKind.values:
        rows = rows.filter(kind=kind)
    if status in PaperStatus.values:
        rows = rows.filter(status=status)
    return rows.defer("facts", "text")
