"""Who sends sheets, who fetches them, who brings them back: units their own, the office all."""

from __future__ import annotations

from guatu.org.access import Access, declare
from guatu.org.choices import Role
from guatu.returns.models import ReturnFile, ReturnSheet


def _its_own(access: Access, row: ReturnSheet) -> bool:
    """The office for every unit, others for theirs."""
    return Role.OFFICE in access.roles or row.unit_id in access.unit_ids


def _brought_or_own(access: Access, row: ReturnFile) -> bool:
    """The office; of a unit's own sheet whoever stands for the unit."""
    if Role.OFFICE in access.roles:
        return True
    return row.sheet is not None and row.sheet.unit_id in access.unit_ids


_UNITS = (Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON)
declare("returns.send", "发出填报表", Role.OFFICE)
declare("returns.fetch", "下载填报表", *_UNITS, on_row=_its_own)
declare("returns.bring", "交回填报表", *_UNITS)
declare("returns.enter", "填报表入账和撤销", *_UNITS, on_row=_brought_or_own)
