"""Finding rounds, sheets, parcels and files: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.returns.models import ReturnFile, ReturnParcel, ReturnRound, ReturnSheet
from guatu.web.shared.requests import Request


def visible_round(request: Request, pk: UUID) -> ReturnRound:
    rows = ReturnRound.objects.visible_to(request.user).select_related("work_round", "tenant")
    return get_object_or_404(rows, pk=pk)


def visible_sheet(request: Request, pk: UUID) -> ReturnSheet:
    rows = ReturnSheet.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "round__work_round"), pk=pk)


def visible_parcel(request: Request, pk: UUID) -> ReturnParcel:
    rows = ReturnParcel.objects.visible_to(request.user).select_related("brought_by", "tenant")
    return get_object_or_404(rows, pk=pk)


def visible_file(request: Request, pk: UUID) -> ReturnFile:
    rows = ReturnFile.objects.visible_to(request.user).distinct()
    return get_object_or_404(
        rows.select_related("tenant", "sheet__unit", "sheet__round", "parcel__brought_by"), pk=pk
    )
