"""What a new dispatch begins with when a page offers it: a project, a step, a need, a red light."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guatu.dispatches.choices import Kind, Source, Weight
from guatu.dispatches.models import Dispatch
from guatu.dispatches.terms import limits_of, terms_of
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.web.dispatches.finding import milestone_named, need_named, project_named
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.templatetags.guatu import day

LONGEST_TITLE = 120


def beginning(request: Request) -> dict[str, Any]:
    """``?project=&milestone=&need=&source=``: likely answers; what is not there is left empty."""
    values = request.GET
    need = need_named(request, row_id(values.get("need", "")))
    project = project_named(request, row_id(values.get("project", ""))) or _project_of(
        request, need
    )
    milestone = milestone_named(project, row_id(values.get("milestone", "")))
    begun = {**_usual(request), "project": project, "milestone": milestone, "need": need}
    if need is not None:
        begun |= _for_need(need, request.today)
    elif milestone is not None and project is not None:
        begun |= _for_milestone(project, milestone, request.today)
    elif project is not None:
        begun |= _for_project(project)
    return begun | _source(values)


def as_it_stands(dispatch: Dispatch) -> dict[str, Any]:
    """A draft, to be changed."""
    names = (
        "title", "asked", "evidence", "source", "source_words", "kind", "weight", "urgency",
        "due_on", "project", "milestone", "need",
    )  # fmt: skip
    parts = [part for part in dispatch.parts.all() if part.is_in]
    lead = dispatch.lead
    return {
        **{name: getattr(dispatch, name) for name in names},
        "lead_unit": lead.unit_id,
        "owner_post": lead.post_id,
        "assisting": [part.unit_id for part in parts if not part.is_lead],
        "seen": dispatch.version,
    }


def _usual(request: Request) -> dict[str, Any]:
    return {
        "kind": Kind.ASSIGNMENT,
        "source": Source.OTHER,
        "weight": Weight.PLAIN,
        "urgency": limits_of(terms_of(request.tenant.pk)).usual,
        "evidence": [],
    }


def _source(values: QueryDict) -> dict[str, str]:
    source = values.get("source", "")
    return {"source": source} if source in Source.values else {}


def _project_of(request: Request, need: SupportNeed | None) -> Project | None:
    """Of a need, if the person may see it: a supplier knows a project only by what it owes."""
    return project_named(request, need.project_id) if need else None


def _for_need(need: SupportNeed, today: date) -> dict[str, Any]:
    said = {"project": need.project.name, "need": need.name, "day": day(need.needed_by)}
    ahead = need.needed_by is not None and need.needed_by >= today
    asked = _("请落实“%(project)s”所需的“%(need)s”。") % said
    if need.needed_by:
        asked = _("请在 %(day)s 前落实“%(project)s”所需的“%(need)s”。") % said
    if need.blocker:
        asked += _("目前卡在：%(blocker)s。") % {"blocker": need.blocker.rstrip("。")}
    return {
        "title": _short(_("落实“%(project)s”的%(need)s") % said),
        "asked": asked,
        "lead_unit": need.supplier_id,
        "owner_post": need.post_id,
        "due_on": need.needed_by if ahead else None,
        "source": Source.NEED,
        "milestone": need.milestone,
    }


def _for_milestone(project: Project, milestone: Milestone, today: date) -> dict[str, Any]:
    said = {"project": project.name, "step": milestone.name}
    due = milestone.planned_finish
    return {
        **_for_project(project),
        "title": _short(_("完成“%(project)s”的节点“%(step)s”") % said),
        "asked": _("请按计划完成“%(step)s”，办结时附现场照片或验收材料。") % said,
        "due_on": due if due and due >= today else None,
    }


def _for_project(project: Project) -> dict[str, Any]:
    """A red light says why; the matter is what turns it."""
    unit = project.responsible_unit or project.lead_unit
    begun: dict[str, Any] = {"lead_unit": unit.pk if unit else None}
    if project.light != "red":
        return begun
    why = in_words(project.light_reason) if project.light_reason else ""
    return {
        **begun,
        "title": _short(_("解决“%(project)s”亮红灯的问题") % {"project": project.name}),
        "asked": _("该项目亮红灯：%(why)s。请查明原因，采取措施，限期转绿。")
        % {"why": why.rstrip("。")},
        "source": Source.RED_LIGHT,
    }


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
