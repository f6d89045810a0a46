"""What was shown of a project on a day of the past, judged again from what was known then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guatu.domain.lights import Verdict as Judgement
from guatu.org.models import Tenant
from guatu.projects.models import Project, ProjectState
from guatu.projects.packs import rules_at
from guatu.projects.standards import Judged, Standard
from guatu.projects.standing import Standing
from guatu.workdays.queries import calendar_at


@dataclass(frozen=True, slots=True)
class Shown:
    """A light as it was shown at ``moment``, the standing it came from, and since when that was
    known."""

    state: ProjectState
    standing: Standing
    verdict: Judgement
    judged: Judged
    moment: datetime

    @property
    def slack(self) -> int | None:
        return self.judged.slack


def standard_at(tenant: Tenant, moment: datetime) -> Standard:
    """The rules and the calendar in force at ``moment``."""
    return Standard.by(rules_at(tenant, moment), moment, calendar_at(moment))


def shown_at(project: Project, moment: datetime) -> Shown | None:
    """None before the project was listed."""
    return shown_many(project.tenant, [project.pk], moment).get(project.pk)


def shown_many(tenant: Tenant, ids: Iterable[UUID], moment: datetime) -> Mapping[UUID, Shown]:
    """The same for many projects of one government."""
    states = ProjectState.objects.at(moment).filter(tenant=tenant, project_id__in=list(ids))
    return judged_states(states, standard_at(tenant, moment))


def judged_states(states: Iterable[ProjectState], standard: Standard) -> Mapping[UUID, Shown]:
    """Each state, as it stood, by what ``standard`` says of it at its moment."""
    return {state.project_id: _shown(state, standard) for state in states}


def _shown(state: ProjectState, standard: Standard) -> Shown:
    standing = Standing.from_json(state.facts)
    judged = standard.judged(standing, state.project_id)
    return Shown(state, standing, judged.glance.verdict, judged, standard.now)
