"""Lists of projects: those of a line or of a post, and those that are red."""

from __future__ import annotations

from django.db.models import QuerySet

from guatu.boards.overview import Totals
from guatu.boards.overview.totals import figures_of
from guatu.boards.screens.facts import Asked, ProjectLine, ProjectsFacts
from guatu.boards.screens.ranking import cuts_of
from guatu.domain import pace
from guatu.projects.choices import LightColour, TallyBy
from guatu.projects.models import Project
from guatu.projects.patrol import RANK
from guatu.projects.reasons import AsOf


def line_of(asked: Asked) -> ProjectsFacts:
    """A line with its totals; one that was deleted since has no title."""
    line = asked.line
    if line is None:
        return ProjectsFacts("", "", Totals(), [], 0)
    cut = next((cut for cut in cuts_of(asked, TallyBy.LINE) if cut.key == line.pk), None)
    totals = cut.totals if cut else Totals()
    rows = _listed(asked, _counted(asked).filter(line=line))
    lead = cut.lead if cut else ""
    return ProjectsFacts(line.title, lead, totals, rows, max(0, totals.projects - len(rows)))


def post_of(asked: Asked) -> ProjectsFacts:
    """The projects that a leader's post vouches for, under the title of the post."""
    post = asked.post
    if post is None:
        return ProjectsFacts("", "", Totals(), [], 0)
    cut = next((cut for cut in cuts_of(asked, TallyBy.SPONSOR) if cut.key == post.pk), None)
    totals = cut.totals if cut else Totals()
    rows = _listed(asked, _counted(asked).filter(sponsor=post))
    return ProjectsFacts(
        post.title, post.unit.label, totals, rows, max(0, totals.projects - len(rows))
    )


def reds_of(asked: Asked) -> ProjectsFacts:
    """Red since the shortest time first: what has just turned is what to ask about.

    Found by the rank of the light, which has an index; how many there are, the totals know.
    """
    red = _counted(asked).filter(light_rank=RANK[LightColour.RED])
    rows = _listed(asked, red.order_by("-light_since", "number", "id"))
    whole = figures_of(asked.viewer, TallyBy.CITY, asked.year).whole
    count = max(whole.red, len(rows))
    return ProjectsFacts("", "", Totals(red=count), rows, count - len(rows))


def _counted(asked: Asked) -> QuerySet[Project]:
    own = Project.objects.visible_to(asked.viewer).filter(year=asked.year)
    return own.counted().order_by("light_rank", "number", "id")


_COLUMNS = (
    "name", "lead_unit__short_name", "lead_unit__name", "light", "light_reason", "next_step",
    "next_due", "year_plan", "year_done",
)  # fmt: skip


def _listed(asked: Asked, rows: QuerySet[Project]) -> list[ProjectLine]:
    told = AsOf(asked.today)
    found = []
    for name, short, unit, light, reason, step, due, plan, done in rows.values_list(*_COLUMNS)[
        : asked.rows
    ]:
        shown = told.told(reason) if reason and asked.shows_reasons else ""
        percent = pace.rate(done, plan) if plan else None
        found.append(ProjectLine(name, short or unit or "", light, shown, step, due, percent))
    return found
