"""Who sets caps, who lets through, who answers complaints. Anybody may write one."""

from __future__ import annotations

from guatu.burden.models import SEES_COMPLAINTS, Complaint
from guatu.domain.burden.complaints import Party
from guatu.org.access import Access, can, declare
from guatu.org.choices import Role
from guatu.org.models import Holding, User


def parties(user: User | None, row: Complaint, digest: str = "") -> frozenset[Party]:
    """How somebody stands to a complaint; ``digest`` is that of the code that was shown."""
    found = set()
    if user is not None and row.by_id == user.pk:
        found.add(Party.WRITER)
    if row.by_id is None and digest and row.digest == digest:
        found.add(Party.WRITER)
    if user is not None and can(user, "complaint.answer", row):
        found.add(Party.ANSWERER)
    return frozenset(found)


def _is_not_about_own(access: Access, row: Complaint) -> bool:
    """Neither who wrote it, nor the office for the unit in which it is; the inspector does."""
    if row.by_id == access.user_id:
        return False
    if row.about_id is None or Role.INSPECTOR in access.roles:
        return True
    held = Holding.objects.current().filter(user_id=access.user_id)
    return not held.filter(post__unit_id=row.about_id).exists()


declare(
    "burden.read",
    "查看各单位负担",
    Role.OFFICE,
    Role.COMMANDER,
    Role.SPONSOR,
    Role.INSPECTOR,
)
declare("burden.cap", "设定负担限额", Role.OFFICE)
declare("burden.waive", "放行超限事项", Role.OFFICE)
declare("complaint.answer", "答复意见建议", *sorted(SEES_COMPLAINTS), on_row=_is_not_about_own)
