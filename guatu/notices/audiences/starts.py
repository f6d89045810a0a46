"""Who is told that a start proved empty: the office, and the unit that answers for the project."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.audiences.roles import office_posts, unit_posts
from guatu.notices.choices import NoticeKind
from guatu.projects.models import Project


@told_of("start_project.unproven", NoticeKind.REMINDER)
def unproven(of: Occasion) -> Iterator[Told]:
    """Liaisons come to the page of the project, the office to that of the event."""
    project_id = UUID(str(of.details["project_id"]))
    units = Project.objects.filter(pk=project_id).values_list("responsible_unit", "lead_unit")
    responsible, lead = units.get()
    yield from at_posts(office_posts(of.tenant_id), of.sentence, f"/starts/{of.object_id}/")
    yield from at_posts(unit_posts([responsible or lead]), of.sentence, f"/projects/{project_id}/")
