"""Who may bring ledgers in."""

from __future__ import annotations

from guatu.org.access import declare
from guatu.org.choices import Role

declare("intake.upload", "导入台账", Role.OFFICE)
declare("intake.enter", "台账入账", Role.OFFICE)
declare("intake.undo", "撤销入账", Role.OFFICE)
