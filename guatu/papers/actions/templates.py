"""Templates that the city edits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.papers.actions.holding import overtaken_template
from guatu.papers.models import PaperTemplate
from guatu.papers.queries.templates import template_in_force

EDITED = (
    "mark", "code", "numbering", "addressee", "sender", "copied_to", "printed_by", "title", "text",
)  # fmt: skip


@transaction.atomic
def edit_template(
    tenant: Tenant, kind: str, values: Mapping[str, str], *, seen: int, by: User, now: datetime
) -> PaperTemplate:
    """The first change of a preset makes it the city's own. Papers already drafted keep theirs."""
    require(by, "paper.template")
    journal.await_turn(tenant.pk)
    held = template_in_force(tenant, kind)
    if held.version != seen:
        raise overtaken_template(held)
    for name in EDITED:
        setattr(held, name, values[name].strip())
    for name in ("mark", "code", "title", "text"):
        if not getattr(held, name):
            asked = say(N_("这一项不能空。"))
            raise Refusal(asked, {name: asked})
    held.version += 1
    held.save()
    journal.record("paper_template.changed", held, by=by, at=now)
    return held
