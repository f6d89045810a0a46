"""Who may change projects."""

from __future__ import annotations

from guatu.domain.lights import Dimension
from guatu.org.access import Access, declare
from guatu.org.choices import Role
from guatu.projects.models import BulkEdit, Project, SavedView, SupportNeed
from guatu.projects.packs import all_rules_in_force


def _answers_for(access: Access, project: Project) -> bool:
    """The office for every project; a unit or owner for those that they lead or answer for."""
    return (
        Role.OFFICE in access.roles
        or project.owner_post_id in access.post_ids
        or project.lead_unit_id in access.unit_ids
        or project.responsible_unit_id in access.unit_ids
    )


def _supplies(access: Access, need: SupportNeed) -> bool:
    """The unit or the post that supplies; the office notes what a supplier without account said."""
    return (
        Role.OFFICE in access.roles
        or need.supplier_id in access.unit_ids
        or need.post_id in access.post_ids
    )


def _is_party(access: Access, need: SupportNeed) -> bool:
    """Whoever supplies and whoever waits."""
    return _supplies(access, need) or _answers_for(access, need.project)


def _judges_as_owner(access: Access, project: Project) -> bool:
    """Those who answer for the project themselves; the office does not."""
    return (
        project.owner_post_id in access.post_ids
        or project.lead_unit_id in access.unit_ids
        or project.responsible_unit_id in access.unit_ids
    )


def _stands_apart(access: Access, project: Project) -> bool:
    """Nobody who answers for the project, sponsors it or works in its task force."""
    if _judges_as_owner(access, project) or project.sponsor_id in access.post_ids:
        return False
    force = project.task_force
    if force is None or not access.post_ids:
        return True
    ids = access.post_ids
    # read in Python: a list fetches the members of all its task forces at once
    return force.head_id not in ids and all(post.pk not in ids for post in force.members.all())


def _did_it(access: Access, edit: BulkEdit) -> bool:
    """Whoever made the edit, and the office."""
    return Role.OFFICE in access.roles or edit.by_id == access.user_id


def _keeps_it(access: Access, view: SavedView) -> bool:
    """The own views; the office also those that others share."""
    return view.user_id == access.user_id or (view.shared and Role.OFFICE in access.roles)


def _may_grant(access: Access, project: Project) -> bool:
    """Whom the rules in force let accept a reason in at least one dimension."""
    rules = all_rules_in_force([project.tenant_id])[project.tenant_id]
    return any(access.roles & granters_of(d) for d in rules.dimensions if d.excuse.allowed)


def granters_of(dimension: Dimension) -> frozenset[str]:
    """The roles that may accept a reason in this dimension."""
    return frozenset(dimension.excuse.granted_by) or GRANTERS


GRANTERS: frozenset[str] = frozenset({Role.OFFICE, Role.INSPECTOR})
"""Who may where the rules leave it open."""

_REPORTERS = (Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, Role.PROJECT_OWNER)

declare("project.create", "新增项目", Role.OFFICE)
declare("project.edit", "修改项目", Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, on_row=_answers_for)
declare("project.withdraw", "将项目退出或恢复列入台账", Role.OFFICE)
declare("project.split", "拆分打包项目", Role.OFFICE)
declare("list.approve", "审定和调整年度清单", Role.OFFICE)
declare("progress.report", "报进度", *_REPORTERS, on_row=_answers_for)
declare("milestone.report", "登记节点完成情况", *_REPORTERS, on_row=_answers_for)
declare("plan.schedule", "倒排工期", Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, on_row=_answers_for)
declare("plan.replan", "批准调整计划", Role.OFFICE)
declare("plan.shift", "按批准的改期移动日期", Role.OFFICE, Role.COMMANDER, Role.SPONSOR)
declare("need.edit", "登记和修改要素需求", *_REPORTERS, on_row=_answers_for)
declare("need.promise", "承诺要素落实时间", *_REPORTERS, on_row=_supplies)
declare("need.deliver", "登记要素落实和卡点堵点", *_REPORTERS, on_row=_is_party)
declare("bulk.undo", "撤销批量修改", Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, on_row=_did_it)
declare("view.keep", "保存和整理列表视图", *Role, on_row=_keeps_it)
declare("view.share", "把列表视图共享给全市", Role.OFFICE)
declare(
    "opinion.owner",
    "给出业主判断",
    *(Role.UNIT_HEAD, Role.LIAISON, Role.PROJECT_OWNER),
    on_row=_judges_as_owner,
)
declare(
    "opinion.review",
    "给出独立评估",
    *(Role.INSPECTOR, Role.COMMANDER, Role.SPONSOR, Role.APPRAISER),
    on_row=_stands_apart,
)
declare(
    "excuse.grant",
    "认可正当理由",
    Role.OFFICE,
    Role.COMMANDER,
    Role.SPONSOR,
    Role.INSPECTOR,
    on_row=_may_grant,
)
declare("pack.edit", "起草和修改亮灯规则", Role.OFFICE)
declare("pack.try", "试算亮灯规则", Role.OFFICE, Role.COMMANDER, Role.SPONSOR, Role.INSPECTOR)
declare("pack.adopt", "采用亮灯规则", Role.OFFICE)
