from __future__ import annotations

from collections.abc import Iterator

import pytest

from guatu.ops.verifying import faults
from guatu.org.models import Tenant
from tests.city import City
from tests.dispatches.cast import Cast, build_cast


@pytest.fixture
def cast(city: City) -> Iterator[Cast]:
    """Whatever a test does by acts leaves the books in order."""
    yield build_cast(city)
    assert [str(fault) for one in Tenant.objects.all() for fault in faults(one)] == []
