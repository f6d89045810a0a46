"""Which former values still fit projects as they are now, when many are put back at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from guatu.domain.words import N_, Sentence, say
from guatu.projects.actions.fields import OF_THE_TENANT, code_taken, faults_with, with_codes
from guatu.projects.actions.parts import nested, why_no_package, with_parts_listed
from guatu.projects.models import Project

#: What is said at the one field may come of the other: the two are compared.
_COMPARED = {
    "required_finish": "planned_start",
    "actual_finish": "actual_start",
    "assist_units": "lead_unit",
    "also_lines": "line",
}


@dataclass(slots=True)
class Fitting:
    """``values`` can be put back; ``unfit`` says of the others, by field, why they cannot."""

    project: Project
    values: dict[str, Any]
    unfit: dict[str, Sentence] = field(default_factory=dict)

    def leave(self, names: Collection[str], why: Sentence) -> None:
        for name in names:
            del self.values[name]
            self.unfit[name] = why


def fit(wanted: Sequence[tuple[Project, Mapping[str, Any]]]) -> list[Fitting]:
    """Part the values that ``change_projects`` would take from those that it would refuse.

    Projects and packages are held by the caller. What is closed is left, too: it was open when
    the value was given.
    """
    fittings = [Fitting(project, dict(values)) for project, values in wanted]
    holding = with_parts_listed(f.project.pk for f in fittings if f.values.get("parent"))
    for one in fittings:
        _leave_rows(one, holding)
        _leave_faults(one)
    _leave_codes(fittings)
    return fittings


def _leave_rows(one: Fitting, holding: Collection[UUID]) -> None:
    for name in one.values.keys() & set(OF_THE_TENANT):
        row = one.values[name]
        if row is None:
            continue
        if getattr(row, "closed_on", None) is not None:
            one.leave([name], say(N_("原来的“{was}”已撤销"), was=str(row)))
        elif name == "parent" and (why := why_no_package(one.project, row)):
            one.leave([name], why)
        elif name == "parent" and one.project.pk in holding:
            one.leave([name], nested(one.project))


def _leave_faults(one: Fitting) -> None:
    """Field by field; what no field that is put back accounts for keeps all of them."""
    while one.values and (faults := faults_with(one.project, one.values)):
        at, why = next(iter(faults.items()))
        guilty = [name for name in (at, _COMPARED.get(at, at)) if name in one.values]
        one.leave(guilty[:1] or list(one.values), why)


def _leave_codes(fittings: Sequence[Fitting]) -> None:
    """Each code that is not put back is in the way of nobody new but who is to have it now."""
    while asked := {f.project.pk: f for f in fittings if f.values.get("code")}:
        tenant_id = next(iter(asked.values())).project.tenant_id
        codes = {one.values["code"] for one in asked.values()}
        held = with_codes(tenant_id, codes, besides=asked)
        taken = [one for one in asked.values() if one.values["code"] in held]
        if not taken:
            return
        for one in taken:
            one.leave(["code"], code_taken(held[one.values["code"]]))
