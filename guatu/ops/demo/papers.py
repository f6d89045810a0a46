"""Official papers in the demonstration: two bulletins that were issued and the next as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from guatu.boards.papers import Period, on_period
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import Cast
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.papers.actions import papers as acts
from guatu.papers.choices import PaperKind
from guatu.papers.models import Paper

Deed = tuple[datetime, Callable[[datetime], object]]
HOUR = timedelta(hours=1)


@dataclass
class Course:
    """A paper of the month from ``first``: drafted at ``at``, then approved and issued."""

    cast: Cast
    kind: PaperKind
    first: date
    at: datetime
    issued: bool
    made: list[Paper] = field(default_factory=list)

    def deeds(self) -> Iterator[Deed]:
        yield self.at, self.draft
        if self.issued:
            yield self.at + HOUR, self.approve
            yield self.at + 2 * HOUR, self.issue

    def draft(self, now: datetime) -> None:
        period = Period(self.first, now.astimezone(CHINA).date(), now)
        by = self.cast.office
        paper = acts.draft(
            self.cast.tenant, lambda: on_period(self.kind, period, by), by=by, now=now
        )
        self.made.append(paper)

    def approve(self, now: datetime) -> None:
        acts.approve(self.made[0], by=_commander(self.cast), now=now)

    def issue(self, now: datetime) -> None:
        acts.issue(self.made[0], by=self.cast.office, now=now)


def paper_deeds(cast: Cast) -> Iterator[Deed]:
    for kind, first, at, issued in (
        (PaperKind.BULLETIN, date(2021, 2, 1), datetime(2021, 2, 26, 15, 0, tzinfo=CHINA), True),
        (PaperKind.WEEKLY, date(2021, 3, 1), datetime(2021, 3, 5, 16, 0, tzinfo=CHINA), True),
        (PaperKind.BULLETIN, date(2021, 3, 1), datetime(2021, 3, 9, 15, 0, tzinfo=CHINA), True),
        (PaperKind.BULLETIN, date(2021, 3, 1), datetime(2021, 3, 15, 8, 25, tzinfo=CHINA), False),
    ):
        yield from Course(cast, kind, first, at, issued).deeds()


def _commander(cast: Cast) -> User:
    """Whoever approves: the commander."""
    rows = User.objects.filter(
        tenant=cast.tenant,
        holdings__post__post_roles__role=Role.COMMANDER,
        holdings__until__isnull=True,
    )
    return rows.order_by("id")[:1].get()
