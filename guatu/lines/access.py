"""Who may change work lines."""

from __future__ import annotations

from guatu.lines.models import WorkLine
from guatu.org.access import Access, declare
from guatu.org.choices import Role


def _leads(access: Access, line: WorkLine) -> bool:
    """The office edits every line, a unit the lines that it leads."""
    return Role.OFFICE in access.roles or line.lead_unit_id in access.unit_ids


declare("line.create", "设立工作线", Role.OFFICE)
declare("line.edit", "修改工作线", Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, on_row=_leads)
declare("line.approve", "批准工作方案", Role.OFFICE)
declare("quarter.set", "下达季度目标、设定季度指标", Role.OFFICE)
declare(
    "quarter.report", "填报季度完成数", Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, on_row=_leads
)
declare("score_item.edit", "设定考核事项", Role.OFFICE, Role.APPRAISER)
declare("task_force.edit", "组建和调整专班", Role.OFFICE)
declare("chain.edit", "设定产业链和园区", Role.OFFICE)
