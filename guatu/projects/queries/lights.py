"""Which light of a project was kept from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guatu.projects.models import Project, ProjectState


@dataclass(frozen=True, slots=True)
class KeptLight:
    """``until`` is None while it lasts."""

    since: datetime
    until: datetime | None
    light: str


def kept_lights(project: Project) -> list[KeptLight]:
    """One for each state, oldest first; neighbours may have one light."""
    rows = ProjectState.objects.filter(project=project).order_by("since", "id")
    return [KeptLight(*row) for row in rows.values_list("since", "until", "light")]
