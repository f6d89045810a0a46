"""Finding papers: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.papers.models import Paper
from guatu.web.shared.requests import Request


def visible_paper(request: Request, pk: UUID) -> Paper:
    rows = Paper.objects.visible_to(request.user).select_related(
        "tenant", "line", "written_by", "edited_by", "approved_by"
    )
    return get_object_or_404(rows, pk=pk)
