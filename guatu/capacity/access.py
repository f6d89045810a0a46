"""Who says how much anybody can give, and who lets a proposal be made and adopts it."""

from __future__ import annotations

from guatu.org.access import declare
from guatu.org.choices import Role

declare("capacity.set", "设定可承接量", Role.OFFICE)
declare("capacity.level", "试排均衡", Role.OFFICE, Role.COMMANDER)
declare("capacity.adopt", "采用均衡建议", Role.OFFICE)
