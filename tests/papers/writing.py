"""What tests of papers begin with."""

from __future__ import annotations

from datetime import date

from guatu.boards.papers import Period, on_period
from guatu.org.models import User
from guatu.papers.actions import papers as acts
from guatu.papers.choices import PaperKind
from guatu.papers.models import Paper
from tests.city import NOW, TODAY, City

FIRST = date(2021, 3, 1)


def drafted(city: City, kind: str = PaperKind.BULLETIN, by: User | None = None) -> Paper:
    writer = by or city.office
    period = Period(FIRST, TODAY, NOW)
    return acts.draft(city.tenant, lambda: on_period(kind, period, writer), by=writer, now=NOW)


def issued(city: City, kind: str = PaperKind.BULLETIN) -> Paper:
    """Written by the office, approved by the deputy mayor."""
    paper = drafted(city, kind)
    acts.approve(paper, by=city.deputy, now=NOW)
    return acts.issue(paper, by=city.office, now=NOW)
