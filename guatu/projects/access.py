"""Who may change projects."""

from __future__ import annotations

from guatu.org.access import Access, declare
from guatu.org.choices import Role
from guatu.projects.models import Project


def _answers_for(access: Access, project: Project) -> bool:
    """The office for every project; a unit or owner for those that they lead or answer for."""
    return (
        Role.OFFICE in access.roles
        or project.owner_post_id in access.post_ids
        or project.lead_unit_id in access.unit_ids
        or project.responsible_unit_id in access.unit_ids
    )


_REPORTERS = (Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, Role.PROJECT_OWNER)

declare("project.create", "新增项目", Role.OFFICE)
declare("project.edit", "修改项目", Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, on_row=_answers_for)
declare("project.withdraw", "将项目退出或恢复列入台账", Role.OFFICE)
declare("progress.report", "报进度", *_REPORTERS, on_row=_answers_for)
declare("milestone.report", "登记节点完成情况", *_REPORTERS, on_row=_answers_for)
declare("plan.schedule", "倒排工期", Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, on_row=_answers_for)
declare("plan.replan", "批准调整计划", Role.OFFICE)
declare("excuse.grant", "认可正当理由", Role.OFFICE, Role.INSPECTOR)
declare("pack.adopt", "采用亮灯规则", Role.OFFICE)
