"""What tests of acts look at afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guatu.journal.queries import history_of, sentence_of
from guatu.org.access import Forbidden
from guatu.org.models import Tenant, User
from guatu.projects import tallies
from guatu.projects.models import Project, Verdict
from guatu.projects.states import astray
from tests.city import City


def codes(project: Project) -> list[str]:
    """The events of a project, oldest first."""
    return [event.code for event in reversed(history_of(project.pk))]


def newest(project: Project) -> str:
    """The newest event of a project in words, lights aside."""
    return str(sentence_of(history_of(project.pk).exclude(code="light.turned")[0]))


def last_verdict(project: Project) -> Verdict:
    verdict = project.verdicts.first()
    assert verdict is not None
    return verdict


def reasons(project: Project) -> dict[str, str]:
    """The light of each dimension in the newest verdict."""
    return {one["dimension"]: one["light"] for one in last_verdict(project).body["reasons"]}


def assert_totals_are_true(tenant: Tenant) -> None:
    """Running totals equal a recount, and every project stands as its rows say."""
    assert list(tallies.differences(tenant.pk, tallies.recount(tenant.pk))) == []
    judged = Project.objects.filter(tenant=tenant, next_check__isnull=False)
    assert astray(list(judged)) == []


def assert_forbidden(act: Callable[[User], object], *people: User) -> None:
    for person in people:
        with pytest.raises(Forbidden):
            act(person)


def strangers(city: City) -> tuple[User, ...]:
    """Who answers for nothing of the industry department: another unit's, a reader, a neighbour."""
    return city.other_liaison, city.reader, city.outsider
