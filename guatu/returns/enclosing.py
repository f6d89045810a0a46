"""The sheet of a unit goes along in the mail that tells its liaison: of the sheet, of the list."""

from __future__ import annotations

from guatu.journal.outbox import Occasion
from guatu.notices.enclosures import Enclosure, encloses
from guatu.org.access import can
from guatu.org.models import User
from guatu.returns.models import ReturnSheet, ReturnSheetQuerySet
from guatu.returns.workbooks import MEDIA_TYPE, file_name, lists_of, workbook_of
from guatu.worklists.models import WorkList


@encloses("return_sheet.sent", "return_sheet.mailed")
def of_sheet(of: Occasion, user: User) -> Enclosure | None:
    """The sheet itself, unless a newer version has gone out: that one goes with its own event."""
    return _workbook(ReturnSheet.objects.filter(pk=of.object_id), user)


@encloses("work_list.prepared")
def of_list(of: Occasion, user: User) -> Enclosure | None:
    """The sheet on which the rows of this list stand, where one has gone out."""
    found = WorkList.objects.filter(pk=of.object_id).values_list("round_id", "unit_id").first()
    if found is None:
        return None
    round_id, unit_id = found
    sheets = ReturnSheet.objects.filter(round__work_round_id=round_id, unit_id=unit_id)
    return _workbook(sheets.order_by("-made_at", "-id"), user)


def _workbook(rows: ReturnSheetQuerySet, user: User) -> Enclosure | None:
    """For whoever may fetch it on the page."""
    whole = rows.visible_to(user).current().select_related("unit", "round__work_round", "tenant")
    sheet = whole.first()
    if sheet is None or not can(user, "returns.fetch", sheet):
        return None
    raw = workbook_of(sheet, lists_of(sheet.tenant_id))
    return Enclosure(f"{file_name(sheet)}.xlsx", MEDIA_TYPE, raw)
