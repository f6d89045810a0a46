"""Several people at once: numbers without doubles, and one of two wins."""

from __future__ import annotations

import pytest
from django.db import connection

from guatu.command.actions import clearing
from guatu.command.actions.deciding import decide
from guatu.command.actions.handing import Order
from guatu.command.models import Blocker, Decision
from guatu.dispatches.models import Dispatch
from guatu.kit.refusals import StateChanged
from guatu.ops.verifying import faults
from tests.city import City, build_city
from tests.command.steering import DUE, LATER, LINE, held, item_of, raised, red
from tests.journal.test_recording import in_threads

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db: None) -> City:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    return build_city()


def test_blockers_raised_at_once_have_numbers_of_their_own(town: City) -> None:
    project = town.project()

    def speak(n: int) -> None:
        raised(town, project, f"堵点{n}")

    assert in_threads(4, speak) == []
    numbers = list(Blocker.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]


def test_lines_written_at_once_become_dispatches_of_their_own(town: City) -> None:
    project = red(town.project())
    item = item_of(held(town), project)

    def write(n: int) -> None:
        decide(item, Order(LINE), by=town.office, now=LATER)

    assert in_threads(3, write) == []
    assert sorted(Dispatch.objects.values_list("serial", flat=True)) == [1, 2, 3]
    assert sorted(Decision.objects.values_list("serial", flat=True)) == [1, 2, 3]
    assert [str(fault) for fault in faults(town.tenant)] == []


def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told(town: City) -> None:
    blocker = raised(town, town.project())
    units = (town.housing, town.workshop)

    def accept(n: int) -> None:
        clearing.accept(blocker, units[n], DUE, seen=1, by=town.office, now=LATER)

    [told] = in_threads(2, accept)
    assert isinstance(told, StateChanged)
    assert "示例甲" in str(told)
    assert Blocker.objects.get().version == 2
