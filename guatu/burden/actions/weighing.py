"""The door before every act that asks something of units: over a hard cap it is not done."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from guatu.burden.queries.costs import cost_of
from guatu.domain.burden.caps import strain_words
from guatu.domain.burden.counting import Demand
from guatu.domain.words import N_, say
from guatu.kit.refusals import Refusal


def keep_to_caps(tenant_id: UUID, demands: Sequence[Demand]) -> None:
    """Raise ``Refusal`` when the demands go over a hard cap that is not lifted for the week."""
    cost = cost_of(tenant_id, demands, hard_only=True)
    if not cost.barred:
        return
    first = cost.barred[0]
    words = N_(
        "超过负担限额，没有办成：{strain}。请改到下周、减少单位，或请总指挥部办公室写明理由放行。"
    )
    strain = str(strain_words(cost.name(first.who), first))
    raise Refusal(say(words, strain=strain))
