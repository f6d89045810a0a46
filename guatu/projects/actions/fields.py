"""The fields of a project that a person may set, and what cannot be entered in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from guatu.domain.codes import check_credit_code, check_project_code
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.models import MOST_WAN
from guatu.kit.refusals import Refusal
from guatu.lines.models import Target
from guatu.projects.actions.parts import part_itself
from guatu.projects.models import Project

EDITABLE = (
    "name",
    "code",
    "content",
    "nature",
    "category",
    "tags",
    "line",
    "chain",
    "park",
    "township",
    "task_force",
    "parent",
    "total_investment",
    "year_plan",
    "done_before_year",
    "planned_paid",
    "year_goal",
    "month_curve",
    "sales",
    "tax",
    "jobs",
    "floor_area",
    "owner_name",
    "owner_credit_code",
    "owner_post",
    "lead_unit",
    "responsible_unit",
    "sponsor",
    "location",
    "planned_start",
    "required_finish",
    "actual_start",
    "actual_finish",
    "registered_on",
    "remark",
)
OF_THE_TENANT = (
    "line",
    "chain",
    "park",
    "township",
    "task_force",
    "parent",
    "owner_post",
    "lead_unit",
    "responsible_unit",
    "sponsor",
)
#: Of these a project has many; they are given as a list.
MANY = ("assist_units", "also_lines", "targets")
FACTS = ("actual_start", "actual_finish", "registered_on")
DAYS = ("planned_start", "required_finish", *FACTS)
#: Days that can be counted with; a year such as 9999 is mistyped.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
#: More than any project has, and less than the columns hold.
MOST_JOBS = 100_000_000
MOST_AREA = 100_000_000_000
_ROWS = (*OF_THE_TENANT, *MANY)


def refuse_bad(project: Project, given: Mapping[str, Any]) -> None:
    """Raise ``Refusal`` with a sentence per field for values that cannot be.

    Of the rows that a project refers to only those ``given`` now are looked at: the others
    were when they were given, and reading them again costs a query each.
    """
    if fields := faults_with(project, given):
        name = project.name or str(N_("未命名项目"))
        raise Refusal(say("“{name}”有 {n} 处需要更正。", name=name, n=len(fields)), fields)


def faults_with(project: Project, given: Mapping[str, Any]) -> dict[str, Sentence]:
    """What ``refuse_bad`` would say of a project once it has the values ``given``."""

    if project._state.adding:  # it has nothing but what is given
        return faults_in({**given, "pk": project.pk}, project.tenant_id)

    def read(name: str) -> Any:
        return given.get(name) if name in given or name in _ROWS else getattr(project, name)

    return dict(_faults(read, project.tenant_id))


def faults_in(values: Mapping[str, Any], tenant_id: UUID) -> dict[str, Sentence]:
    """What ``refuse_bad`` would say of a project with these fields, before there is one."""
    return dict(_faults(values.get, tenant_id))


def refuse_taken_codes(projects: Sequence[Project]) -> None:
    """A project code stands for one project; name the one that has it already."""
    given: dict[str, Project] = {}
    for project in projects:
        if project.code and (other := given.setdefault(project.code, project)) is not project:
            raise _taken(other)
    if not given:
        return
    journal.await_turn(projects[0].tenant_id)  # of two who give a code at once one sees the other
    own = {project.pk for project in projects}
    for other in with_codes(projects[0].tenant_id, given, besides=own).values():
        raise _taken(other)


def with_codes(
    tenant_id: UUID, codes: Iterable[str], *, besides: Collection[UUID]
) -> dict[str, Project]:
    """Who on the list has these codes, ``besides`` the projects that are about to get codes."""
    rows = Project.objects.filter(tenant_id=tenant_id, code__in=list(codes)).listed()
    return {other.code: other for other in rows if other.pk not in besides}


def code_taken(other: Project) -> Sentence:
    return say("项目代码 {code} 已用于“{name}”，请核对。", code=other.code, name=other.name)


def _taken(other: Project) -> Refusal:
    return Refusal(code_taken(other), {"code": code_taken(other)})


def refuse_future(values: Mapping[str, Any], before: Project | None, today: date) -> None:
    """What has happened has a day up to today; what stood there ``before`` may stay."""
    future = say("不能填今天以后的日期；还没有发生的请留空。")
    late = {n: day for n in FACTS if (day := values.get(n)) is not None and day > today}
    new = {n: future for n, day in late.items() if getattr(before, n, None) != day}
    if new:
        raise Refusal(future, new)


def _faults(read: Callable[[str], Any], tenant_id: UUID) -> Iterator[tuple[str, Sentence]]:
    """``read`` gives a field of the project by name; None where there is none."""
    if not (read("name") or "").strip():
        yield "name", say("请填写项目名称。")
    if (code := read("code")) and (fault := check_project_code(code).problem):
        yield "code", fault
    if (code := read("owner_credit_code")) and (fault := check_credit_code(code).problem):
        yield "owner_credit_code", fault
    for name in (
        "total_investment",
        "year_plan",
        "done_before_year",
        "planned_paid",
        "sales",
        "tax",
    ):
        if (amount := read(name)) is not None and amount < 0:
            yield name, say("金额不能为负数。")
        elif amount is not None and amount > MOST_WAN:
            yield name, say("金额超过 100 万亿元，请核对单位是不是万元。")
    if (jobs := read("jobs")) is not None and not 0 <= jobs <= MOST_JOBS:
        yield "jobs", say("新增就业应在 0 到 1 亿人之间，请核对。")
    if (area := read("floor_area")) is not None and not 0 <= area <= MOST_AREA:
        yield "floor_area", say("建筑面积应在 0 到 1000 亿平方米之间，请核对单位。")
    for name in DAYS:
        if (day := read(name)) is not None and not FIRST_DAY <= day <= LAST_DAY:
            yield name, say("日期应在 1900 年到 2199 年之间，请核对。")
    if _after(read("planned_start"), read("required_finish")):
        yield "required_finish", say("要求完成日早于计划开工日，请核对。")
    if _after(read("actual_start"), read("actual_finish")):
        yield "actual_finish", say("实际竣工日早于实际开工日，请核对。")
    for name in _ROWS:
        if (named := read(name)) and _elsewhere(named if name in MANY else [named], tenant_id):
            yield name, say("所选条目不属于本地，请重新选择。")
    if (lead := read("lead_unit")) and lead in (read("assist_units") or ()):
        yield "assist_units", say("牵头单位不用再列为配合单位。")
    if (line := read("line")) and line in (read("also_lines") or ()):
        yield "also_lines", say("所在的工作线不用再列为同时列入。")
    if (parent := read("parent")) and (parent.parent_id or parent.pk == read("pk")):
        yield "parent", part_itself(parent)


def _elsewhere(rows: Iterable[Any], tenant_id: UUID) -> bool:
    return any(_tenant_of(row) != tenant_id for row in rows)


def _tenant_of(row: Any) -> UUID:
    """A target belongs to the government of its line."""
    own: UUID = row.line.tenant_id if isinstance(row, Target) else row.tenant_id
    return own


def _after(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first > second
