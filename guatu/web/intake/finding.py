"""Finding ledgers: first whether the person may bring them in, then whether this one exists."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.intake.models import Intake, IntakeRow
from guatu.intake.queries import intakes_of
from guatu.org.access import require
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request


def visible_intake(request: Request, pk: UUID) -> Intake:
    """403 for those who bring no ledgers in, 404 for a ledger that they may not see."""
    require(request.user, "intake.upload", request.tenant)
    return get_object_or_404(intakes_of(request.user), pk=pk)


def visible_row(request: Request, pk: UUID, row_pk: UUID) -> IntakeRow:
    intake = visible_intake(request, pk)
    row = get_object_or_404(IntakeRow, pk=row_pk, intake=intake)
    row.intake = intake
    return row


def seen_version(request: Request) -> int:
    """The version that the page was made of; 0, which never is one, if it says none."""
    return whole_number(request.POST.get("seen", "")) or 0


def page_number(request: Request) -> int:
    """From the address; anything that is no number is the first page."""
    return whole_number(request.GET.get("page", "")) or 1
