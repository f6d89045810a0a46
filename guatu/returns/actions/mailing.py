"""邮件发给联络员: the sheets of units that have not returned go to their liaisons' mail boxes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note, record_many
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.demands import weigh
from guatu.org.models import User
from guatu.returns.models import ReturnRound, ReturnSheet
from guatu.returns.queries.mailing import demands_of, may_mail, missing_of, readers_of


@transaction.atomic
def mail(
    row: ReturnRound, chosen: Collection[UUID], *, by: User, now: datetime
) -> list[ReturnSheet]:
    """Tell the liaisons again, with the sheet in the letter: of those ``chosen`` that have not
    come back by now and of whose unit somebody gets mail. Letters leave as each person has
    chosen, at once or with the daily one."""
    require(by, "returns.send", row)
    journal.await_turn(row.tenant_id)
    if not may_mail():
        raise Refusal(say(N_("系统没有设置发信邮箱，邮件发不出去；请系统管理员设置后再发。")))
    if not chosen:
        raise Refusal(say(N_("请勾选要发的单位。")))
    missing = [one for one in missing_of(by, row) if one.pk in chosen]
    if not missing:
        raise Refusal(say(N_("选中的单位都已交回，没有可发的。")))
    readers = readers_of(missing)
    reached = {reader.unit_id for reader in readers if reader.reached}
    sheets = [one for one in missing if one.unit_id in reached]
    if not sheets:
        raise Refusal(
            say(N_("选中的单位没有人收提醒邮件（没有联络员或邮箱，或选择不收），没有可发的。"))
        )
    told = [reader for reader in readers if reader.unit_id in reached]
    weigh(row.tenant_id, demands_of(told, now.astimezone(CHINA).date()))
    due = row.due_on.isoformat()
    notes = [Note("returns.mailed", row, {"units": len(sheets), "due": due})]
    notes += [Note("return_sheet.mailed", one, {"due": due}) for one in sheets]
    record_many(notes, by=by, at=now)
    return sheets
